//! The page: components, server functions and the stores that live events flow into.
//!
//! # Add a page
//! 1. A component `XPage` in `features/<feature>/`, with its data in one `Resource`.
//! 2. Its path in [`routes`], its `<Route>` in [`App`].
//! 3. Its style in `style/features/<feature>.css`, imported by `style/main.css`.
//! 4. A story in `end2end/tests/<feature>/`.

// A page is one nested type; the server has to compute the layout of the deepest.
#![recursion_limit = "256"]

pub mod backend;
pub mod components;
pub mod connection;
mod cookie;
pub mod document;
pub mod error;
pub mod features;
mod fetch;
pub mod format;
pub mod hooks;
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "the server keeps no messages"))]
mod locks;
mod pace;
pub mod picture;
mod promise;
pub mod routes;
pub mod shell;
pub mod stores;
pub mod time;

pub use document::shell;

use components::provide_toasts;
use connection::provide_connection;
use features::{
    account::{AccountPage, SignInPage, SignUpPage, provide_viewer},
    announcement::AnnouncementsPage,
    audit::AuditPage,
    board::{
        BoardPage, BoardPhotosPage, BrowsePage, EditBoardPage, MyBoardsPage, NewBoardPage,
        ReviewPage,
    },
    conversation::{ConversationsPage, NoThread, ThreadPage},
    dashboard::DashboardPage,
    developer::DevelopersPage,
    job::{AllJobsPage, ImportPage, JobPage, JobsPage},
    notification::NotificationsPage,
    order::{OrderPage, OrdersPage, PipelinePage, PlanPage},
    price::PricesPage,
    test_websocket::TestWebsocketPage,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use shell::{NotFoundPage, Shell};
use stores::{notification::Notifications, use_stores};
use time::provide_clock;

/// The whole page: what every part shares, then the shell, then the route's own page.
///
/// All routes render completely before the first byte goes out, so that they read well without scripts.
#[component]
pub fn App() -> impl IntoView {
    provide_everything();
    view! {
        <Title formatter=titled() text="Digital billboards" />
        <Router>
            <Shell>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=BrowsePage ssr=SsrMode::Async />
                    <Route path=path!("/boards/mine") view=MyBoardsPage ssr=SsrMode::Async />
                    <Route path=path!("/boards/new") view=NewBoardPage ssr=SsrMode::Async />
                    <Route path=path!("/boards/:id") view=BoardPage ssr=SsrMode::Async />
                    <Route path=path!("/boards/:id/edit") view=EditBoardPage ssr=SsrMode::Async />
                    <Route path=path!("/boards/:id/photos") view=BoardPhotosPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/boards") view=ReviewPage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                    <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async />
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/announcements") view=AnnouncementsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/audit") view=AuditPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/pipeline") view=PipelinePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/jobs") view=AllJobsPage ssr=SsrMode::Async />
                    <Route path=path!("/dashboard") view=DashboardPage ssr=SsrMode::Async />
                    <Route path=path!("/developers") view=DevelopersPage ssr=SsrMode::Async />
                    <Route path=path!("/plan") view=PlanPage ssr=SsrMode::Async />
                    <Route path=path!("/orders") view=OrdersPage ssr=SsrMode::Async />
                    <Route path=path!("/orders/:id") view=OrderPage ssr=SsrMode::Async />
                    <Route path=path!("/jobs") view=JobsPage ssr=SsrMode::Async />
                    <Route path=path!("/jobs/import") view=ImportPage ssr=SsrMode::Async />
                    <Route path=path!("/jobs/prices") view=PricesPage ssr=SsrMode::Async />
                    <Route path=path!("/jobs/:id") view=JobPage ssr=SsrMode::Async />
                    <Route path=path!("/notifications") view=NotificationsPage ssr=SsrMode::Async />
                    <ParentRoute
                        path=path!("/conversations")
                        view=ConversationsPage
                        ssr=SsrMode::Async
                    >
                        <Route path=path!("") view=NoThread ssr=SsrMode::Async />
                        <Route path=path!(":id") view=ThreadPage ssr=SsrMode::Async />
                    </ParentRoute>
                    <Route path=path!("/test-websocket") view=TestWebsocketPage ssr=SsrMode::Async />
                </Routes>
            </Shell>
        </Router>
    }
}

/// What every part of the page may use.
fn provide_everything() {
    provide_meta_context();
    let me = provide_viewer();
    provide_clock();
    provide_toasts();
    provide_connection(Signal::stored(me));
}

/// A page's title in the tab: with the number of unread notifications in front, so that one sees it from
/// another tab.
fn titled() -> impl Fn(String) -> String + Send + Sync + 'static {
    let notifications = use_stores().notifications;
    move |title| match notifications.try_with(Notifications::unread) {
        Some(unread @ 1..) => format!("({unread}) {title} · Bulletin"),
        _ => format!("{title} · Bulletin"),
    }
}
