//! The life of a connection: opened, given up, waited for.

use std::time::Duration;

use super::{Phase, Session};
use crate::RequestError;
use crate::event::{Advice, ClientEvent, CloseReason, State};
use crate::packet::socket;

impl Session {
    /// Starts over from rest, or ends a wait.
    pub(super) fn connect(&mut self, now: Duration) {
        match self.phase {
            Phase::Idle | Phase::Refused | Phase::Closed => {
                self.attempt = 0;
                self.open(now);
            }
            _ => self.retry(now),
        }
    }

    pub(super) fn retry(&mut self, now: Duration) {
        self.engine.nudge(now);
        if matches!(self.phase, Phase::Waiting { .. } | Phase::Offline) {
            self.open(now);
        }
    }

    /// Without a network no attempt is worth its wait; with a new one no wait is.
    pub(super) fn online(&mut self, is_online: bool, now: Duration) {
        self.is_offline = !is_online;
        if is_online {
            self.retry(now);
        } else if matches!(self.phase, Phase::Waiting { .. }) {
            self.enter(Phase::Offline, State::Offline { attempt: self.attempt });
        }
    }

    pub(super) fn open(&mut self, now: Duration) {
        let until = now.saturating_add(self.connect_timeout);
        self.connection += 1;
        self.enter(Phase::Opening { until }, State::Connecting { attempt: self.attempt });
        self.engine.open(now);
        self.settle(now);
    }

    /// Leaves on purpose, in good order as far as the connection has come.
    pub(super) fn leave(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Closed) {
            return;
        }
        if matches!(self.phase, Phase::Joining { .. } | Phase::Connected { .. }) {
            let kind = socket::Kind::Disconnect;
            let leave = socket::Packet { namespace: &self.namespace, kind }.encode();
            self.send_message(&leave, now);
        }
        let had_line = self.phase.has_line();
        self.close_line();
        self.enter(Phase::Closed, State::Closed);
        self.forget_line();
        if had_line {
            let reason = CloseReason::ClientDisconnect;
            self.tell(ClientEvent::Disconnected { reason, advice: Advice::Never });
        }
    }

    pub(super) fn cut(&mut self, now: Duration) {
        if self.phase.has_line() {
            self.abort(CloseReason::TransportClosed, now);
        }
    }

    /// The server refused the namespace. Unless it said when to come back, whether trying again makes sense is for
    /// the application to say.
    pub(super) fn refused(
        &mut self,
        message: String,
        data: Option<serde_json::Value>,
        now: Duration,
    ) {
        let advice = data.as_ref().and_then(Advice::read).unwrap_or(Advice::Never);
        self.close_line();
        match advice {
            Advice::After(pause) => {
                self.hold = Some(pause);
                self.wait(now);
            }
            _ => self.enter(Phase::Refused, State::Refused),
        }
        self.forget_line();
        self.tell(ClientEvent::ConnectError { message, data, advice });
    }

    /// The engine's connection is over.
    pub(super) fn ended(&mut self, reason: CloseReason, advice: Option<Advice>, now: Duration) {
        match advice {
            Some(advice @ (Advice::Never | Advice::Login | Advice::Reload)) => {
                self.enter(Phase::Refused, State::Refused);
                self.forget_line();
                self.tell(ClientEvent::Disconnected { reason, advice });
            }
            Some(Advice::After(pause)) => {
                self.hold = Some(pause);
                self.lost(reason, now);
            }
            None => self.lost(reason, now),
        }
    }

    /// Gives up a connection that still answers.
    pub(super) fn close(&mut self, reason: CloseReason, now: Duration) {
        self.close_line();
        self.lost(reason, now);
    }

    /// Gives up a connection that does not answer.
    pub(super) fn abort(&mut self, reason: CloseReason, now: Duration) {
        self.engine.abort();
        self.pass_orders();
        self.lost(reason, now);
    }

    fn close_line(&mut self) {
        self.engine.close();
        self.pass_orders();
    }

    /// The connection is gone: wait, then try again.
    fn lost(&mut self, reason: CloseReason, now: Duration) {
        let advice = Advice::After(self.wait(now));
        self.forget_line();
        self.tell(ClientEvent::Disconnected { reason, advice });
    }

    /// Starts the wait for the next attempt; gives its length.
    fn wait(&mut self, now: Duration) -> Duration {
        if let Phase::Connected { since, .. } = self.phase
            && now.saturating_sub(since) >= self.backoff.steady_after
        {
            self.attempt = 0;
        }
        self.attempt = self.attempt.saturating_add(1);
        let backed_off = self.backoff.wait(self.attempt, (self.jitter)());
        let retry_in = match self.hold.take() {
            // Whoever was told the same moment must not come back in the same moment.
            Some(pause) if !pause.is_zero() => pause.saturating_add(backed_off),
            Some(_) => Duration::ZERO,
            None => backed_off,
        };
        let attempt = self.attempt;
        if self.is_offline {
            self.enter(Phase::Offline, State::Offline { attempt });
        } else {
            let until = now.saturating_add(retry_in);
            self.enter(Phase::Waiting { until }, State::Waiting { attempt, retry_in });
        }
        retry_in
    }

    /// The server says when it will be back. Of the wait that has begun, or else of the one that follows this
    /// connection.
    pub(super) fn wait_for(&mut self, pause: Duration, now: Duration) {
        self.hold = Some(pause);
        if matches!(self.phase, Phase::Waiting { .. }) {
            // It is the same wait, and no further failure.
            self.attempt = self.attempt.saturating_sub(1);
            self.wait(now);
        }
    }

    /// Ends what cannot outlive the connection.
    fn forget_line(&mut self) {
        self.partial = None;
        self.liveness = None;
        while let Some(id) = self.requests.take_any() {
            self.resolve(id, Err(RequestError::Disconnected));
        }
    }
}
