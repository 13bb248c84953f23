//! The rooms of the boards that an owner's dashboard shows: what is taken and given back is told there.

use crate::{connection::Connection, hooks::use_connection};
use leptos::{prelude::*, task::spawn_local};
use protocol::{Room, command::JoinRoom, id::BoardId};
use std::{collections::BTreeSet, mem};

/// Is in the rooms of these boards, also when others take their place, until the page is left. Inert on the server.
pub(super) fn hear_of(boards: Memo<BTreeSet<BoardId>>) {
    let connection = use_connection();
    let is_connected = connection.is_connected();
    let rooms = StoredValue::new(Rooms::default());
    Effect::new(move || {
        let wanted = boards.get();
        if !is_connected.get() {
            leave(rooms.try_update_value(Rooms::lose).unwrap_or_default(), connection);
        } else if rooms.try_update_value(|rooms| rooms.want(wanted)) == Some(true) {
            spawn_local(go(rooms, connection));
        }
    });
    on_cleanup(move || {
        let joined = rooms.try_update_value(|rooms| mem::take(&mut rooms.joined));
        leave(joined.unwrap_or_default(), connection);
    });
}

fn leave(boards: BTreeSet<BoardId>, connection: Connection) {
    for id in boards {
        connection.release(Room::Board(id));
    }
}

/// One step after the other, until there is nothing to do or the page is left.
async fn go(rooms: StoredValue<Rooms>, connection: Connection) {
    while let Some(step) = rooms.try_update_value(Rooms::next).flatten() {
        match step {
            Step::Join(id) => {
                connection.claim(Room::Board(id));
                drop(connection.request(&JoinRoom { room: Room::Board(id).to_string() }).await);
            }
            Step::Leave(id) => connection.release(Room::Board(id)),
        }
    }
}

#[derive(Debug, Default)]
struct Rooms {
    wanted: BTreeSet<BoardId>,
    /// Also those that were asked for and not answered yet.
    joined: BTreeSet<BoardId>,
    /// Somebody takes the steps.
    is_busy: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Join(BoardId),
    Leave(BoardId),
}

impl Rooms {
    /// Whether somebody has to begin to take the steps.
    fn want(&mut self, wanted: BTreeSet<BoardId>) -> bool {
        self.wanted = wanted;
        !mem::replace(&mut self.is_busy, true)
    }

    /// The line is gone, and the rooms with it: these.
    fn lose(&mut self) -> BTreeSet<BoardId> {
        self.wanted.clear();
        mem::take(&mut self.joined)
    }

    fn next(&mut self) -> Option<Step> {
        if let Some(gone) = self.joined.difference(&self.wanted).next().copied() {
            self.joined.remove(&gone);
            return Some(Step::Leave(gone));
        }
        let new = self.wanted.difference(&self.joined).next().copied();
        self.is_busy = new.is_some();
        self.joined.extend(new);
        new.map(Step::Join)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn board(number: u128) -> BoardId {
        BoardId(Uuid::from_u128(number))
    }

    fn boards(numbers: &[u128]) -> BTreeSet<BoardId> {
        numbers.iter().map(|number| board(*number)).collect()
    }

    fn steps(rooms: &mut Rooms) -> Vec<Step> {
        std::iter::from_fn(|| rooms.next()).collect()
    }

    #[test]
    fn a_board_that_comes_in_is_joined_and_one_that_gives_place_is_left() {
        let mut rooms = Rooms::default();
        assert!(rooms.want(boards(&[1, 2])));
        assert_eq!(steps(&mut rooms), [Step::Join(board(1)), Step::Join(board(2))]);
        assert!(rooms.want(boards(&[2, 3])), "the first steps are over");
        assert_eq!(rooms.next(), Some(Step::Leave(board(1))));
        assert!(!rooms.want(boards(&[2, 4])), "somebody is at it");
        assert_eq!(steps(&mut rooms), [Step::Join(board(4))]);
    }

    #[test]
    fn with_a_new_line_every_room_is_joined_again() {
        let mut rooms = Rooms::default();
        rooms.want(boards(&[1, 2]));
        rooms.next();
        assert_eq!(rooms.lose(), boards(&[1]));
        assert_eq!(steps(&mut rooms), [], "nothing is asked for without a line");
        assert!(rooms.want(boards(&[1, 2])));
        assert_eq!(steps(&mut rooms), [Step::Join(board(1)), Step::Join(board(2))]);
    }
}
