//! Which pages may speak to this server: one check in front of server functions, forms, JSON and sockets.
//!
//! Browsers name the page's origin on every socket handshake and on every request that is not a plain
//! read; a foreign one is refused. A polling read carries no `Origin`, but `Sec-Fetch-Site`. A request with
//! neither comes from a program, which no foreign page can steer: the session cookie is `SameSite=Lax`, so
//! a browser too old for these headers does not send it along either.

use super::error::HttpError;
use crate::{config::Config, state::AppState};
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, Method,
        header::{HOST, ORIGIN},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use protocol::{ErrorBody, ErrorCode};
use std::net::SocketAddr;

/// The origins whose pages may act here.
pub(crate) struct Origins(Vec<String>);

impl Origins {
    /// The configured origin, or the address listened on.
    pub(crate) fn new(config: &Config, address: SocketAddr) -> Self {
        if let Some(origin) = &config.origin {
            return Self(vec![origin.trim_end_matches('/').to_owned()]);
        }
        let port = address.port();
        Self(vec![
            format!("http://{address}"),
            format!("http://localhost:{port}"),
            format!("http://127.0.0.1:{port}"),
        ])
    }

    fn allow(&self, headers: &HeaderMap) -> bool {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("invalid"));
        match (text(ORIGIN.as_str()), text("sec-fetch-site")) {
            (Some(origin), _) => self.0.iter().any(|allowed| allowed == origin),
            (None, Some(site)) => matches!(site, "same-origin" | "none"),
            (None, None) => true,
        }
    }
}

/// Refuses what a foreign page asks, before anything else is done.
pub(crate) async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let changes_something = !matches!(*request.method(), Method::GET | Method::HEAD);
    let is_socket = request.uri().path().starts_with("/socket.io");
    if (changes_something || is_socket) && !state.origins.allow(request.headers()) {
        let origin = request.headers().get(ORIGIN);
        let host = request.headers().get(HOST);
        tracing::info!(?origin, ?host, path = request.uri().path(), "foreign origin refused");
        let text = "This request came from a page of another site.";
        return HttpError(ErrorBody::new(ErrorCode::Forbidden, text)).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &str)]) -> bool {
        let origins = Origins(vec!["https://boards.example".into()]);
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        origins.allow(&headers)
    }

    #[test]
    fn only_our_own_pages_and_programs_are_allowed() {
        assert!(allowed(&[("origin", "https://boards.example")]));
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("sec-fetch-site", "none")]));
        assert!(allowed(&[]));
        for origin in [
            "null",
            "",
            "https://evil.example",
            "http://boards.example",
            "https://boards.example.evil.example",
            "https://sub.boards.example",
            "https://boards.example:444",
        ] {
            assert!(!allowed(&[("origin", origin)]), "{origin}");
            assert!(!allowed(&[("origin", origin), ("sec-fetch-site", "same-origin")]), "{origin}");
        }
        for site in ["cross-site", "same-site", "nonsense"] {
            assert!(!allowed(&[("sec-fetch-site", site)]), "{site}");
        }
    }
}
