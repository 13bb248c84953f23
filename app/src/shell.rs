//! The frame around every page: sidebar, bars, dialogs, and what stays alive while pages change.

mod account_menu;
mod focus;
mod menu_links;
mod navigation;
mod not_found;
mod offline_forms;
mod place;
mod popovers;
mod shortcuts;
mod theme;
mod top_bar;

pub(crate) use focus::{focus, focus_id, focus_main};
pub use not_found::{NotFound, NotFoundPage};

use crate::{
    components::Toasts,
    connection::ConnectionStatus,
    features::{announcement::BannerBar, order::follow_plan},
    routes,
};
use leptos::prelude::*;
use navigation::{BottomBar, Sidebar};
use shortcuts::Shortcuts;
use top_bar::TopBar;

/// The id of the main landmark, where the skip link leads.
const MAIN: &str = "main";

/// The frame; the children are the page.
///
/// The connection's status stands once in the document: the style moves it from the sidebar's foot to the
/// top bar on narrow screens.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    focus::follow_pages(MAIN);
    place::remember();
    follow_plan();
    popovers::close_with_the_page();
    offline_forms::guard();
    view! {
        <a class="skip-link" href=format!("#{MAIN}") rel="external">
            "Skip to content"
        </a>
        <div class="shell">
            <Sidebar />
            <div class="shell__status">
                <ConnectionStatus />
            </div>
            <TopBar />
            <BannerBar />
            <main class="shell__main" id=MAIN tabindex="-1">
                {children()}
            </main>
            <BottomBar />
        </div>
        <Shortcuts />
        <Toasts />
    }
}

/// The name and mark, leading home.
#[component]
fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href=routes::BROWSE>
            <svg class="brand__mark" viewBox="0 0 28 24" width="28" height="24" aria-hidden="true">
                <path d="M1 1h26v14H1zM8 15h3v8H8zM17 15h3v8h-3z"></path>
                <path class="brand__creative" d="M4 4h20v8H4z"></path>
            </svg>
            "Bulletin"
        </a>
    }
}
