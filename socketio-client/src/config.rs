//! Where to connect, as whom, and how patiently.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::Backoff;
use crate::event::Transport;
use crate::packet::MAX_FRAME_BYTES;

/// Whether an address may be dialled. An IPv4 address never comes as an IPv6 one.
pub type AddressCheck = Arc<dyn Fn(IpAddr) -> bool + Send + Sync>;

/// Which transports to use, and in which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Transports {
    /// A WebSocket at once. Where it cannot be opened, long-polling within the same attempt; from there a
    /// WebSocket is tried again with growing pauses, and the connection moves over when it can be had.
    #[default]
    WebSocketFirst,
    /// Long-polling at once, then the move to a WebSocket. As the official client does by default: the
    /// longer way, which no proxy can keep waiting.
    PollingFirst,
    /// Nothing but a WebSocket.
    WebSocketOnly,
    /// Nothing but long-polling.
    PollingOnly,
}

/// How a line proves that it is alive, when [`Client::probe`](crate::Client::probe) asks for it. The protocol
/// leaves pings to the server, so something must be said that every server, or this one, answers.
#[derive(Debug, Clone, PartialEq)]
pub enum LivenessProbe {
    /// An event with one argument that the server acknowledges and that changes nothing.
    Event {
        /// Its name.
        name: String,
        /// Its argument.
        payload: Value,
    },
    /// Asks to join a namespace that does not exist: every server answers with a refusal.
    Namespace(String),
}

impl Default for LivenessProbe {
    fn default() -> Self {
        Self::Namespace("/~are-you-there".to_owned())
    }
}

/// The settings of one client. Start from [`Config::new`] and change what differs.
#[derive(Clone)]
pub struct Config {
    /// Origin of the server: `http(s)://host[:port]` or `ws(s)://host[:port]`, no path.
    pub url: String,
    /// Path of the Engine.IO endpoint. `/socket.io/` by default.
    pub path: String,
    /// The one namespace to join. `/` by default.
    pub namespace: String,
    /// Payload of the CONNECT packet; a JSON object, what the official client calls `auth`.
    pub auth: Option<Value>,
    /// Headers of every HTTP request, such as `Cookie` or `Origin`. Native only: a browser sends its
    /// own cookies and origin and lets nobody change them.
    pub headers: Vec<(String, String)>,
    /// Asked for every address the host has, each time before it is dialled; what is not allowed is not. Native only.
    /// Everything is by default.
    pub allow_address: Option<AddressCheck>,
    /// The longest frame or HTTP body accepted, in bytes; a longer one ends the connection. Native only. 16 MB by default.
    pub max_frame_bytes: usize,
    /// So many events may wait to be read. While there are more nothing is read from the line: a server that floods
    /// fills its own buffers, and gives up a line that no longer answers its pings. No limit by default.
    pub waiting_events: usize,
    /// So many bytes are read in a second, in the long run, and what was spared in four seconds at once. A server that
    /// says more is read no faster, before any of it is parsed. No limit by default.
    pub bytes_per_second: usize,
    /// Which transports to use.
    pub transports: Transports,
    /// Limit for opening a WebSocket where long-polling is the way out, and for a whole move from long-polling
    /// to a WebSocket. 4 s by default.
    pub websocket_patience: Duration,
    /// Pauses between tries to get from long-polling to a WebSocket: the first after 3 s, then growing to a
    /// minute. [`Backoff::steady_after`] has no meaning here.
    pub upgrade: Backoff,
    /// How a line proves that it is alive.
    pub probe: LivenessProbe,
    /// Waits between attempts.
    pub reconnect: Backoff,
    /// Limit for one whole attempt: transport, open packet and CONNECT reply. 20 s by default.
    pub connect_timeout: Duration,
    /// Limit for the answer to a [`request`](crate::Client::request). 10 s by default.
    pub ack_timeout: Duration,
}

