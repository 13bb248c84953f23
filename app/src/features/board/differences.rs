use super::{
    form_fields::label,
    refused::{RefusedBoard, differing},
};
use crate::components::{Icon, Symbol};
use leptos::prelude::*;
use protocol::board::BoardDraft;

/// After somebody else has saved: which of their words stand in the form now, and which of ours stand over theirs.
/// Saving once more is a choice then, not an accident.
#[component]
pub(super) fn Differences(refused: RefusedBoard, stored: BoardDraft) -> impl IntoView {
    let carried = refused.carried_over(&stored);
    let (theirs, ours) = (refused.taken_over(&stored), differing(&carried, &stored));
    let may_save = if ours.is_empty() {
        "Nothing you typed differs from what is stored."
    } else {
        "Take over what you want to keep, then save again."
    };
    let list = move |title, names: Vec<&'static str>| {
        let row = |name| view! { <Stored name text=stored.get(name).to_owned() /> };
        (!names.is_empty()).then(|| {
            view! {
                <p>{title}</p>
                <ul class="board-edit__differences">{names.into_iter().map(row).collect_view()}</ul>
            }
        })
    };
    view! {
        <div class="notice notice--trouble" role="alert" data-testid="conflict">
            <Icon symbol=Symbol::Alert />
            <div class="notice__text">
                <p class="notice__title">{refused.error.message}</p>
                {list("You did not touch these; below stands what they say now:", theirs)}
                {list("You typed these; your words are below. Stored now is:", ours)}
                <p>{may_save}</p>
            </div>
        </div>
    }
}

#[component]
fn Stored(name: &'static str, text: String) -> impl IntoView {
    let text = if text.is_empty() { "empty".to_owned() } else { text };
    view! {
        <li>
            <a href=format!("#{name}")>{label(name).to_owned()}</a>
            ": "
            <q>{text}</q>
        </li>
    }
}
