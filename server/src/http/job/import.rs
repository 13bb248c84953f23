//! The file of an import: read while it comes, and never in memory as a whole.

use crate::{
    http::{error::HttpError, session::SignedInUser, upload::Place},
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
use tokio::time::timeout;

/// Longest pause between two pieces of a file.
const PAUSE: Duration = Duration::from_secs(30);
/// Longest time for all of it.
const WITHIN: Duration = Duration::from_mins(20);
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
    /// A word for yes or no.
    dry_run: String,
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
    // Before anybody's place is taken and a byte is read.
    let _place = match enter(&state, &me).await {
        Ok(place) => place,
        Err(refused) => {
            forget(request).await;
            return Err(refused.into());
        }
    };
    let mut came = Came::default();
    let read = timeout(WITHIN, came.read(&state, &me, request)).await;
    let input =
        read.unwrap_or_else(|_| Err(late().into())).and_then(|()| Ok(came.fields.input()?));
    match (input, came.stored) {
        (Ok(input), Some(stored)) => {
            let job = state.marketplace.start_import(&me, input, stored).await?;
            Ok((StatusCode::ACCEPTED, Json(job)))
        }
        (Ok(_), None) => Err(ErrorBody::invalid("file", "A file is needed.").into()),
        (Err(error), stored) => {
            if let Some(stored) = stored {
                state.marketplace.discard_upload(stored).await;
            }
            Err(error.into())
        }
    }
}

async fn enter(state: &AppState, me: &Me) -> Result<Place, Error> {
    state.marketplace.check_upload(me).await?;
    Ok(state.intake.enter_inventory(me.user_id)?)
}

/// What has come so far.
#[derive(Default)]
struct Came {
    stored: Option<StoredUpload>,
    fields: Fields,
}

impl Came {
    async fn read(&mut self, state: &AppState, me: &Me, request: Request) -> Result<(), Error> {
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|text| text.starts_with("multipart/form-data")) {
            let form = Multipart::from_request(request, state).await;
            let form = form.map_err(|error| ErrorBody::invalid("form", error.body_text()))?;
            return self.read_form(&state.marketplace, me, form).await;
        }
        let fields = Query::try_from_uri(request.uri());
        let fields = fields.map_err(|error| ErrorBody::invalid("query", error.body_text()));
        match fields.and_then(|Query(fields): Query<Fields>| fields.checked()) {
            Ok(fields) => self.fields = fields,
            Err(refused) => {
                forget(request).await;
                return Err(refused.into());
            }
        }
        let pieces = request.into_body().into_data_stream().map(|piece| piece.map_err(|_| cut()));
        self.stored = Some(take(&state.marketplace, me, pieces).await?);
        Ok(())
    }

    async fn read_form(
        &mut self,
        marketplace: &Marketplace,
        me: &Me,
        mut form: Multipart,
    ) -> Result<(), Error> {
        let mut rest = PARTS;
        loop {
            let next = timeout(PAUSE, form.next_field()).await.map_err(|_| slow())?;
            let Some(part) = next.map_err(|_| cut())? else { return Ok(()) };
            let text = "The form has too many parts.";
            rest = rest.checked_sub(1).ok_or_else(|| ErrorBody::invalid("form", text))?;
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" && self.stored.is_none() {
                if self.fields.name.is_empty() {
                    part.file_name().unwrap_or_default().clone_into(&mut self.fields.name);
                }
                let pieces = part.map(|piece| piece.map_err(|_| cut()));
                self.stored = Some(take(marketplace, me, pieces).await?);
            } else {
                let text = text_of(part.map(|piece| piece.map_err(|_| cut())), &name).await?;
                self.fields.set(&name, text);
            }
        }
    }
}

/// Reads what somebody sends who is refused already: whoever sends gets an answer instead of a broken connection.
async fn forget(request: Request) {
    forget_rest(&mut request.into_body().into_data_stream()).await;
}

async fn forget_rest<T: AsRef<[u8]>, E>(pieces: &mut (impl Stream<Item = Result<T, E>> + Unpin)) {
    let most = usize::try_from(limits::IMPORT_BYTES).unwrap_or(usize::MAX);
    let rest = async {
        let mut bytes = 0;
        while let Some(Ok(piece)) = pieces.next().await {
            bytes += piece.as_ref().len();
            if bytes > most {
                break;
            }
        }
    };
    if timeout(REST, rest).await.is_err() {
        tracing::debug!("the rest of a refused file did not come in time");
    }
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
    forget_rest(&mut pieces).await;
    Err(fault)
}

async fn text_of(
    pieces: impl Stream<Item = Result<Bytes, ErrorBody>>,
    name: &str,
) -> Result<String, ErrorBody> {
    let (mut pieces, mut text) = (pin!(pieces), Vec::new());
    while let Some(piece) = timeout(PAUSE, pieces.next()).await.map_err(|_| slow())? {
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
            "dryRun" => self.dry_run = text,
            "mapping" => self.mapping = Some(text),
            _ => {}
        }
    }

    /// What cannot be understood is refused before the file is read.
    fn checked(self) -> Result<Self, ErrorBody> {
        self.input().map(|_| self)
    }

    fn input(&self) -> Result<StartImport, ErrorBody> {
        let dry_run = match self.dry_run.trim().to_lowercase().as_str() {
            "true" | "on" | "yes" | "1" => true,
            "false" | "off" | "no" | "0" | "" => false,
            // Whoever meant to try must not have it done.
            _ => return Err(ErrorBody::invalid("dryRun", "Either true or false.")),
        };
        let mapping = self.mapping.as_deref().filter(|text| !text.trim().is_empty());
        let read = |text: &str| {
            serde_json::from_str(text)
                .map_err(|error| ErrorBody::invalid("mapping", format!("{error}.")))
        };
        let mapping = mapping.map(read).transpose()?;
        Ok(StartImport { name: self.name.clone(), dry_run, mapping })
    }
}

fn cut() -> ErrorBody {
    ErrorBody::invalid("file", "The file did not come to its end.")
}

fn slow() -> ErrorBody {
    let text = format!("Nothing came for {} seconds.", PAUSE.as_secs());
    ErrorBody::new(ErrorCode::Unavailable, text)
}

fn late() -> ErrorBody {
    let text = format!("The file was not here within {} minutes.", WITHIN.as_secs() / 60);
    ErrorBody::new(ErrorCode::Unavailable, text)
}
