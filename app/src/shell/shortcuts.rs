//! Keys that lead somewhere, and the dialog that lists them. Inert on the server.

use super::focus::focus;
use crate::{
    components::{Icon, Symbol},
    routes,
};
use leptos::{ev, html::Dialog, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// The second key of a pair must follow within this many milliseconds.
const PAIR_WITHIN: f64 = 1_500.0;

const LIST: [(&str, &str); 8] = [
    ("/", "Filter the list"),
    ("g b", "Go to the boards"),
    ("g c", "Go to conversations"),
    ("g o", "Go to your orders"),
    ("g d", "Go to your dashboard"),
    ("g j", "Go to your imports and exports"),
    ("?", "Show this list"),
    ("Esc", "Close what is open"),
];

/// Listens for the keys, and holds the dialog.
#[component]
pub(super) fn Shortcuts() -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    listen(dialog);
    let rows = LIST.map(|(keys, what)| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect_view();
        view! {
            <dt>{keys}</dt>
            <dd>{what}</dd>
        }
    });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="shortcuts">
            <form method="dialog" class="dialog__head">
                <h2 id="shortcuts">"Keyboard"</h2>
                <button class="icon-button" type="submit" aria-label="Close">
                    <Icon symbol=Symbol::Close />
                </button>
            </form>
            <dl class="shortcuts">{rows}</dl>
        </dialog>
    }
}

fn listen(dialog: NodeRef<Dialog>) {
    let navigate = use_navigate();
    let pressed_g_at = StoredValue::new(f64::NEG_INFINITY);
    Effect::new(move || {
        let navigate = navigate.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            if !is_for_us(&event) {
                return;
            }
            let is_second = event.time_stamp() - pressed_g_at.get_value() < PAIR_WITHIN;
            match (event.key().as_str(), is_second) {
                ("g", _) => pressed_g_at.set_value(event.time_stamp()),
                ("b", true) => navigate(routes::BROWSE, NavigateOptions::default()),
                ("c", true) => navigate(routes::CONVERSATIONS, NavigateOptions::default()),
                ("d", true) => navigate(routes::DASHBOARD, NavigateOptions::default()),
                ("j", true) => navigate(routes::JOBS, NavigateOptions::default()),
                ("o", true) => navigate(routes::ORDERS, NavigateOptions::default()),
                ("/", _) => focus_filter(&event),
                ("?", _) => open(dialog),
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Not while somebody writes, and not what belongs to the browser or an open dialog.
fn is_for_us(event: &KeyboardEvent) -> bool {
    let is_writing = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| {
            let writable = "input, textarea, select, [contenteditable], dialog";
            element.closest(writable).is_ok_and(|found| found.is_some())
        });
    !(is_writing || event.ctrl_key() || event.meta_key() || event.alt_key())
}

fn focus_filter(event: &KeyboardEvent) {
    if let Ok(Some(filter)) = document().query_selector("[data-shortcut='search']") {
        // Else the character would be typed into the field that just got the focus.
        event.prevent_default();
        focus(&filter);
    }
}

fn open(dialog: NodeRef<Dialog>) {
    if let Some(dialog) = dialog.get_untracked()
        && !dialog.open()
    {
        // Fails only when the dialog has left the document, with the page.
        drop(dialog.show_modal());
    }
}
