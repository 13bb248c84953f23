//! One line of a simulated person.

use crate::connection::{Line, LineError, LineEvent, LineState, Setup, TransportName, now};
use leptos::prelude::*;
use protocol::Timestamp;
use serde_json::Value;
use std::collections::VecDeque;

/// So many events a column shows.
const SHOWN: usize = 40;

/// An event as a column shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heard {
    pub(super) number: u64,
    pub(super) at: Timestamp,
    pub(super) name: String,
    pub(super) payload: String,
}

/// A line with what it has heard. Dropping the last copy of the line closes it.
#[derive(Clone, Copy)]
pub(super) struct SimSocket {
    pub(super) number: usize,
    pub(super) name: StoredValue<String>,
    pub(super) line: StoredValue<Option<Line>, LocalStorage>,
    pub(super) state: RwSignal<&'static str>,
    pub(super) transport: RwSignal<Option<TransportName>>,
    pub(super) heard: RwSignal<VecDeque<Heard>>,
    count: StoredValue<u64>,
}

impl SimSocket {
    pub(super) fn open(number: usize, name: String, setup: Setup) -> Self {
        let socket = Self {
            number,
            name: StoredValue::new(name),
            line: StoredValue::new_local(None),
            state: RwSignal::new("connecting"),
            transport: RwSignal::new(None),
            heard: RwSignal::default(),
            count: StoredValue::new(0),
        };
        socket.line.set_value(Some(Line::open(setup, move |event| socket.take(event))));
        socket
    }

    fn take(self, event: LineEvent) {
        match event {
            LineEvent::State(state) => {
                self.state.try_set(word(state));
            }
            LineEvent::Connected(transport, _) | LineEvent::Upgraded(transport) => {
                self.transport.try_set(Some(transport));
            }
            LineEvent::Event(name, payload) => self.hear(name, payload.to_string()),
            LineEvent::Refused(error) => self.hear("refused".to_owned(), error.message),
            LineEvent::Ended(why) => self.hear("ended".to_owned(), why),
            LineEvent::TransportFailed(..) | LineEvent::Pinged => {}
        }
    }

    pub(super) fn hear(self, name: String, payload: String) {
        let number = self.count.try_update_value(|count| {
            *count += 1;
            *count
        });
        self.heard.try_update(|heard| {
            if heard.len() == SHOWN {
                heard.pop_back();
            }
            let number = number.unwrap_or_default();
            heard.push_front(Heard { number, at: now(), name, payload });
        });
    }

    /// Nothing when there is no line any more.
    pub(super) fn with_line<T>(self, act: impl FnOnce(&Line) -> T) -> Option<T> {
        self.line.try_with_value(|line| line.as_ref().map(act)).flatten()
    }

    /// Does something to the line, if there is one.
    pub(super) fn act(self, act: impl FnOnce(&Line)) {
        self.with_line(act);
    }

    pub(super) fn request(
        self,
        name: &str,
        payload: &Value,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        let answer = self.with_line(|line| line.request(name, payload));
        async move {
            match answer {
                Some(answer) => answer.await,
                None => Err(LineError::Down),
            }
        }
    }

    pub(super) fn close(self) {
        if let Some(line) = self.line.try_update_value(Option::take).flatten() {
            line.disconnect();
        }
    }
}

pub(super) fn word(state: LineState) -> &'static str {
    match state {
        LineState::Connecting { .. } => "connecting",
        LineState::Connected => "connected",
        LineState::Waiting { .. } => "waiting",
        LineState::Offline { .. } => "offline",
        LineState::Refused => "refused",
        LineState::Closed => "closed",
    }
}
