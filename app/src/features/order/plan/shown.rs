use crate::features::{
    account::use_form_error,
    order::hold_form::{first_try, new_try},
};
use leptos::prelude::*;
use protocol::{
    ErrorBody,
    id::ClientId,
    order::{PlannedBoard, Wish},
};

/// What is shown, and the try to hold it. Both outlive every reading: a try without an answer may have held everything,
/// and whoever repeats it must not hold it twice.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    /// `None` until something is shown.
    pub(super) wishes: RwSignal<Option<Vec<Wish>>>,
    pub(super) client_id: RwSignal<ClientId>,
    /// Why the last try was refused, also that of the form without scripts.
    pub(super) refused: RwSignal<Option<ErrorBody>>,
}

/// For the page itself, see [`first_try`].
pub(super) fn use_shown() -> Shown {
    let refused = use_form_error().get_untracked().map(|error| error.0);
    Shown {
        wishes: RwSignal::new(None),
        client_id: RwSignal::new(first_try()),
        refused: RwSignal::new(refused),
    }
}

impl Shown {
    /// What was refused is about the wishes as they were, and other wishes are another try.
    pub(super) fn show(self, planned: &[PlannedBoard]) {
        let now: Vec<Wish> = planned.iter().map(|planned| planned.wish).collect();
        let is_first = self.wishes.with_untracked(Option::is_none);
        if self.wishes.with_untracked(|before| before.as_ref() == Some(&now)) {
            return;
        }
        if !is_first {
            self.refused.set(None);
            self.client_id.set(new_try());
        }
        self.wishes.set(Some(now));
    }
}
