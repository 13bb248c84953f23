//! Who types where. Pure; the time is passed in.

use protocol::{
    Timestamp,
    account::UserRef,
    conversation::Typing,
    id::{ConversationId, UserId},
    limits,
};
use socketioxide::socket::Sid;
use std::{collections::HashMap, time::Duration};

/// Repeats that come faster than this are kept to ourselves.
const TELL_AGAIN: Duration = Duration::from_secs(2);

/// Everybody who types now.
#[derive(Default)]
pub(super) struct TypingBook {
    conversations: HashMap<ConversationId, HashMap<UserId, Typist>>,
}

struct Typist {
    user: UserRef,
    socket: Sid,
    until: Timestamp,
    told_at: Timestamp,
}

impl TypingBook {
    /// Somebody typed a key. Returns the set when it changed, and again on a repeat, because receivers hide
    /// a typist they have not heard of for a while; but not more often than [`TELL_AGAIN`].
    pub(super) fn start(
        &mut self,
        id: ConversationId,
        user: UserRef,
        socket: Sid,
        now: Timestamp,
    ) -> Option<Typing> {
        let typists = self.conversations.entry(id).or_default();
        let until = now.plus(limits::TYPING_HIDE);
        let told_at = typists.get(&user.id).map(|typist| typist.told_at);
        let is_news = told_at.is_none_or(|at| now.since(at) >= TELL_AGAIN);
        let told_at = if is_news { now } else { told_at.unwrap_or(now) };
        typists.insert(user.id, Typist { user, socket, until, told_at });
        is_news.then(|| self.set(id))
    }

    /// Somebody stopped, or sent what they typed. Returns the new set when it changed.
    pub(super) fn stop(&mut self, id: ConversationId, user: UserId) -> Option<Typing> {
        let typists = self.conversations.get_mut(&id)?;
        typists.remove(&user)?;
        Some(self.tidy(id))
    }

    /// A socket is gone, and with it whatever was typed there.
    pub(super) fn leave(&mut self, socket: Sid) -> Vec<Typing> {
        self.remove_where(|typist| typist.socket == socket)
    }

    /// Somebody does not let others see any more that they type.
    pub(super) fn silence(&mut self, user: UserId) -> Vec<Typing> {
        self.remove_where(|typist| typist.user.id == user)
    }

    /// Forgets those who have been silent for too long.
    pub(super) fn sweep(&mut self, now: Timestamp) -> Vec<Typing> {
        self.remove_where(|typist| typist.until <= now)
    }

    fn remove_where(&mut self, is_over: impl Fn(&Typist) -> bool) -> Vec<Typing> {
        let mut changed = Vec::new();
        for (id, typists) in &mut self.conversations {
            let before = typists.len();
            typists.retain(|_, typist| !is_over(typist));
            if typists.len() != before {
                changed.push(*id);
            }
        }
        changed.into_iter().map(|id| self.tidy(id)).collect()
    }

    /// The set of a conversation, dropping the conversation when it is empty.
    fn tidy(&mut self, id: ConversationId) -> Typing {
        let set = self.set(id);
        if set.typists.is_empty() {
            self.conversations.remove(&id);
        }
        set
    }

    fn set(&self, conversation_id: ConversationId) -> Typing {
        let typists =
            self.conversations.get(&conversation_id).into_iter().flat_map(HashMap::values);
        let mut typists: Vec<_> = typists.map(|typist| typist.user.clone()).collect();
        typists.sort_by(|a, b| a.name.cmp(&b.name));
        Typing { conversation_id, typists }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::account::Role;
    use uuid::Uuid;

    fn user(number: u128, name: &str) -> UserRef {
        UserRef { id: UserId(Uuid::from_u128(number)), name: name.into(), role: Role::Owner }
    }

    fn names(typing: &Typing) -> Vec<&str> {
        typing.typists.iter().map(|user| user.name.as_str()).collect()
    }

    const HERE: ConversationId = ConversationId(Uuid::from_u128(9));

    #[test]
    fn the_whole_set_is_told_when_it_changes_and_on_a_repeat() {
        let mut book = TypingBook::default();
        let tab = Sid::new();
        let set = book.start(HERE, user(1, "Ana"), tab, Timestamp(0)).expect("a change");
        assert_eq!(names(&set), ["Ana"]);
        assert_eq!(book.start(HERE, user(1, "Ana"), tab, Timestamp(1_999)), None, "too soon");
        let set = book.start(HERE, user(1, "Ana"), tab, Timestamp(5_000)).expect("a repeat");
        assert_eq!(names(&set), ["Ana"]);
        let set = book.start(HERE, user(2, "Ben"), Sid::new(), Timestamp(5_000)).expect("a change");
        assert_eq!(names(&set), ["Ana", "Ben"]);
        let set = book.stop(HERE, user(1, "Ana").id).expect("a change");
        assert_eq!(names(&set), ["Ben"]);
        assert_eq!(book.stop(HERE, user(1, "Ana").id), None);
    }

    #[test]
    fn a_typist_expires_eight_seconds_after_the_last_key() {
        let mut book = TypingBook::default();
        let tab = Sid::new();
        book.start(HERE, user(1, "Ana"), tab, Timestamp(0));
        book.start(HERE, user(1, "Ana"), tab, Timestamp(5_000));
        assert!(book.sweep(Timestamp(12_999)).is_empty());
        assert_eq!(names(&book.sweep(Timestamp(13_000))[0]), Vec::<&str>::new());
        assert!(book.sweep(Timestamp(99_000)).is_empty());
    }

    #[test]
    fn a_closed_tab_stops_typing() {
        let mut book = TypingBook::default();
        let tab = Sid::new();
        book.start(HERE, user(1, "Ana"), tab, Timestamp(0));
        assert_eq!(book.leave(Sid::new()), []);
        assert_eq!(names(&book.leave(tab)[0]), Vec::<&str>::new());
    }
}
