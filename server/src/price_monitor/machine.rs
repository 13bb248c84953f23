//! The whole proxy as a state machine: what comes over the line and what is asked goes in, with the time; what is to be
//! done comes out. No I/O.

use super::{
    BreakerState, CallError, Counts, ExternalId, ExternalProgress, Health, LineState, Update,
    book::{Act, Book, Full, Now},
    breaker::Breaker,
    decode,
    gate::{Gate, Passage},
    probation::Probation,
    settings::Settings,
};
use serde_json::Value;
use socketio_client::{Advice, ClientEvent, CloseReason, State};
use std::{collections::VecDeque, time::Duration};

/// A service that does not let us in is asked again after this: somebody may have put its key right.
const REFUSED_FOR: Duration = Duration::from_mins(1);
/// Longest text of the service that is kept, in characters.
const REASON_CHARS: usize = 200;

/// What its owner is to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Order {
    /// For a job.
    Job(Act),
    /// Drop the line and stay away so long.
    Cut(Duration),
    /// Make the wait that has begun last so long.
    Hold(Duration),
    /// Try again after a refusal.
    Retry,
}

pub(super) struct Machine {
    settings: Settings,
    pub(super) book: Book,
    gate: Gate,
    line: Breaker,
    requests: Breaker,
    state: LineState,
    probation: Probation,
    retry_at: Option<Duration>,
    heard_at: Option<Duration>,
    reason: Option<String>,
    counts: Counts,
    orders: VecDeque<Order>,
}

