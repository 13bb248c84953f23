//! What only the test page does to the line.

use super::{
    Connection, Line, LineError, LineFaults, Traffic,
    log::{Direction, Kind, Note},
    now,
};
use leptos::prelude::*;
use protocol::{Command, stream::Sync};
use serde_json::Value;
use std::time::Duration;

impl Connection {
    /// Leaves, and connects again by these transports only.
    pub(crate) fn use_transports(self, transports: scenario::Transports) {
        self.open_line(transports);
    }

    /// Makes the line bad, or good again.
    pub(crate) fn set_faults(self, faults: LineFaults) {
        self.with_line(|line| line.set_faults(faults));
    }

    /// How much has gone over it.
    pub(crate) fn traffic(self) -> Traffic {
        self.with_line(Line::traffic).unwrap_or_default()
    }

    /// Behaves as if the browser had said that there is no network, or one again.
    pub(crate) fn pretend_offline(self, is_offline: bool) {
        self.facts.update(|facts| facts.is_offline = is_offline);
        self.with_line(|line| line.hint_online(!is_offline));
        if is_offline {
            self.cut();
        }
    }

    /// How long the cheapest question takes. Not in the log: it is asked all the time.
    pub(crate) async fn ping(self) -> Option<Duration> {
        let payload = serde_json::to_value(Sync::from(Vec::new())).unwrap_or(Value::Null);
        let answer = self.with_line(|line| line.request(Sync::NAME, &payload))?;
        let sent_at = js_sys::Date::now();
        answer.await.ok()?;
        Some(Duration::from_secs_f64((js_sys::Date::now() - sent_at).max(0.0) / 1_000.0))
    }

    /// As [`Connection::call`], with a time limit.
    pub(crate) fn call_within(
        self,
        name: &str,
        payload: Value,
        timeout: Duration,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        let pending = self.with_line(|line| line.request_within(name, &payload, timeout));
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

    /// Sends any event and asks for no answer.
    pub(crate) fn emit(self, name: &str, payload: Value, is_volatile: bool) {
        self.with_line(|line| line.emit(name, &payload, is_volatile));
        self.note(Note::new(Direction::Out, Kind::Event, name, payload));
    }

    fn with_line<T>(self, act: impl FnOnce(&Line) -> T) -> Option<T> {
        self.core.with_value(|core| core.line.as_ref().map(act))
    }
}
