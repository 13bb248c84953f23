//! Which threads were opened, so that those not opened for long are forgotten.

use protocol::id::ConversationId;
use std::collections::VecDeque;

/// So many threads are kept: going back to one of them shows it at once.
const KEPT: usize = 8;

/// The threads that are kept, the one opened last at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Visited(VecDeque<ConversationId>);

impl Visited {
    /// A thread is opened. Answers with the one to forget for it.
    pub(super) fn open(&mut self, id: ConversationId) -> Option<ConversationId> {
        self.0.retain(|known| *known != id);
        self.0.push_back(id);
        if self.0.len() > KEPT { self.0.pop_front() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_one_not_opened_for_longest_is_forgotten() {
        let id = |number: usize| ConversationId(Uuid::from_u128(number as u128));
        let mut visited = Visited::default();
        assert!((1..=KEPT).all(|number| visited.open(id(number)).is_none()));
        assert_eq!(visited.open(id(1)), None, "it is one of them");
        assert_eq!(visited.open(id(99)), Some(id(2)));
    }
}
