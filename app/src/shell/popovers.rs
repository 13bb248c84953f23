//! Menus close when they have led somewhere. The browser does so only when the whole page is loaded anew.

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// Closes what is open with every new address. Inert on the server.
pub(super) fn close_with_the_page() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            close_open();
        }
    });
}

fn close_open() {
    let Ok(open) = document().query_selector_all("[popover]:popover-open") else { return };
    for number in 0..open.length() {
        let Some(element) = open.get(number) else { continue };
        let hide = Reflect::get(&element, &"hidePopover".into());
        if let Some(hide) = hide.ok().and_then(|hide| hide.dyn_into::<Function>().ok()) {
            // Fails for what was closed meanwhile.
            drop(hide.call0(&element));
        }
    }
}
