//! The one error shape of every transport: acknowledgements, server functions, JSON routes.

use crate::inventory::Place;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What went wrong, for programs. Closed: every code has a text in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in.
    Unauthenticated,
    /// The session has ended or was revoked.
    SessionExpired,
    /// Signed in, but not allowed to do this.
    Forbidden,
    /// It does not exist, or it is not yours to see: the two are never told apart.
    NotFound,
    /// The input breaks a rule; `field` names it.
    Invalid,
    /// It contradicts what is stored.
    Conflict,
    /// What it is about is in a state that does not allow this.
    WrongState,
    /// Larger than `limit`.
    TooLarge,
    /// Too many in too short a time; `retryAfterMs` says when to come back.
    RateLimited,
    /// The server cannot answer now. The cause is in its log, never here.
    Unavailable,
    /// The connection was too slow for what it was told; it comes back and catches up.
    SlowConsumer,
    /// The server is being replaced; `retryAfterMs` says when to come back.
    ShuttingDown,
    /// What the user may do has changed since the page was loaded.
    RightsChanged,
}

impl ErrorCode {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 13] = [
        Self::Unauthenticated,
        Self::SessionExpired,
        Self::Forbidden,
        Self::NotFound,
        Self::Invalid,
        Self::Conflict,
        Self::WrongState,
        Self::TooLarge,
        Self::RateLimited,
        Self::Unavailable,
        Self::SlowConsumer,
        Self::ShuttingDown,
        Self::RightsChanged,
    ];

    /// Whether, and after what, the same request may be tried again.
    pub fn retry(self) -> Retry {
        match self {
            Self::Unauthenticated | Self::SessionExpired => Retry::Login,
            Self::RateLimited | Self::Unavailable | Self::SlowConsumer | Self::ShuttingDown => {
                Retry::After
            }
            Self::RightsChanged => Retry::Reload,
            Self::Forbidden
            | Self::NotFound
            | Self::Invalid
            | Self::Conflict
            | Self::WrongState
            | Self::TooLarge => Retry::Never,
        }
    }

    /// The HTTP status of a response with this error.
    pub fn http_status(self) -> u16 {
        match self {
            Self::Unauthenticated | Self::SessionExpired => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Invalid => 422,
            Self::Conflict | Self::WrongState | Self::RightsChanged => 409,
            Self::TooLarge => 413,
            Self::RateLimited => 429,
            Self::Unavailable | Self::SlowConsumer | Self::ShuttingDown => 503,
        }
    }
}

/// Whether, and after what, the same request may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// After a pause (`retry_after_ms`, or a back-off of the caller's).
    After,
    /// After signing in.
    Login,
    /// After loading a newer version of the page.
    Reload,
}

/// An error as it travels: `{code, message, retry, retryAfterMs?, limit?, field?, place?}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// For programs.
    pub code: ErrorCode,
    /// For people: one plain English sentence without internals.
    pub message: String,
    /// Whether trying again makes sense.
    pub retry: Retry,
    /// Milliseconds to wait before the next try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The limit that was passed, in the unit the message names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// The input field that is wrong, in camelCase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Of a file that cannot be read: where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl ErrorBody {
    /// An error with the code's own retry advice and nothing else.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            retry: code.retry(),
            retry_after_ms: None,
            limit: None,
            field: None,
            place: None,
        }
    }

    /// A rule broken by `field`.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(ErrorCode::Invalid, message) }
    }

    /// `field` is longer or larger than `limit`.
    pub fn too_large(field: &str, limit: usize, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            limit: Some(limit as u64),
            ..Self::new(ErrorCode::TooLarge, message)
        }
    }

    /// The answer for what does not exist and for what belongs to somebody else.
    pub fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("There is no such {what}, or you may not see it."))
    }

    /// The answer to whoever has to sign in first.
    pub fn unauthenticated() -> Self {
        Self::new(ErrorCode::Unauthenticated, "Sign in first.")
    }
}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ErrorBody {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_travels_in_camel_case_without_empty_fields() {
        let body = ErrorBody::too_large("body", 10, "Too long.");
        assert_eq!(
            serde_json::to_string(&body).unwrap(),
            r#"{"code":"too_large","message":"Too long.","retry":"never","limit":10,"field":"body"}"#
        );
    }

    #[test]
    fn every_code_survives_a_round_trip() {
        for code in ErrorCode::ALL {
            let text = serde_json::to_string(&ErrorBody::new(code, "x")).unwrap();
            assert_eq!(serde_json::from_str::<ErrorBody>(&text).unwrap().code, code);
        }
    }
}
