//! Who is here, as far as the viewer may know.

use protocol::{
    id::UserId,
    presence::{PresenceState, UserPresence},
};
use std::collections::BTreeMap;

/// The people the viewer shares a conversation with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    known: BTreeMap<UserId, UserPresence>,
}

impl People {
    /// Replaces what was known of each of them.
    pub fn update(&mut self, users: impl IntoIterator<Item = UserPresence>) {
        self.known.extend(users.into_iter().map(|presence| (presence.user_id, presence)));
    }

    /// What is known of somebody.
    pub fn of(&self, user: UserId) -> Option<UserPresence> {
        self.known.get(&user).copied()
    }

    /// Whether somebody is known to be here.
    pub fn is_online(&self, user: UserId) -> bool {
        self.of(user).is_some_and(|presence| presence.state == PresenceState::Online)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::{ana, ben};

    #[test]
    fn the_newest_word_on_somebody_counts() {
        let mut people = People::default();
        let is = |state| UserPresence { user_id: ben().id, state, since: None };
        people.update([is(PresenceState::Online)]);
        assert!(people.is_online(ben().id));
        people.update([is(PresenceState::Offline)]);
        assert!(!people.is_online(ben().id));
        assert_eq!(people.of(ana().id), None);
    }
}
