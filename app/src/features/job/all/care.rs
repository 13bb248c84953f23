//! What an admin does with a job. Forms, which work without scripts.

use super::all_jobs_page::Shown;
use crate::{components::Confirm, features::job::api::care_for_job, routes, stores::use_stores};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{id::JobId, job::JobCare};

/// What cannot be taken back is asked for twice.
#[component]
pub(super) fn Cancel(id: JobId, shown: Shown) -> impl IntoView {
    view! {
        <Confirm ask={"Cancel".into_any()} class="all-row__confirm" testid="all-job-cancel">
            <Form id shown care=JobCare::Cancel>
                <p>"No further row is touched. What is done stays."</p>
                <button class="button" type="submit" data-testid="all-job-cancel-now">
                    "Cancel it"
                </button>
            </Form>
        </Confirm>
    }
}

#[component]
pub(super) fn Retry(id: JobId, shown: Shown) -> impl IntoView {
    view! {
        <Form id shown care=JobCare::Retry>
            <button class="button" type="submit" data-testid="all-job-retry">
                "Try again"
            </button>
        </Form>
    }
}

#[component]
pub(super) fn PutBack(id: JobId, shown: Shown) -> impl IntoView {
    view! {
        <Form id shown care=JobCare::PutBack>
            <button class="button" type="submit" data-testid="put-back">
                "Put back"
            </button>
        </Form>
    }
}

#[component]
fn Form(id: JobId, shown: Shown, care: JobCare, children: Children) -> impl IntoView {
    let jobs = use_stores().jobs;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        shown.refused.set(None);
        spawn_local(async move {
            match care_for_job(id, care).await {
                Ok(job) => {
                    jobs.try_update(|jobs| jobs.update(job.update));
                    shown.again.try_run(());
                }
                Err(error) => {
                    shown.refused.try_set(Some(error.0));
                }
            }
        });
    };
    let list = routes::job_list(&shown.asked.get_value());
    view! {
        <form class="all-row__form" method="post" action=routes::ALL_JOBS on:submit=submit>
            <input r#type="hidden" name="job" value=id.to_string() />
            <input r#type="hidden" name="care" value=care.as_str() />
            <input r#type="hidden" name="list" value=list />
            {children()}
        </form>
    }
}
