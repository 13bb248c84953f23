//! What can go wrong in a use case, and its one conversion to what travels.

use protocol::{ErrorBody, ErrorCode};

/// Why a use case did not happen. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no; the caller may know why.
    #[error("{0}")]
    Refused(#[from] ErrorBody),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed; only while starting.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value breaks a rule it was stored under.
    #[error("corrupt {what}: {value}")]
    Corrupt {
        /// Table and column.
        what: &'static str,
        /// What is there.
        value: String,
    },
    /// Something else that is nobody's fault but ours.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// What the caller is told. Internals are logged here, once, and never travel.
    pub fn into_body(self) -> ErrorBody {
        match self {
            Self::Refused(body) => body,
            internal => {
                tracing::error!(error = %internal, "use case failed");
                ErrorBody::new(ErrorCode::Unavailable, "That did not work on our side. Try again.")
            }
        }
    }

    /// For values in the database that do not parse.
    pub(crate) fn corrupt(what: &'static str, value: impl Into<String>) -> Self {
        Self::Corrupt { what, value: value.into() }
    }
}
