use super::{
    api::open_test_page, line_panel::LinePanel, log_panel::LogPanel, people_panel::PeoplePanel,
    send_panel::SendPanel, streams_panel::StreamsPanel,
};
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    shell::NotFoundPage,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::{ErrorCode, Room};

/// `/test-websocket`. In a demonstration for everybody; elsewhere for testers and admins once it is switched
/// on, and for all others it is not there.
#[component]
pub fn TestWebsocketPage() -> impl IntoView {
    let opened = Resource::new_blocking(|| (), |()| open_test_page());
    let content = move || {
        Suspend::new(async move {
            match opened.await {
                Ok(()) => view! { <Panels /> }.into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFoundPage /> }.into_any()
                }
                Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
            }
        })
    };
    view! {
        <Suspense fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=8 /> }
        }>{content}</Suspense>
    }
}

#[component]
fn Panels() -> impl IntoView {
    // Rooms joined with a command of one's own, besides those the page itself keeps.
    let joined = RwSignal::new(Vec::<Room>::new());
    view! {
        <Title text="Test page" />
        <div class="panels">
            <h1 class="panels__title">"Live layer"</h1>
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
        </div>
    }
}
