//! The one live connection of this tab, shared by every page.
//!
//! [`provide_connection`] opens it once, at the root. Pages use it through [`crate::hooks`]; what the
//! server sends flows through [`catch_up`] into [`crate::stores`]. On the server all of it is inert: the
//! line never opens and the status stays [`Status::Loading`].

mod activity;
pub mod catch_up;
mod engine;
mod examine;
pub mod log;
mod perform;
mod rooms;
mod stats;
mod status;
mod status_line;
mod status_panel;
mod transport;
mod watch;

pub use stats::{LineStats, Rung, quantile};
pub use status::Status;
pub use status_line::ConnectionStatus;
pub(crate) use transport::{Line, LineEvent, Setup};
pub use transport::{LineError, LineFaults, LineState, Traffic, TransportName};

use crate::stores::{Stores, provide_stores};
use engine::Core;
use leptos::prelude::*;
use log::{Direction, Kind, LogBook, Note};
use protocol::{
    Ack, Command, ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::Me,
    stream::{Cursor, Head},
};
use serde_json::Value;
use status::Facts;
use std::sync::Arc;

/// The connection as pages see it.
#[derive(Clone, Copy)]
pub struct Connection {
    me: Signal<Option<Me>>,
    stores: Stores,
    facts: RwSignal<Facts>,
    status: Memo<Status>,
    stats: RwSignal<LineStats>,
    log: RwSignal<LogBook>,
    /// Rises whenever a cursor or a room changes.
    changes: RwSignal<u64>,
    core: StoredValue<Core>,
}

/// Opens the connection and provides it, with the stores, to everything below. Called once, at the root.
pub fn provide_connection(me: Signal<Option<Me>>) {
    let connection = Connection::new(me, provide_stores(me));
    provide_context(connection);
    Effect::new(move || connection.open());
    connection.stores.conversations.send_over(connection);
}

impl Connection {
    fn new(me: Signal<Option<Me>>, stores: Stores) -> Self {
        let facts = RwSignal::new(Facts::default());
        Self {
            me,
            stores,
            facts,
            status: Memo::new(move |_| facts.with(Status::of)),
            stats: RwSignal::new(LineStats::default()),
            log: RwSignal::new(LogBook::default()),
            changes: RwSignal::new(0),
            core: StoredValue::new(Core::default()),
        }
    }

    /// How it stands.
    pub fn status(self) -> Signal<Status> {
        self.status.into()
    }

    /// Whether requests go through. Changes with every loss and return of the line.
    pub fn is_connected(self) -> Signal<bool> {
        let facts = self.facts;
        Memo::new(move |_| facts.with(|facts| facts.line == Some(LineState::Connected))).into()
    }

    /// People online, as the server last said.
    pub fn online_count(self) -> Signal<Option<usize>> {
        self.stores.online.into()
    }

    /// Figures of the line.
    pub fn stats(self) -> Signal<LineStats> {
        self.stats.into()
    }

    /// What went over the line.
    pub fn log(self) -> RwSignal<LogBook> {
        self.log
    }

    /// How far each stream has come.
    pub fn cursors(self) -> Vec<Cursor> {
        self.changes.track();
        self.core.with_value(|core| core.catch_up.cursors())
    }

    /// The rooms this tab is in, or will be in once the line is up.
    pub fn rooms(self) -> Vec<Room> {
        self.changes.track();
        self.core.with_value(|core| core.rooms.wanted())
    }

    /// Sends a command and waits for its answer. It is on its way when this method returns.
    ///
    /// Without a line, or without an answer in 10 s, the error is `unavailable` and it is unknown whether the
    /// server has acted: repeat only what may be repeated.
    pub fn request<C: Command>(
        self,
        command: &C,
    ) -> impl Future<Output = Result<C::Ok, ErrorBody>> + use<C> {
        let answer = self.send(command);
        async move { answer.await? }
    }

