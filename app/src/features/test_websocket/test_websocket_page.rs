use super::{
    line_panel::LinePanel, log_panel::LogPanel, people_panel::PeoplePanel, send_panel::SendPanel,
    streams_panel::StreamsPanel,
};
use crate::{
    components::{EmptyState, Symbol},
    features::account::{SignInFirst, may_test, use_is_demo, use_me},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::Room;

/// `/test-websocket`. For testers and admins; in a demonstration for everybody.
#[component]
pub fn TestWebsocketPage() -> impl IntoView {
    let me = use_me();
    let content = if may_test(me.as_ref(), use_is_demo()) {
        view! { <Panels /> }.into_any()
    } else if me.is_none() {
        view! { <SignInFirst text="The live layer is examined by testers." /> }.into_any()
    } else {
        view! {
            <EmptyState
                symbol=Symbol::Test
                title="For testers"
                text="This page shows how the live layer works. Your account has no use for it."
            >
                <a class="button" href=routes::BROWSE>
                    "Browse boards"
                </a>
            </EmptyState>
        }
        .into_any()
    };
    view! {
        <Title text="Test page" />
        <div class="panels">
            <h1 class="panels__title">"Live layer"</h1>
            {content}
        </div>
    }
}

#[component]
fn Panels() -> impl IntoView {
    // Rooms joined with a command of one's own, besides those the page itself keeps.
    let joined = RwSignal::new(Vec::<Room>::new());
    view! {
        <div class="panels__side">
            <LinePanel />
            <SendPanel joined />
            <StreamsPanel joined />
            <PeoplePanel />
        </div>
        <LogPanel />
        <noscript>
            <p class="notice notice--waiting">"This page needs scripts: it shows what they do."</p>
        </noscript>
    }
}
