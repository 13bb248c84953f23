//! The tester's instrument panel.

use leptos::prelude::*;

/// `/test-websocket`.
#[component]
pub fn TestWebsocketPage() -> impl IntoView {}
