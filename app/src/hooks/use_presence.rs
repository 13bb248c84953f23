use super::use_connection;
use crate::stores::use_stores;
use leptos::prelude::*;
use protocol::{id::UserId, presence::UserPresence};

/// What is known of somebody's presence: `None` until the server has told, which it does for everybody
/// the viewer shares a conversation with, and while the line is down: nobody can tell then.
///
/// Inert on the server: always `None`.
pub fn use_presence(user: UserId) -> Signal<Option<UserPresence>> {
    let people = use_stores().people;
    let is_connected = use_connection().is_connected();
    let known = move |_: Option<&_>| {
        let known = people.with(|people| people.of(user));
        known.filter(|_| is_connected.get())
    };
    Memo::new(known).into()
}
