//! The session cookie: reading it on every request, setting and clearing it.

use super::error::HttpError;
use crate::{config::Config, state::AppState};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{
        HeaderMap, HeaderValue,
        header::{COOKIE, SET_COOKIE, USER_AGENT},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use cookie::{Cookie, SameSite, time};
use marketplace::{Device, Viewer};
use protocol::{ErrorBody, account::Me, limits};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

/// Longest user agent kept, in characters.
const USER_AGENT_CHARS: usize = 300;

/// Who sent a request.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    /// No session cookie.
    Visitor,
    /// A cookie of a session that has ended.
    Expired,
    /// A live session.
    User(Me),
}

impl Identity {
    /// The same for use cases, which do not care why nobody is signed in.
    pub(crate) fn viewer(&self) -> Viewer {
        match self {
            Self::User(me) => Viewer::user(me.clone()),
            Self::Visitor | Self::Expired => Viewer::visitor(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Identity {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or(Self::Visitor))
    }
}

/// The signed-in person, or `401`.
pub(crate) struct SignedInUser(pub(crate) Me);

impl<S: Send + Sync> FromRequestParts<S> for SignedInUser {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        match parts.extensions.get() {
            Some(Identity::User(me)) => Ok(Self(me.clone())),
            _ => Err(HttpError(ErrorBody::unauthenticated())),
        }
    }
}

/// Reads the cookie and leaves an [`Identity`] in the request. A dead cookie is cleared from pages, but not
/// by the socket handshake: the page must learn there that its session ended.
pub(crate) async fn identify(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let identity = match token(request.headers(), &state.config) {
        None => Identity::Visitor,
        Some(token) => match state.marketplace.session(&token).await {
            Ok(Some(me)) => Identity::User(me),
            Ok(None) => Identity::Expired,
            Err(error) => return HttpError::from(error).into_response(),
        },
    };
    let is_page = !request.uri().path().starts_with("/socket.io");
    let clears = is_page && matches!(identity, Identity::Expired);
    request.extensions_mut().insert(identity);
    let mut response = next.run(request).await;
    if clears && !response.headers().contains_key(SET_COOKIE) {
        set(response.headers_mut(), &cleared(&state.config));
    }
    response
}

/// The cookie that carries a session's token.
pub(crate) fn cookie(config: &Config, token: String) -> Cookie<'static> {
    let seconds = i64::try_from(limits::SESSION_LIFETIME.as_secs()).unwrap_or(i64::MAX);
    base(config, token, time::Duration::seconds(seconds))
}

/// The cookie that removes it.
pub(crate) fn cleared(config: &Config) -> Cookie<'static> {
    base(config, String::new(), time::Duration::ZERO)
}

/// Adds a cookie to a response.
pub(crate) fn set(headers: &mut HeaderMap, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(SET_COOKIE, value);
    }
}

fn base(config: &Config, value: String, max_age: time::Duration) -> Cookie<'static> {
    Cookie::build((name(config), value))
        .path("/")
        .http_only(true)
        .secure(config.is_secure())
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .build()
}

/// `__Host-` makes browsers refuse the cookie from other hosts and without TLS, so it needs HTTPS.
fn name(config: &Config) -> &'static str {
    if config.is_secure() { "__Host-session" } else { "session" }
}

fn token(headers: &HeaderMap, config: &Config) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name(config) && !cookie.value().is_empty())
        .map(|cookie| cookie.value().to_owned())
}

/// Where a request comes from, for the list of sessions and for counting failed sign-ins.
pub(crate) struct From(pub(crate) Device);

impl FromRequestParts<AppState> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| {
            client(info.0.ip(), &parts.headers, &state.config.trusted_proxies).to_string()
        });
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = agent.unwrap_or_default().chars().take(USER_AGENT_CHARS).collect();
        Ok(Self(Device { address: address.unwrap_or_default(), user_agent }))
    }
}

/// Who is behind the proxies we trust: each adds whom it heard at the end of the list, so the last address
/// that is not one of them is the client's. What stands before it anybody may have made up.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let lists = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
    let mut heard = peer;
    for hop in hops.into_iter().rev() {
        match hop.parse() {
            Ok(before) if trusted.contains(&heard) => heard = before,
            _ => break,
        }
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for list in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(list));
        }
        let trusted = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_its_last_word() {
        assert_eq!(seen("198.51.100.7", &["203.0.113.9"]), "198.51.100.7");
        assert_eq!(seen("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["192.0.2.66, 203.0.113.9", "10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
    }
}
