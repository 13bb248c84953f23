//! How far a job has come.

use super::{
    job_page::Shown,
    words::{done_label, done_of, pace, phase_name, row_counts},
};
use crate::{
    components::{Icon, Symbol, TimeText},
    format::count,
    hooks::Way,
};
use leptos::prelude::*;
use protocol::job::JobPhase;

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
    let paces = move || {
        let texts =
            if shown.status.is_processing.get() { pace(&progress.get()) } else { Vec::new() };
        texts.into_iter().map(|text| view! { <span>{text}</span> }).collect_view()
    };
    view! {
        <section class="order-progress" aria-label="Progress">
            <p class="order-progress__head">
                <strong>{move || phase_name(phase(shown, progress.get().phase))}</strong>
                <span data-testid="job-done" data-done=move || progress.get().done.to_string()>
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
            <p class="order-progress__foot muted">
                {paces} <span>"Changed " {move || view! { <TimeText at=changed_at.get() /> }}</span>
            </p>
            <Said shown />
            {shown.is_import.then(|| view! { <Counts shown /> })}
        </section>
    }
}

/// What was stopped on the way is at nothing any more.
fn phase(shown: Shown, phase: JobPhase) -> JobPhase {
    if shown.status.is_processing.get() { phase } else { JobPhase::End }
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
