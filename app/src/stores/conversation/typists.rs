//! Who types where. A typist who gives no sign of life for [`TYPING_HIDE`] is hidden.

use protocol::{
    Timestamp,
    account::UserRef,
    conversation::Typing,
    id::{ConversationId, UserId},
    limits::TYPING_HIDE,
};
use std::collections::BTreeMap;

/// The typists of all conversations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typists {
    conversations: BTreeMap<ConversationId, Vec<Typist>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Typist {
    user: UserRef,
    seen_at: Timestamp,
}

impl Typists {
    /// Takes over the whole set of a conversation.
    pub fn replace(&mut self, event: Typing, now: Timestamp) {
        let typists = event.typists.into_iter().map(|user| Typist { user, seen_at: now }).collect();
        self.conversations.insert(event.conversation_id, typists);
    }

    /// A message came from this person: they are done.
    pub fn wrote(&mut self, id: ConversationId, user: UserId) {
        if let Some(typists) = self.conversations.get_mut(&id) {
            typists.retain(|typist| typist.user.id != user);
        }
    }

    /// Hides whoever has been silent for too long.
    pub fn expire(&mut self, now: Timestamp) {
        for typists in self.conversations.values_mut() {
            typists.retain(|typist| now.since(typist.seen_at) < TYPING_HIDE);
        }
        self.conversations.retain(|_, typists| !typists.is_empty());
    }

    /// Nobody is heard of in this conversation any more.
    pub fn forget(&mut self, id: ConversationId) {
        self.conversations.remove(&id);
    }

    /// The line broke: nobody is known to type.
    pub fn clear(&mut self) {
        self.conversations.clear();
    }

    /// Who types in a conversation, the viewer left out.
    pub fn of(&self, id: ConversationId, me: UserId) -> Vec<UserRef> {
        let typists = self.conversations.get(&id).into_iter().flatten();
        typists.map(|typist| &typist.user).filter(|user| user.id != me).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::{TALK, ana, ben};

    fn typing(typists: Vec<UserRef>) -> Typing {
        Typing { conversation_id: TALK, typists }
    }

    #[test]
    fn a_typist_without_a_sign_of_life_is_hidden() {
        let mut typists = Typists::default();
        typists.replace(typing(vec![ben()]), Timestamp(0));
        typists.expire(Timestamp(7_999));
        assert_eq!(typists.of(TALK, ana().id), [ben()]);
        typists.expire(Timestamp(8_000));
        assert_eq!(typists.of(TALK, ana().id), []);
    }

    #[test]
    fn a_message_ends_typing_and_nobody_watches_themselves() {
        let mut typists = Typists::default();
        typists.replace(typing(vec![ana(), ben()]), Timestamp(0));
        assert_eq!(typists.of(TALK, ana().id), [ben()]);
        typists.wrote(TALK, ben().id);
        assert_eq!(typists.of(TALK, ana().id), []);
    }

    #[test]
    fn the_set_is_always_the_whole_set() {
        let mut typists = Typists::default();
        typists.replace(typing(vec![ben()]), Timestamp(0));
        typists.replace(typing(vec![]), Timestamp(1));
        assert_eq!(typists.of(TALK, ana().id), []);
    }
}
