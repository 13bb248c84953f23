//! Locks that all tabs of this browser share (Web Locks). A lock ends with its tab, however that ends. Browser
//! only; where a browser has no locks, everybody is alone.

use crate::promise::{Resolve, promise};
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::window;
use std::collections::HashSet;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// A lock of this tab's, until it is dropped.
pub(crate) struct Lock {
    release: Resolve,
}

impl Lock {
    /// Waits until no other tab has it.
    pub(crate) async fn take(name: &str) -> Self {
        let (granted, grant) = promise();
        let (released, release) = promise();
        let held = Closure::once_into_js(move |_: JsValue| {
            grant.call();
            released
        });
        if call("request", &[name.into(), held]).is_some() {
            // It is only ever resolved.
            drop(JsFuture::from(granted).await);
        }
        Self { release }
    }

    /// Keeps it as long as the page lives.
    pub(crate) fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.release.call();
    }
}

/// The names of all locks that are held; `None` where there are no locks.
pub(crate) async fn held() -> Option<HashSet<String>> {
    let snapshot = JsFuture::from(call("query", &[])?).await.ok()?;
    let held: Array = Reflect::get(&snapshot, &"held".into()).ok()?.dyn_into().ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(held.iter().filter_map(name).collect())
}

/// `web_sys` has these only as unstable: calls a method of `navigator.locks`.
fn call(method: &str, arguments: &[JsValue]) -> Option<Promise> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let method: Function = Reflect::get(&locks, &method.into()).ok()?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    method.apply(&locks, &arguments).ok()?.dyn_into().ok()
}
