//! What the page receives with each request: the use cases, the viewer, and the security policy's nonce.

use crate::{http::session::Identity, state::AppState};
use app::backend;
use axum::http::{HeaderValue, header::CONTENT_SECURITY_POLICY, request::Parts};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::ResponseOptions;
use marketplace::Viewer;
use std::sync::Arc;

/// Called for every page and every server function. Tolerates the absence of a request, with which the
/// fallback for unknown files renders.
pub(crate) fn provide(state: &AppState) {
    let viewer = use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Identity>().map(Identity::viewer))
        .unwrap_or_else(Viewer::visitor);
    backend::provide(state.marketplace.clone(), viewer);
    backend::provide_tiles(state.config.map.for_page());
    let monitor = state.price_monitor.clone();
    backend::provide_price_monitor(Arc::new(move || monitor.health()));
    set_security_policy(&state.config.map.picture_source());
}

/// Scripts run only with this response's nonce; nothing else may be loaded from anywhere else, but for pictures from
/// where the map's tiles are.
fn set_security_policy(tiles: &str) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self' data: blob:{tiles}; font-src 'self'; connect-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}
