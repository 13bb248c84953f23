//! Plays a scenario: orders come out, inputs go in. No I/O, no clock, no randomness.

mod hearing;
mod missing;
mod parts;
mod play;
#[cfg(test)]
mod tests;

pub use parts::{Cast, Input, Order, Outcome, Person, StepReport, Verdict};

use crate::{file::Scenario, pattern::Names};
use hearing::Hearing;
use play::Phase;
use serde_json::Value;
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// How long everybody has to connect.
const CONNECTING: Duration = Duration::from_secs(30);

/// One run of a scenario.
#[derive(Debug)]
pub struct Runner {
    scenario: Scenario,
    names: Names,
    marker: Value,
    sockets: BTreeMap<String, Hearing>,
    reports: Vec<StepReport>,
    /// 0 while everybody connects, then the step, from 1.
    at: usize,
    began: Duration,
    phase: Phase,
    next_id: u64,
    orders: VecDeque<Order>,
    verdict: Verdict,
}

impl Runner {
    /// Begins: the first orders are there.
    pub fn new(scenario: Scenario, cast: &Cast, now: Duration) -> Self {
        let titles = std::iter::once("everybody connects".to_owned());
        let titles = titles.chain(scenario.steps.iter().map(ToString::to_string));
        let report = |title| StepReport { title, ..StepReport::waiting() };
        let mut runner = Self {
            names: Names::new(cast.names.clone(), cast.first_id),
            marker: cast.marker.clone(),
            sockets: BTreeMap::new(),
            reports: titles.map(report).collect(),
            at: 0,
            began: now,
            phase: Phase::Connecting,
            next_id: 0,
            orders: VecDeque::new(),
            verdict: Verdict::Running,
            scenario,
        };
        runner.reports[0].outcome = Outcome::Running;
        for socket in runner.scenario.sockets.clone() {
            runner.open(socket);
        }
        runner
    }

    /// Takes in what happened at `now`, a time since any fixed start that never goes back.
    pub fn handle(&mut self, input: Input, now: Duration) {
        self.take(input, now);
        while self.verdict == Verdict::Running {
            match self.look(now) {
                Some(Ok(())) => self.pass(now),
                Some(Err(why)) => self.fail(why, now),
                None => break,
            }
        }
        if self.deadline().is_some_and(|deadline| now >= deadline) {
            self.overdue(now);
        }
    }

    /// The next thing to do, until there is none.
    pub fn next_order(&mut self) -> Option<Order> {
        self.orders.pop_front()
    }

    /// When [`Input::Tick`] is due at the latest; never once it is over.
    pub fn deadline(&self) -> Option<Duration> {
        (self.verdict == Verdict::Running).then(|| match self.phase {
            Phase::Pausing { until, .. } => until.min(self.step_deadline()),
            _ => self.step_deadline(),
        })
    }

    /// How it stands.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Every step with what became of it.
    pub fn reports(&self) -> &[StepReport] {
        &self.reports
    }

    /// The step that failed, with its line in the file, in words.
    pub fn failure(&self) -> Option<String> {
        let (number, report) = self.reports.iter().enumerate().find_map(|(number, report)| {
            matches!(report.outcome, Outcome::Failed(_)).then_some((number, report))
        })?;
        let Outcome::Failed(why) = &report.outcome else { return None };
        let line = number.checked_sub(1).map_or(1, |step| self.scenario.steps[step].line);
        Some(format!("step {number} (line {line}), {}: {why}", report.title))
    }

    fn step_deadline(&self) -> Duration {
        let within = match self.at.checked_sub(1) {
            Some(step) => Duration::from_millis(self.scenario.steps[step].within_ms),
            None => CONNECTING,
        };
        self.began.saturating_add(within)
    }

    fn open(&mut self, socket: String) {
        let person = Person(crate::person(&socket).unwrap_or_default());
        let transports = self.scenario.transports;
        self.sockets.insert(socket.clone(), Hearing::default());
        self.orders.push_back(Order::Open { socket, person, transports });
    }

    fn overdue(&mut self, now: Duration) {
        if let Phase::Pausing { until, .. } = self.phase
            && until < self.step_deadline()
        {
            return;
        }
        let why = self.missing();
        self.fail(why, now);
    }

    fn pass(&mut self, now: Duration) {
        self.settle(Outcome::Passed, now);
        self.at += 1;
        self.began = now;
        if self.at == self.reports.len() {
            self.verdict = Verdict::Passed;
            return;
        }
        self.reports[self.at].outcome = Outcome::Running;
        self.begin();
    }

    fn fail(&mut self, why: String, now: Duration) {
        self.settle(Outcome::Failed(why), now);
        self.verdict = Verdict::Failed;
    }

    fn settle(&mut self, outcome: Outcome, now: Duration) {
        let report = &mut self.reports[self.at];
        report.outcome = outcome;
        report.took = now.saturating_sub(self.began);
    }
}
