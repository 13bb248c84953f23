use crate::stores::use_stores;
use leptos::prelude::*;
use protocol::{id::UserId, presence::UserPresence};

/// What is known of somebody's presence: `None` until the server has told, which it does for everybody
/// the viewer shares a conversation with.
///
/// Inert on the server: always `None`.
pub fn use_presence(user: UserId) -> Signal<Option<UserPresence>> {
    let people = use_stores().people;
    Memo::new(move |_| people.with(|people| people.of(user))).into()
}
