//! What may keep the live layer from working, looked at one by one, each with cause and cure.

use super::super::http::fetch;
use crate::{
    connection::{Line, LineEvent, Setup},
    features::account::use_me,
    hooks::use_connection,
};
use futures_util::{StreamExt, future::select};
use leptos::{prelude::*, task::spawn_local};
use scenario::Transports;
use std::{pin::pin, time::Duration};

/// A line that is not up by then counts as impossible.
const PATIENCE: Duration = Duration::from_secs(8);
/// Clocks further apart than this make times look wrong.
const APART: i64 = 5_000;

/// What came of one check.
#[derive(Clone, Debug, PartialEq)]
struct Check {
    what: &'static str,
    /// Nothing when it is as it should be, else cause and cure.
    trouble: Option<(String, &'static str)>,
}

impl Check {
    fn of(what: &'static str, is_well: bool, cause: &str, cure: &'static str) -> Self {
        Self { what, trouble: (!is_well).then(|| (cause.to_owned(), cure)) }
    }
}

#[component]
pub(super) fn Doctor() -> impl IntoView {
    let checks = RwSignal::new(Vec::<Check>::new());
    let is_busy = RwSignal::new(false);
    let connection = use_connection();
    let is_signed_in = use_me().is_some();
    let examine = move |_| {
        checks.set(Vec::new());
        is_busy.set(true);
        let ahead = connection.stats().with_untracked(|stats| stats.clock_ahead);
        spawn_local(async move {
            let note = |check| {
                checks.try_update(|checks| checks.push(check));
            };
            note(reachable().await);
            note(cookie(is_signed_in).await);
            note(line("Long-polling passes", Transports::Polling).await);
            note(line("WebSocket passes", Transports::WebSocket).await);
            note(clock(ahead));
            browser_checks().into_iter().for_each(note);
            is_busy.try_set(false);
        });
    };
    view! {
        <div class="panel__buttons">
            <button
                class="button"
                type="button"
                data-testid="doctor"
                disabled=move || is_busy.get()
                on:click=examine
            >
                {move || if is_busy.get() { "Examining…" } else { "Doctor" }}
            </button>
        </div>
        <ul class="checks" role="status" data-testid="doctor-checks">
            {move || checks.get().into_iter().map(row).collect_view()}
        </ul>
    }
}

fn row(check: Check) -> impl IntoView {
    let state = if check.trouble.is_none() { "ok" } else { "failed" };
    let mark = if check.trouble.is_none() { "✓ " } else { "✗ " };
    view! {
        <li
            class=format!("checks__row checks__row--{state}")
            data-testid="doctor-check"
            data-state=state
        >
            {mark}
            {check.what}
            {check
                .trouble
                .map(|(cause, cure)| {
                    view! {
                        <span class="checks__cause">{cause}</span>
                        <span class="checks__cure">{cure}</span>
                    }
                })}
        </li>
    }
}

async fn reachable() -> Check {
    let what = "The server answers by HTTP";
    let cure = "Look whether the server runs, and what stands before it.";
    match fetch("GET", "/healthz", None).await {
        Ok((200, _)) => Check::of(what, true, "", cure),
        Ok((status, _)) => Check::of(what, false, &format!("It answered with {status}."), cure),
        Err(error) => Check::of(what, false, &error, cure),
    }
}

async fn cookie(is_signed_in: bool) -> Check {
    let what = "The session’s cookie is sent";
    let known = matches!(fetch("GET", "/api/session", None).await, Ok((200, _)));
    let cause = if known {
        "You are signed in, and this page was loaded before."
    } else {
        "The server does not see who you are."
    };
    let cure = "Load the page again. If that does not help, allow cookies here, and let proxies pass them.";
    Check::of(what, known == is_signed_in, cause, cure)
}

/// Opens a line of its own by this transport only, beside the page's.
async fn line(what: &'static str, transports: Transports) -> Check {
    let (report, mut reports) = futures_channel::mpsc::unbounded();
    let on_event = move |event: LineEvent| {
        let heard = match event {
            LineEvent::Connected(..) => Ok(()),
            LineEvent::TransportFailed(_, error) | LineEvent::Ended(error) => Err(error),
            LineEvent::Refused(error) => Err(error.message),
            _ => return,
        };
        drop(report.unbounded_send(heard));
    };
    let line = Line::open(Setup { transports, ..Setup::default() }, on_event);
    let waited = pin!(wait(PATIENCE));
    let heard = match select(reports.next(), waited).await {
        futures_util::future::Either::Left((heard, _)) => heard,
        futures_util::future::Either::Right(_) => Some(Err("There was no answer.".to_owned())),
    };
    line.disconnect();
    let cause = heard.and_then(Result::err);
    let cure = "The page’s origin must be the server’s (--origin), and proxies must pass upgrades and not buffer.";
    Check { what, trouble: cause.map(|cause| (cause, cure)) }
}

async fn wait(time: Duration) {
    let (done, waited) = futures_channel::oneshot::channel::<()>();
    // It ends with its sender, when the time is up.
    set_timeout(move || std::mem::drop::<futures_channel::oneshot::Sender<()>>(done), time);
    waited.await.ok();
}

fn clock(ahead: Option<i64>) -> Check {
    let what = "The clocks agree";
    let cause = format!("The server’s is {} s off.", ahead.unwrap_or_default() / 1_000);
    let is_well = ahead.is_none_or(|ahead| ahead.abs() < APART);
    Check::of(what, is_well, &cause, "Set this device’s clock by the network.")
}

fn browser_checks() -> [Check; 3] {
    let has = |object: &wasm_bindgen::JsValue, name: &str| {
        js_sys::Reflect::get(object, &name.into())
            .is_ok_and(|it| !it.is_undefined() && !it.is_null())
    };
    let window = window();
    let may_notify =
        web_sys::Notification::permission() == web_sys::NotificationPermission::Granted;
    [
        Check::of(
            "Unsent messages can be stored",
            has(&window, "indexedDB"),
            "The browser gives this page no storage.",
            "Private windows often have none. Unsent messages last as long as the tab.",
        ),
        Check::of(
            "Tabs can agree with each other",
            has(&window.navigator(), "locks"),
            "There are no Web Locks here.",
            "They need HTTPS or localhost. Without them each tab shows its own toasts.",
        ),
        Check::of(
            "Notifications are allowed",
            may_notify,
            "You have not allowed them, which is fine.",
            "Allow them on the page of notifications if you want them.",
        ),
    ]
}
