//! How boards stand, as far as this tab was told.

use protocol::{
    board::{BoardStatus, BoardStatusUpdate},
    id::BoardId,
};
use std::collections::BTreeMap;

/// The newest word on each board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statuses {
    known: BTreeMap<BoardId, BoardStatusUpdate>,
}

impl Statuses {
    /// Takes over what is newer than what is known.
    pub fn update(&mut self, updates: impl IntoIterator<Item = BoardStatusUpdate>) {
        for update in updates {
            let known = self.known.entry(update.board_id).or_insert(update);
            if known.version < update.version {
                *known = update;
            }
        }
    }

    /// The status of a board that was read with `status` at `version`.
    pub fn newest(&self, board: BoardId, status: BoardStatus, version: i64) -> BoardStatus {
        match self.known.get(&board) {
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
}
