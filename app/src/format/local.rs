//! In the reader's own manner. Only called once the page runs.

use js_sys::{Array, Intl::NumberFormat, Object, Reflect};
use wasm_bindgen::JsValue;

/// The reader's language tag.
pub fn locale() -> String {
    web_sys::window().and_then(|w| w.navigator().language()).unwrap_or_else(|| "en".to_owned())
}

/// What the browser's own formatters take.
pub(crate) fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh object cannot fail.
        drop(Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value)));
    }
    object
}

/// A whole number.
pub fn count(number: i64) -> String {
    write(number, 1.0, &[]).unwrap_or_else(|| super::count(number))
}

/// An amount of money, the cents only when there are any.
pub fn money(cents: i64, currency: &str) -> String {
    // The browser throws at what cannot be a currency.
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return super::money(cents, currency);
    }
    let digits = if cents % 100 == 0 { "0" } else { "2" };
    let style = [
        ("style", "currency"),
        ("currency", currency),
        ("minimumFractionDigits", digits),
        ("maximumFractionDigits", digits),
    ];
    write(cents, 100.0, &style).unwrap_or_else(|| super::money(cents, currency))
}

/// In the language of the browser; as English when the browser cannot.
#[expect(clippy::cast_precision_loss, reason = "nothing here comes near 2^53")]
fn write(number: i64, parts: f64, style: &[(&str, &str)]) -> Option<String> {
    let format = NumberFormat::new(&Array::of1(&locale().into()), &options(style)).format();
    format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(number as f64 / parts)).ok()?.as_string()
}
