//! The reader's zone and language. Only called once the page runs.

use crate::format::local::{locale, options};
use js_sys::Date;
use protocol::Timestamp;
use wasm_bindgen::JsValue;

/// The present by the reader's clock.
pub(super) fn now() -> Timestamp {
    Timestamp(whole(Date::now()))
}

/// The moment whose UTC reading is the local reading of `at`.
pub(super) fn to_local(at: Timestamp) -> Timestamp {
    let minutes_behind_utc = whole(date_of(at).get_timezone_offset());
    Timestamp(at.0 - minutes_behind_utc * 60_000)
}

/// The moment whose local reading is the UTC reading of `at`; one that the change of the clocks leaves out is
/// moved by the gap.
pub(super) fn from_local(at: Timestamp) -> Timestamp {
    let behind_utc = |at| whole(date_of(at).get_timezone_offset()) * 60_000;
    let guess = Timestamp(at.0 + behind_utc(at));
    Timestamp(at.0 + behind_utc(guess))
}

pub(super) fn exact(at: Timestamp) -> String {
    write(at, &[("dateStyle", "long"), ("timeStyle", "short")])
}

pub(super) fn clock_time(at: Timestamp) -> String {
    write(at, &[("hour", "2-digit"), ("minute", "2-digit")])
}

pub(super) fn date(at: Timestamp) -> String {
    write(at, &[("dateStyle", "medium")])
}

pub(super) fn long_date(at: Timestamp) -> String {
    write(at, &[("dateStyle", "full")])
}

fn write(at: Timestamp, style: &[(&str, &str)]) -> String {
    date_of(at).to_locale_string(&locale(), &options(style)).into()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds stay exact for 285,000 years")]
fn date_of(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}

#[expect(clippy::cast_possible_truncation, reason = "dates are far smaller than 2^53")]
fn whole(number: f64) -> i64 {
    number as i64
}
