//! Watching a job over server-sent events.

use crate::{
    http::{
        error::{ApiPath, ApiQuery, HttpError},
        session::SignedInUser,
    },
    realtime::Heard,
    state::AppState,
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header::CACHE_CONTROL},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use marketplace::Marketplace;
use protocol::{
    account::Me,
    id::JobId,
    job::{JobUpdate, WatchMessage},
    limits,
};
use serde::Deserialize;
use std::time::Duration;
use tokio::{
    sync::broadcast::{self, error::RecvError},
    time::{Instant, timeout_at},
};

/// After so long without a word of it the job is read anew: another server may be at work on it.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// When whoever has lost the line is to come back.
const RETRY: Duration = Duration::from_secs(2);
const NO_BUFFER: HeaderName = HeaderName::from_static("x-accel-buffering");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Which {
    job_id: JobId,
}

/// `GET /api/jobs/{id}/progress`: [`WatchMessage`]s, for whoever may see the job. `connected`, then how it stands and every
/// change, at most four a second; the stream ends after the job's last. With `Last-Event-ID` what is known already is not
/// said again, and whoever knows the last gets `204`, which tells an `EventSource` to stay away.
pub(crate) async fn watch(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    // Before the job is read: nothing is missed between the two.
    let heard = state.hearing.listen();
    let update = state.marketplace.job(&me, id).await?.update;
    let known = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    // A number that is not given yet is none.
    let known: i64 = known.filter(|known| *known <= update.version).unwrap_or(0);
    if update.is_last() && known >= update.version {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let line = Line {
        marketplace: state.marketplace.clone(),
        me,
        heard,
        id,
        known,
        next: Some(update),
        look_at: Instant::now() + LOOK_AGAIN,
        step: Step::Greet,
    };
    let events = futures::stream::unfold(line, |mut line| async move {
        line.event().await.map(|event| (event, line))
    });
    let alive = KeepAlive::new().interval(limits::SSE_BEAT).text("beat");
    let headers = [(CACHE_CONTROL, "no-store"), (NO_BUFFER, "no")];
    Ok((headers, Sse::new(events).keep_alive(alive)).into_response())
}

/// `GET /api/import-export/jobs/ws?jobId=`: the same, at its older address.
pub(crate) async fn watch_by_query(
    state: State<AppState>,
    me: SignedInUser,
    ApiQuery(which): ApiQuery<Which>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    watch(state, me, ApiPath(which.job_id), headers).await
}

/// One line, and how far it is.
struct Line {
    marketplace: Marketplace,
    me: Me,
    heard: broadcast::Receiver<Heard>,
    id: JobId,
    /// The version that was said last.
    known: i64,
    next: Option<JobUpdate>,
    /// When the job is read anew, whatever is heard of others.
    look_at: Instant,
    step: Step,
}

enum Step {
    Greet,
    Tell,
    /// Something was told a moment ago.
    Pause,
    End,
}

impl Line {
    async fn event(&mut self) -> Option<Result<Event, axum::Error>> {
        match self.step {
            Step::Greet => {
                self.step = Step::Tell;
                let event = Event::default().retry(RETRY);
                return Some(event.json_data(WatchMessage::Connected { job_id: self.id }));
            }
            Step::End => return None,
            Step::Pause => tokio::time::sleep(limits::ORDER_EVERY).await,
            Step::Tell => {}
        }
        match self.update().await {
            Ok(update) => {
                self.known = update.version;
                self.step = if update.is_last() { Step::End } else { Step::Pause };
                let event = Event::default().id(update.version.to_string());
                Some(event.json_data(WatchMessage::StatusUpdate(update.into())))
            }
            Err(error) => {
                self.step = Step::End;
                Some(Event::default().json_data(WatchMessage::Error { job_id: self.id, error }))
            }
        }
    }

    /// The newest that was not said yet, as soon as there is one; or why there will be none.
    async fn update(&mut self) -> Result<JobUpdate, String> {
        loop {
            // What is heard already may be newer.
            if self.heard.is_empty()
                && let Some(update) = self.next.take_if(|next| next.version > self.known)
            {
                return Ok(update);
            }
            match timeout_at(self.look_at, self.heard.recv()).await {
                Ok(Ok(heard)) => self.hear(heard)?,
                Ok(Err(RecvError::Closed)) => return Err(stopping()),
                Ok(Err(RecvError::Lagged(_))) | Err(_) => self.look().await?,
            }
        }
    }

    fn hear(&mut self, heard: Heard) -> Result<(), String> {
        match heard {
            Heard::Job(update) if update.job_id == self.id => {
                if self.next.as_ref().is_none_or(|next| update.is_after(next)) {
                    self.next = Some(JobUpdate::clone(&update));
                    self.look_at = Instant::now() + LOOK_AGAIN;
                }
            }
            Heard::SessionEnded(session) if session == self.me.session_id => {
                return Err("This session has ended. Sign in again.".to_owned());
            }
            Heard::Readmitted(user) if user == self.me.user_id => {
                return Err("What you may do here has changed. Load the page again.".to_owned());
            }
            Heard::Stopping => return Err(stopping()),
            Heard::Job(_) | Heard::SessionEnded(_) | Heard::Readmitted(_) => {}
        }
        Ok(())
    }

    async fn look(&mut self) -> Result<(), String> {
        self.look_at = Instant::now() + LOOK_AGAIN;
        let job = self.marketplace.job(&self.me, self.id).await;
        self.next = Some(job.map_err(|error| error.into_body().message)?.update);
        Ok(())
    }
}

fn stopping() -> String {
    "The server stops. Come back soon.".to_owned()
}
