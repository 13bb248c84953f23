//! The handle by which the rest of the server uses the proxy.

use super::{
    CallError, Calls, ExternalId, ExternalProgress, Health, Keeper, LineState, Off, Settings,
    StartImport, Update, book::Now, driver, machine::Machine,
};
use marketplace::clock::Clock;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::Instant,
};

/// The proxy, on or off. Cheap to clone; the last clone, and [`PriceMonitor::stop`], end the line.
#[derive(Clone)]
pub struct PriceMonitor(Result<Arc<Running>, Off>);

/// Why a job is not watched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WatchError {
    /// The proxy is off.
    #[error("the price monitor is off: {0}")]
    Off(String),
    /// So many jobs are watched that no other can be.
    #[error("too many jobs of the price monitor are watched")]
    Full,
}

/// What the handle and the task share.
pub(super) struct Shared {
    desk: Mutex<Desk>,
    pub(super) calls: Calls,
    pub(super) clock: Arc<dyn Clock>,
    started_at: Instant,
    /// There may be something to do.
    pub(super) wake: Notify,
    pub(super) keeper: Option<Arc<dyn Keeper>>,
}

pub(super) struct Desk {
    pub(super) machine: Machine,
    pub(super) channels: BTreeMap<ExternalId, watch::Sender<Update>>,
}

struct Running {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Now {
        Now { since: self.started_at.elapsed(), wall: self.clock.now() }
    }

    pub(super) fn at(&self, since: std::time::Duration) -> Instant {
        self.started_at + since
    }
}

impl PriceMonitor {
    /// Starts the line, or stays off. What is told of jobs is handed to the keeper as well. Must be called within a
    /// runtime.
    pub fn start(
        settings: Result<Settings, Off>,
        clock: Arc<dyn Clock>,
        keeper: Option<Arc<dyn Keeper>>,
    ) -> Self {
        let made = settings
            .and_then(|settings| Ok((Calls::new(settings.clone()).map_err(Off)?, settings)));
        let (calls, settings) = match made {
            Ok(made) => made,
            Err(off) => {
                tracing::warn!(reason = %off, "price monitor: off");
                return Self(Err(off));
            }
        };
        tracing::info!(host = settings.host(), "price monitor: on");
        let (config, names) = (driver::config(&settings), settings.names.clone());
        let machine = Machine::new(settings);
        let desk = Mutex::new(Desk { machine, channels: BTreeMap::new() });
        let (wake, started_at) = (Notify::new(), Instant::now());
        let shared = Arc::new(Shared { desk, calls, clock, started_at, wake, keeper });
        let task = tokio::spawn(driver::run(config, names, shared.clone()));
        Self(Ok(Arc::new(Running { shared, task })))
    }

    /// Watches a job for as long as the answer is kept: a viewer's page, or a worker that sees the job to its end. Any
    /// number may watch the same one. `stored` is what was known of it before, if anything.
    pub fn watch(
        &self,
        id: &ExternalId,
        stored: Option<ExternalProgress>,
    ) -> Result<Watching, WatchError> {
        let shared = self.shared().map_err(|off| WatchError::Off(off.to_string()))?;
        let mut desk = shared.desk();
        let update = desk.machine.watch(id, stored, shared.now()).map_err(|_| WatchError::Full)?;
        let channel = desk.channels.entry(id.clone()).or_insert_with(|| watch::channel(update).0);
        let updates = channel.subscribe();
        tracing::info!(job = %id, watchers = channel.receiver_count(), "price monitor: client connected");
        drop(desk);
        shared.wake.notify_one();
        Ok(Watching { updates, id: id.clone(), shared: shared.clone() })
    }

    /// What was heard of a job last, if it is watched or was a while ago.
    pub fn latest(&self, id: &ExternalId) -> Option<Update> {
        self.shared().ok()?.desk().machine.book.update(id).cloned()
    }

    /// Asks the service to start a job. Is not repeated: after [`CallError::TimedOut`] it may have begun.
    pub async fn start_import(&self, wanted: &StartImport) -> Result<ExternalProgress, CallError> {
        let shared = self.shared().map_err(|off| CallError::Off(off.to_string()))?;
        let started = shared.call(|calls, now| calls.start(wanted, now)).await;
        match &started {
            Ok(job) => tracing::info!(job = %job.external_id, "price monitor: import started"),
            Err(error) => tracing::warn!(%error, "price monitor: no import started"),
        }
        started
    }

    /// Asks the service how a job is. Whoever watches it hears the answer as well.
    pub async fn status(&self, id: &ExternalId) -> Result<ExternalProgress, CallError> {
        let shared = self.shared().map_err(|off| CallError::Off(off.to_string()))?;
        let answer = shared.call(|calls, now| calls.status(id, now)).await?;
        shared.desk().machine.reported(answer.clone(), shared.now());
        shared.wake.notify_one();
        Ok(answer)
    }

    /// How the proxy is.
    pub fn health(&self) -> Health {
        match self.shared() {
            Ok(shared) => shared.desk().machine.health(shared.now().since),
            Err(off) => {
                Health { state: LineState::Off, reason: Some(off.to_string()), ..Health::default() }
            }
        }
    }

    /// Ends the line for good. Watchers hear no more.
    pub fn stop(&self) {
        if let Ok(running) = &self.0 {
            running.task.abort();
            running.shared.desk().channels.clear();
        }
    }

    fn shared(&self) -> Result<&Arc<Shared>, &Off> {
        self.0.as_ref().map(|running| &running.shared)
    }
}

impl Shared {
    /// Makes a request, if the service is worth asking.
    pub(super) async fn call<'a, T, F>(
        &'a self,
        request: impl FnOnce(&'a Calls, protocol::Timestamp) -> F,
    ) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        // First, so that those who waited for a service that has failed meanwhile do not ask it all the same.
        let _turn = self.calls.turn().await?;
        let now = self.now();
        self.desk().machine.may_ask(now).map_err(CallError::Resting)?;
        let outcome = request(&self.calls, now.wall).await;
        let failure = outcome.as_ref().err().filter(|error| error.is_failure());
        self.desk().machine.asked(failure, self.now());
        outcome
    }
}

/// A job that is watched. Dropping it ends the watch.
pub struct Watching {
    updates: watch::Receiver<Update>,
    id: ExternalId,
    shared: Arc<Shared>,
}

impl Watching {
    /// What is known now.
    pub fn latest(&self) -> Update {
        self.updates.borrow().clone()
    }

    /// Waits for something newer than what was seen last: the newest, however much there was between. `None` when no more
    /// will come, because the proxy has stopped.
    pub async fn changed(&mut self) -> Option<Update> {
        self.updates.changed().await.ok()?;
        Some(self.updates.borrow_and_update().clone())
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let now = self.shared.now();
        self.shared.desk().machine.unwatch(&self.id, now);
        self.shared.wake.notify_one();
        tracing::debug!(job = %self.id, "price monitor: client gone");
    }
}
