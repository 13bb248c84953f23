//! Who looks at the page. Fixed while the page is open: signing in and out load it anew.

use crate::backend::{Viewed, viewed};
use leptos::prelude::*;
use protocol::account::Me;

/// Reads who looks at the page and provides it to [`use_me`] and [`use_is_demo`]. Called once, at the
/// root. The server writes the answer into the page, where the browser finds it.
pub fn provide_viewer() -> Option<Me> {
    let viewed = SharedValue::new(viewed).into_inner();
    let me = viewed.me.clone();
    provide_context::<Viewed>(viewed);
    me
}

/// The signed-in person, if there is one.
pub fn use_me() -> Option<Me> {
    use_context::<Viewed>().and_then(|viewed| viewed.me)
}

/// Whether this is a demonstration, with accounts anybody may use.
pub fn use_is_demo() -> bool {
    use_context::<Viewed>().is_some_and(|viewed| viewed.is_demo)
}

/// Whether the test page is there for this person.
pub fn use_may_test() -> bool {
    use_context::<Viewed>().is_some_and(|viewed| viewed.may_test)
}
