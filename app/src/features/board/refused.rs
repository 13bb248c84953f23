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
    /// The refusal.
    pub error: ErrorBody,
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
