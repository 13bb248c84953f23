//! Conversations: the inbox and its threads.

pub mod api;
mod reading;
mod rows;
mod text;

use leptos::prelude::*;

/// `/conversations`: the inbox beside the open thread.
#[component]
pub fn ConversationsPage() -> impl IntoView {
    view! { <leptos_router::components::Outlet /> }
}

/// `/conversations/:id`: one conversation.
#[component]
pub fn ThreadPage() -> impl IntoView {}

/// What is beside the inbox while no conversation is open.
#[component]
pub fn NoThread() -> impl IntoView {}
