//! The rules of one watched job: how long it is listened to, when it is asked for, when it is stale. Pure.

use super::{
    ExternalProgress, ExternalState,
    book::{Now, Rules},
    pace::Pace,
    update::{Source, Update},
};
use std::time::Duration;

/// Without a line, viewers who come and go ask for a job no more often than this.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// What is to be done for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Join,
    Leave,
    /// Its status, by a request of its own.
    Ask,
    Tell,
}

#[derive(Debug)]
pub(super) struct Job {
    update: Update,
    watchers: usize,
    /// Whether the service has us in the job's room.
    is_joined: bool,
    /// When nobody watched any more.
    left_at: Option<Duration>,
    /// The last sign of life, or else when we began to listen.
    heard_at: Duration,
    asked_at: Option<Duration>,
    is_asking: bool,
    pace: Pace,
}

impl Job {
    pub(super) fn new(stored: Option<ExternalProgress>, now: Now) -> Self {
        let heard_at = stored.as_ref().map(|progress| progress.updated_at);
        Self {
            update: Update { progress: stored, source: Source::default(), heard_at },
            watchers: 0,
            is_joined: false,
            left_at: Some(now.since),
            heard_at: now.since,
            asked_at: None,
            is_asking: false,
            pace: Pace::default(),
        }
    }

    pub(super) fn update(&self) -> &Update {
        &self.update
    }

    pub(super) fn watchers(&self) -> usize {
        self.watchers
    }

    pub(super) fn is_joined(&self) -> bool {
        self.is_joined
    }

    /// Nobody watches it, and it is not listened to: since when.
    pub(super) fn resting_since(&self) -> Option<Duration> {
        self.left_at.filter(|_| !self.is_joined)
    }

    /// Somebody comes.
    pub(super) fn watch(&mut self, is_connected: bool, now: Now) -> Vec<Need> {
        self.watchers += 1;
        if self.left_at.take().is_some() && !self.is_joined {
            self.heard_at = now.since;
        }
        self.join(is_connected, now)
    }

    /// Somebody goes. The room is left a while after the last one has.
    pub(super) fn unwatch(&mut self, now: Now) {
        self.watchers = self.watchers.saturating_sub(1);
        if self.watchers == 0 {
            self.left_at.get_or_insert(now.since);
        }
    }

    /// Listens, if there is somebody to listen for and something to hear. What was said before is asked for.
    pub(super) fn join(&mut self, is_connected: bool, now: Now) -> Vec<Need> {
        if self.is_joined || self.watchers == 0 || self.is_over() {
            return Vec::new();
        }
        if !is_connected {
            let is_known = self.asked_at.is_some_and(|at| now.since < at.saturating_add(ASK_EVERY));
            return if is_known { Vec::new() } else { self.ask(now).into_iter().collect() };
        }
        self.is_joined = true;
        let mut needs = vec![Need::Join];
        needs.extend(self.regain(Source::Live, now));
        needs.extend(self.ask(now));
        needs
    }

    /// The line is down.
    pub(super) fn lose(&mut self, now: Now) -> Option<Need> {
        self.is_joined = false;
        self.regain(Source::Reconnecting, now)
    }

    /// The service has said something of it, by the room or as an answer.
    pub(super) fn hear(
        &mut self,
        report: ExternalProgress,
        is_connected: bool,
        now: Now,
    ) -> Vec<Need> {
        let was_over = self.is_over();
        let has_changed = match &mut self.update.progress {
            Some(progress) => progress.absorb(report),
            empty => {
                *empty = Some(report);
                true
            }
        };
        let mut needs = Vec::new();
        if has_changed {
            self.heard_at = now.since;
            self.update.heard_at = Some(now.wall);
            let source = if is_connected { Source::Live } else { self.update.source };
            self.update.source = if self.is_over() { Source::Live } else { source };
            needs.extend(self.tell(now));
        }
        if self.is_over() && !was_over {
            needs.extend(self.leave());
            needs.extend(self.ask_for_result(now));
        }
        needs
    }

    /// A question has been answered, or never will be.
    pub(super) fn answered(&mut self) {
        self.is_asking = false;
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, rules: &Rules, now: Now) -> Vec<Need> {
        let mut needs = Vec::new();
        let is_due = |at: Option<Duration>| at.is_some_and(|at| now.since >= at);
        if is_due(self.leaves_at(rules)) {
            needs.extend(self.leave());
        }
        if is_due(self.asks_at(rules)) {
            needs.extend(self.ask(now));
        }
        if is_due(self.stale_at(rules)) {
            needs.extend(self.regain(Source::Stale, now));
        }
        if self.pace.take(now.since) {
            needs.push(Need::Tell);
        }
        needs
    }

    pub(super) fn deadline(&self, rules: &Rules) -> Option<Duration> {
        let times = [self.leaves_at(rules), self.asks_at(rules), self.stale_at(rules)];
        times.into_iter().flatten().chain(self.pace.deadline()).min()
    }

    fn is_over(&self) -> bool {
        self.update.is_final()
    }

    fn is_listened_to(&self) -> bool {
        self.watchers > 0 && !self.is_over()
    }

    fn leaves_at(&self, rules: &Rules) -> Option<Duration> {
        self.left_at.filter(|_| self.is_joined).map(|at| at.saturating_add(rules.linger))
    }

    fn asks_at(&self, rules: &Rules) -> Option<Duration> {
        let last = self.asked_at.map_or(self.heard_at, |at| at.max(self.heard_at));
        let can_ask = self.is_listened_to() && !self.is_asking;
        can_ask.then(|| last.saturating_add(rules.ask_after))
    }

    fn stale_at(&self, rules: &Rules) -> Option<Duration> {
        let can_be = self.is_listened_to() && self.update.source != Source::Stale;
        can_be.then(|| self.heard_at.saturating_add(rules.stale_after))
    }

    fn leave(&mut self) -> Option<Need> {
        std::mem::take(&mut self.is_joined).then_some(Need::Leave)
    }

    fn ask(&mut self, now: Now) -> Option<Need> {
        self.asked_at = Some(now.since);
        (!std::mem::replace(&mut self.is_asking, true)).then_some(Need::Ask)
    }

    /// Some services say that a job is done, and what it brought only when they are asked.
    fn ask_for_result(&mut self, now: Now) -> Option<Need> {
        let progress = self.update.progress.as_ref()?;
        let is_missing = progress.state == ExternalState::Completed && progress.result.is_none();
        if is_missing { self.ask(now) } else { None }
    }

    /// What is stale stays so until something is heard.
    fn regain(&mut self, source: Source, now: Now) -> Option<Need> {
        let is_known = self.is_over() || self.update.source == source;
        if is_known || (self.update.source == Source::Stale && source == Source::Live) {
            return None;
        }
        self.update.source = source;
        self.tell(now)
    }

    fn tell(&mut self, now: Now) -> Option<Need> {
        self.pace.offer(now.since).then_some(Need::Tell)
    }
}
