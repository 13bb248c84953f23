//! Requests that bring files: forms of the page, and programs' raw bodies.

use super::{error::HttpError, session::Identity};
use axum::{
    body::Bytes,
    extract::{
        FromRequest, Multipart, Query, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header::CONTENT_TYPE},
};
use protocol::{ErrorBody, id::ClientId, limits, picture::PictureFault};
use std::collections::HashMap;

/// Largest body. A single file that is too large is still read to its end, so that whoever sent it gets an answer
/// instead of a broken connection; it is not kept.
pub(crate) const MAX_BODY: usize = (limits::CREATIVES + 1) * limits::PICTURE_BYTES;
/// Longest text of a field beside the files, in bytes.
const MAX_TEXT: usize = 4 * 1024;

/// What came: the fields called `file`, and all others as text.
#[derive(Default)]
pub(crate) struct Upload {
    pub(crate) files: Vec<Bytes>,
    fields: HashMap<String, String>,
}

impl Upload {
    /// A text field.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The field `clientId`.
    pub(crate) fn client_id(&self) -> Result<ClientId, ErrorBody> {
        let wrong = |_| ErrorBody::invalid("clientId", "A UUID of your own making is needed.");
        self.text("clientId").parse().map_err(wrong)
    }

    async fn of_form(mut form: Multipart) -> Result<Self, ErrorBody> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                let content =
                    read(field, limits::PICTURE_BYTES, PictureFault::Bytes.into()).await?;
                // A form without a chosen file sends an empty one.
                upload.files.extend((!content.is_empty()).then_some(content));
            } else {
                let long = ErrorBody::too_large(&name, MAX_TEXT, "This is too long.");
                let text = read(field, MAX_TEXT, long).await?;
                upload.fields.insert(name, String::from_utf8_lossy(&text).into_owned());
            }
        }
        Ok(upload)
    }
}

/// A field's content; of one that is too large, the rest is read and forgotten.
async fn read(mut field: Field<'_>, most: usize, large: ErrorBody) -> Result<Bytes, ErrorBody> {
    let mut content = Vec::new();
    let mut is_large = false;
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
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

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        // Before a byte is read: nobody hands anything in who is not signed in.
        if !matches!(request.extensions().get(), Some(Identity::User(_))) {
            return Err(HttpError(ErrorBody::unauthenticated()));
        }
        let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if media_type.is_some_and(|text| text.starts_with("multipart/form-data")) {
            let form = Multipart::from_request(request, state).await;
            let form = form.map_err(|error| ErrorBody::invalid("form", error.body_text()))?;
            return Ok(Self::of_form(form).await?);
        }
        let fields = Query::try_from_uri(request.uri());
        let Query(fields) =
            fields.map_err(|error| ErrorBody::invalid("query", error.body_text()))?;
        let file = Bytes::from_request(request, state).await;
        let file = file.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => PictureFault::Bytes.into(),
            _ => ErrorBody::invalid("body", error.body_text()),
        })?;
        Ok(Self { files: vec![file], fields })
    }
}
