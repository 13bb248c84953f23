//! The work on one order, as stored.

use protocol::{
    Timestamp,
    id::OrderId,
    order::{
        LogLevel, LogLine, OrderProgress, OrderState, OrderStatus, OrderView, Phase, RunState,
    },
};

/// No worker takes it by the clock: somebody has to do something first.
pub(super) const NEVER: Timestamp = Timestamp(i64::MAX);

#[derive(Clone, Debug)]
pub(in crate::order) struct Run {
    pub(super) order_id: OrderId,
    pub(super) version: i64,
    pub(super) phase: Phase,
    pub(super) work: RunState,
    pub(super) done: i64,
    pub(super) total: i64,
    pub(super) failures: i32,
    pub(super) reason: Option<String>,
    pub(super) started_at: Timestamp,
    pub(super) phase_started_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) last_line: i64,
    pub(super) due_at: Timestamp,
}

impl Run {
    /// Of an order that was just submitted.
    pub(super) fn start(order: &OrderView, now: Timestamp) -> Self {
        Self {
            order_id: order.id,
            version: 0,
            phase: Phase::Validate,
            work: RunState::Queued,
            done: 0,
            total: pieces(order, Phase::Validate),
            failures: 0,
            reason: None,
            started_at: now,
            phase_started_at: now,
            updated_at: now,
            last_line: 0,
            due_at: now,
        }
    }

    /// Begins a phase.
    pub(super) fn enter(&mut self, phase: Phase, order: &OrderView, now: Timestamp) {
        self.phase = phase;
        self.work = RunState::Queued;
        self.done = 0;
        self.total = pieces(order, phase);
        self.failures = 0;
        self.reason = None;
        self.phase_started_at = now;
        self.due_at = now;
    }

    /// The pieces go well again.
    pub(super) fn recovered(&mut self) {
        self.failures = 0;
        self.reason = None;
    }

    /// An admin has stopped it: what was under way is stored, nothing new begins.
    pub(super) fn is_paused(&self) -> bool {
        self.work == RunState::Paused
    }

    /// A worker takes it at once.
    pub(super) fn queue(&mut self, now: Timestamp) {
        self.work = RunState::Queued;
        self.failures = 0;
        self.reason = None;
        self.due_at = now;
    }

    /// Nothing can be done before `until`.
    pub(super) fn wait(&mut self, until: Timestamp) {
        self.work = RunState::Waiting;
        self.due_at = until;
    }

    /// Nothing is left to do.
    pub(super) fn finish(&mut self) {
        self.work = RunState::Done;
        self.due_at = NEVER;
    }

    pub(super) fn line(&mut self, level: LogLevel, message: String, at: Timestamp) -> LogLine {
        self.last_line += 1;
        LogLine { number: self.last_line, level, at, message }
    }

    pub(in crate::order) fn order_id(&self) -> OrderId {
        self.order_id
    }

    pub(in crate::order) fn last_line(&self) -> i64 {
        self.last_line
    }

    pub(in crate::order) fn status(&self, state: OrderState) -> OrderStatus {
        OrderStatus {
            order_id: self.order_id,
            version: self.version,
            state,
            phase: self.phase,
            run: self.work,
            done: self.done,
            total: self.total,
            failures: self.failures,
            reason: self.reason.clone(),
            started_at: self.started_at,
            phase_started_at: self.phase_started_at,
            updated_at: self.updated_at,
            last_line: self.last_line,
        }
    }

    pub(super) fn progress(&self) -> OrderProgress {
        OrderProgress {
            order_id: self.order_id,
            version: self.version,
            phase: self.phase,
            done: self.done,
            total: self.total,
            updated_at: self.updated_at,
        }
    }
}

/// How many pieces a phase has.
fn pieces(order: &OrderView, phase: Phase) -> i64 {
    match phase {
        Phase::Validate | Phase::Reserve => i64::try_from(order.lines.len()).unwrap_or(i64::MAX),
        Phase::Charge | Phase::Payout | Phase::Refund => 1,
        Phase::Traffic | Phase::Verify => order.lines.iter().map(|line| line.quote.days).sum(),
    }
}
