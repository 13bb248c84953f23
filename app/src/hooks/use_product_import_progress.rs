use super::{UseJobStatusOptions, UseJobStatusReturn, use_job_status};
use crate::{features::price::job_prices, stores::use_stores};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Timestamp,
    id::JobId,
    job::{Freshness, JobSource},
    price::{PriceCursor, PriceSuggestion, PriceSuggestions},
};

/// How a check of prices is watched.
#[derive(Clone, Default)]
pub struct UseProductImportProgressOptions {
    /// As of every job.
    pub job: UseJobStatusOptions,
    /// The prices that are known already, as of a check that was over when its page was made.
    pub prices: PriceSuggestions,
    /// Which page of them: those after this one.
    pub after: Option<PriceCursor>,
}

/// What [`use_product_import_progress`] gives.
#[derive(Clone, Copy)]
pub struct UseProductImportProgressReturn {
    /// The job itself.
    pub job: UseJobStatusReturn,
    /// How good what the price monitor has told is; `None` until it is asked.
    pub freshness: Signal<Option<Freshness>>,
    /// When the price monitor was heard last.
    pub heard_at: Signal<Option<Timestamp>>,
    /// What was suggested. Comes with the end.
    pub prices: RwSignal<Vec<PriceSuggestion>>,
    /// Where the next page of them begins.
    pub next: Signal<Option<PriceCursor>>,
    /// Reads the prices again.
    pub read_again: Callback<()>,
}

/// How a check of prices stands: everything [`use_job_status()`] tells, how good it is, and the prices once they are there.
///
/// Inert on the server: it answers with what it and the stores were given.
pub fn use_product_import_progress(
    job_id: JobId,
    options: UseProductImportProgressOptions,
) -> UseProductImportProgressReturn {
    let jobs = use_stores().jobs;
    let source: Memo<Option<JobSource>> =
        Memo::new(move |_| jobs.with(|jobs| jobs.get(job_id)?.source.clone()));
    let UseProductImportProgressOptions { job, prices: known, after } = options;
    let (prices, next) = (RwSignal::new(known.suggestions), RwSignal::new(known.after));
    let read_again = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(read) = job_prices(job_id, after).await {
                prices.try_set(read.suggestions);
                next.try_set(read.after);
            }
        });
    });
    let job = use_job_status(job_id, job);
    read_with_the_end(job, prices, read_again);
    UseProductImportProgressReturn {
        job,
        freshness: Signal::derive(move || {
            source.with(|source| source.as_ref().map(|it| it.freshness))
        }),
        heard_at: Signal::derive(move || source.with(|source| source.as_ref()?.heard_at)),
        prices,
        next: next.into(),
        read_again,
    }
}

/// Those that are known before need no reading; none may be, of a check that has ended while its page was on its way.
fn read_with_the_end(
    job: UseJobStatusReturn,
    prices: RwSignal<Vec<PriceSuggestion>>,
    read_again: Callback<()>,
) {
    Effect::new(move || {
        if job.is_completed.get() && prices.with_untracked(Vec::is_empty) {
            read_again.run(());
        }
    });
}
