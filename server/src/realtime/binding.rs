//! Ties the transport's session id to the cookie's session.
//!
//! Engine.IO authorises a polling request by its session id alone. Here a request must also come with the
//! session that opened the connection, so an id that leaks is worth nothing.

use crate::{
    http::{error::HttpError, session::Identity},
    state::AppState,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{StatusCode, Uri},
    middleware::Next,
    response::{IntoResponse, Response},
};
use dashmap::DashMap;
use marketplace::clock::{Clock, SystemClock};
use protocol::{ErrorBody, ErrorCode, Timestamp, id::SessionId};
use socketioxide::socket::Sid;
use std::time::Duration;

/// A handshake's answer is far smaller.
const MAX_HANDSHAKE: usize = 4096;
/// A connection that has not joined the namespace by then was abandoned.
const UNFINISHED: Duration = Duration::from_mins(2);

/// The sessions of all connections that began by polling.
#[derive(Default)]
pub(crate) struct Bindings(DashMap<String, Binding>);

struct Binding {
    session: Option<SessionId>,
    since: Timestamp,
    is_seen: bool,
}

impl Bindings {
    /// Whether this connection was opened by this session. One that is not known is nobody's: it was forgotten
    /// after its end, or is of another server.
    fn allow(&self, sid: &str, session: Option<SessionId>) -> bool {
        self.0.get(sid).is_some_and(|binding| binding.session == session)
    }

    /// Drops a connection that has left the namespace, a while later: its transport may live on.
    pub(super) fn release(&self, sid: Sid, now: Timestamp) {
        if let Some(mut binding) = self.0.get_mut(sid.as_str()) {
            (binding.is_seen, binding.since) = (false, now);
        }
    }

    /// Keeps a connection that has joined the namespace until it closes.
    pub(super) fn keep(&self, sid: Sid) {
        if let Some(mut binding) = self.0.get_mut(sid.as_str()) {
            binding.is_seen = true;
        }
    }

    /// Drops handshakes that nothing came of.
    pub(super) fn sweep(&self, now: Timestamp) {
        self.0.retain(|_, binding| binding.is_seen || now.since(binding.since) < UNFINISHED);
    }
}

/// Refuses a polling request whose session is not its connection's; notes new connections.
pub(crate) async fn check_binding(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with("/socket.io") {
        return next.run(request).await;
    }
    let session = match request.extensions().get::<Identity>() {
        Some(Identity::User(me)) => Some(me.session_id),
        _ => None,
    };
    match sid(request.uri()) {
        Ok(None) => {}
        Ok(Some(sid)) if state.bindings.allow(&sid, session) => return next.run(request).await,
        Ok(Some(_)) => return refused("This connection belongs to another session."),
        Err(Unclear) => return refused("A connection is named once, as sid=."),
    }
    let is_polling = query(request.uri(), "transport").is_some_and(|name| name == "polling");
    let response = next.run(request).await;
    if is_polling && response.status().is_success() {
        return note_handshake(&state.bindings, session, response).await;
    }
    response
}

fn refused(text: &str) -> Response {
    tracing::warn!(text, "a transport session was refused");
    let mut refused = HttpError(ErrorBody::new(ErrorCode::Forbidden, text)).into_response();
    *refused.status_mut() = StatusCode::BAD_REQUEST;
    refused
}

/// A query in which different readers could find different ids.
#[derive(Debug, PartialEq)]
struct Unclear;

/// The connection a request names. The engine reads the first raw `sid=`; any other spelling, or a second
/// one, could show it another id than is checked here.
fn sid(uri: &Uri) -> Result<Option<String>, Unclear> {
    let Some(query) = uri.query() else { return Ok(None) };
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).map_err(|_| Unclear)?;
    let mut named = pairs.into_iter().filter(|(name, _)| name == "sid").map(|(_, value)| value);
    let (first, second) = (named.next(), named.next());
    let raw = query.split('&').find_map(|pair| pair.strip_prefix("sid="));
    match (first, second) {
        (None, _) if raw.is_none() => Ok(None),
        (Some(value), None) if raw == Some(value.as_str()) => Ok(Some(value)),
        _ => Err(Unclear),
    }
}

/// Reads the new connection's id from the handshake's answer.
async fn note_handshake(
    bindings: &Bindings,
    session: Option<SessionId>,
    response: Response,
) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = match to_bytes(body, MAX_HANDSHAKE).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(%error, "a handshake's answer could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    if let Some(sid) = opened(&bytes) {
        let binding = Binding { session, since: SystemClock.now(), is_seen: false };
        bindings.0.insert(sid, binding);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// The `sid` of an Engine.IO open packet: `0{"sid":…}`.
fn opened(body: &Bytes) -> Option<String> {
    let json = body.strip_prefix(b"0")?;
    let open: serde_json::Value = serde_json::from_slice(json).ok()?;
    Some(open.get("sid")?.as_str()?.to_owned())
}

fn query(uri: &Uri, key: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(uri.query()?).ok()?;
    pairs.into_iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn session(number: u128) -> SessionId {
        SessionId(Uuid::from_u128(number))
    }

    #[test]
    fn only_the_session_that_opened_a_connection_may_use_it() {
        let bindings = Bindings::default();
        let binding = Binding { session: Some(session(1)), since: Timestamp(0), is_seen: false };
        bindings.0.insert("abc".into(), binding);
        assert!(bindings.allow("abc", Some(session(1))));
        assert!(!bindings.allow("abc", Some(session(2))));
        assert!(!bindings.allow("abc", None));
        assert!(!bindings.allow("unknown", None));
    }

    #[test]
    fn an_id_is_named_once_and_in_plain_letters() {
        let named = |query: &str| sid(&format!("/socket.io/?{query}").parse().unwrap());
        assert_eq!(named("EIO=4&transport=polling"), Ok(None));
        assert_eq!(named("EIO=4&sid=abc&transport=polling"), Ok(Some("abc".into())));
        for query in ["s%69d=x&sid=abc", "sid=abc&sid=x", "s%69d=abc", "sid=%61bc"] {
            assert_eq!(named(query), Err(Unclear), "{query}");
        }
    }

    #[test]
    fn an_abandoned_handshake_is_forgotten() {
        let bindings = Bindings::default();
        let binding = Binding { session: None, since: Timestamp(0), is_seen: false };
        bindings.0.insert("abc".into(), binding);
        bindings.sweep(Timestamp(119_000));
        assert_eq!(bindings.0.len(), 1);
        bindings.sweep(Timestamp(120_000));
        assert_eq!(bindings.0.len(), 0);
    }

    #[test]
    fn the_id_is_read_from_an_open_packet_and_from_nothing_else() {
        assert_eq!(opened(&Bytes::from_static(b"0{\"sid\":\"x\"}")), Some("x".into()));
        assert_eq!(opened(&Bytes::from_static(b"1")), None);
        assert_eq!(opened(&Bytes::from_static(b"0{}")), None);
    }
}
