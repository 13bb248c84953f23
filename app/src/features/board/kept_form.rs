//! What an owner has typed about a board and not stored yet. It outlives a reload, and a session that ends while one
//! writes. Only called once the page runs.

use super::refused::Over;
use leptos::prelude::window;
use protocol::{
    board::{BoardDraft, BoardProfile},
    id::UserId,
};
use serde::{Deserialize, Serialize};

/// The text of one form, of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeptForm {
    key: String,
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Typed {
    pub(super) draft: BoardDraft,
    /// What was stored when it was typed.
    #[serde(flatten)]
    pub(super) over: Over,
}

impl Typed {
    /// Nothing of it would be lost.
    fn is_stored(&self, profile: &BoardProfile) -> bool {
        self.draft.check().is_ok_and(|typed| typed == *profile)
    }
}

impl KeptForm {
    /// `address` is where the form is posted to.
    pub(super) fn of(me: UserId, address: &str) -> Self {
        Self { key: format!("bulletin.form.{me}.{address}") }
    }

    /// What was typed; nothing where the browser keeps nothing.
    pub(super) fn read(&self) -> Option<Typed> {
        let text = storage()?.get_item(&self.key).ok().flatten()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps what is typed.
    pub(super) fn keep(&self, typed: &Typed) {
        let Some(storage) = storage() else { return };
        if let Ok(text) = serde_json::to_string(typed) {
            // A full or forbidden storage costs only the safety of a reload.
            drop(storage.set_item(&self.key, &text));
        }
    }

    pub(super) fn forget(&self) {
        if let Some(storage) = storage() {
            drop(storage.remove_item(&self.key));
        }
    }

    /// A board is stored: the form has done its work if that is all that was typed. A refused one has not.
    pub(super) fn forget_if_stored(&self, profile: &BoardProfile) {
        if self.read().is_some_and(|typed| typed.is_stored(profile)) {
            self.forget();
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        let draft = BoardDraft {
            title: "Torstraße, corner".into(),
            city: "Berlin".into(),
            address: "Torstraße 1".into(),
            facing: "the square".into(),
            width: "4".into(),
            height: "3".into(),
            audience_per_week: "12000".into(),
            price_per_day: "100".into(),
            ..BoardDraft::fresh()
        };
        Typed { draft, over: Over { version: Some(3), seen: None } }
    }

    #[test]
    fn a_form_has_done_its_work_once_all_of_it_is_stored() {
        let mut typed = typed();
        let stored = typed.draft.check().unwrap();
        typed.draft.title = " Torstraße,  corner ".into();
        typed.draft.price_per_day = "100.00".into();
        assert!(typed.is_stored(&stored), "as it is normalised");
        typed.draft.price_per_day = "150".into();
        assert!(!typed.is_stored(&stored), "the title alone is not all of it");
        typed.draft.price_per_day = "dear".into();
        assert!(!typed.is_stored(&stored));
    }
}
