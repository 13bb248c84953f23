//! The service's Socket.IO side.

use super::{http, jobs::Jobs};
use crate::secret::Secret;
use serde::Deserialize;
use socketioxide::{
    SocketIo,
    extract::{Data, SocketRef, TryData},
    handler::ConnectHandler,
};
use std::{fmt, sync::Arc};

/// What CONNECT may carry.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Auth {
    #[serde(default)]
    api_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Job {
    job_id: String,
}

/// Answers CONNECT without the key.
struct Unauthorized;

impl fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unauthorized")
    }
}

/// Handlers are registered in the middleware: what a client sends at once would find none otherwise.
pub(super) fn register(io: &SocketIo, key: Secret, jobs: Arc<Jobs>) {
    let middleware = async move |socket: SocketRef, TryData(auth): TryData<Auth>| {
        let auth = auth.unwrap_or_default();
        if !key.is(&auth.api_key) && !http::brings(&key, &socket.req_parts().headers) {
            tracing::warn!("price monitor: a connection without the key");
            return Err(Unauthorized);
        }
        tracing::info!(socket = %socket.id, "price monitor: connected");
        let join = async move |socket: SocketRef, Data(job): Data<Job>| join(&socket, &jobs, &job);
        socket.on("join-import-job", join);
        socket.on("leave-import-job", async move |socket: SocketRef, Data(job): Data<Job>| {
            socket.leave(job.job_id);
        });
        Ok(())
    };
    io.ns("/", (async move |_: SocketRef| {}).with(middleware));
}

/// In the room first: what happens between the two is told twice rather than not at all.
fn join(socket: &SocketRef, jobs: &Jobs, job: &Job) {
    let Some(_) = jobs.find(&job.job_id) else {
        tracing::info!(socket = %socket.id, "price monitor: no such job to join");
        return;
    };
    socket.join(job.job_id.clone());
    if let Some(status) = jobs.find(&job.job_id)
        && let Err(error) = socket.emit("import-job-progress", &status)
    {
        tracing::debug!(%error, "price monitor: whoever joined was not told");
    }
}
