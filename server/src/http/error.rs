//! [`ErrorBody`] as an HTTP response, and input of JSON routes whose every fault is an [`ErrorBody`].

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::JsonRejection},
    http::{StatusCode, header::RETRY_AFTER, request::Parts},
    response::{IntoResponse, Response},
};
use protocol::{ErrorBody, ErrorCode};
use serde::de::DeserializeOwned;

/// The error of every JSON route.
pub(crate) struct HttpError(pub(crate) ErrorBody);

impl From<marketplace::Error> for HttpError {
    fn from(error: marketplace::Error) -> Self {
        Self(error.into_body())
    }
}

impl From<ErrorBody> for HttpError {
    fn from(body: ErrorBody) -> Self {
        Self(body)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.http_status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let seconds = self.0.retry_after_ms.map(|ms| ms.div_ceil(1000).to_string());
        let mut response = (status, Json(self.0)).into_response();
        if let Some(value) = seconds.and_then(|text| text.parse().ok()) {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        response
    }
}

/// A JSON body. Unlike axum's own, its refusals are [`ErrorBody`]s.
pub(crate) struct ApiJson<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for ApiJson<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let Json(value) =
            Json::from_request(request, state).await.map_err(|refused| refusal(&refused))?;
        Ok(Self(value))
    }
}

fn refusal(rejection: &JsonRejection) -> HttpError {
    let text = rejection.body_text();
    HttpError(match rejection {
        JsonRejection::MissingJsonContentType(_) => {
            ErrorBody::invalid("contentType", "Send JSON, with Content-Type: application/json.")
        }
        _ if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            ErrorBody::new(ErrorCode::TooLarge, "The request is too large.")
        }
        _ => ErrorBody::invalid("body", text),
    })
}

/// What stands in a route's address, as an id. Its refusals are [`ErrorBody`]s.
pub(crate) struct ApiPath<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for ApiPath<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(refused) => Err(ErrorBody::invalid("path", refused.body_text()).into()),
        }
    }
}

/// What follows the question mark. Its refusals are [`ErrorBody`]s.
pub(crate) struct ApiQuery<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(refused) => Err(ErrorBody::invalid("query", refused.body_text()).into()),
        }
    }
}
