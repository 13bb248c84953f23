//! Keeping the plan's page true.

use super::{shown::Shown, use_plan};
use crate::{
    connection::Connection,
    error::ApiResult,
    hooks::{use_connection, use_event},
    pace::Pace,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Retry, Room, ServerEvent,
    command::JoinRoom,
    id::BoardId,
    order::{Plan, PlannedBoard},
};
use std::{collections::BTreeSet, mem, time::Duration};

/// Between two readings for what others do.
const EVERY: Duration = Duration::from_secs(2);
/// After a refusal that may pass and names no time.
const JOIN_AGAIN: Duration = Duration::from_secs(2);

type Reading = Resource<ApiResult<Vec<PlannedBoard>>>;

/// Reads again when the plan is another one, when something happens to one of its boards, and with every new line. In
/// the boards' rooms first: nothing falls between the two. Inert on the server.
pub(super) fn keep_current(planned: Reading, shown: Shown) {
    let plan = use_plan().plan();
    // Another tab, or a button of this page, has changed it: somebody waits for this.
    Effect::new(move || {
        let is_shown = |plan: &Plan| {
            shown.wishes.with(|shown| shown.as_deref().is_none_or(|it| it == plan.wishes()))
        };
        if !plan.with(|plan| plan.as_ref().is_none_or(is_shown)) {
            planned.refetch();
        }
    });
    let reader = Reader { planned, pace: StoredValue::new(Pace::default()) };
    use_event(move |event| {
        if plan.with_untracked(|plan| plan.as_ref().is_some_and(|plan| concerns(plan, event))) {
            reader.hint();
        }
    });
    let boards = Memo::new(move |_| {
        let boards_of = |plan: &Plan| plan.wishes().iter().map(|wish| wish.board_id).collect();
        plan.with(|plan| plan.as_ref().map(boards_of).unwrap_or_default())
    });
    stay_in_rooms(boards, reader);
}

/// Whether something may have changed that is shown. Every change of a calendar, whatever its days: of several at once
/// only the last is told.
fn concerns(plan: &Plan, event: &ServerEvent) -> bool {
    let board = match event {
        ServerEvent::Availability(update) => update.board_id,
        ServerEvent::BillboardStatusUpdate(update) => update.board_id,
        ServerEvent::BoardUpdated(update) => update.board_id,
        _ => return false,
    };
    plan.wishes().iter().any(|wish| wish.board_id == board)
}

/// Reads the plan, not more often than others should make it.
#[derive(Clone, Copy)]
struct Reader {
    planned: Reading,
    pace: StoredValue<Pace>,
}

impl Reader {
    /// Does nothing when the page is gone.
    fn hint(self) {
        if self.pace.try_update_value(Pace::hinted) == Some(true) {
            self.read();
        }
    }

    fn read(self) {
        self.planned.refetch();
        let after_the_pause = move || {
            if self.pace.try_update_value(Pace::paused) == Some(true) {
                self.read();
            }
        };
        set_timeout(after_the_pause, EVERY);
    }
}

/// The rooms this page is in on the line there is.
#[derive(Clone, Copy)]
struct Joined {
    connection: Connection,
    rooms: StoredValue<BTreeSet<BoardId>>,
    tries: RwSignal<u32>,
    reader: Reader,
}

fn stay_in_rooms(boards: Memo<BTreeSet<BoardId>>, reader: Reader) {
    let connection = use_connection();
    let is_connected = connection.is_connected();
    let (rooms, tries) = (StoredValue::new(BTreeSet::new()), RwSignal::new(0));
    let joined = Joined { connection, rooms, tries, reader };
    Effect::new(move || {
        tries.track();
        let wanted = boards.get();
        if is_connected.get() {
            joined.be_in(&wanted);
        } else {
            // A new line is in no room.
            joined.leave(rooms.try_update_value(mem::take).unwrap_or_default());
        }
    });
    on_cleanup(move || joined.leave(rooms.try_get_value().unwrap_or_default()));
}

impl Joined {
    fn be_in(self, wanted: &BTreeSet<BoardId>) {
        let before = self.rooms.get_value();
        self.leave(&before - wanted);
        self.rooms.set_value(wanted.clone());
        let join = |board: BoardId| {
            self.connection.claim(Room::Board(board));
            let room = Room::Board(board).to_string();
            (board, self.connection.request(&JoinRoom { room }))
        };
        let asked: Vec<_> = (wanted - &before).into_iter().map(join).collect();
        if asked.is_empty() {
            return;
        }
        spawn_local(async move {
            for (board, answer) in asked {
                let answer = answer.await;
                if let Err(error) = answer
                    && error.retry == Retry::After
                {
                    let pause = error.retry_after_ms.map_or(JOIN_AGAIN, Duration::from_millis);
                    self.join_again(board, pause);
                }
            }
            // What was taken between the last reading and the joining.
            self.reader.hint();
        });
    }

    /// When the line is gone meanwhile, the next one does the same.
    fn join_again(self, board: BoardId, pause: Duration) {
        if self.rooms.try_update_value(|rooms| rooms.remove(&board)) == Some(true) {
            self.connection.release(Room::Board(board));
        }
        let again = move || {
            self.tries.try_update(|tries| *tries += 1);
        };
        set_timeout(again, pause);
    }

    fn leave(self, rooms: BTreeSet<BoardId>) {
        for board in rooms {
            self.connection.release(Room::Board(board));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        Day, DayRange,
        board::{BoardStatus, BoardStatusUpdate, BoardUpdated},
        order::{AvailabilityUpdate, Wish},
    };
    use uuid::Uuid;

    #[test]
    fn whatever_happens_to_a_planned_board_concerns_the_plan() {
        let first: Day = "2026-12-01".parse().unwrap();
        let days = DayRange::new(first, first).unwrap();
        let mut plan = Plan::default();
        plan.add(Wish { board_id: BoardId(Uuid::from_u128(1)), days }).unwrap();
        for (board, concerned) in [(1, true), (2, false)] {
            let board_id = BoardId(Uuid::from_u128(board));
            let (version, days, status) = (2, Vec::new(), BoardStatus::Paused);
            for event in [
                ServerEvent::Availability(AvailabilityUpdate { board_id, version, days }),
                ServerEvent::BoardUpdated(BoardUpdated { board_id, version, profile_version: 1 }),
                ServerEvent::BillboardStatusUpdate(BoardStatusUpdate { board_id, status, version }),
            ] {
                assert_eq!(concerns(&plan, &event), concerned, "{event:?}");
            }
        }
    }
}
