use super::{
    api::open_test_page,
    connection::ConnectionPane,
    lab::LabPane,
    log::{LogPane, LogView},
    panes::{PaneSwitches, Panes},
    send::SendPane,
    state::StatePane,
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
                Ok(()) => view! { <Page /> }.into_any(),
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
fn Page() -> impl IntoView {
    // Rooms joined with a command of one's own, besides those the page itself keeps.
    let joined = RwSignal::new(Vec::<Room>::new());
    let (panes, filter) = Panes::provide();
    let log = LogView::new(filter);
    panes.write_address(log.filter);
    view! {
        <Title text="Test page" />
        <div class="panels">
            <div class="panels__head">
                <h1 class="panels__title">"Live layer"</h1>
                <PaneSwitches panes />
            </div>
            <div class="panels__side">
                <ConnectionPane />
                <SendPane joined />
                <StatePane joined />
            </div>
            <div class="panels__main">
                <LogPane view=log />
                <LabPane log />
            </div>
            <noscript>
                <p class="notice notice--waiting">"This page needs scripts: it shows what they do."</p>
            </noscript>
        </div>
    }
}
