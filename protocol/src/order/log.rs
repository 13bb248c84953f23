//! What the pipeline says of its work on an order, line by line.

use super::named;
use crate::{
    command::Command,
    error::{ErrorBody, ErrorCode},
    id::OrderId,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// How much a log line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// What went as it should.
    Info,
    /// What will be tried again.
    Warn,
    /// What needs somebody.
    Error,
}

/// A line of an order's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogLine {
    /// From 1, without holes.
    pub number: i64,
    /// How much it matters.
    pub level: LogLevel,
    /// When it was stored.
    pub at: Timestamp,
    /// A sentence.
    pub message: String,
}

/// Lines were added to an order's log (`log`). Whoever misses some finds them by their numbers: ask with
/// [`GetLogs`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderLog {
    /// Which order.
    pub order_id: OrderId,
    /// Consecutive, at most [`crate::limits::LOG_LINES`].
    pub lines: Vec<LogLine>,
}

/// Ask for an order's log after a line. For its parties and admins. The same as
/// `GET /api/orders/{id}/logs?after=`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GetLogs {
    /// Which order.
    pub order_id: OrderId,
    /// The last line one has; 0 for all.
    #[serde(default)]
    pub after: i64,
}

impl Command for GetLogs {
    const NAME: &'static str = "getLogs";
    type Ok = LogPage;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::NotFound];
}

/// Consecutive lines of an order's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LogPage {
    /// At most [`crate::limits::LOG_PAGE`].
    pub lines: Vec<LogLine>,
    /// The newest line's number: ask again when it is not among these.
    pub last_line: i64,
}

impl LogLevel {
    /// Every level, the least important first.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warn, Self::Error];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }
}

impl FromStr for LogLevel {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        named(&Self::ALL, Self::as_str, text)
    }
}
