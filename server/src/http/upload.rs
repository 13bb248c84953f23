//! Requests that bring files: forms of the page, and programs' raw bodies.

mod intake;

pub(crate) use intake::{Intake, Place};

use super::{error::HttpError, session::Identity};
use axum::{
    body::Bytes,
    extract::{
        FromRef, FromRequest, Multipart, Query, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header::CONTENT_TYPE},
};
use futures::{Stream, StreamExt};
use protocol::{ErrorBody, id::ClientId, limits, order::CreativeFinding, picture::PictureFault};
use std::{collections::HashMap, sync::Arc};

/// Longest text of a field beside the files, in bytes.
const MAX_TEXT: usize = 4 * 1024;
/// Most fields beside the files.
const FIELDS: usize = 8;

/// Largest body with so many files. One more than those is read to its end and forgotten, as is one that is too large:
/// whoever sent it gets an answer instead of a broken connection.
pub(crate) const fn max_body(files: usize) -> usize {
    (files + 1) * limits::PICTURE_BYTES
}

/// What came: the fields called `file`, at most so many, and all others as text.
pub(crate) struct Upload<const FILES: usize> {
    pub(crate) files: Vec<Bytes>,
    fields: HashMap<String, String>,
    /// For the files: whoever takes them out keeps it beside them.
    pub(crate) place: Place,
}

impl<const FILES: usize> Upload<FILES> {
    /// A text field.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The field `clientId`.
    pub(crate) fn client_id(&self) -> Result<ClientId, ErrorBody> {
        let wrong = |_| ErrorBody::invalid("clientId", "A UUID of your own making is needed.");
        self.text("clientId").parse().map_err(wrong)
    }
}

/// Files and fields.
type Parts = (Vec<Bytes>, HashMap<String, String>);

async fn of_form(mut form: Multipart, most: usize) -> Result<Parts, ErrorBody> {
    let (mut files, mut fields) = (Vec::new(), HashMap::new());
    // A form without a chosen file sends an empty one, and who sends one too many is told so.
    let mut rest = 1 + most + FIELDS;
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        let text = "The form has too many parts.";
        rest = rest.checked_sub(1).ok_or_else(|| ErrorBody::invalid("form", text))?;
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let (bytes, large) = if files.len() < most {
                (limits::PICTURE_BYTES, PictureFault::Bytes.into())
            } else {
                (0, too_many(most))
            };
            // A file that was chosen has a name, also when there is nothing in it.
            let is_chosen = field.file_name().is_some_and(|name| !name.is_empty());
            let content = read(chunks(field), bytes, large).await?;
            files.extend((is_chosen || !content.is_empty()).then_some(content));
        } else {
            let long = ErrorBody::too_large(&name, MAX_TEXT, "This is too long.");
            let text = read(chunks(field), MAX_TEXT, long).await?;
            fields.insert(name, String::from_utf8_lossy(&text).into_owned());
        }
    }
    Ok((files, fields))
}

fn too_many(most: usize) -> ErrorBody {
    match most {
        limits::CREATIVES => CreativeFinding::Many.into(),
        _ => ErrorBody::too_large("photo", most, "One photo at a time."),
    }
}

fn chunks(field: Field<'_>) -> impl Stream<Item = Result<Bytes, ErrorBody>> {
    field.map(|chunk| chunk.map_err(|error| broken(&error)))
}

/// The content; of what is too large, the rest is read and forgotten.
async fn read(
    chunks: impl Stream<Item = Result<Bytes, ErrorBody>>,
    most: usize,
    large: ErrorBody,
) -> Result<Bytes, ErrorBody> {
    let mut chunks = std::pin::pin!(chunks);
    let mut content = Vec::new();
    let mut is_large = false;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        is_large |= content.len() + chunk.len() > most;
        if is_large {
            content = Vec::new();
        } else {
            content.extend_from_slice(&chunk);
        }
    }
    if is_large { Err(large) } else { Ok(content.into()) }
}

fn broken(error: &MultipartError) -> ErrorBody {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PictureFault::Bytes.into(),
        _ => ErrorBody::invalid("form", error.body_text()),
    }
}

/// A file alone, with the fields in the address.
async fn of_body(request: Request) -> Result<Parts, ErrorBody> {
    let fields = Query::try_from_uri(request.uri());
    let Query(fields) = fields.map_err(|error| ErrorBody::invalid("query", error.body_text()))?;
    let mut rest = max_body(1);
    let chunks = request.into_body().into_data_stream().map(|chunk| {
        let text = "The file did not come to its end.";
        let chunk = chunk.map_err(|_| ErrorBody::invalid("body", text))?;
        rest = rest.checked_sub(chunk.len()).ok_or(PictureFault::Bytes)?;
        Ok(chunk)
    });
    Ok((vec![read(chunks, limits::PICTURE_BYTES, PictureFault::Bytes.into()).await?], fields))
}

impl<S, const FILES: usize> FromRequest<S> for Upload<FILES>
where
    S: Send + Sync,
    Arc<Intake>: FromRef<S>,
{
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        // Before a byte is read: nobody hands anything in who is not signed in.
        let Some(Identity::User(me)) = request.extensions().get() else {
            return Err(HttpError(ErrorBody::unauthenticated()));
        };
        let intake = Arc::<Intake>::from_ref(state);
        let place = intake.enter(me.user_id, FILES).await?;
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_form = media_type.is_some_and(|text| text.starts_with("multipart/form-data"));
        let reading = async {
            if !is_form {
                return of_body(request).await;
            }
            let form = Multipart::from_request(request, state).await;
            let form = form.map_err(|error| ErrorBody::invalid("form", error.body_text()))?;
            of_form(form, FILES).await
        };
        let (files, fields) = intake.in_time(FILES, reading).await?;
        Ok(Self { files, fields, place })
    }
}
