//! The error of every server function: the same body as in acknowledgements and JSON routes.

use crate::backend::set_status;
use leptos::{
    prelude::FromServerFnError,
    server_fn::{codec::JsonEncoding, error::ServerFnErrorErr},
};
use protocol::{ErrorBody, ErrorCode};
use serde::{Deserialize, Serialize};
use std::fmt;

/// [`ErrorBody`] as a server function returns it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiError(pub ErrorBody);

/// What a server function returns.
pub type ApiResult<T> = Result<T, ApiError>;

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

impl From<ErrorBody> for ApiError {
    fn from(body: ErrorBody) -> Self {
        Self(body)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// Only failures of the transport itself come here: no line, a proxy's error page, a bad request.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let body = match error {
            ServerFnErrorErr::Args(text) | ServerFnErrorErr::MissingArg(text) => {
                ErrorBody::invalid("arguments", text)
            }
            _ => {
                let text = "The server could not be reached. Try again.";
                ErrorBody::new(ErrorCode::Unavailable, text)
            }
        };
        set_status(body.code);
        Self(body)
    }
}
