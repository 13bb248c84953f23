//! What came of a job, and what follows from it.

use super::{
    api::commit_dry_run,
    job_page::{REFUSED, Shown},
    words::{size, what_stays},
};
use crate::{
    components::{Icon, Symbol, TimeText},
    format::counted,
    routes,
    shell::focus_id,
    stores::use_stores,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use protocol::{
    id::JobId,
    job::{Download, JobKind, JobResult, JobState},
};

/// Absent while the job goes on.
#[component]
pub(super) fn Outcome(shown: Shown) -> impl IntoView {
    let result = Memo::new(move |_| shown.update.with(|update| update.result.clone()));
    let error = Memo::new(move |_| shown.update.with(|update| update.error.clone()));
    let is_failed = shown.status.is_failed;
    let is_cancelled = Memo::new(move |_| shown.update.with(|it| it.status == JobState::Cancelled));
    let failed = move || {
        let text = error.get().filter(|_| !is_cancelled.get())?;
        let (class, what, stays) = if is_failed.get() {
            let stays = what_stays(shown.kind, shown.is_dry_run, JobState::Failed);
            ("notice notice--trouble", "It could not go on", stays)
        } else {
            ("notice notice--waiting", "It was interrupted, and goes on by itself", "")
        };
        Some(view! {
            <div class=class data-testid="job-error">
                <Icon symbol=Symbol::Alert />
                <div class="notice__text">
                    <p class="notice__title">{what}</p>
                    <p>{text}</p>
                    {(!stays.is_empty()).then(|| view! { <p>{stays}</p> })}
                </div>
            </div>
        })
    };
    let stopped = move || is_cancelled.get().then(|| view! { <Stopped shown /> });
    let done = move || result.get().map(|result| view! { <Done shown result /> });
    view! {
        <div class="job-outcome" aria-live="polite">
            {failed} {stopped} {done}
        </div>
    }
}

/// Somebody has cancelled it.
#[component]
fn Stopped(shown: Shown) -> impl IntoView {
    let again = match shown.kind {
        JobKind::ImportBoards => (routes::IMPORT, "Choose the file again"),
        JobKind::ExportBoards | JobKind::ExportOrders => (routes::JOBS, "Imports and exports"),
        JobKind::CheckPrices => (routes::PRICES, "Prices"),
    };
    view! {
        <div class="notice notice--waiting" data-testid="job-stopped">
            <Icon symbol=Symbol::Alert />
            <div class="notice__text">
                <p>{what_stays(shown.kind, shown.is_dry_run, JobState::Cancelled)}</p>
            </div>
            {shown.is_own.then(|| view! { <a class="button" href=again.0>{again.1}</a> })}
        </div>
    }
}

#[component]
fn Done(shown: Shown, result: JobResult) -> impl IntoView {
    let JobResult { summary, is_empty, download, imported_as } = result;
    // Half of it is not all of it.
    let is_partial = shown.update.with_untracked(|update| update.progress.counts.failed > 0);
    let (tone, symbol) = if is_empty || is_partial {
        ("notice notice--waiting", Symbol::Alert)
    } else {
        ("notice notice--good", Symbol::Checks)
    };
    let follows = match download {
        Some(download) => view! { <Fetch shown download /> }.into_any(),
        // Somebody else's boards are not among one's own.
        None if !shown.is_own || shown.kind == JobKind::CheckPrices => ().into_any(),
        None if shown.is_dry_run => view! { <Next shown is_empty imported_as /> }.into_any(),
        None => view! { <a class="button" href=routes::MY_BOARDS>"Your boards"</a> }.into_any(),
    };
    view! {
        <div class=tone data-testid="job-summary">
            <Icon symbol />
            <div class="notice__text">
                <p>{summary}</p>
            </div>
            {follows}
        </div>
    }
}

/// A file to take along.
#[component]
fn Fetch(shown: Shown, download: Download) -> impl IntoView {
    let Download { name, rows, bytes, expires_at } = download;
    let label = format!("Download {name}");
    view! {
        <p class="muted">
            {counted(rows, "row", "rows")} ", " {size(bytes)} ", until " <TimeText at=expires_at />
        </p>
        <a
            class="button button--primary"
            rel="external"
            href=routes::job_result(shown.id)
            download=name
            data-testid="job-download"
        >
            {label}
        </a>
    }
}

/// After a dry run: the same for good, with one press.
#[component]
fn Next(shown: Shown, is_empty: bool, imported_as: Option<JobId>) -> impl IntoView {
    match imported_as {
        Some(import) => {
            let href = routes::job(import);
            view! { <a class="button" href=href>"See the import"</a> }.into_any()
        }
        None => (!is_empty).then(|| view! { <ImportNow shown /> }).into_any(),
    }
}

#[component]
fn ImportNow(shown: Shown) -> impl IntoView {
    let (jobs, navigate) = (use_stores().jobs, use_navigate());
    let is_sending = RwSignal::new(false);
    let label = move || match shown.update.with(|update| update.progress.counts.failed) {
        _ if is_sending.get() => "Sending …".to_owned(),
        0 => "Import it now".to_owned(),
        wrong => format!("Import it without {}", counted(wrong, "row", "rows")),
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if is_sending.get_untracked() {
            return;
        }
        is_sending.set(true);
        shown.refused.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = commit_dry_run(shown.id).await;
            is_sending.try_set(false);
            match answer {
                Ok(job) => {
                    let id = job.update.job_id;
                    jobs.try_update(|jobs| jobs.update(job.update));
                    navigate(&routes::job(id), NavigateOptions::default());
                }
                Err(error) => {
                    shown.refused.try_set(Some(error.0));
                    focus_id(REFUSED);
                }
            }
        });
    };
    view! {
        <form method="post" action=routes::form::commit_dry_run(shown.id) on:submit=submit>
            <button
                class="button button--primary"
                type="submit"
                data-testid="job-import"
                aria-busy=move || is_sending.get().then_some("true")
            >
                {label}
            </button>
        </form>
    }
}
