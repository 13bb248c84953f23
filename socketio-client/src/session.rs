//! The protocol as a state machine of packets and time: no I/O, no clock, no randomness.
//!
//! The owner feeds [`Input`]s with the time (a duration since any fixed start), then takes every
//! [`Output`] and carries it out, and calls again at [`Session::next_deadline`] at the latest.
//! `now` never goes back. The transports below it are the [`Engine`]'s business.

mod attempt;
mod io;
mod liveness;
mod phase;
mod receive;
mod requests;
mod send;

#[cfg(test)]
mod model;
#[cfg(test)]
mod sim;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::Value;

use crate::backoff::Backoff;
use crate::config::{Config, LivenessProbe};
use crate::engine::Engine;
use crate::event::{ClientEvent, CloseReason, State};
pub(crate) use io::{Input, Output, RequestId};
use liveness::Liveness;
use phase::Phase;
use receive::Partial;
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
    engine: Engine,
    /// 0 for a first attempt, else the number of the retry under way or waited for.
    attempt: u32,
    /// Rises with every attempt.
    connection: u64,
    /// There is no network, as far as somebody knows.
    is_offline: bool,
    /// The next wait, when somebody knows better than the back-off.
    hold: Option<Duration>,
    /// A packet whose attachments have not all come.
    partial: Option<Partial>,
    requests: Requests,
    probe: LivenessProbe,
    liveness: Option<Liveness>,
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
            engine: Engine::new(config),
            attempt: 0,
            connection: 0,
            is_offline: false,
            hold: None,
            partial: None,
            requests: Requests::default(),
            probe: config.probe.clone(),
            liveness: None,
            outputs: VecDeque::new(),
        }
    }

    /// Takes in what happened at `now`, and everything that had become due by then.
    pub(crate) fn handle(&mut self, input: Input, now: Duration) {
        match input {
            Input::Connect => self.connect(now),
            Input::Disconnect => self.leave(now),
            Input::Cut => self.cut(now),
            Input::RetryNow => self.retry(now),
            Input::Online(is_online) => self.online(is_online, now),
            Input::Hold { pause } => self.wait_for(pause, now),
            Input::Probe { limit } => self.probe(limit, now),
            Input::Emit { body, is_volatile } => self.emit(body, is_volatile, now),
            Input::Request { id, body, patience } => self.request(id, body, patience, now),
            Input::Reply { to, body } => self.reply(to, body, now),
            Input::Line { link, signal } => {
                self.engine.signal(link, signal, now);
                self.settle(now);
            }
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
        let phase = self.phase.deadline().into_iter();
        let liveness = self.liveness.as_ref().map(|liveness| liveness.until);
        let requests = self.requests.next_deadline();
        phase.chain(self.engine.deadline()).chain(liveness).chain(requests).min()
    }

    /// The server's limit for one packet in bytes, if known.
    pub(crate) fn max_payload(&self) -> Option<usize> {
        self.engine.max_payload()
    }

    fn expire(&mut self, now: Duration) {
        self.expire_requests(now);
        if self.is_lifeless(now) {
            self.hold = Some(Duration::ZERO);
            self.abort(CloseReason::ProbeTimeout, now);
        }
        if self.engine.deadline().is_some_and(|deadline| now >= deadline) {
            self.engine.tick(now);
            self.settle(now);
        }
        if self.phase.deadline().is_some_and(|deadline| now >= deadline) {
            match self.phase {
                Phase::Waiting { .. } => self.open(now),
                _ => self.abort(CloseReason::ConnectTimeout, now),
            }
        }
    }

    /// Passes on what the engine ordered, and takes in what it has to tell.
    fn settle(&mut self, now: Duration) {
        self.pass_orders();
        while let Some(news) = self.engine.next_news() {
            self.news(news, now);
            self.pass_orders();
        }
    }

    fn pass_orders(&mut self) {
        while let Some(order) = self.engine.next_order() {
            self.outputs.push_back(Output::Line(order));
        }
    }

    fn tell(&mut self, event: ClientEvent) {
        self.outputs.push_back(Output::Event(event));
    }

    fn enter(&mut self, phase: Phase, state: State) {
        self.phase = phase;
        self.tell(ClientEvent::State(state));
    }
}
