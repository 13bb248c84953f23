//! What happens when something happens on the line. Runs in the browser only.

use super::{
    Connection,
    catch_up::{Action, CatchUp, Question},
    log::{Direction, Note},
    now,
    rooms::Rooms,
    transport::{Line, LineError, LineEvent, LineState},
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    ErrorBody, Retry, Room, ServerEvent, Timestamp,
    command::{JoinRoom, LeaveRoom},
    event::Hello,
    stream::Sync,
};
use serde_json::{Value, json};
use std::{cell::Cell, rc::Rc, sync::Arc, time::Duration};

/// After a question that led nowhere.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// After this long in the background a tab asks for everything again.
const LONG_SLEEP: Duration = Duration::from_mins(1);

/// A line that does not answer for this long, when there is reason to doubt it, is dead.
const PROBE: Duration = Duration::from_secs(2);

type Listener = Arc<dyn Fn(&ServerEvent) + Send + std::marker::Sync>;

/// What is not for the eye.
#[derive(Default)]
pub(super) struct Core {
    pub(super) line: Option<Line>,
    pub(super) catch_up: CatchUp,
    pub(super) rooms: Rooms,
    listeners: Vec<(u64, Listener)>,
    next_listener: u64,
    retry_at: Option<Timestamp>,
    hidden_at: Option<Timestamp>,
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
        let line = Line::open(move |event| self.on_line(event));
        self.update_core(|core| core.line = Some(line));
        self.watch_browser();
    }

    fn on_line(self, event: LineEvent) {
        match event {
            LineEvent::State(state) => self.moved(state),
            LineEvent::Connected(transport) => self.connected(transport),
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
            LineState::Connected | LineState::Refused => {}
            LineState::Closed => self.note_line("closed", Value::Null),
        }
    }

    /// Joins first, then asks, on one ordered line: nothing falls between the two.
    fn connected(self, transport: &'static str) {
        self.note_line("connected", json!({ "transport": transport }));
        self.facts.update(|facts| facts.refusal = None);
        self.stats.update(|stats| stats.transport = Some(transport));
        let rooms = self.core.with_value(|core| core.rooms.wanted());
        for room in rooms {
            self.join(room);
        }
        let actions = self.update_core(|core| core.catch_up.connected()).unwrap_or_default();
        self.perform(actions);
    }

    fn received(self, name: String, payload: Value) {
        let decoded = ServerEvent::decode(&name, payload.clone());
        let is_trouble = decoded.is_err();
        self.note(Note { is_trouble, ..Note::new(Direction::In, name, payload) });
        // An event this version does not know is for a newer page.
        let Ok(event) = decoded else { return };
        if let ServerEvent::Hello(hello) = &event {
            self.greeted(hello);
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
        let me = self.me.with_untracked(|me| me.as_ref().map(|me| me.user_id));
        if me.is_some() && hello.user_id != me {
            self.end_session();
        } else {
            self.stores.connected(self);
        }
    }

    fn refused(self, error: ErrorBody) {
        self.note_line("refused", json!({ "error": error }));
        let must_sign_in = error.retry == Retry::Login;
        self.facts.update(|facts| facts.refusal = Some(error.message));
        if must_sign_in {
            self.end_session();
        }
    }

    fn end_session(self) {
        self.facts.update(|facts| facts.has_session_ended = true);
        self.disconnect();
    }

    pub(super) fn perform(self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Apply(event) => self.apply(&event),
                Action::Sync(question) => spawn_local(self.ask(question)),
                Action::Reload(room) => spawn_local(self.reload(room)),
                Action::Denied(room, error) => self.stores.denied(room, error),
            }
        }
        let is_live = self.core.with_value(|core| core.catch_up.is_live());
        if self.facts.with_untracked(|facts| facts.is_caught_up != is_live) {
            self.facts.update(|facts| facts.is_caught_up = is_live);
        }
    }

    fn apply(self, event: &ServerEvent) {
        let listeners = self.core.with_value(|core| core.listeners.clone());
        self.stores.apply(event.clone(), self);
        for (_, listener) in listeners {
            listener(event);
        }
    }

    async fn ask(self, question: Question) {
        let answer = self.request(&Sync { streams: question.cursors.clone() }).await;
        let actions = self.update_core(|core| core.catch_up.answered(&question, answer));
        self.perform(actions.unwrap_or_default());
        self.resume_later();
    }

    fn resume_later(self) {
        if self.core.with_value(|core| core.catch_up.is_behind()) {
            let resume = move || {
                let actions = self.update_core(|core| core.catch_up.resume());
                self.perform(actions.unwrap_or_default());
            };
            set_timeout(resume, ASK_AGAIN);
        }
    }

    async fn reload(self, room: Room) {
        if let Ok(heads) = self.stores.reload(room).await {
            self.track(&heads);
        } else {
            self.update_core(|core| core.catch_up.reload_failed(room));
            self.resume_later();
        }
    }

    pub(super) fn join(self, room: Room) {
        if !self.is_up() {
            return;
        }
        let answer = self.request(&JoinRoom { room: room.to_string() });
        spawn_local(async move {
            if let Err(error) = answer.await
                && error.retry == Retry::Never
            {
                self.stores.denied(room, error);
            }
        });
    }

    pub(super) fn part(self, room: Room) {
        if self.is_up() {
            let answer = self.request(&LeaveRoom { room: room.to_string() });
            // Whoever is gone has left as well.
            spawn_local(async move { drop(answer.await) });
        }
    }

    /// Whether requests go through at this moment.
    pub(crate) fn is_up(self) -> bool {
        self.facts.with_untracked(|facts| facts.line == Some(LineState::Connected))
    }

    fn count_down(self, retry_at: Timestamp) {
        self.update_core(|core| core.retry_at = Some(retry_at));
        self.count_down_on(retry_at);
    }

    fn count_down_on(self, retry_at: Timestamp) {
        let is_current = self.core.with_value(|core| core.retry_at == Some(retry_at));
        let is_waiting = self
            .facts
            .with_untracked(|facts| matches!(facts.line, Some(LineState::Waiting { .. })));
        if is_current && is_waiting {
            let seconds = retry_at.since(now()).as_secs_f64().ceil();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a wait has at most some tens of seconds"
            )]
            self.facts.update(|facts| facts.retry_in = Some(seconds as u64));
            set_timeout(move || self.count_down_on(retry_at), Duration::from_secs(1));
        }
    }

    /// A network that returns, or a tab that wakes up, is no reason to wait on.
    fn watch_browser(self) {
        let is_offline = !window().navigator().on_line();
        self.facts.update(|facts| facts.is_offline = is_offline);
        window_event_listener(leptos::ev::online, move |_| {
            self.facts.update(|facts| facts.is_offline = false);
            self.retry_now();
        });
        window_event_listener(leptos::ev::offline, move |_| {
            self.facts.update(|facts| facts.is_offline = true);
            self.probe();
        });
        let visibility = leptos::ev::Custom::<leptos::ev::Event>::new("visibilitychange");
        window_event_listener(visibility, move |_| self.visibility_changed());
    }

    fn visibility_changed(self) {
        if document().visibility_state() == web_sys::VisibilityState::Hidden {
            self.update_core(|core| core.hidden_at = Some(now()));
            return;
        }
        let hidden_at = self.update_core(|core| core.hidden_at.take()).flatten();
        if hidden_at.is_some_and(|hidden_at| now().since(hidden_at) > LONG_SLEEP) {
            self.retry_now();
            self.probe();
            let actions = self.update_core(|core| core.catch_up.recheck());
            self.perform(actions.unwrap_or_default());
        }
    }

    /// Drops a line that looks alive but answers nothing: the heartbeat alone would take most of a minute.
    fn probe(self) {
        if !self.is_up() {
            return;
        }
        let question = self.request(&Sync { streams: Vec::new() });
        let is_settled = Rc::new(Cell::new(false));
        let settled = is_settled.clone();
        spawn_local(async move {
            // Also an error is an answer: then the line is gone already.
            drop(question.await);
            settled.set(true);
        });
        let judge = move || {
            if !is_settled.get() {
                self.cut();
            }
        };
        set_timeout(judge, PROBE);
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
            self.stats.update(|stats| stats.last_ack = Some(latency));
        }
        let note = Note::new(Direction::Ack, name, payload);
        self.note(Note { latency: Some(latency), is_trouble, ..note });
    }
}
