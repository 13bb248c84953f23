//! The workers of imports and exports: each takes one batch of the job whose turn it is, then looks again.

use marketplace::Marketplace;
use std::time::Duration;
use tokio::{sync::watch, task::JoinHandle, time::timeout};

/// Between two looks of a worker that has found nothing.
const REST: Duration = Duration::from_millis(200);
/// Between two looks for what nobody needs any more.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// The running workers.
pub(crate) struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Jobs {
    /// Starts so many workers, and one who cleans up behind them.
    pub(crate) fn start(marketplace: &Marketplace, workers: usize) -> Self {
        let (stop, stopped) = watch::channel(false);
        let work = |_| tokio::spawn(work(marketplace.clone(), stopped.clone()));
        let mut tasks: Vec<_> = (0..workers).map(work).collect();
        if workers > 0 {
            tasks.push(tokio::spawn(sweep(marketplace.clone(), stopped.clone())));
        }
        Self { stop, tasks }
    }

    /// Takes no further batch, and waits until those under way are stored.
    pub(crate) async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a worker of jobs broke down; its job is taken up again when its lease is over");
            }
        }
    }
}

async fn work(marketplace: Marketplace, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        match batch(&marketplace).await {
            Ok(true) => {}
            Ok(false) => rest(&mut stopped, REST).await,
            Err(error) => {
                // Its lease runs out, and somebody takes it up again.
                tracing::error!(%error, "a batch of a job could not be stored");
                rest(&mut stopped, REST).await;
            }
        }
    }
}

/// One batch; `false` when there was none.
async fn batch(marketplace: &Marketplace) -> marketplace::Result<bool> {
    let Some(id) = marketplace.claim_job().await? else { return Ok(false) };
    marketplace.work_on_job(id).await.map(|()| true)
}

async fn sweep(marketplace: Marketplace, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = marketplace.sweep_jobs().await {
            tracing::error!(%error, "what nobody needs of jobs could not be removed");
        }
        rest(&mut stopped, SWEEP_EVERY).await;
    }
}

/// Until the time is over, or the server stops.
async fn rest(stopped: &mut watch::Receiver<bool>, time: Duration) {
    // Either is a reason to look again.
    let _woken = timeout(time, stopped.wait_for(|stopped| *stopped)).await.is_ok();
}
