//! What is wrong in an import's rows, as a table and as a file to mend.

use super::{api::read_job_errors, job_page::Shown, problem_table::ProblemTable};
use crate::{
    format::{count, counted},
    routes,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::job::JobErrors;
use std::time::Duration;

/// So often they are read again while there are more of them.
const READ_AGAIN: Duration = Duration::from_secs(2);

/// Absent while there are none.
#[component]
pub(super) fn Problems(
    shown: Shown,
    errors: JobErrors,
    /// The number after which they were asked for.
    after: i64,
) -> impl IntoView {
    let errors = RwSignal::new(errors);
    read_more(shown, errors, after);
    let table = move || {
        let JobErrors { errors, after: next, total, kept } = errors.get();
        (total > 0).then(|| {
            view! {
                <Head shown total kept />
                <ProblemTable errors />
                <nav class="pages" aria-label="Pages of problems">
                    {(after > 0)
                        .then(|| view! { <a class="button" href=routes::job(shown.id)>"The first"</a> })}
                    {next
                        .map(|next| {
                            let href = routes::job_problems(shown.id, next);
                            view! { <a class="button" rel="next" href=href>"More"</a> }
                        })}
                </nav>
            }
        })
    };
    view! {
        <section class="job-problems" id="problems" aria-label="Problems of rows">
            {table}
        </section>
    }
}

#[component]
fn Head(shown: Shown, total: i64, kept: i64) -> impl IntoView {
    let most = (kept < total).then(|| format!("The first {} are kept.", count(kept)));
    let is_over = move || !shown.status.is_processing.get();
    let failed = move || shown.update.with(|update| update.progress.counts.failed > 0);
    view! {
        <div class="job-problems__head">
            <h2>{counted(total, "problem", "problems")}</h2>
            <p class="muted">{most}</p>
            {move || {
                (is_over() && failed())
                    .then(|| {
                        view! {
                            <a
                                class="button"
                                rel="external"
                                href=routes::failed_rows(shown.id)
                                download="failed-rows.csv"
                                data-testid="failed-rows"
                            >
                                "Download the wrong rows"
                            </a>
                        }
                    })
            }}
        </div>
    }
}

/// Reads them again when rows were found wrong or passed over since, not more often than one can read. Inert on the
/// server.
fn read_more(shown: Shown, errors: RwSignal<JobErrors>, after: i64) {
    let bad = Memo::new(move |_| {
        shown.update.with(|update| update.progress.counts.failed + update.progress.counts.skipped)
    });
    let is_waiting = StoredValue::new(false);
    let read = move || {
        is_waiting.try_set_value(false);
        spawn_local(async move {
            if let Ok(read) = read_job_errors(shown.id, after).await {
                errors.try_update(|known| {
                    if *known != read {
                        *known = read;
                    }
                });
            }
        });
    };
    let is_over = Memo::new(move |_| !shown.status.is_processing.get());
    Effect::new(move |before: Option<(i64, bool)>| {
        let (bad, is_over) = (bad.get(), is_over.get());
        if before.is_some_and(|before| before != (bad, is_over)) {
            if is_over {
                // With the end, not after it.
                read();
            } else if !is_waiting.get_value() {
                is_waiting.set_value(true);
                set_timeout(read, READ_AGAIN);
            }
        }
        (bad, is_over)
    });
}
