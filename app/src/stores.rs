//! Where live events flow: one match routes every event to its feature's store.

use leptos::prelude::*;

/// Unread messages in all conversations of the viewer.
pub fn use_unread_total() -> Signal<i64> {
    Signal::derive(|| 0)
}

#[cfg(test)]
pub(crate) mod fixture;
