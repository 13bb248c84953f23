//! A board's form that the server has refused. The answer to the post is the page again, with everything that
//! was typed: that would not fit into an address.

use leptos::prelude::*;
use protocol::{ErrorBody, board::BoardDraft};
use serde::{Deserialize, Serialize};

/// What a form is written over. Nothing for a new board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    /// The version of what is stored. It is checked against that, however late it is sent.
    pub version: Option<i64>,
    /// What the fields held then; none when nobody has said so.
    #[serde(default)]
    pub seen: Option<BoardDraft>,
}

/// What was typed, and why it was not taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefusedBoard {
    /// Every field.
    pub draft: BoardDraft,
    /// What it was to be written over.
    pub over: Over,
    /// The refusal.
    pub error: ErrorBody,
}

impl RefusedBoard {
    /// Somebody has saved the board since that version.
    pub(super) fn is_conflict(&self) -> bool {
        self.error.field.as_deref() == Some("version")
    }

    /// What was typed, with what is stored now in every field that was not touched.
    pub(super) fn carried_over(&self, stored: &BoardDraft) -> BoardDraft {
        let carried = |seen| self.draft.carried_over(seen, stored);
        self.over.seen.as_ref().map_or_else(|| self.draft.clone(), carried)
    }

    /// The fields that say something else now than what was sent, because only somebody else has changed them.
    pub(super) fn taken_over(&self, stored: &BoardDraft) -> Vec<&'static str> {
        differing(&self.carried_over(stored), &self.draft)
    }

    /// What is wrong with the fields, all of it. In a conflict nothing is.
    pub(super) fn errors(&self) -> Vec<ErrorBody> {
        if self.is_conflict() {
            return Vec::new();
        }
        self.draft.check().err().unwrap_or_else(|| vec![self.error.clone()])
    }
}

/// The names of the fields in which two drafts differ.
pub(super) fn differing(one: &BoardDraft, other: &BoardDraft) -> Vec<&'static str> {
    BoardDraft::NAMES.iter().copied().filter(|name| one.differs(other, name)).collect()
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
