//! What a visitor's browser keeps: what was put away (a cookie, which the server reads for the first paint)
//! and what was counted. Only called once the page runs.

use crate::cookie;
use leptos::prelude::*;
use protocol::announcement::{AnnouncementView, Dismissals, Stage};

const COUNTED_KEY: &str = "announcements-counted";
/// The storage holds so many marks; the oldest make room.
const MOST: usize = 60;

/// Puts one away for this browser.
pub(super) fn put_away(view: &AnnouncementView) {
    let mut kept = Dismissals::read(&cookie::read(Dismissals::COOKIE).unwrap_or_default());
    kept.add(view.id, view.revision);
    cookie::write(Dismissals::COOKIE, &kept.to_string(), Dismissals::MAX_AGE);
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