    /// As [`Connection::request`], telling what the line did apart from what the server said.
    pub fn send<C: Command>(
        self,
        command: &C,
    ) -> impl Future<Output = Result<Result<C::Ok, ErrorBody>, LineError>> + use<C> {
        let payload = serde_json::to_value(command).unwrap_or(Value::Null);
        let answer = self.call(C::NAME, payload);
        async move {
            let answer = serde_json::from_value::<Ack<C::Ok>>(answer.await?);
            let unknown = |_| {
                ErrorBody::new(ErrorCode::Unavailable, "The server's answer is not understood.")
            };
            Ok(answer.map_err(unknown).and_then(Result::from))
        }
    }

    /// Sends any event with any payload, for the instrument panel.
    pub fn call(
        self,
        name: &str,
        payload: Value,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        let pending = self
            .core
            .with_value(|core| core.line.as_ref().map(|line| line.request(name, &payload)));
        let entry = self.note(Note::new(Direction::Out, Kind::Command, name, payload));
        async move {
            let sent_at = now();
            let answer = match pending {
                Some(pending) => pending.await,
                None => Err(LineError::Down),
            };
            self.note_answer(entry, &answer, now().since(sent_at));
            answer
        }
    }

    /// Joins a room whose data were read at `head`, and catches up from there. Every call needs its
    /// [`Connection::leave`].
    pub fn enter(self, room: Room, head: Head) {
        let is_first = self.update_core(|core| core.rooms.enter(room)).unwrap_or_default();
        if is_first {
            self.join(room);
        }
        self.shown(room, head);
    }

    /// The counterpart of [`Connection::enter`]. The stream is followed on through the user's own room.
    pub fn leave(self, room: Room) {
        if self.update_core(|core| core.rooms.leave(room)).unwrap_or_default() {
            self.part(room);
        }
    }

    /// Notes that a part of the page joins a room by itself, because it reads something after the answer. Every call
    /// needs its [`Connection::release`].
    pub(crate) fn claim(self, room: Room) {
        self.update_core(|core| core.claimed.enter(room));
    }

    /// Leaves such a room, unless another part of the page is in it: the next page joins before this one is gone.
    pub(crate) fn release(self, room: Room) {
        if self.update_core(|core| core.claimed.leave(room)).unwrap_or_default() {
            self.part(room);
        }
    }

    /// Follows streams of which only the last event is shown, read at these heads, without joining their rooms.
    pub fn follow(self, heads: &[(Room, Head)]) {
        let actions = self.update_core(|core| core.catch_up.follow(heads)).unwrap_or_default();
        self.perform(actions);
    }

    fn shown(self, room: Room, head: Head) {
        let actions = self.update_core(|core| core.catch_up.shown(room, head)).unwrap_or_default();
        self.perform(actions);
    }

    /// Calls back for every event, after the stores have taken it in, until [`Connection::unlisten`] is
    /// called with the number this returns.
    pub fn listen(self, callback: impl Fn(&ServerEvent) + Send + Sync + 'static) -> u64 {
        self.update_core(|core| core.add_listener(Arc::new(callback))).unwrap_or_default()
    }

    /// The counterpart of [`Connection::listen`].
    pub fn unlisten(self, id: u64) {
        self.update_core(|core| core.remove_listener(id));
    }

    /// Tries at once instead of waiting.
    pub fn retry_now(self) {
        self.core.with_value(|core| core.line.iter().for_each(Line::retry_now));
    }

    /// Leaves, and stays away.
    pub fn disconnect(self) {
        self.core.with_value(|core| core.line.iter().for_each(Line::disconnect));
    }

    /// Connects after [`Connection::disconnect`] or a refusal.
    pub fn connect_again(self) {
        self.core.with_value(|core| core.line.iter().for_each(Line::connect_again));
    }

    /// Drops the line without a word, as a dead network would.
    pub fn cut(self) {
        self.core.with_value(|core| core.line.iter().for_each(Line::cut));
    }

    /// `None` when the page is already gone.
    fn update_core<T>(self, change: impl FnOnce(&mut Core) -> T) -> Option<T> {
        let result = self.core.try_update_value(change);
        self.changes.try_update(|changes| *changes += 1);
        result
    }
}

/// The present by the reader's clock. Only called once the page runs.
pub(crate) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "a moment has far fewer digits than 2^53")]
    let millis = js_sys::Date::now() as i64;
    Timestamp(millis)
}
