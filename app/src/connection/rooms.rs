//! The rooms this tab wants to be in. Two parts of a page may want the same one.

use protocol::Room;
use std::collections::BTreeMap;

/// How many parts of the page want each room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rooms {
    wanted: BTreeMap<Room, usize>,
}

impl Rooms {
    /// One more wants it. `true` when that is the first: join.
    pub fn enter(&mut self, room: Room) -> bool {
        let count = self.wanted.entry(room).or_default();
        *count += 1;
        *count == 1
    }

    /// One fewer wants it. `true` when that was the last: leave.
    pub fn leave(&mut self, room: Room) -> bool {
        match self.wanted.get_mut(&room) {
            Some(1) => self.wanted.remove(&room).is_some(),
            Some(count) => {
                *count -= 1;
                false
            }
            None => false,
        }
    }

    /// Those to join after a reconnect.
    pub fn wanted(&self) -> Vec<Room> {
        self.wanted.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::TALK;

    #[test]
    fn a_room_is_joined_by_the_first_and_left_by_the_last() {
        let room = Room::Conversation(TALK);
        let mut rooms = Rooms::default();
        assert!(rooms.enter(room) && !rooms.enter(room));
        assert!(!rooms.leave(room) && rooms.leave(room));
        assert!(!rooms.leave(room), "leaving what was never entered");
        assert_eq!(rooms.wanted(), []);
    }
}
