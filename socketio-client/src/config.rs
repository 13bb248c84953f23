//! Where to connect, as whom, and how patiently.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::Backoff;

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
    /// Headers of the handshake request, such as `Cookie` or `Origin`. Native only: a browser sends its
    /// own cookies and origin and lets nobody change them.
    pub headers: Vec<(String, String)>,
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

    /// Address of the WebSocket endpoint, or why `url` is of no use.
    pub(crate) fn websocket_url(&self) -> Result<String, String> {
        let (scheme, host) =
            self.url.split_once("://").ok_or_else(|| format!("{:?} has no scheme", self.url))?;
        let scheme = match scheme {
            "http" | "ws" => "ws",
            "https" | "wss" => "wss",
            other => return Err(format!("scheme {other:?} is none of http, https, ws, wss")),
        };
        let host = host.trim_end_matches('/');
        let path = self.path.trim_start_matches('/');
        Ok(format!("{scheme}://{host}/{path}?EIO=4&transport=websocket"))
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
        let endpoint = "ws://localhost:3000/socket.io/?EIO=4&transport=websocket";
        for url in ["http://localhost:3000", "ws://localhost:3000", "http://localhost:3000/"] {
            assert_eq!(Config::new(url).websocket_url().unwrap(), endpoint);
        }
        let secure = Config::new("https://example.com").websocket_url().unwrap();
        assert!(secure.starts_with("wss://example.com/socket.io/?"));
    }

    #[test]
    fn a_useless_address_is_named() {
        assert!(Config::new("localhost").websocket_url().unwrap_err().contains("scheme"));
        assert!(Config::new("ftp://x").websocket_url().unwrap_err().contains("ftp"));
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
