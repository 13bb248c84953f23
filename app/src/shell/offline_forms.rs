//! Forms while the network is gone: the browser would put its own error page in the place of ours, with all that
//! was typed.

use crate::{
    components::{Tone, use_toasts},
    features::announcement::read_banners,
    hooks::use_connection,
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::ErrorCode;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlFormElement, HtmlInputElement};

/// While the line is down a plain form goes off only once the server has answered something else. Inert on the
/// server, and for forms that are sent over the line.
pub(super) fn guard() {
    let connection = use_connection();
    let toasts = use_toasts();
    Effect::new(move || {
        let handle = window_event_listener(ev::submit, move |event| {
            let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
            let Some(form) = form.filter(|form| form.method() == "post") else { return };
            if event.default_prevented() || connection.is_up() {
                return;
            }
            event.prevent_default();
            let button = event.submitter();
            spawn_local(async move {
                if is_answered().await {
                    submit(&form, button.as_ref());
                } else {
                    toasts
                        .show(Tone::Trouble, "Not sent: the server cannot be reached. Try again.");
                }
            });
        });
        on_cleanup(move || handle.remove());
    });
}

async fn is_answered() -> bool {
    let is_online = window().navigator().on_line();
    is_online
        && read_banners()
            .await
            .map_or_else(|error| error.0.code != ErrorCode::Unavailable, |_| true)
}

/// As the pressed button would have: its name and value are part of what is sent.
fn submit(form: &HtmlFormElement, button: Option<&HtmlElement>) {
    let pair = button
        .and_then(|button| Some((button.get_attribute("name")?, button.get_attribute("value")?)));
    let input = document().create_element("input").ok();
    let input = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    if let (Some((name, value)), Some(input)) = (pair, input) {
        input.set_type("hidden");
        input.set_name(&name);
        input.set_value(&value);
        // Fails for no element of the page.
        drop(form.append_child(&input));
    }
    drop(form.submit());
}
