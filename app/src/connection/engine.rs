//! What happens when something happens on the line. Runs in the browser only.

use super::{
    Connection,
    catch_up::CatchUp,
    log::{Direction, Kind, Mark, Note},
    now,
    rooms::Rooms,
    status::Parting,
    transport::{Line, LineError, LineEvent, LineState, Setup, TransportName},
};
use leptos::prelude::*;
use protocol::{ErrorBody, ErrorCode, Retry, Room, ServerEvent, Timestamp, event::Hello};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// Until a server that could not answer CONNECT is asked again, at least; at most twice as long.
const REFUSED_PAUSE: Duration = Duration::from_secs(5);

type Listener = Arc<dyn Fn(&ServerEvent) + Send + Sync>;

/// What is not for the eye.
#[derive(Default)]
pub(super) struct Core {
    pub(super) line: Option<Line>,
    /// Rises with every line that is opened; what an earlier one still says is not heard.
    lines: u64,
    pub(super) catch_up: CatchUp,
    pub(super) rooms: Rooms,
    /// Those that parts of the page join by themselves.
    pub(super) claimed: Rooms,
    pub(super) listeners: Vec<(u64, Listener)>,
    next_listener: u64,
    pub(super) retry_at: Option<Timestamp>,
    pub(super) hidden_at: Option<Timestamp>,
}

impl Core {
    pub(super) fn add_listener(&mut self, listener: Listener) -> u64 {
        self.next_listener += 1;
        self.listeners.push((self.next_listener, listener));
        self.next_listener
    }

    pub(super) fn remove_listener(&mut self, id: u64) {
        self.listeners.retain(|(known, _)| *known != id);
    }
}

impl Connection {
    pub(super) fn open(self) {
        self.open_line(scenario::Transports::Auto);
        self.watch_browser();
        self.watch_activity();
    }

    /// Leaves the line there is and opens another one.
    pub(super) fn open_line(self, transports: scenario::Transports) {
        let user_id = self.me.with_untracked(|me| me.as_ref().map(|me| me.user_id));
        let setup = Setup { transports, token: None, user_id };
        let number = self.update_core(|core| {
            core.line.iter().for_each(Line::disconnect);
            core.lines += 1;
            core.lines
        });
        let number = number.unwrap_or_default();
        let line = Line::open(setup, move |event| self.on_line(number, event));
        self.update_core(|core| core.line = Some(line));
    }

    fn on_line(self, number: u64, event: LineEvent) {
        if self.core.try_with_value(|core| core.lines) != Some(number) {
            return;
        }
        match event {
            LineEvent::State(state) => self.moved(state),
            LineEvent::Connected(transport, sid) => {
                self.stats.update(|stats| stats.sid = Some(sid));
                self.connected(transport);
            }
            LineEvent::Upgraded(transport) => {
                self.note_line("upgraded", json!({ "transport": transport.as_str() }));
                self.carried_by(transport);
            }
            LineEvent::TransportFailed(transport, error) => {
                let payload = json!({ "transport": transport.as_str(), "error": error });
                self.note_line("transport failed", payload);
                self.stats.update(|stats| stats.climbed(transport, Some(error)));
            }
            LineEvent::Event(name, payload) => self.received(name, payload),
            LineEvent::Refused(error) => self.refused(error),
            LineEvent::Ended(reason) => {
                self.note_line("disconnected", json!({ "reason": reason }));
                self.stats.update(|stats| stats.ended = Some(reason));
            }
            LineEvent::Pinged => {
                self.note(Note::new(Direction::In, Kind::Ping, "ping", Value::Null));
                self.stats.update(|stats| stats.pinged_at = Some(now()));
            }
        }
    }

    fn moved(self, state: LineState) {
        let was_connected =
            self.facts.with_untracked(|facts| facts.line == Some(LineState::Connected));
        if was_connected {
            self.update_core(|core| core.catch_up.disconnected());
            self.stores.disconnected();
        }
        self.stats.update(|stats| stats.moved(state));
        self.facts.update(|facts| {
            facts.line = Some(state);
            facts.is_caught_up = false;
            facts.retry_in = None;
        });
        self.note_state(state);
    }

    fn note_state(self, state: LineState) {
        match state {
            LineState::Connecting { attempt } => {
                self.note_line("connecting", json!({ "attempt": attempt }));
            }
            LineState::Waiting { attempt, retry_in } => {
                let millis = u64::try_from(retry_in.as_millis()).unwrap_or(u64::MAX);
                self.note_line("waiting", json!({ "attempt": attempt, "retryInMs": millis }));
                self.count_down(now().plus(retry_in));
            }
            LineState::Offline { attempt } => {
                self.note_line("offline", json!({ "attempt": attempt }));
            }
            LineState::Connected | LineState::Refused => {}
            LineState::Closed => self.note_line("closed", Value::Null),
        }
    }

    /// Joins first, then asks, on one ordered line: nothing falls between the two.
    fn connected(self, transport: TransportName) {
        self.note_line("connected", json!({ "transport": transport.as_str() }));
        self.facts.update(|facts| {
            facts.refusal = None;
            facts.parting = None;
        });
        self.carried_by(transport);
        let rooms = self.core.with_value(|core| core.rooms.wanted());
        for room in rooms {
            self.join(room);
        }
        let actions = self.update_core(|core| core.catch_up.connected()).unwrap_or_default();
        self.perform(actions);
    }

