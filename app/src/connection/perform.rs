//! Carrying out what [`super::catch_up`] decides, and being in rooms.

use super::{
    Connection,
    catch_up::{Action, Question},
    log::{Direction, Kind, Mark, Note},
    transport::LineState,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Retry, Room, ServerEvent,
    command::{JoinRoom, LeaveRoom},
};
use std::time::Duration;

/// After a question that led nowhere.
const ASK_AGAIN: Duration = Duration::from_secs(2);

impl Connection {
    pub(super) fn perform(self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Apply(event) => self.apply(&event),
                Action::Refill(event) => self.stores.apply(event, self),
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
        let answer = self.request(&question.to_sync()).await;
        let actions = self.update_core(|core| core.catch_up.answered(&question, answer));
        let actions = actions.unwrap_or_default();
        self.note_replayed(&actions);
        self.perform(actions);
        self.resume_later();
    }

    /// What comes out of an answer was not on the line as such: the log shows it all the same.
    fn note_replayed(self, actions: &[Action]) {
        for action in actions {
            let note = match action {
                Action::Apply(event) => {
                    let Some(position) = event.position() else { continue };
                    let note = Note::new(Direction::In, Kind::Event, event.name(), event.payload());
                    let position = Some((position.stream, position.seq));
                    Note { position, mark: Some(Mark::Replayed), ..note }
                }
                Action::Reload(room) => {
                    let stream = serde_json::json!({ "stream": room });
                    let note = Note::new(Direction::Line, Kind::Line, "reset", stream);
                    Note { mark: Some(Mark::Reset), ..note }
                }
                Action::Refill(_) | Action::Sync(_) | Action::Denied(..) => continue,
            };
            self.note(note);
        }
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
        match self.stores.reload(room).await {
            Ok(Some(head)) => {
                let actions = self.update_core(|core| core.catch_up.reloaded(room, head));
                self.perform(actions.unwrap_or_default());
                self.stats.update(|stats| stats.resets += 1);
            }
            Ok(None) => {}
            Err(_) => {
                self.update_core(|core| core.catch_up.reload_failed(room));
                self.resume_later();
            }
        }
    }

    pub(super) fn join(self, room: Room) {
        if !self.is_up() {
            return;
        }
        let answer = self.request(&JoinRoom { room: room.to_string() });
        spawn_local(async move {
            match answer.await {
                Ok(_) => self.joined(room).await,
                Err(error) if error.retry == Retry::Never => self.stores.denied(room, error),
                Err(error) => self.join_later(room, error.retry_after_ms),
            }
        });
    }

    /// What was closed to the viewer and is open again is read anew: what is on the page is from earlier.
    async fn joined(self, room: Room) {
        if self.stores.is_denied(room) {
            self.reload(room).await;
        }
    }

    /// The viewer is out of a room.
    pub(crate) fn forget(self, room: Room) {
        self.update_core(|core| core.catch_up.forget(room));
    }

    /// Joins a room once more from which the server has taken this tab, if a part of the page is still in it.
    pub(crate) fn rejoin(self, room: Room) {
        if self.core.with_value(|core| core.rooms.wanted().contains(&room)) {
            self.join(room);
        }
    }

    /// After a refusal that may pass. Without a line nothing is tried: whoever connects joins anyway.
    fn join_later(self, room: Room, retry_after_ms: Option<u64>) {
        let pause = retry_after_ms.map_or(ASK_AGAIN, Duration::from_millis);
        let join = move || {
            let is_wanted = self.core.try_with_value(|core| core.rooms.wanted().contains(&room));
            if is_wanted == Some(true) {
                self.join(room);
            }
        };
        set_timeout(join, pause);
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
}
