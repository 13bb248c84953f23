//! All watched jobs: who joins which room, and when. Pure; the time is passed in.

use super::{
    ExternalId, ExternalProgress,
    job::{Job, Need},
    update::Update,
};
use protocol::Timestamp;
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// A moment on two clocks: one that only runs, for waits, and the wall's, for showing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    pub(super) since: Duration,
    pub(super) wall: Timestamp,
}

/// How patient to be.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// A room is left so long after the last watcher has gone.
    pub linger: Duration,
    /// After so long a silence a job's status is asked for, and again after each further one.
    pub ask_after: Duration,
    /// After so long a silence it is stale.
    pub stale_after: Duration,
    /// Jobs that are watched at once, at most.
    pub watched: usize,
    /// Jobs that are remembered when nobody watches them any more, at most.
    pub remembered: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            linger: Duration::from_secs(30),
            ask_after: Duration::from_secs(30),
            stale_after: Duration::from_mins(2),
            watched: 500,
            remembered: 100,
        }
    }
}

/// What its owner is to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Join(ExternalId),
    Leave(ExternalId),
    /// Ask for its status, and tell [`Book::answered`] what came of it.
    Ask(ExternalId),
    /// Tell whoever watches it, and store it.
    Tell(ExternalId, Update),
    /// Nobody watches it, and it is not remembered any more.
    Forget(ExternalId),
}

/// So many jobs are watched that no other can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

#[derive(Debug)]
pub(super) struct Book {
    rules: Rules,
    jobs: BTreeMap<ExternalId, Job>,
    is_connected: bool,
    acts: VecDeque<Act>,
}

impl Book {
    pub(super) fn new(rules: Rules) -> Self {
        Self { rules, jobs: BTreeMap::new(), is_connected: false, acts: VecDeque::new() }
    }

    /// Somebody watches a job from now on. What was stored of it is where it goes on from, unless more is known.
    pub(super) fn watch(
        &mut self,
        id: &ExternalId,
        stored: Option<ExternalProgress>,
        now: Now,
    ) -> Result<Update, Full> {
        let is_new = self.jobs.get(id).is_none_or(|job| job.watchers() == 0);
        if is_new && self.watched() >= self.rules.watched {
            return Err(Full);
        }
        let job = self.jobs.entry(id.clone()).or_insert_with(|| Job::new(stored, now));
        let needs = job.watch(self.is_connected, now);
        let update = job.update().clone();
        self.note(id, needs);
        Ok(update)
    }

    /// Somebody watches it no longer.
    pub(super) fn unwatch(&mut self, id: &ExternalId, now: Now) {
        if let Some(job) = self.jobs.get_mut(id) {
            job.unwatch(now);
        }
        self.forget();
    }

    /// The service has let us in: whatever is watched is joined, again or for the first time.
    pub(super) fn connected(&mut self, now: Now) {
        self.is_connected = true;
        self.for_each(|job| job.join(true, now));
    }

    pub(super) fn disconnected(&mut self, now: Now) {
        self.is_connected = false;
        self.for_each(|job| job.lose(now).into_iter().collect());
        self.forget();
    }

    /// The service has said something. `false` when nobody had asked for it.
    pub(super) fn hear(&mut self, report: ExternalProgress, now: Now) -> bool {
        let id = report.external_id.clone();
        let Some(job) = self.jobs.get_mut(&id) else { return false };
        let needs = job.hear(report, self.is_connected, now);
        self.note(&id, needs);
        self.forget();
        true
    }

    /// What came of an [`Act::Ask`]. The caller hands the answer to [`hear`](Self::hear), if there is one.
    pub(super) fn answered(&mut self, id: &ExternalId) {
        if let Some(job) = self.jobs.get_mut(id) {
            job.answered();
        }
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, now: Now) {
        let rules = self.rules;
        self.for_each(|job| job.tick(&rules, now));
        self.forget();
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        self.jobs.values().filter_map(|job| job.deadline(&self.rules)).min()
    }

    pub(super) fn next_act(&mut self) -> Option<Act> {
        self.acts.pop_front()
    }

    /// What is known of a job.
    pub(super) fn update(&self, id: &ExternalId) -> Option<&Update> {
        self.jobs.get(id).map(Job::update)
    }

    /// Jobs somebody watches.
    pub(super) fn watched(&self) -> usize {
        self.jobs.values().filter(|job| job.watchers() > 0).count()
    }

    pub(super) fn watchers(&self) -> usize {
        self.jobs.values().map(Job::watchers).sum()
    }

    /// Rooms we are in.
    pub(super) fn joined(&self) -> usize {
        self.jobs.values().filter(|job| job.is_joined()).count()
    }

    fn for_each(&mut self, mut act: impl FnMut(&mut Job) -> Vec<Need>) {
        let needs: Vec<_> = self.jobs.iter_mut().map(|(id, job)| (id.clone(), act(job))).collect();
        for (id, needs) in needs {
            self.note(&id, needs);
        }
    }

    fn note(&mut self, id: &ExternalId, needs: Vec<Need>) {
        for need in needs {
            let act = match (need, self.jobs.get(id)) {
                (Need::Join, _) => Act::Join(id.clone()),
                (Need::Leave, _) => Act::Leave(id.clone()),
                (Need::Ask, _) => Act::Ask(id.clone()),
                (Need::Tell, Some(job)) => Act::Tell(id.clone(), job.update().clone()),
                (Need::Tell, None) => continue,
            };
            self.acts.push_back(act);
        }
    }

    /// Of those nobody watches the ones that have rested longest are forgotten.
    fn forget(&mut self) {
        let resting = |job: &Job| job.resting_since();
        while self.jobs.values().filter_map(resting).count() > self.rules.remembered {
            let rested = self.jobs.iter().filter_map(|(id, job)| Some((resting(job)?, id)));
            let Some((_, id)) = rested.min() else { return };
            let id = id.clone();
            self.jobs.remove(&id);
            self.acts.push_back(Act::Forget(id));
        }
    }
}

#[cfg(test)]
mod tests;
