//! The one live connection of this tab, shared by every page.

pub mod catch_up;

use leptos::prelude::*;
use protocol::account::Me;

/// Provides the connection to everything below. Called once, at the root; inert on the server.
pub fn provide_connection(_me: Signal<Option<Me>>) {}

/// The state of the live connection, with the number of people online; for the foot of the sidebar.
#[component]
pub fn ConnectionStatus() -> impl IntoView {
    view! { <p data-testid="connection-status">"Loading live updates"</p> }
}
