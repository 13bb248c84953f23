//! Exports: asking for a file, and fetching it.

use crate::{
    http::{
        error::{ApiJson, ApiPath, HttpError},
        session::SignedInUser,
    },
    state::AppState,
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use protocol::{
    id::JobId,
    inventory::FileFormat,
    job::{JobView, StartExport},
};

/// `POST /api/jobs/exports {kind, format}`: `export_boards` or `export_orders`, as `csv` or `json_lines`; `202` with
/// [`JobView`].
pub(crate) async fn export(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiJson(input): ApiJson<StartExport>,
) -> Result<(StatusCode, Json<JobView>), HttpError> {
    let job = state.marketplace.start_export(&me, input).await?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}

/// `GET /api/jobs/{id}/result`: the file of an export, for whoever asked for it, until it expires; else `404`.
pub(crate) async fn fetch(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
) -> Result<Response, HttpError> {
    let file = state.marketplace.fetch_export(&me, id).await?;
    let media_type = match file.format {
        FileFormat::Csv => "text/csv; charset=utf-8",
        FileFormat::JsonLines => "application/jsonl",
    };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_LENGTH, file.download.bytes.to_string()),
        // Of our own making: nothing in it has to be quoted.
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.download.name)),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(file.content)).into_response())
}
