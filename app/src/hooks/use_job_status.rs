mod events;
mod follower;
mod way;

use super::use_connection;
use crate::stores::{job::Jobs, use_stores};
use follower::Follower;
use leptos::prelude::*;
use protocol::{
    id::JobId,
    job::{JobProgress, JobResult, JobState, JobUpdate},
};
use std::time::Duration;
pub use way::Way;

/// How a job is watched, and what is done when it changes.
#[derive(Clone, Copy)]
pub struct UseJobStatusOptions {
    /// Whether server-sent events are tried before questions where there is no socket.
    pub use_sse: bool,
    /// How often the server is asked where nothing tells what changes.
    pub poll_interval: Duration,
    /// Called with every state but the one that was known at the beginning.
    pub on_status_change: Option<Callback<JobState>>,
    /// Called when it has completed under one's eyes.
    pub on_complete: Option<Callback<JobResult>>,
    /// Called when it has failed under one's eyes, with the reason.
    pub on_error: Option<Callback<String>>,
}

impl Default for UseJobStatusOptions {
    fn default() -> Self {
        Self {
            use_sse: true,
            poll_interval: Duration::from_secs(2),
            on_status_change: None,
            on_complete: None,
            on_error: None,
        }
    }
}

/// What [`use_job_status`] gives.
#[derive(Clone, Copy)]
pub struct UseJobStatusReturn {
    /// Where it stands; `None` until that is known.
    pub status: Signal<Option<JobState>>,
    /// How far it has come.
    pub progress: Signal<Option<JobProgress>>,
    /// Why it failed.
    pub error: Signal<Option<String>>,
    /// What came of it.
    pub result: Signal<Option<JobResult>>,
    /// Nothing is known of it yet.
    pub is_loading: Signal<bool>,
    /// It waits for its turn, or is worked on.
    pub is_processing: Signal<bool>,
    /// All is done.
    pub is_completed: Signal<bool>,
    /// It could not go on.
    pub is_failed: Signal<bool>,
    /// The server tells what changes, and need not be asked.
    pub is_connected: Signal<bool>,
    /// How one is informed.
    pub way: Signal<Way>,
}

/// How a job stands, current as long as the component lives: told over the tab's socket; where that is down, by
/// server-sent events, and where those fail, by asking. Each step down is taken within two seconds, and back up by
/// itself. All of it ends with the component, and with the job.
///
/// Inert on the server: it answers with what the stores were given.
pub fn use_job_status(job_id: JobId, options: UseJobStatusOptions) -> UseJobStatusReturn {
    let (connection, jobs) = (use_connection(), use_stores().jobs);
    let update = Memo::new(move |_| jobs.with(|jobs| jobs.get(job_id).cloned()));
    let status = Memo::new(move |_| update.with(|it| it.as_ref().map(|it| it.status)));
    let progress = Memo::new(move |_| update.with(|it| it.as_ref().map(|it| it.progress)));
    let error = Memo::new(move |_| update.with(|it| it.as_ref()?.error.clone()));
    let result = Memo::new(move |_| update.with(|it| it.as_ref()?.result.clone()));
    let is_over = Memo::new(move |_| status.get().is_some_and(JobState::is_over));
    let follower = Follower::new((job_id, connection, jobs), options);
    follower.follow(is_over);
    call_back(status, (jobs, job_id), options);
    let way = follower.way();
    UseJobStatusReturn {
        status: status.into(),
        progress: progress.into(),
        error: error.into(),
        result: result.into(),
        is_loading: Signal::derive(move || status.get().is_none()),
        is_processing: Signal::derive(move || status.get().is_some_and(|it| !it.is_over())),
        is_completed: Signal::derive(move || status.get() == Some(JobState::Completed)),
        is_failed: Signal::derive(move || status.get() == Some(JobState::Failed)),
        is_connected: Signal::derive(move || way.get().is_told()),
        way,
    }
}

fn call_back(
    status: Memo<Option<JobState>>,
    (jobs, id): (RwSignal<Jobs>, JobId),
    options: UseJobStatusOptions,
) {
    Effect::new(move |before: Option<Option<JobState>>| {
        let now = status.get();
        // What was not known was not seen to change.
        if let (Some(before), Some(state)) = (before.flatten(), now)
            && before != state
        {
            let told = |update: &JobUpdate| (update.result.clone(), update.error.clone());
            let told = jobs.with_untracked(|jobs| jobs.get(id).map(told));
            let (result, error) = told.unwrap_or_default();
            if let Some(callback) = options.on_status_change {
                callback.run(state);
            }
            if let (JobState::Completed, Some(result), Some(callback)) =
                (state, result, options.on_complete)
            {
                callback.run(result);
            }
            if let (JobState::Failed, Some(callback)) = (state, options.on_error) {
                callback.run(error.unwrap_or_default());
            }
        }
        now
    });
}
