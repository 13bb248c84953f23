//! What a visitor's browser keeps: what was put away (a cookie, which the server reads for the first paint)
//! and what was counted. Only called once the page runs.

use js_sys::Reflect;
use leptos::prelude::*;
use protocol::announcement::{AnnouncementView, Dismissals, Stage};
use wasm_bindgen::JsValue;

const COUNTED_KEY: &str = "announcements-counted";
/// The storage holds so many marks; the oldest make room.
const MOST: usize = 60;

/// Puts one away for this browser.
pub(super) fn put_away(view: &AnnouncementView) {
    let document: JsValue = document().into();
    let name = JsValue::from_str("cookie");
    let all = Reflect::get(&document, &name).ok().and_then(|all| all.as_string());
    let all = all.unwrap_or_default();
    let mut pairs = all.split("; ");
    let kept = pairs.find_map(|pair| pair.strip_prefix(Dismissals::COOKIE)?.strip_prefix('='));
    let mut kept = Dismissals::read(kept.unwrap_or_default());
    kept.add(view.id, view.revision);
    let secure =
        if window().location().protocol().as_deref() == Ok("https:") { "; secure" } else { "" };
    let cookie = format!(
        "{}={kept}; path=/; max-age={}; samesite=lax{secure}",
        Dismissals::COOKIE,
        Dismissals::MAX_AGE
    );
    if Reflect::set(&document, &name, &JsValue::from_str(&cookie)).is_err() {
        leptos::logging::warn!("The browser keeps no cookie.");
    }
}

/// Whether this browser has yet to count this; then it counts as counted. A browser that keeps nothing
/// counts with every page.
pub(super) fn is_first(view: &AnnouncementView, stage: Stage) -> bool {
    let Some(storage) = window().local_storage().ok().flatten() else { return true };
    let mark = format!("{}.{}.{stage:?}", view.id.0.simple(), view.revision);
    let counted = storage.get_item(COUNTED_KEY).ok().flatten().unwrap_or_default();
    if counted.split(' ').any(|known| known == mark) {
        return false;
    }
    let marks = std::iter::once(mark.as_str()).chain(counted.split(' ').take(MOST - 1));
    let marks = marks.collect::<Vec<_>>().join(" ");
    drop(storage.set_item(COUNTED_KEY, &marks));
    true
}
