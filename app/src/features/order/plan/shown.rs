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
    let shown = Shown {
        wishes: RwSignal::new(None),
        client_id: RwSignal::new(first_try()),
        refused: RwSignal::new(refused),
    };
    shown.keep_try();
    shown
}

/// Where the browser keeps which try was for which wishes.
const KEPT: &str = "bulletin-plan-try";

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The try that was kept for these wishes.
fn kept_try(kept: Option<String>, wishes: &[Wish]) -> Option<ClientId> {
    let (of, id): (Vec<Wish>, ClientId) = serde_json::from_str(&kept?).ok()?;
    (of == wishes).then_some(id)
}

impl Shown {
    /// A try without an answer is the same one after a reload and in another tab. Inert on the server.
    fn keep_try(self) {
        Effect::new(move || {
            let Some(wishes) = self.wishes.get() else { return };
            let Some(storage) = storage() else { return };
            if let Some(id) = kept_try(storage.get_item(KEPT).ok().flatten(), &wishes) {
                self.client_id.set(id);
                return;
            }
            if let Ok(text) = serde_json::to_string(&(&wishes, self.client_id.get_untracked())) {
                // Without room the page still knows its own try.
                drop(storage.set_item(KEPT, &text));
            }
        });
    }

    /// What was held is held: the same wishes are another try now.
    pub(super) fn forget_try() {
        if let Some(storage) = storage() {
            // Nothing to remove is as good.
            drop(storage.remove_item(KEPT));
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Day, DayRange, id::BoardId};
    use uuid::Uuid;

    #[test]
    fn a_try_is_kept_for_the_wishes_it_was_made_for() {
        let day: Day = "2026-12-01".parse().unwrap();
        let days = DayRange::new(day, day).unwrap();
        let wishes = [Wish { board_id: BoardId(Uuid::from_u128(1)), days }];
        let id = ClientId(Uuid::from_u128(7));
        let kept = serde_json::to_string(&(&wishes, id)).unwrap();
        assert_eq!(kept_try(Some(kept.clone()), &wishes), Some(id));
        assert_eq!(kept_try(Some(kept), &[]), None, "other wishes");
        assert_eq!(kept_try(Some("nonsense".to_owned()), &wishes), None);
    }
}
