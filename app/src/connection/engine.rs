//! What happens when something happens on the line. Runs in the browser only.

use super::{
    Connection,
    catch_up::CatchUp,
    log::{Direction, Note},
    now,
    rooms::Rooms,
    status::Parting,
    transport::{Line, LineError, LineEvent, LineState, TransportName},
};
use leptos::prelude::*;
use protocol::{ErrorBody, ErrorCode, Retry, ServerEvent, Timestamp, event::Hello};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// Until a server that could not answer CONNECT is asked again, at least; at most twice as long.
const REFUSED_PAUSE: Duration = Duration::from_secs(5);

type Listener = Arc<dyn Fn(&ServerEvent) + Send + Sync>;

/// What is not for the eye.
#[derive(Default)]
pub(super) struct Core {
    pub(super) line: Option<Line>,
    pub(super) catch_up: CatchUp,
    pub(super) rooms: Rooms,
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
        let user_id = self.me.with_untracked(|me| me.as_ref().map(|me| me.user_id));
        let line = Line::open(user_id, move |event| self.on_line(event));
        self.update_core(|core| core.line = Some(line));
        self.watch_browser();
        self.watch_activity();
    }

    fn on_line(self, event: LineEvent) {
        match event {
            LineEvent::State(state) => self.moved(state),
            LineEvent::Connected(transport) => self.connected(transport),
            LineEvent::Upgraded(transport) => {
                self.note_line("upgraded", json!({ "transport": transport.as_str() }));
                self.carried_by(transport);
            }
            LineEvent::TransportFailed(transport, error) => {
                let payload = json!({ "transport": transport.as_str(), "error": error });
                self.note_line("transport failed", payload);
            }
            LineEvent::Event(name, payload) => self.received(name, payload),
            LineEvent::Refused(error) => self.refused(error),
            LineEvent::Ended(reason) => {
                self.note_line("disconnected", json!({ "reason": reason }));
                self.stats.update(|stats| stats.ended = Some(reason));
            }
            LineEvent::Pinged => self.stats.update(|stats| stats.pinged_at = Some(now())),
        }
    }

    fn moved(self, state: LineState) {
        let was_connected =
            self.facts.with_untracked(|facts| facts.line == Some(LineState::Connected));
        if was_connected {
            self.update_core(|core| core.catch_up.disconnected());
            self.stores.disconnected();
        }
        self.stats.update(|stats| {
            stats.since = Some(now());
            match state {
                LineState::Connecting { attempt } => stats.attempts = attempt.max(1),
                LineState::Connected => stats.connects += 1,
                _ => {}
            }
        });
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
        self.stats.update(|stats| stats.transport = Some(transport.as_str()));
        self.facts.update(|facts| facts.carrier = Some(transport));
    }

    fn received(self, name: String, payload: Value) {
        let decoded = ServerEvent::decode(&name, payload.clone());
        let is_trouble = decoded.is_err();
        self.note(Note { is_trouble, ..Note::new(Direction::In, name, payload) });
        // An event this version does not know is for a newer page.
        let Ok(event) = decoded else { return };
        self.stats.update(|stats| stats.heard_at = Some(now()));
        match &event {
            ServerEvent::Hello(hello) => self.greeted(hello),
            ServerEvent::Goodbye(reason) => self.sent_away(reason),
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
        self.stats.update(|stats| stats.build = Some(hello.build.clone()));
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

    pub(super) fn note(self, note: Note) {
        self.log.update(|log| log.note(note, now()));
    }

    fn note_line(self, name: &str, payload: Value) {
        self.note(Note::new(Direction::Line, name, payload));
    }

    pub(super) fn note_answer(
        self,
        name: String,
        answer: &Result<Value, LineError>,
        latency: Duration,
    ) {
        let (payload, is_trouble) = match answer {
            Ok(answer) => (answer.clone(), answer.get("err").is_some()),
            Err(error) => (json!({ "line": error.to_string() }), true),
        };
        if answer.is_ok() {
            self.stats.update(|stats| stats.answered_after(latency));
        }
        let note = Note::new(Direction::Ack, name, payload);
        self.note(Note { latency: Some(latency), is_trouble, ..note });
    }
}
