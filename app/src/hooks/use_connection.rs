use crate::connection::Connection;
use leptos::prelude::*;

/// The connection of this tab: its status, requests, and how to leave and return.
///
/// # Panics
///
/// Outside of `App`, which provides it.
pub fn use_connection() -> Connection {
    expect_context()
}
