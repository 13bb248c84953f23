//! The protocol as a state machine of packets and time: no I/O, no clock, no randomness.
//!
//! The owner feeds [`Input`]s with the time (a duration since any fixed start), then takes every
//! [`Output`] and carries it out, and calls again at [`Session::next_deadline`] at the latest.
//! `now` never goes back. Inputs of a transport are understood to come from the last one opened: once
//! `Output::Close` or `Output::Abort` is out, the owner must not report anything of the old one.

mod attempt;
mod io;
mod phase;
mod receive;
mod requests;

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;

use crate::backoff::Backoff;
use crate::config::Config;
use crate::event::{ClientEvent, CloseReason, State};
use crate::packet::{engine, socket};
pub(crate) use io::{Input, Output, RequestId};
use phase::Phase;
use requests::Requests;

/// Gives a number between 0 and 1 at every call.
pub(crate) type Jitter = Box<dyn FnMut() -> f64 + Send>;

pub(crate) struct Session {
    namespace: String,
    auth: Option<Value>,
    connect_timeout: Duration,
    backoff: Backoff,
    jitter: Jitter,
    phase: Phase,
    /// 0 for a first attempt, else the number of the retry under way or waited for.
    attempt: u32,
    /// The server's limit for one packet in bytes, while a transport is up.
    max_payload: Option<usize>,
    /// Binary frames still to be skipped.
    attachments: u8,
    requests: Requests,
    outputs: VecDeque<Output>,
}

impl Session {
    /// A session at rest; it starts with [`Input::Connect`].
    pub(crate) fn new(config: &Config, jitter: Jitter) -> Self {
        Self {
            namespace: config.full_namespace(),
            auth: config.auth.clone(),
            connect_timeout: config.connect_timeout,
            backoff: config.reconnect,
            jitter,
            phase: Phase::Idle,
            attempt: 0,
            max_payload: None,
            attachments: 0,
            requests: Requests::new(config.ack_timeout),
            outputs: VecDeque::new(),
        }
    }

    /// Takes in what happened at `now`, and everything that had become due by then.
    pub(crate) fn handle(&mut self, input: Input, now: Duration) {
        match input {
            Input::Connect => self.connect(now),
            Input::Disconnect => self.leave(),
            Input::Cut => self.cut(now),
            Input::RetryNow => self.retry(now),
            Input::Emit { body } => self.emit(&body),
            Input::Request { id, body } => self.request(id, &body, now),
            Input::TransportOpened => self.greeted(),
            Input::Text(frame) => self.text(&frame, now),
            Input::Binary => self.binary(now),
            Input::TransportClosed(error) => self.transport_closed(error, now),
            Input::Tick => {}
        }
        self.expire(now);
    }

    /// The next thing to do, until there is none.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is due at the latest; `None` while nothing but an input can change anything.
    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        let phase = self.phase.deadline();
        phase.into_iter().chain(self.requests.next_deadline()).min()
    }

    /// The server's limit for one packet in bytes, if known.
    pub(crate) fn max_payload(&self) -> Option<usize> {
        self.max_payload
    }

    fn expire(&mut self, now: Duration) {
        while let Some(id) = self.requests.take_expired(now) {
            self.resolve(id, Err(crate::RequestError::Timeout));
        }
        if self.phase.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.phase {
            Phase::Waiting { .. } => self.open(now),
            Phase::Connected { .. } => self.abort(CloseReason::HeartbeatTimeout, now),
            _ => self.abort(CloseReason::ConnectTimeout, now),
        }
    }

    fn emit(&mut self, body: &str) {
        if matches!(self.phase, Phase::Connected { .. }) {
            self.send_message(&socket::event(&self.namespace, None, body));
        }
    }

    fn request(&mut self, id: RequestId, body: &str, now: Duration) {
        match self.phase {
            Phase::Connected { .. } => {
                let ack = self.requests.add(id, now);
                self.send_message(&socket::event(&self.namespace, Some(ack), body));
            }
            Phase::Closed => self.resolve(id, Err(crate::RequestError::Closed)),
            _ => self.resolve(id, Err(crate::RequestError::NotConnected)),
        }
    }

    fn resolve(&mut self, id: RequestId, result: Result<Value, crate::RequestError>) {
        self.outputs.push_back(Output::AckResolved { id, result });
    }

    fn send_message(&mut self, packet: &str) {
        self.send(&engine::Packet::Message(packet));
    }

    fn send(&mut self, packet: &engine::Packet<'_>) {
        self.outputs.push_back(Output::Send(packet.encode()));
    }

    fn tell(&mut self, event: ClientEvent) {
        self.outputs.push_back(Output::Event(event));
    }

    fn enter(&mut self, phase: Phase, state: State) {
        self.phase = phase;
        self.tell(ClientEvent::State(state));
    }
}
