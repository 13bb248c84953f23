//! The log: everything that went over the line, filtered, in a list that draws only what is in view.

pub(super) mod export;
pub(super) mod filter;
pub(super) mod list;
pub(super) mod masking;
mod toolbar;
mod view;

mod detail;

pub(super) use view::LogView;

use super::panes::Pane;
use detail::EntryDetail;
use leptos::prelude::*;
use list::Rows;
use toolbar::Toolbar;

/// The log with its controls.
#[component]
pub(super) fn LogPane(view: LogView) -> impl IntoView {
    view.keep_fresh();
    let count = move || {
        view.tick.track();
        let (shown, all) = (view.shown.with_untracked(|shown| shown.ids.len()), view.len());
        format!("{shown} of {all}")
    };
    view! {
        <Pane name="log" title="Log" note=Signal::derive(count)>
            <Toolbar view />
            <Rows view />
            <EntryDetail view />
        </Pane>
    }
}
