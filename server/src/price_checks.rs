//! Sees checks of prices to their end: begins each at the price monitor, and tells our own job what it says.
//!
//! However many people look at a job, this is its only watcher upstream. Of two servers one works on it; what it has
//! begun is gone on with by another after a crash.

mod follow;

use crate::price_monitor::PriceMonitor;
use follow::follow;
use marketplace::{JOB_LEASE, Marketplace};
use protocol::id::JobId;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use tokio::{
    sync::watch,
    task::{AbortHandle, JoinHandle, JoinSet},
    time::{Instant, timeout},
};

/// Between two looks for what is to be done.
const REST: Duration = Duration::from_millis(250);
/// Checks one server works on at once; fewer than the line watches.
const AT_ONCE: usize = 200;

/// The running watcher.
pub(crate) struct PriceChecks {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl PriceChecks {
    pub(crate) fn start(marketplace: &Marketplace, monitor: &PriceMonitor) -> Self {
        let (stop, stopped) = watch::channel(false);
        let desk = Desk {
            marketplace: marketplace.clone(),
            monitor: monitor.clone(),
            at_work: HashMap::new(),
            tasks: JoinSet::new(),
            kept_at: Instant::now(),
        };
        Self { stop, task: tokio::spawn(desk.run(stopped)) }
    }

    /// Gives everything back, for another server or the next start.
    pub(crate) async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the watcher of price checks broke down; they are taken up again when their leases are over");
        }
    }
}

struct Desk {
    marketplace: Marketplace,
    monitor: PriceMonitor,
    at_work: HashMap<JobId, AbortHandle>,
    tasks: JoinSet<JobId>,
    kept_at: Instant,
}

impl Desk {
    async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            if let Err(error) = self.look().await {
                tracing::error!(%error, "price checks could not be looked at");
            }
            // Either is a reason to look again.
            let _woken = timeout(REST, stopped.wait_for(|stopped| *stopped)).await.is_ok();
        }
        self.tasks.shutdown().await;
        let jobs = self.at_work.into_keys().collect();
        if let Err(error) = self.marketplace.release_price_checks(jobs).await {
            tracing::error!(%error, "price checks could not be given back");
        }
    }

    async fn look(&mut self) -> marketplace::Result<()> {
        self.collect();
        let open = self.marketplace.price_checks_under_way().await?;
        self.drop_all_but(&open.iter().map(|(id, _)| *id).collect());
        self.keep().await?;
        let room = AT_ONCE.saturating_sub(self.at_work.len());
        let is_any = open.iter().any(|(id, is_free)| *is_free && !self.at_work.contains_key(id));
        if is_any && room > 0 {
            for check in self.marketplace.claim_price_checks(room).await? {
                let id = check.job_id;
                if self.at_work.contains_key(&id) {
                    continue;
                }
                let (marketplace, monitor) = (self.marketplace.clone(), self.monitor.clone());
                let task = self.tasks.spawn(async move {
                    if let Err(error) = follow(&marketplace, &monitor, check).await {
                        // Its lease runs out, and it is taken up again.
                        tracing::error!(%error, job = %id, "a price check could not be worked on");
                    }
                    id
                });
                self.at_work.insert(id, task);
            }
        }
        Ok(())
    }

    /// Forgets what is done.
    fn collect(&mut self) {
        while let Some(done) = self.tasks.try_join_next() {
            match done {
                Ok(id) => {
                    self.at_work.remove(&id);
                }
                Err(error) if error.is_cancelled() => {}
                Err(error) => {
                    self.at_work.retain(|_, task| task.id() != error.id());
                    tracing::error!(%error, "the work on a price check broke down");
                }
            }
        }
    }

    /// Whoever has cancelled a job wants nobody to watch it.
    fn drop_all_but(&mut self, open: &HashSet<JobId>) {
        self.at_work.retain(|id, task| {
            let is_open = open.contains(id);
            if !is_open && !task.is_finished() {
                tracing::info!(job = %id, "price check: clean-up, nobody wants it any more");
                task.abort();
            }
            is_open
        });
    }

    async fn keep(&mut self) -> marketplace::Result<()> {
        if self.kept_at.elapsed() < JOB_LEASE / 3 {
            return Ok(());
        }
        self.kept_at = Instant::now();
        self.marketplace.keep_price_checks(self.at_work.keys().copied().collect()).await
    }
}
