//! A promise that Rust resolves. Browser only.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;

/// Resolves its promise with nothing. More than once is once.
#[derive(Clone)]
pub(crate) struct Resolve(Option<Function>);

impl Resolve {
    pub(crate) fn call(&self) {
        // It cannot throw.
        drop(self.0.as_ref().map(|resolve| resolve.call0(&JsValue::NULL)));
    }
}

/// A promise, and what resolves it.
pub(crate) fn promise() -> (Promise, Resolve) {
    let mut resolve = None;
    let promise = Promise::new(&mut |given, _| resolve = Some(given));
    (promise, Resolve(resolve))
}
