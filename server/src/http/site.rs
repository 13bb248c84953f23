//! The page's files.

use crate::{context, state::AppState};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use std::path::Path;
use tower::ServiceExt;
use tower_http::services::ServeDir;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// The folder of scripts and styles below the site: named by a hash of its contents when the bundler made
/// it, so that browsers may keep it for ever.
pub(crate) fn package_folder(site: &Path) -> String {
    match std::fs::read_to_string(site.join("pkg/current")) {
        Ok(hash) => format!("pkg/{}", hash.trim()),
        Err(_) => "pkg".into(),
    }
}

/// A file, or the page that says there is none.
pub(crate) async fn file_or_not_found(State(state): State<AppState>, request: Request) -> Response {
    let hashed = format!("/{}/", state.leptos.site_pkg_dir);
    let is_hashed = hashed.len() > "/pkg/".len() && request.uri().path().starts_with(&hashed);
    let (parts, body) = request.into_parts();
    let files = ServeDir::new(&*state.leptos.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let copy = Request::from_parts(parts.clone(), axum::body::Body::empty());
    let mut response = match files.oneshot(copy).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return not_found(&state, Request::from_parts(parts, body)).await;
    }
    let caching = if is_hashed { FOR_EVER } else { ASK_AGAIN };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// The application renders its own "not found" for an address it does not know.
async fn not_found(state: &AppState, request: Request) -> Response {
    let (state, options) = (state.clone(), state.leptos.clone());
    let render = leptos_axum::render_app_async_with_context(
        move || context::provide(&state),
        move || app::shell(options.clone()),
    );
    let mut response = render(request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
