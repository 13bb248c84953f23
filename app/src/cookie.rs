//! Cookies the page itself reads and writes: what the server must know for the first paint, and is no secret. Only
//! called once the page runs.

use js_sys::Reflect;
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;

/// What the browser keeps under a name.
pub(crate) fn read(name: &str) -> Option<String> {
    let all = Reflect::get(&document().into(), &JsValue::from_str("cookie")).ok()?.as_string()?;
    let mut pairs = all.split("; ");
    let found = pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    found.map(ToOwned::to_owned)
}

/// Keeps a value for so many seconds; for none, it is forgotten.
pub(crate) fn write(name: &str, value: &str, seconds: i64) {
    let is_secure = window().location().protocol().as_deref() == Ok("https:");
    let secure = if is_secure { "; secure" } else { "" };
    let cookie = format!("{name}={value}; path=/; max-age={seconds}; samesite=lax{secure}");
    let document: JsValue = document().into();
    if Reflect::set(&document, &JsValue::from_str("cookie"), &JsValue::from_str(&cookie)).is_err() {
        leptos::logging::warn!("The browser keeps no cookie.");
    }
}
