//! Keeping a board's calendar true.

use super::{api::read_availability, calendar::turned};
use crate::{
    connection::Connection,
    hooks::use_connection,
    stores::{order::calendar::Calendars, use_stores},
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{Day, Retry, Room, board::BoardStatus, command::JoinRoom, id::BoardId};
use std::time::Duration;

/// After a reading that failed, or was overtaken.
const READ_AGAIN: Duration = Duration::from_secs(2);
/// As long as the shown month begins within so many days, the calendar is read from this month on, as the page
/// was made.
const NEAR: i32 = 120;

/// Reads a board's calendar.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    connection: Connection,
    calendars: RwSignal<Calendars>,
    board: BoardId,
    /// The month that is shown.
    month: RwSignal<Day>,
}

/// Reads a board's calendar again with every new line, when a change was missed, when the board's status has
/// changed, and when a month is shown that is not known. Inert on the server.
pub(super) fn watch_calendar(
    board: BoardId,
    month: RwSignal<Day>,
    status: Signal<BoardStatus>,
) -> Reader {
    let connection = use_connection();
    let calendars = use_stores().orders.calendars;
    let reader = Reader { connection, calendars, board, month };
    let is_connected = connection.is_connected();
    let is_incomplete = Memo::new(move |_| {
        let (shown, end) = (month.get(), turned(month.get(), 1).plus(-1));
        calendars.with(|known| {
            let range = known.get(board).map(|calendar| calendar.range);
            known.is_stale(board)
                || range.is_some_and(|range| !range.contains(shown) || !range.contains(end))
        })
    });
    Effect::new(move || {
        if is_connected.get() {
            reader.read();
        }
    });
    Effect::new(move || {
        if is_incomplete.get() {
            reader.read();
        }
    });
    Effect::new(move |before: Option<BoardStatus>| {
        let now = status.get();
        if before.is_some_and(|before| before != now) {
            reader.read();
        }
        now
    });
    reader
}

impl Reader {
    /// In the room first, where there is a line: nothing falls between the two.
    pub(super) fn read(self) {
        let room = Room::Board(self.board).to_string();
        let joined = self.connection.is_up().then(|| self.connection.request(&JoinRoom { room }));
        let first = self.first();
        spawn_local(async move {
            if let Some(joined) = joined {
                drop(joined.await);
            }
            match read_availability(self.board, first).await {
                Ok(read) => {
                    let is_behind = self.calendars.try_update(|known| {
                        known.load(read);
                        known.is_stale(self.board)
                    });
                    // Something changed while it was read.
                    if is_behind == Some(true) {
                        set_timeout(move || self.read_on(), READ_AGAIN);
                    }
                }
                Err(error) if error.0.retry == Retry::After => {
                    set_timeout(move || self.read_on(), READ_AGAIN);
                }
                Err(_) => {}
            }
        });
    }

    /// Unless the page is gone meanwhile.
    fn read_on(self) {
        if self.month.try_get_untracked().is_some() {
            self.read();
        }
    }

    /// The first day to ask for.
    fn first(self) -> Option<Day> {
        let today = self.calendars.with_untracked(|known| known.get(self.board).map(|it| it.today));
        let month = self.month.try_get_untracked()?;
        today.filter(|today| today.until(month) > NEAR).map(|_| month)
    }
}