impl Machine {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            book: Book::new(settings.rules),
            settings,
            gate: Gate::default(),
            line: Breaker::default(),
            requests: Breaker::default(),
            state: LineState::Connecting,
            probation: Probation::default(),
            retry_at: None,
            heard_at: None,
            reason: None,
            counts: Counts::default(),
            orders: VecDeque::new(),
        }
    }

    pub(super) fn watch(
        &mut self,
        id: &ExternalId,
        stored: Option<ExternalProgress>,
        now: Now,
    ) -> Result<Update, Full> {
        let watched = self.book.watch(id, stored, now);
        self.collect();
        watched
    }

    pub(super) fn unwatch(&mut self, id: &ExternalId, now: Now) {
        self.book.unwatch(id, now);
        self.collect();
    }

    /// Something happened on the line.
    pub(super) fn line(&mut self, event: ClientEvent, now: Now) {
        self.forgive(now);
        match event {
            ClientEvent::State(State::Connecting { .. }) => {
                // Only to be seen: when to try is the client's business, when not to is told by `Hold`.
                self.line.pass(now.since).ok();
            }
            ClientEvent::Connected { sid, .. } => self.connected(&sid, now),
            ClientEvent::Disconnected { reason, advice } => {
                self.lost(&words(reason), advice, now);
            }
            ClientEvent::ConnectError { message, advice, .. } => self.lost(&message, advice, now),
            ClientEvent::Event { name, args, .. } => self.event(&name, args, now),
            _ => {}
        }
        self.collect();
    }

    /// Whether a request may be made. Its end must be told to [`asked`](Self::asked).
    pub(super) fn may_ask(&mut self, now: Now) -> Result<(), Duration> {
        self.requests.pass(now.since)?;
        self.counts.requests += 1;
        Ok(())
    }

    /// What became of a request; a failure is one only by the service's own fault.
    pub(super) fn asked(&mut self, failure: Option<&CallError>, now: Now) {
        let Some(why) = failure else { return self.requests.succeeded() };
        match why {
            CallError::Resting(pause) => self.requests.rest(*pause, now.since),
            _ => self.requests.failed(now.since),
        }
        self.counts.errors += 1;
        // Why there is no line is worth more.
        if self.state == LineState::Connected {
            self.reason = Some(self.clean(&why.to_string()));
        }
    }

    /// Somebody has asked for a job's status, watched or not.
    pub(super) fn reported(&mut self, report: ExternalProgress, now: Now) {
        self.book.hear(report, now);
        self.collect();
    }

    /// What came of a job's question.
    pub(super) fn answered(&mut self, id: &ExternalId, report: Option<ExternalProgress>, now: Now) {
        if let Some(report) = report {
            self.report(report, now);
        }
        self.book.answered(id);
        self.collect();
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, now: Now) {
        if self.retry_at.is_some_and(|at| now.since >= at) {
            self.retry_at = None;
            self.orders.push_back(Order::Retry);
        }
        self.forgive(now);
        self.book.tick(now);
        self.collect();
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        let times = [self.book.deadline(), self.retry_at, self.probation.deadline()];
        times.into_iter().flatten().min()
    }

    pub(super) fn next_order(&mut self) -> Option<Order> {
        self.orders.pop_front()
    }

    pub(super) fn health(&self, now: Duration) -> Health {
        let age = self.heard_at.map(|at| now.saturating_sub(at).as_millis());
        Health {
            state: self.state,
            reason: self.reason.clone(),
            host: Some(self.settings.host().to_owned()),
            last_event_age_ms: age.map(|age| u64::try_from(age).unwrap_or(u64::MAX)),
            watched: self.book.watched(),
            watchers: self.book.watchers(),
            joined: self.book.joined(),
            line: Some(self.line.state(now)),
            requests: Some(self.requests.state(now)),
            counts: self.counts,
        }
    }

    fn connected(&mut self, sid: &str, now: Now) {
        self.counts.connects += 1;
        self.counts.reconnects = self.counts.connects.saturating_sub(1);
        (self.state, self.reason, self.retry_at) = (LineState::Connected, None, None);
        self.probation.begin(now.since);
        let socket = self.clean(sid);
        tracing::info!(%socket, "price monitor: connected to the external service");
        self.book.connected(now);
    }

    fn lost(&mut self, why: &str, advice: Advice, now: Now) {
        self.fail(why);
        if self.state == LineState::Connected {
            self.book.disconnected(now);
        }
        let is_refused = !matches!(advice, Advice::After(_));
        self.state = if is_refused { LineState::Refused } else { LineState::Reconnecting };
        self.retry_at = is_refused.then(|| now.since.saturating_add(REFUSED_FOR));
        self.probation.fail();
        let reason = self.reason.as_deref().unwrap_or_default();
        tracing::warn!(%reason, refused = is_refused, "price monitor: no line to the external service");
        // Cut for a flood it is open already.
        let was_open = matches!(self.line.state(now.since), BreakerState::Open { .. });
        self.line.failed(now.since);
        if let BreakerState::Open { retry_in_ms } = self.line.state(now.since)
            && !was_open
            && !is_refused
        {
            self.orders.push_back(Order::Hold(Duration::from_millis(retry_in_ms)));
        }
    }

    fn event(&mut self, name: &str, args: Vec<Value>, now: Now) {
        match self.gate.pass(now.since) {
            Passage::Open => {}
            Passage::Shut => {
                self.probation.again(now.since);
                return self.counts.dropped += 1;
            }
            Passage::Flood => return self.flooded(now),
        }
        let Some(meaning) = self.settings.names.meaning(name) else {
            return self.counts.ignored += 1;
        };
        // Before anything is cut off, and then what is left: texts are cleaned.
        let args = decode::unpacked(args);
        if args.iter().any(|arg| self.settings.key.is_in(arg)) {
            return self.repeated();
        }
        match decode::event(meaning, args, now.wall) {
            Ok(report) if report.holds(&self.settings.key) => self.repeated(),
            Ok(report) => self.report(report, now),
            Err(why) => {
                self.counts.malformed += 1;
                tracing::debug!(%why, "price monitor: an event was not understood");
            }
        }
    }

    fn repeated(&mut self) {
        self.counts.malformed += 1;
        tracing::warn!("price monitor: the external service repeated the key; dropped");
    }

    fn report(&mut self, report: ExternalProgress, now: Now) {
        if self.book.hear(report, now) {
            self.counts.reports += 1;
            self.heard_at = Some(now.since);
        } else {
            self.counts.ignored += 1;
        }
    }

    fn flooded(&mut self, now: Now) {
        self.counts.dropped += 1;
        self.counts.floods += 1;
        // What still waits to be read is no sign of peace.
        self.probation.fail();
        let pause = self.line.trip(now.since);
        tracing::warn!(?pause, "price monitor: the external service floods; its line is cut");
        self.orders.push_back(Order::Cut(pause));
    }

    fn forgive(&mut self, now: Now) {
        if self.probation.is_passed(now.since) {
            self.line.succeeded();
        }
    }

    fn fail(&mut self, why: &str) {
        self.counts.errors += 1;
        self.reason = Some(self.clean(why));
    }

    /// Words of the service, or of a library, as they may be shown.
    fn clean(&self, words: &str) -> String {
        let clean: String = words.chars().filter(|it| !it.is_control()).collect();
        self.settings.key.redact(&clean).chars().take(REASON_CHARS).collect()
    }

    fn collect(&mut self) {
        while let Some(act) = self.book.next_act() {
            match act {
                Act::Join(_) => self.counts.joins += 1,
                Act::Leave(_) => self.counts.leaves += 1,
                Act::Tell(..) => self.counts.updates += 1,
                Act::Ask(_) | Act::Forget(_) => {}
            }
            self.orders.push_back(Order::Job(act));
        }
    }
}

/// As they were said: where quotation marks are escaped, a key that has some is not found.
fn words(reason: CloseReason) -> String {
    match reason {
        CloseReason::TransportError(words) | CloseReason::Protocol(words) => words,
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests;
