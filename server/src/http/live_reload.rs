//! While developing: how an open page learns that the server has been replaced.

use crate::state::AppState;
use axum::{extract::State, http::StatusCode};
use std::sync::LazyLock;
use uuid::Uuid;

/// Different in every process.
static BORN: LazyLock<String> = LazyLock::new(|| Uuid::now_v7().to_string());

/// `GET /live-reload`: this process's own id; `404` unless `--live-reload` is set.
pub(crate) async fn born(State(state): State<AppState>) -> Result<&'static str, StatusCode> {
    if state.config.live_reload { Ok(BORN.as_str()) } else { Err(StatusCode::NOT_FOUND) }
}
