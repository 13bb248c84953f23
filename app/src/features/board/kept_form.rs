//! What an owner has typed about a board and not stored yet. It outlives a reload, and a session that ends while one
//! writes. Only called once the page runs.

use leptos::prelude::window;
use protocol::{board::BoardDraft, id::UserId};
use serde::{Deserialize, Serialize};

/// The text of one form, of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeptForm {
    key: String,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    draft: BoardDraft,
    /// It was posted; whether it was taken is seen by what comes next.
    is_sent: bool,
}

impl KeptForm {
    /// `address` is where the form is posted to.
    pub(super) fn of(me: UserId, address: &str) -> Self {
        Self { key: format!("bulletin.form.{me}.{address}") }
    }

    /// What was typed; nothing where the browser keeps nothing.
    pub(super) fn read(&self) -> Option<BoardDraft> {
        self.kept().map(|kept| kept.draft)
    }

    /// Keeps what is typed.
    pub(super) fn keep(&self, draft: BoardDraft, is_sent: bool) {
        let Some(storage) = storage() else { return };
        if let Ok(text) = serde_json::to_string(&Kept { draft, is_sent }) {
            // A full or forbidden storage costs only the safety of a reload.
            drop(storage.set_item(&self.key, &text));
        }
    }

    pub(super) fn forget(&self) {
        if let Some(storage) = storage() {
            drop(storage.remove_item(&self.key));
        }
    }

    /// A board of this title is stored: the form that was posted for it has done its work.
    pub(super) fn forget_if_stored(&self, title: &str) {
        let is_stored = |kept: Kept| {
            let typed = kept.draft.title.split_whitespace().collect::<Vec<_>>().join(" ");
            kept.is_sent && typed == title
        };
        if self.kept().is_some_and(is_stored) {
            self.forget();
        }
    }

    fn kept(&self) -> Option<Kept> {
        let text = storage()?.get_item(&self.key).ok().flatten()?;
        serde_json::from_str(&text).ok()
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
