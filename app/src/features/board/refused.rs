//! A board's form that the server has refused. The answer to the post is the page again, with everything that
//! was typed: that would not fit into an address.

use leptos::prelude::*;
use protocol::{ErrorBody, board::BoardDraft};
use serde::{Deserialize, Serialize};

/// What was typed, and why it was not taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefusedBoard {
    /// Every field.
    pub draft: BoardDraft,
    /// The version it was to be written over; none for a new board.
    pub version: Option<i64>,
    /// The refusal.
    pub error: ErrorBody,
}

impl RefusedBoard {
    /// Somebody has saved the board since that version.
    pub(super) fn is_conflict(&self) -> bool {
        self.error.field.as_deref() == Some("version")
    }

    /// What is wrong with the fields, all of it. In a conflict nothing is.
    pub(super) fn errors(&self) -> Vec<ErrorBody> {
        if self.is_conflict() {
            return Vec::new();
        }
        self.draft.check().err().unwrap_or_else(|| vec![self.error.clone()])
    }
}

/// Called by the server before it renders the page that answers the post.
pub fn provide_refused(refused: RefusedBoard) {
    provide_context(refused);
}

/// The refusal that this page answers with, also once it has come to life.
pub(super) fn use_refused() -> Option<RefusedBoard> {
    let refused = SharedValue::new(use_context::<RefusedBoard>).into_inner();
    if let Some(refused) = &refused {
        crate::backend::set_status(refused.error.code);
    }
    refused
}
