//! The life of a transport: opened, given up, waited for.

use std::time::Duration;

use super::{Output, Phase, Session};
use crate::RequestError;
use crate::event::{ClientEvent, CloseReason, State};
use crate::packet::{engine, socket};

impl Session {
    /// Starts over from rest, or ends a wait.
    pub(super) fn connect(&mut self, now: Duration) {
        match self.phase {
            Phase::Idle | Phase::Refused | Phase::Closed => {
                self.attempt = 0;
                self.open(now);
            }
            Phase::Waiting { .. } => self.open(now),
            _ => {}
        }
    }

    pub(super) fn retry(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Waiting { .. }) {
            self.open(now);
        }
    }

    pub(super) fn open(&mut self, now: Duration) {
        let until = now.saturating_add(self.connect_timeout);
        self.enter(Phase::Opening { until }, State::Connecting { attempt: self.attempt });
        self.outputs.push_back(Output::Open);
    }

    /// The transport is up. The server speaks first.
    pub(super) fn greeted(&mut self) {
        if let Phase::Opening { until } = self.phase {
            self.phase = Phase::Greeting { until };
        }
    }

    /// Leaves on purpose, in good order as far as the connection has come.
    pub(super) fn leave(&mut self) {
        match self.phase {
            Phase::Closed => return,
            Phase::Opening { .. } => self.outputs.push_back(Output::Abort),
            Phase::Greeting { .. } => self.close_transport(),
            Phase::Joining { .. } | Phase::Connected { .. } => {
                self.send_leave();
                self.close_transport();
            }
            Phase::Idle | Phase::Waiting { .. } | Phase::Refused => {}
        }
        let had_transport = self.phase.has_transport();
        self.enter(Phase::Closed, State::Closed);
        self.forget_line();
        if had_transport {
            self.tell(ClientEvent::Disconnected { reason: CloseReason::ClientDisconnect });
        }
    }

    fn send_leave(&mut self) {
        let kind = socket::Kind::Disconnect;
        let leave = socket::Packet { namespace: &self.namespace, kind }.encode();
        self.send_message(&leave);
    }

    pub(super) fn cut(&mut self, now: Duration) {
        if self.phase.has_transport() {
            self.abort(CloseReason::TransportClosed, now);
        }
    }

    pub(super) fn transport_closed(&mut self, error: Option<String>, now: Duration) {
        if self.phase.has_transport() {
            let reason = error.map_or(CloseReason::TransportClosed, CloseReason::TransportError);
            self.lost(reason, now);
        }
    }

    /// The server refused the namespace. Whether trying again makes sense is for the application to say.
    pub(super) fn refused(&mut self, event: ClientEvent) {
        self.close_transport();
        self.enter(Phase::Refused, State::Refused);
        self.forget_line();
        self.tell(event);
    }

    /// Gives up a transport that still answers.
    pub(super) fn close(&mut self, reason: CloseReason, now: Duration) {
        self.close_transport();
        self.lost(reason, now);
    }

    /// Gives up a transport that does not answer.
    pub(super) fn abort(&mut self, reason: CloseReason, now: Duration) {
        self.outputs.push_back(Output::Abort);
        self.lost(reason, now);
    }

    fn close_transport(&mut self) {
        self.send(&engine::Packet::Close);
        self.outputs.push_back(Output::Close);
    }

    /// The transport is gone: wait, then try again.
    fn lost(&mut self, reason: CloseReason, now: Duration) {
        if let Phase::Connected { since, .. } = self.phase
            && now.saturating_sub(since) >= self.backoff.steady_after
        {
            self.attempt = 0;
        }
        self.attempt = self.attempt.saturating_add(1);
        let retry_in = self.backoff.wait(self.attempt, (self.jitter)());
        let until = now.saturating_add(retry_in);
        self.enter(Phase::Waiting { until }, State::Waiting { attempt: self.attempt, retry_in });
        self.forget_line();
        self.tell(ClientEvent::Disconnected { reason });
    }

    /// Ends what cannot outlive the transport.
    fn forget_line(&mut self) {
        self.max_payload = None;
        self.attachments = 0;
        while let Some(id) = self.requests.take_any() {
            self.resolve(id, Err(RequestError::Disconnected));
        }
    }
}