    fn carried_by(self, transport: TransportName) {
        self.stats.update(|stats| {
            stats.transport = Some(transport.as_str());
            stats.climbed(transport, None);
        });
        self.facts.update(|facts| facts.carrier = Some(transport));
    }

    fn received(self, name: String, payload: Value) {
        let decoded = ServerEvent::decode(&name, payload.clone());
        let is_trouble = decoded.is_err();
        let (position, mark) = self.place_of(decoded.as_ref().ok());
        let note = Note::new(Direction::In, Kind::Event, name, payload);
        self.note(Note { position, mark, is_trouble, ..note });
        // An event this version does not know is for a newer page.
        let Ok(event) = decoded else { return };
        self.stats.update(|stats| stats.heard_at = Some(now()));
        match &event {
            ServerEvent::Hello(hello) => self.greeted(hello),
            ServerEvent::Goodbye(reason) => self.sent_away(reason),
            ServerEvent::Heads(heads) => {
                self.stats.update(|stats| stats.heads.clone_from(&heads.streams));
            }
            _ => {}
        }
        self.take(event);
    }

    /// Takes an event in, however it came: over the line, or as the answer to one's own command.
    pub(crate) fn take(self, event: ServerEvent) {
        let actions = self.update_core(|core| core.catch_up.event(event)).unwrap_or_default();
        self.perform(actions);
    }

    /// The server says who it takes this tab for. If that is not whom the page was made for, nothing on it
    /// may be used any more.
    fn greeted(self, hello: &Hello) {
        self.stats.update(|stats| {
            stats.build = Some(hello.build.clone());
            stats.clock_ahead = Some(hello.server_time.0 - now().0);
        });
        let me = self.me.with_untracked(|me| me.as_ref().map(|me| me.user_id));
        if me.is_some() && hello.user_id != me {
            self.end_session();
        } else {
            self.stores.connected(self);
        }
    }

    /// The server ends the connection, and says when to come back.
    fn sent_away(self, reason: &ErrorBody) {
        let is_back_soon = reason.code == ErrorCode::ShuttingDown;
        self.facts.update(|facts| facts.parting = is_back_soon.then_some(Parting::BackSoon));
        if reason.retry == Retry::Login {
            self.end_session();
        } else if reason.retry == Retry::Reload {
            // Drafts and unsent messages outlive the page. Where reloading fails, the line comes back anyway.
            drop(window().location().reload());
        } else if let Some(millis) = reason.retry_after_ms {
            let pause = Duration::from_millis(millis);
            self.core.with_value(|core| core.line.iter().for_each(|line| line.hold(pause)));
        }
    }

    fn refused(self, error: ErrorBody) {
        self.note_line("refused", json!({ "error": error }));
        let must_sign_in = error.retry == Retry::Login;
        let may_pass = error.retry == Retry::After;
        self.facts.update(|facts| {
            facts.parting = (error.retry == Retry::Reload).then_some(Parting::Reload);
            facts.refusal = Some(error.message);
        });
        if must_sign_in {
            self.end_session();
        } else if may_pass {
            // Many may have been refused in the same moment.
            let pause = REFUSED_PAUSE.mul_f64(1.0 + js_sys::Math::random());
            set_timeout(move || self.try_again(), pause);
        }
    }

    /// Unless something else has happened to the line since it was refused.
    fn try_again(self) {
        let line = self.facts.try_with_untracked(|facts| facts.line).flatten();
        if line == Some(LineState::Refused) {
            self.connect_again();
        }
    }

    fn end_session(self) {
        self.facts.update(|facts| facts.has_session_ended = true);
        self.disconnect();
    }

    /// Where an event stands in its stream, and what the cursor will make of it.
    fn place_of(self, event: Option<&ServerEvent>) -> (Option<(Room, i64)>, Option<Mark>) {
        let Some(position) = event.and_then(ServerEvent::position) else { return (None, None) };
        let mark = self.core.with_value(|core| core.catch_up.mark(position));
        (Some((position.stream, position.seq)), mark)
    }

    /// Gives the entry's number.
    pub(super) fn note(self, note: Note) -> u64 {
        self.log.try_update(|log| log.note(note, now())).unwrap_or_default()
    }

    fn note_line(self, name: &str, payload: Value) {
        let detail = ["reason", "transport", "error", "attempt", "retryInMs"];
        let details = detail.iter().filter_map(|field| payload.get(field));
        let details: Vec<String> = details
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            .collect();
        self.stats.update(|stats| stats.changed(format!("{name} {}", details.join(" "))));
        self.note(Note::new(Direction::Line, Kind::Line, name, payload));
    }

    pub(super) fn note_answer(
        self,
        entry: u64,
        answer: &Result<Value, LineError>,
        latency: Duration,
    ) {
        if answer.is_ok() {
            self.stats.update(|stats| stats.answered_after(latency));
        }
        let answer = answer.clone().map_err(|error| error.to_string());
        self.log.update(|log| log.answer(entry, answer, latency));
    }
}
