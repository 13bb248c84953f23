//! How boards stand, as far as this tab was told.

use protocol::{
    board::{BoardStatus, BoardStatusUpdate, BoardUpdated},
    id::BoardId,
};
use std::collections::{BTreeMap, BTreeSet};

/// The newest word on each board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statuses {
    known: BTreeMap<BoardId, BoardStatusUpdate>,
    /// Not there for the viewer any more.
    gone: BTreeSet<BoardId>,
    /// The latest changes of what is said and shown of them.
    edited: BTreeMap<BoardId, BoardUpdated>,
}

impl Statuses {
    /// Takes over what is newer than what is known.
    pub fn update(&mut self, updates: impl IntoIterator<Item = BoardStatusUpdate>) {
        for update in updates {
            let before = self.known.get(&update.board_id).map(|known| known.version);
            if before.is_none_or(|before| before < update.version) {
                self.gone.remove(&update.board_id);
            }
            let known = self.known.entry(update.board_id).or_insert(update);
            if known.version < update.version {
                *known = update;
            }
        }
    }

    /// A board was edited, or its photos were changed.
    pub fn edited(&mut self, update: BoardUpdated) {
        let known = self.edited.entry(update.board_id).or_insert(update);
        if known.version < update.version {
            *known = update;
        }
    }

    /// Whether a board, or its photos, were changed after `version` was read.
    pub fn is_newer(&self, board: BoardId, version: i64) -> bool {
        self.edited.get(&board).is_some_and(|known| known.version > version)
    }

    /// Whether a board was edited after this version of its profile was read; photos do not matter.
    pub fn is_overtaken(&self, board: BoardId, profile_version: i64) -> bool {
        self.edited.get(&board).is_some_and(|known| known.profile_version > profile_version)
    }

    /// Takes over what was read of some boards: one of which nothing was read has left the market meanwhile.
    pub fn read(&mut self, asked: &[BoardId], read: Vec<BoardStatusUpdate>) {
        for id in asked {
            if read.iter().any(|update| update.board_id == *id) {
                self.gone.remove(id);
            } else {
                self.gone.insert(*id);
            }
        }
        self.update(read);
    }

    /// The status of a board that was read with `status` at `version`.
    pub fn newest(&self, board: BoardId, status: BoardStatus, version: i64) -> BoardStatus {
        match self.known.get(&board) {
            _ if self.gone.contains(&board) => BoardStatus::Retired,
            Some(known) if known.version > version => known.status,
            _ => status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const BOARD: BoardId = BoardId(Uuid::from_u128(7));

    fn update(status: BoardStatus, version: i64) -> BoardStatusUpdate {
        BoardStatusUpdate { board_id: BOARD, status, version }
    }

    #[test]
    fn an_older_word_never_undoes_a_newer_one() {
        let mut statuses = Statuses::default();
        assert_eq!(statuses.newest(BOARD, BoardStatus::Live, 1), BoardStatus::Live);
        statuses.update([update(BoardStatus::Paused, 3), update(BoardStatus::Maintenance, 2)]);
        assert_eq!(statuses.newest(BOARD, BoardStatus::Live, 1), BoardStatus::Paused);
        assert_eq!(statuses.newest(BOARD, BoardStatus::Live, 4), BoardStatus::Live);
    }

    #[test]
    fn a_new_photo_is_news_and_overtakes_no_edit() {
        let mut statuses = Statuses::default();
        let told =
            |version, profile_version| BoardUpdated { board_id: BOARD, version, profile_version };
        statuses.edited(told(5, 2));
        assert!(statuses.is_newer(BOARD, 4) && !statuses.is_overtaken(BOARD, 2));
        statuses.edited(told(6, 3));
        statuses.edited(told(5, 2));
        assert!(statuses.is_newer(BOARD, 5) && statuses.is_overtaken(BOARD, 2));
    }

    #[test]
    fn a_board_that_left_the_market_unheard_is_retired_until_something_newer_is_heard() {
        let mut statuses = Statuses::default();
        statuses.update([update(BoardStatus::Paused, 3)]);
        statuses.read(&[BOARD], Vec::new());
        assert_eq!(statuses.newest(BOARD, BoardStatus::Live, 1), BoardStatus::Retired);
        statuses.update([update(BoardStatus::Paused, 3)]);
        assert_eq!(statuses.newest(BOARD, BoardStatus::Live, 1), BoardStatus::Retired);
        statuses.update([update(BoardStatus::Live, 5)]);
        assert_eq!(statuses.newest(BOARD, BoardStatus::Paused, 1), BoardStatus::Live);
        statuses.read(&[BOARD], Vec::new());
        statuses.read(&[BOARD], vec![update(BoardStatus::Live, 5)]);
        assert_eq!(statuses.newest(BOARD, BoardStatus::Paused, 1), BoardStatus::Live);
    }
}
