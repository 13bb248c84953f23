//! How far a job has come.

use super::{
    job_page::Shown,
    words::{done_label, done_of, head, pace, row_counts},
};
use crate::{
    components::{Icon, Symbol, TimeText},
    format::count,
    hooks::Way,
};
use leptos::prelude::*;
use protocol::job::JobState;
use std::time::Duration;

/// After so long without news nobody knows how fast it goes.
const QUIET: Duration = Duration::from_secs(10);

/// How one is informed: one always knows.
#[component]
pub(super) fn WayText(way: Signal<Way>) -> impl IntoView {
    view! {
        <span class="freshness" role="status" data-testid="job-way" data-way=move || way.get().as_str()>
            <Icon symbol=Symbol::Live />
            {move || way.get().text()}
        </span>
    }
}

/// Phase, bar, pace, and what became of the rows.
#[component]
pub(super) fn Progress(shown: Shown) -> impl IntoView {
    let progress = Memo::new(move |_| shown.update.with(|update| update.progress));
    let changed_at = Memo::new(move |_| shown.update.with(|update| update.updated_at));
    let percent = move || progress.get().percent.to_string();
    let done = move || done_of(&progress.get());
    let status = Memo::new(move |_| shown.update.with(|update| update.status));
    let is_stopped = move || matches!(status.get(), JobState::Failed | JobState::Cancelled);
    let goes_on = goes_on(shown);
    let paces = move || {
        let texts = if goes_on.get() { pace(&progress.get()) } else { Vec::new() };
        texts.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()
    };
    view! {
        <section class="order-progress" aria-label="Progress">
            <p class="order-progress__head">
                <strong>{move || head(status.get(), &progress.get())}</strong>
                <span
                    data-testid="job-done"
                    data-done=move || progress.get().done.to_string()
                    hidden=is_stopped
                >
                    {done}
                </span>
                <span>{percent} " %"</span>
            </p>
            <progress
                class="job-bar"
                aria-label=done_label(progress.get_untracked().unit)
                max="100"
                value=percent
                prop:value=percent
                data-testid="job-bar"
            ></progress>
            <p class="order-progress__foot muted" data-testid="job-pace">
                {paces} <span>"Changed " {move || view! { <TimeText at=changed_at.get() /> }}</span>
            </p>
            <Said shown />
            {shown.is_import.then(|| view! { <Counts shown /> })}
        </section>
    }
}

/// Whether it is worked on as far as one knows: a rate and a time left would be told of nothing while it waits to be
/// tried again, or when nothing was heard for long.
fn goes_on(shown: Shown) -> Memo<bool> {
    let is_quiet = RwSignal::new(false);
    let version = Memo::new(move |_| shown.update.with(|update| update.version));
    Effect::new(move || {
        version.track();
        is_quiet.set(false);
        let silence = move || {
            is_quiet.try_set(true);
        };
        if let Ok(timer) = set_timeout_with_handle(silence, QUIET) {
            on_cleanup(move || timer.clear());
        }
    });
    let is_tried = move || shown.update.with(|update| update.error.is_none());
    Memo::new(move |_| shown.status.is_processing.get() && is_tried() && !is_quiet.get())
}

/// For those who hear it: every tenth of the way, not every row.
#[component]
fn Said(shown: Shown) -> impl IntoView {
    let tenth = Memo::new(move |_| shown.update.with(|update| update.progress.percent / 10 * 10));
    view! {
        <p class="visually-hidden" role="status">
            {move || format!("{} %", tenth.get())}
        </p>
    }
}

/// What became of the rows; of a dry run, what would.
#[component]
fn Counts(shown: Shown) -> impl IntoView {
    let counts = Memo::new(move |_| shown.update.with(|update| update.progress.counts));
    let one = move |at: usize| {
        let (name, label, _) = row_counts(&counts.get_untracked())[at];
        let number = Memo::new(move |_| row_counts(&counts.get())[at].2);
        view! {
            <div class="job-count" data-testid="job-count" data-count=name data-number=move || number.get().to_string()>
                <dt>{label}</dt>
                <dd>{move || count(number.get())}</dd>
            </div>
        }
    };
    view! { <dl class="job-counts">{(0..5).map(one).collect_view()}</dl> }
}
