//! The workers of the order pipeline: one dispatcher looks for orders that are due, and works on several at once.

use marketplace::{Marketplace, Ports};
use protocol::id::OrderId;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::{JoinError, JoinHandle, JoinSet},
    time::{MissedTickBehavior, interval},
};

/// Between two looks for orders that are due, when nobody has become free.
const BEAT: Duration = Duration::from_millis(200);
/// Beats between two looks for orders whose time limit has passed.
const EXPIRE_EVERY: u64 = 5;
/// Beats between two looks for files that nothing refers to: ten minutes.
const SWEEP_EVERY: u64 = 3_000;

/// The running pipeline.
pub(crate) struct Pipeline {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Pipeline {
    /// Starts working on up to `workers` orders at once.
    pub(crate) fn start(marketplace: Marketplace, ports: Ports, workers: usize) -> Self {
        let (stop, stopped) = watch::channel(false);
        let dispatcher = Dispatcher {
            marketplace,
            ports,
            free: Arc::new(Semaphore::new(workers)),
            stopped,
            at_work: JoinSet::new(),
        };
        Self { stop, task: tokio::spawn(dispatcher.run()) }
    }

    /// Takes no further order, and waits until the steps under way are stored.
    pub(crate) async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the pipeline broke down");
        }
    }
}

struct Dispatcher {
    marketplace: Marketplace,
    ports: Ports,
    free: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
    at_work: JoinSet<()>,
}

impl Dispatcher {
    async fn run(mut self) {
        let mut beats = interval(BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut stopped = self.stopped.clone();
        let mut beat = 0_u64;
        loop {
            tokio::select! {
                _ = beats.tick() => {
                    self.keep_house(beat).await;
                    beat += 1;
                }
                // Whoever is free gets the next order at once: when many are due, the beat is not what they wait for.
                Some(done) = self.at_work.join_next() => note(done),
                _ = stopped.changed() => break,
            }
            self.dispatch().await;
        }
        while let Some(done) = self.at_work.join_next().await {
            note(done);
        }
    }

    async fn keep_house(&mut self, beat: u64) {
        if beat.is_multiple_of(EXPIRE_EVERY) {
            self.expire().await;
        }
        if beat.is_multiple_of(SWEEP_EVERY) {
            self.sweep();
        }
    }

    async fn expire(&self) {
        if let Err(error) = self.marketplace.expire_orders().await {
            // The next look tries again.
            tracing::error!(%error, "orders could not be ended in time");
        }
        if let Err(error) = self.marketplace.remind_owners().await {
            tracing::error!(%error, "owners could not be reminded");
        }
    }

    /// Beside the work, which does not wait for a slow store of files. A server that stops leaves the rest to the next.
    fn sweep(&mut self) {
        let (marketplace, mut stopped) = (self.marketplace.clone(), self.stopped.clone());
        self.at_work.spawn(async move {
            tokio::select! {
                done = marketplace.sweep_files() => {
                    if let Err(error) = done {
                        tracing::error!(%error, "files could not be removed");
                    }
                }
                _ = stopped.wait_for(|stopped| *stopped) => {}
            }
        });
    }

    /// Gives every free worker an order, if so many are due.
    async fn dispatch(&mut self) {
        let free = i64::try_from(self.free.available_permits()).unwrap_or(i64::MAX);
        if free == 0 {
            return;
        }
        match self.marketplace.claim_orders(free).await {
            Ok(orders) => orders.into_iter().for_each(|id| self.give(id)),
            Err(error) => tracing::error!(%error, "no orders could be claimed"),
        }
    }

    fn give(&mut self, id: OrderId) {
        // As many were claimed as there are permits, and only this task takes any.
        let Ok(permit) = self.free.clone().try_acquire_owned() else { return };
        let work = work(self.marketplace.clone(), self.ports.clone(), id, self.stopped.clone());
        self.at_work.spawn(async move {
            work.await;
            drop::<OwnedSemaphorePermit>(permit);
        });
    }
}

fn note(done: Result<(), JoinError>) {
    if let Err(error) = done {
        tracing::error!(%error, "a worker broke down; its order is taken up again when its lease is over");
    }
}

/// Works on an order until there is nothing to do now, or the server stops.
async fn work(marketplace: Marketplace, ports: Ports, id: OrderId, stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match marketplace.work_on(id, &ports).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                // Its lease runs out, and somebody takes it up again.
                tracing::error!(%error, order = %id, "the work on an order could not be stored");
                return;
            }
        }
    }
}
