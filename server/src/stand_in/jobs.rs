//! The jobs of the service, in memory.

use super::appraisal;
use crate::price_monitor::{Product, SuggestedPrice};
use marketplace::clock::{Clock, SystemClock};
use serde::Serialize;
use socketioxide::SocketIo;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Jobs that are remembered.
const KEPT: usize = 1_000;
/// A job has at most so many steps, however many products.
const STEPS: usize = 50;

/// What the service says about a job.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    pub(super) job_id: String,
    #[serde(rename = "status")]
    state: &'static str,
    progress: usize,
    done: usize,
    total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Brought>,
    updated_at: String,
}

/// What a job has brought.
#[derive(Clone, Debug, Serialize)]
struct Brought {
    products: Vec<SuggestedPrice>,
}

pub(super) struct Jobs {
    io: SocketIo,
    seed: u64,
    step: Duration,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    begun: u64,
    jobs: BTreeMap<u64, Status>,
    /// Jobs by the name of the request that started them.
    requests: HashMap<String, u64>,
}

impl Book {
    fn forget(&mut self) {
        while self.jobs.len() > KEPT {
            self.jobs.pop_first();
        }
        let jobs = &self.jobs;
        self.requests.retain(|_, number| jobs.contains_key(number));
    }
}

impl Jobs {
    pub(super) fn new(io: SocketIo, seed: u64, step: Duration) -> Self {
        Self { io, seed, step, book: Mutex::default() }
    }

    /// Starts a job, which goes on by itself; or finds the one that the same request has started before.
    pub(super) fn start(self: &Arc<Self>, products: Vec<Product>, request: Option<&str>) -> Status {
        let (number, status) = {
            let mut book = self.book();
            let earlier = request.and_then(|request| book.requests.get(request));
            if let Some(known) = earlier.and_then(|number| book.jobs.get(number)) {
                return known.clone();
            }
            book.begun += 1;
            let number = book.begun;
            let status = self.status(number, "pending", 0, products.len());
            book.jobs.insert(number, status.clone());
            if let Some(request) = request {
                book.requests.insert(request.to_owned(), number);
            }
            book.forget();
            (number, status)
        };
        tracing::info!(job = %status.job_id, products = products.len(), "price monitor: job started");
        tokio::spawn(self.clone().work(number, products));
        status
    }

    pub(super) fn find(&self, id: &str) -> Option<Status> {
        let number = id.strip_prefix(&self.prefix())?.parse().ok()?;
        self.book().jobs.get(&number).cloned()
    }

    async fn work(self: Arc<Self>, number: u64, products: Vec<Product>) {
        let total = products.len();
        let stride = total.div_ceil(STEPS).max(1);
        for done in (stride..total).step_by(stride) {
            tokio::time::sleep(self.step).await;
            let status = self.status(number, "processing", done, total);
            self.tell("import-job-progress", number, status).await;
        }
        tokio::time::sleep(self.step).await;
        let prices = products.iter().map(|product| appraisal::suggest(self.seed, product));
        let result = Some(Brought { products: prices.collect() });
        let status = Status { result, ..self.status(number, "completed", total, total) };
        self.tell("import-job-completed", number, status).await;
    }

    async fn tell(&self, event: &'static str, number: u64, status: Status) {
        if let Some(known) = self.book().jobs.get_mut(&number) {
            known.clone_from(&status);
        }
        if let Err(error) = self.io.to(status.job_id.clone()).emit(event, &status).await {
            tracing::debug!(%error, "price monitor: somebody was not told");
        }
    }

    fn status(&self, number: u64, state: &'static str, done: usize, total: usize) -> Status {
        let now = SystemClock.now();
        let updated_at = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default().to_string();
        let progress = (done * 100).checked_div(total).unwrap_or(100);
        let job_id = format!("{}{number}", self.prefix());
        Status { job_id, state, progress, done, total, result: None, updated_at }
    }

    /// Another seed has other names, so that a job of an earlier life is not taken for one of this.
    fn prefix(&self) -> String {
        format!("imp-{:x}-", self.seed)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
