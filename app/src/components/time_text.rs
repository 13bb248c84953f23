use crate::time::{exact, iso, relative, use_clock};
use leptos::prelude::*;
use protocol::Timestamp;

/// A moment, relative in the browser and with the exact time on hover; in UTC as the server wrote it
/// until the page runs.
#[component]
pub fn TimeText(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let clock = use_clock();
    view! {
        <time class="time" datetime=iso(at) title=move || exact(at, clock.get())>
            {move || relative(at, clock.get())}
        </time>
    }
}
