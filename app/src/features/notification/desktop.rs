//! The browser's own notifications, for those who asked for them on this device.

use crate::components::{Icon, Symbol};
use js_sys::Function;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

const STORAGE_KEY: &str = "desktop-notifications";

/// Whether this browser shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Desktop {
    /// It cannot, or it is not known yet.
    #[default]
    Unavailable,
    Off,
    On,
    /// The reader has told the browser never to.
    Blocked,
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn state() -> Desktop {
    let is_there = js_sys::Reflect::has(&window(), &JsValue::from_str("Notification"));
    if is_there != Ok(true) {
        return Desktop::Unavailable;
    }
    let wanted = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    match (Notification::permission(), wanted) {
        (NotificationPermission::Denied, _) => Desktop::Blocked,
        (NotificationPermission::Granted, Some(_)) => Desktop::On,
        _ => Desktop::Off,
    }
}

/// Shows one, if the reader wants them here; a press on it brings this tab to the front, at `target`. Only
/// called once the page runs.
pub(super) fn show(text: &str, target: String) {
    if state() != Desktop::On {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(text);
    // A later one takes the place of an earlier one.
    options.set_tag("bulletin");
    match Notification::new_with_options("Bulletin", &options) {
        Ok(shown) => shown.set_onclick(Some(&lead_to(target))),
        Err(_) => leptos::logging::warn!("The browser did not show a notification."),
    }
}

/// A press may come long after; a page that is gone by then leads nowhere.
fn lead_to(target: String) -> Function {
    Closure::once_into_js(move |_: JsValue| {
        // Either fails only when the browser forbids it, and then says so itself.
        drop(window().focus());
        drop(window().location().assign(&target));
    })
    .unchecked_into()
}

async fn switch(to: Desktop) {
    let kept = match to {
        Desktop::On => {
            if let Ok(asked) = Notification::request_permission() {
                // Whatever the reader answers, the state is read anew.
                drop(JsFuture::from(asked).await);
            }
            storage().map(|storage| storage.set_item(STORAGE_KEY, "on"))
        }
        _ => storage().map(|storage| storage.remove_item(STORAGE_KEY)),
    };
    if !matches!(kept, Some(Ok(()))) {
        leptos::logging::warn!("The choice could not be kept.");
    }
}

/// Switches them on and off. The browser is asked for its permission by a press only. Nothing on the
/// server, and nothing where a browser cannot show any.
#[component]
pub(super) fn DesktopSwitch() -> impl IntoView {
    let now = RwSignal::new(Desktop::Unavailable);
    Effect::new(move || now.set(state()));
    let press = move |_| {
        let to = if now.get_untracked() == Desktop::On { Desktop::Off } else { Desktop::On };
        spawn_local(async move {
            switch(to).await;
            now.try_set(state());
        });
    };
    let text = move || match now.get() {
        Desktop::On => "This browser tells you when no tab of Bulletin is in front.",
        Desktop::Blocked => "Your browser is set to show none. Change that in its settings.",
        _ => "Be told by the browser when no tab of Bulletin is in front.",
    };
    let label = move || {
        if now.get() == Desktop::On {
            "Switch off on this device"
        } else {
            "Switch on on this device"
        }
    };
    move || {
        (now.get() != Desktop::Unavailable).then(|| {
            view! {
                <div class="desktop-switch" data-testid="desktop-switch">
                    <p class="muted">{text}</p>
                    <button
                        class="button"
                        type="button"
                        disabled=move || now.get() == Desktop::Blocked
                        on:click=press
                    >
                        <Icon symbol=Symbol::Bell />
                        {label}
                    </button>
                </div>
            }
        })
    }
}
