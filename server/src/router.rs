//! Every HTTP route on one screen.

use crate::{
    context,
    http::{
        api, board_map, board_photo, board_picture, dashboard, documents, form, health, job,
        live_reload, order, origin, picture, price, security, session, site, test_websocket,
        upload,
    },
    realtime::{self, Gateway},
    rendering,
    state::AppState,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{delete, get, post, put},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use protocol::limits;
use std::sync::LazyLock;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;

/// Largest body of a form, a server function or a JSON request, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// The page's addresses. Asking the page for them stops, in the whole process, every resource that is created
/// meanwhile from ever loading, so it is done once: where several servers run, as in the tests, a page that
/// was being rendered would never be answered.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
    rendering::install_executor();
    generate_route_list(app::App)
});

pub(crate) fn build(state: AppState, gateway: &Gateway) -> Router {
    let (page_state, options) = (state.clone(), state.leptos.clone());
    Router::new()
        .merge(boards())
        .merge(orders())
        .merge(jobs())
        .merge(form::job::forms())
        .merge(form::price::forms())
        .merge(prices())
        .merge(uploads())
        .route("/files/{id}/{name}", get(picture::show))
        .merge(dashboards())
        .route("/api/session", post(api::sign_in).delete(api::sign_out).get(api::current))
        .route("/api/users/{id}/role", put(api::set_role))
        .route("/sign-in", post(form::sign_in))
        .route("/sign-up", post(form::sign_up))
        .route("/sign-out", post(form::sign_out))
        .route("/account/sessions/revoke", post(form::revoke_session))
        .route("/account/privacy", post(form::set_privacy))
        .route("/account/password", post(form::change_password))
        .route("/conversations/{id}/messages", post(form::send_message))
        .route("/conversations/{id}/members", post(form::member::add))
        .route("/conversations/{id}/members/remove", post(form::member::remove))
        .route("/conversations/{id}/leave", post(form::member::leave))
        .route("/notifications/read", post(form::notification::mark_read))
        .route("/notifications/settings", post(form::notification::settings))
        .route("/admin/announcements", post(form::announcement::save))
        .route("/admin/announcements/{id}/recall", post(form::announcement::recall))
        .route("/announcements/{id}/dismiss", post(form::announcement::dismiss))
        .route("/api/asyncapi.json", get(documents::asyncapi))
        .route("/api/openapi.json", get(documents::openapi))
        .route("/api/test/scenarios", get(test_websocket::scenarios))
        .route("/api/test/sandboxes", post(test_websocket::open))
        .route("/api/test/sandboxes/{id}", delete(test_websocket::close))
        .route("/api/test/sandboxes/{id}/acts", post(test_websocket::act))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/live-reload", get(live_reload::born))
        .leptos_routes_with_context(
            &state,
            PAGES.clone(),
            move || context::provide(&page_state),
            move || app::shell(options.clone()),
        )
        .fallback(site::file_or_not_found)
        .layer(from_fn(rendering::take_turns))
        .layer(CompressionLayer::new())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        // Outermost first: headers on every answer, then who may ask, then who asks, then the sockets.
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(state.clone(), security::headers))
                .layer(from_fn_with_state(state.clone(), origin::check))
                .layer(from_fn_with_state(state.clone(), session::identify))
                .layer(from_fn_with_state(state.clone(), realtime::check_binding))
                .layer(gateway.layer()),
        )
        .with_state(state)
}

/// What brings pictures: the only routes that take more than a form does.
fn uploads() -> Router<AppState> {
    Router::new()
        .route("/api/orders/{id}/creative", post(order::send_creative))
        .route("/orders/{id}/creative", post(form::order::send_creative))
        .layer(DefaultBodyLimit::max(upload::max_body(limits::CREATIVES)))
        .merge(photos().layer(DefaultBodyLimit::max(upload::max_body(1))))
}

fn photos() -> Router<AppState> {
    Router::new()
        .route("/boards/{id}/photos", post(form::photo::add))
        .route("/api/boards/{id}/photos", post(board_photo::add))
}

fn boards() -> Router<AppState> {
    Router::new()
        .route("/boards/new", post(form::board_profile::create))
        .route("/boards/{id}/edit", post(form::board_profile::edit))
        .route("/boards/{id}/photos/{photo}", post(form::photo::act))
        .route("/boards/{id}/conversation", post(form::start_conversation))
        .route("/boards/{id}/status", post(form::board::set_status))
        .route("/boards/{id}/follow", post(form::board::follow))
        .route("/boards/{id}/picture.svg", get(board_picture::show))
        .route("/api/boards/map", get(board_map::show))
}

/// Booking, and the orders that come of it.
fn orders() -> Router<AppState> {
    Router::new()
        .route("/api/boards/{id}/availability", get(order::availability))
        .route("/api/orders", get(order::list).post(order::hold))
        .route("/api/orders/{id}", get(order::show))
        .route("/api/orders/{id}/status", get(order::status))
        .route("/api/orders/{id}/logs", get(order::logs))
        .route("/api/orders/{id}/actions", post(order::act))
        .route("/api/orders/{id}/extend", post(order::extend))
        .route("/api/orders/{id}/steer", post(order::steer))
        .route("/boards/{id}/order", post(form::order::hold))
        .route("/boards/{id}/plan", post(form::plan::add))
        .route("/plan/added", get(form::plan::added))
        .route("/plan/remove", post(form::plan::remove))
        .route("/plan/hold", post(form::plan::hold))
        .route("/orders/{id}/actions", post(form::order::act))
        .route("/orders/{id}/extend", post(form::order::extend))
        .route("/orders/{id}/steer", post(form::order::steer))
}

/// Imports, exports, and watching them.
fn jobs() -> Router<AppState> {
    Router::new()
        .route("/api/jobs", get(job::list))
        // The file goes through piece by piece, and is counted there.
        .route("/api/jobs/imports", post(job::import).layer(DefaultBodyLimit::disable()))
        .route("/api/jobs/exports", post(job::export))
        .route("/api/jobs/{id}", get(job::show))
        .route("/api/jobs/{id}/progress", get(job::watch))
        .route("/api/import-export/jobs/ws", get(job::watch_by_query))
        .route("/api/jobs/{id}/errors", get(job::errors))
        .route("/api/jobs/{id}/errors.csv", get(job::failed_rows))
        .route("/api/jobs/{id}/result", get(job::fetch))
        .route("/api/jobs/{id}/cancel", post(job::cancel))
        .route("/api/jobs/{id}/commit", post(job::commit))
        .route("/api/jobs/{id}/retry", post(job::retry))
        .route("/api/admin/jobs", get(job::list_all))
        .route("/api/admin/jobs/{id}/put-back", post(job::put_back))
}

/// Prices the price monitor suggests.
fn prices() -> Router<AppState> {
    Router::new()
        .route("/api/price-checks", post(price::start))
        .route("/api/prices", get(price::list))
        .route("/api/prices/apply", post(price::apply))
        .route("/api/jobs/{id}/prices", get(price::of_job))
        .route("/api/price-monitor", get(price::monitor))
}

fn dashboards() -> Router<AppState> {
    Router::new()
        .route("/api/dashboard/owner", get(dashboard::owner))
        .route("/api/dashboard/advertiser", get(dashboard::advertiser))
        .route("/api/dashboard/admin", get(dashboard::admin))
        .route("/api/orders/steer", post(dashboard::steer_orders))
        .route("/admin/pipeline", post(form::pipeline::steer))
}
