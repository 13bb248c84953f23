//! The file of an import: read while it comes, and never in memory as a whole.

use crate::{
    http::{error::HttpError, session::SignedInUser},
    state::AppState,
};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Multipart, Query, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
};
use futures::{Stream, StreamExt};
use marketplace::{Error, Marketplace, StoredUpload};
use protocol::{
    ErrorBody, ErrorCode,
    account::Me,
    job::{JobView, StartImport},
    limits,
};
use serde::Deserialize;
use std::{pin::pin, time::Duration};
use tokio::{sync::Semaphore, time::timeout};

/// Uploads that are taken in at the same time; each keeps a part of some MB in memory.
static PLACES: Semaphore = Semaphore::const_new(6);
/// Longest pause between two pieces of a file.
const PAUSE: Duration = Duration::from_secs(30);
/// How long the rest of a file that was refused is read, so that whoever sends it hears why.
const REST: Duration = Duration::from_mins(1);
/// Longest text of a field beside the file, in bytes.
const MAX_TEXT: usize = 16 * 1024;
/// Most parts of a form.
const PARTS: usize = 8;

/// What comes beside the file, in a form's fields or in the address.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Fields {
    name: String,
    dry_run: bool,
    /// JSON.
    mapping: Option<String>,
}

/// `POST /api/jobs/imports` with `multipart/form-data` of `file`, and `name`, `dryRun` and `mapping` (JSON: headers to
/// columns) as one likes; or with the file alone and the others in the address: `202` with [`JobView`]. A file that is no
/// inventory is refused, and nothing of it is kept.
pub(crate) async fn import(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    request: Request,
) -> Result<(StatusCode, Json<JobView>), HttpError> {
    let _place = PLACES.try_acquire().map_err(|_| busy())?;
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_form = media_type.is_some_and(|text| text.starts_with("multipart/form-data"));
    let (stored, fields) = if is_form {
        let form = Multipart::from_request(request, &state).await;
        let form = form.map_err(|error| ErrorBody::invalid("form", error.body_text()))?;
        of_form(&state.marketplace, &me, form).await?
    } else {
        let fields = Query::try_from_uri(request.uri());
        let Query(fields) =
            fields.map_err(|error| ErrorBody::invalid("query", error.body_text()))?;
        let pieces = request.into_body().into_data_stream().map(|piece| piece.map_err(|_| cut()));
        (take(&state.marketplace, &me, pieces).await?, fields)
    };
    let input = fields.input()?;
    let job = state.marketplace.start_import(&me, input, stored).await?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}

async fn of_form(
    marketplace: &Marketplace,
    me: &Me,
    mut form: Multipart,
) -> Result<(StoredUpload, Fields), Error> {
    let (mut stored, mut fields) = (None, Fields::default());
    let mut rest = PARTS;
    while let Some(part) = form.next_field().await.map_err(|_| cut())? {
        let text = "The form has too many parts.";
        rest = rest.checked_sub(1).ok_or_else(|| ErrorBody::invalid("form", text))?;
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" && stored.is_none() {
            if fields.name.is_empty() {
                fields.name = part.file_name().unwrap_or_default().to_owned();
            }
            let pieces = part.map(|piece| piece.map_err(|_| cut()));
            stored = Some(take(marketplace, me, pieces).await?);
        } else {
            let text = text_of(part.map(|piece| piece.map_err(|_| cut())), &name).await?;
            fields.set(&name, text);
        }
    }
    let stored = stored.ok_or_else(|| ErrorBody::invalid("file", "A file is needed."))?;
    Ok((stored, fields))
}

/// Takes a file in. The rest of one that is refused is read and forgotten: whoever sent it gets an answer instead of a
/// broken connection.
async fn take(
    marketplace: &Marketplace,
    me: &Me,
    pieces: impl Stream<Item = Result<Bytes, ErrorBody>>,
) -> Result<StoredUpload, Error> {
    let mut upload = marketplace.begin_upload(me).await?;
    let mut pieces = pin!(pieces);
    let fault = loop {
        let piece = match timeout(PAUSE, pieces.next()).await {
            Err(_) => break slow().into(),
            Ok(None) => return upload.finish().await,
            Ok(Some(Err(error))) => break error.into(),
            Ok(Some(Ok(piece))) => piece,
        };
        if let Err(error) = upload.push(&piece).await {
            break error;
        }
    };
    upload.abort().await;
    let most = usize::try_from(limits::IMPORT_BYTES).unwrap_or(usize::MAX);
    let rest = async {
        let mut bytes = 0;
        while let Some(Ok(piece)) = pieces.next().await {
            bytes += piece.len();
            if bytes > most {
                break;
            }
        }
    };
    if timeout(REST, rest).await.is_err() {
        tracing::debug!("the rest of a refused file did not come in time");
    }
    Err(fault)
}

async fn text_of(
    pieces: impl Stream<Item = Result<Bytes, ErrorBody>>,
    name: &str,
) -> Result<String, ErrorBody> {
    let (mut pieces, mut text) = (pin!(pieces), Vec::new());
    while let Some(piece) = pieces.next().await {
        text.extend_from_slice(&piece?);
        if text.len() > MAX_TEXT {
            return Err(ErrorBody::too_large(name, MAX_TEXT, "This is too long."));
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

impl Fields {
    fn set(&mut self, name: &str, text: String) {
        match name {
            "name" => self.name = text,
            "dryRun" => self.dry_run = matches!(text.as_str(), "true" | "on" | "1"),
            "mapping" => self.mapping = Some(text),
            _ => {}
        }
    }

    fn input(self) -> Result<StartImport, ErrorBody> {
        let mapping = self.mapping.filter(|text| !text.trim().is_empty());
        let read = |text: String| {
            serde_json::from_str(&text)
                .map_err(|error| ErrorBody::invalid("mapping", format!("{error}.")))
        };
        let mapping = mapping.map(read).transpose()?;
        Ok(StartImport { name: self.name, dry_run: self.dry_run, mapping })
    }
}

fn cut() -> ErrorBody {
    ErrorBody::invalid("file", "The file did not come to its end.")
}

fn slow() -> ErrorBody {
    let text = format!("Nothing came for {} seconds.", PAUSE.as_secs());
    ErrorBody::new(ErrorCode::Unavailable, text)
}

fn busy() -> ErrorBody {
    let text = "Many files are coming in. Try again soon.";
    let body = ErrorBody::new(ErrorCode::Unavailable, text);
    ErrorBody { retry_after_ms: Some(5_000), ..body }
}
