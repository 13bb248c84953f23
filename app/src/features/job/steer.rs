//! Stopping a job, and having it go on.

use super::{
    api::{cancel_job, retry_job},
    job_page::{HEADING, REFUSED, Shown},
};
use crate::{components::Confirm, routes, shell::focus_id};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::job::{JobAction, JobKind, JobParty, next};

/// A button for each thing that can be done now.
#[component]
pub(super) fn Steer(shown: Shown) -> impl IntoView {
    let may = move |action: JobAction| {
        Memo::new(move |_| {
            next(shown.update.with(|update| update.status), action, JobParty::Owner).is_ok()
        })
    };
    let (may_cancel, may_retry) = (may(JobAction::Cancel), may(JobAction::Retry));
    view! {
        <div class="order-actions">
            {move || may_cancel.get().then(|| view! { <Cancel shown /> })}
            {move || may_retry.get().then(|| view! { <Retry shown /> })}
            <p class="muted job-look-again">
                <a rel="external" href=routes::job(shown.id)>
                    "Look again"
                </a>
            </p>
        </div>
    }
}

/// What cannot be taken back is asked for twice.
#[component]
fn Cancel(shown: Shown) -> impl IntoView {
    let text = match shown.kind {
        JobKind::ImportBoards if !shown.is_dry_run => {
            "No further row is touched. What was imported stays."
        }
        JobKind::CheckPrices => "No prices come of it. Your boards cost what they cost.",
        _ => "Nothing is kept of it.",
    };
    view! {
        <Confirm ask={"Cancel".into_any()} class="job-cancel" testid="job-cancel">
            <form
                class="job-cancel__form"
                method="post"
                action=routes::form::cancel_job(shown.id)
                on:submit=move |event| submit(shown, JobAction::Cancel, &event)
            >
                <p>{text}</p>
                <button class="button" type="submit" data-testid="job-cancel-now">
                    "Cancel it"
                </button>
            </form>
        </Confirm>
    }
}

#[component]
fn Retry(shown: Shown) -> impl IntoView {
    view! {
        <form
            method="post"
            action=routes::form::retry_job(shown.id)
            on:submit=move |event| submit(shown, JobAction::Retry, &event)
        >
            <button class="button button--primary" type="submit" data-testid="job-retry">
                "Try again"
            </button>
        </form>
    }
}

fn submit(shown: Shown, action: JobAction, event: &ev::SubmitEvent) {
    event.prevent_default();
    shown.refused.set(None);
    spawn_local(async move {
        let answer = match action {
            JobAction::Retry => retry_job(shown.id).await,
            _ => cancel_job(shown.id).await,
        };
        match answer {
            Ok(job) => {
                shown.jobs.try_update(|jobs| jobs.update(job.update));
                // The button that was pressed is gone.
                focus_id(HEADING);
            }
            Err(error) => {
                shown.refused.try_set(Some(error.0));
                focus_id(REFUSED);
            }
        }
    });
}