impl Config {
    /// Default settings for the server at `url`.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            path: "/socket.io/".to_owned(),
            namespace: "/".to_owned(),
            auth: None,
            headers: Vec::new(),
            allow_address: None,
            max_frame_bytes: MAX_FRAME_BYTES,
            waiting_events: usize::MAX,
            bytes_per_second: usize::MAX,
            transports: Transports::default(),
            websocket_patience: Duration::from_secs(4),
            upgrade: Backoff {
                first: Duration::from_secs(3),
                cap: Duration::from_mins(1),
                ..Backoff::default()
            },
            probe: LivenessProbe::default(),
            reconnect: Backoff::default(),
            connect_timeout: Duration::from_secs(20),
            ack_timeout: Duration::from_secs(10),
        }
    }

    /// The namespace with its leading slash, which may be left out in the settings.
    pub(crate) fn full_namespace(&self) -> String {
        if self.namespace.starts_with('/') {
            self.namespace.clone()
        } else {
            format!("/{}", self.namespace)
        }
    }

    /// Address of the endpoint for a transport, or why `url` is of no use.
    pub(crate) fn endpoint(&self, transport: Transport) -> Result<String, String> {
        let (scheme, host) =
            self.url.split_once("://").ok_or_else(|| format!("{:?} has no scheme", self.url))?;
        let scheme = match (scheme, transport) {
            ("http" | "ws", Transport::WebSocket) => "ws",
            ("https" | "wss", Transport::WebSocket) => "wss",
            ("http" | "ws", Transport::Polling) => "http",
            ("https" | "wss", Transport::Polling) => "https",
            (other, _) => {
                return Err(format!("scheme {other:?} is none of http, https, ws, wss"));
            }
        };
        let host = host.trim_end_matches('/');
        let path = self.path.trim_start_matches('/');
        Ok(format!("{scheme}://{host}/{path}?EIO=4&transport={}", transport.name()))
    }
}

/// Names headers but hides their values, and hides `auth`: settings end up in logs.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Config")
            .field("url", &self.url)
            .field("path", &self.path)
            .field("namespace", &self.namespace)
            .field("auth", &self.auth.as_ref().map(|_| "hidden"))
            .field("headers", &headers)
            .field("allow_address", &self.allow_address.as_ref().map(|_| "a check"))
            .field("max_frame_bytes", &self.max_frame_bytes)
            .field("waiting_events", &self.waiting_events)
            .field("bytes_per_second", &self.bytes_per_second)
            .field("transports", &self.transports)
            .field("websocket_patience", &self.websocket_patience)
            .field("upgrade", &self.upgrade)
            .field("probe", &self.probe)
            .field("reconnect", &self.reconnect)
            .field("connect_timeout", &self.connect_timeout)
            .field("ack_timeout", &self.ack_timeout)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_origin_leads_to_the_same_endpoint() {
        let endpoint = "localhost:3000/socket.io/?EIO=4&transport=";
        for url in ["http://localhost:3000", "ws://localhost:3000", "http://localhost:3000/"] {
            let at = |transport| Config::new(url).endpoint(transport).unwrap();
            assert_eq!(at(Transport::WebSocket), format!("ws://{endpoint}websocket"));
            assert_eq!(at(Transport::Polling), format!("http://{endpoint}polling"));
        }
        let secure = Config::new("https://example.com").endpoint(Transport::WebSocket).unwrap();
        assert!(secure.starts_with("wss://example.com/socket.io/?"));
    }

    #[test]
    fn a_useless_address_is_named() {
        let error = |url: &str| Config::new(url).endpoint(Transport::Polling).unwrap_err();
        assert!(error("localhost").contains("scheme"));
        assert!(error("ftp://x").contains("ftp"));
    }

    #[test]
    fn secrets_stay_out_of_debug_output() {
        let config = Config {
            auth: Some("secret-token".into()),
            headers: vec![("Cookie".to_owned(), "secret-cookie".to_owned())],
            ..Config::new("http://localhost")
        };
        let shown = format!("{config:?}");
        assert!(shown.contains("Cookie") && !shown.contains("secret"));
    }
}
