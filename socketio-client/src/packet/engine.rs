//! Engine.IO 4 packets in a text frame: one digit, then the data.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{DecodeError, MAX_FRAME_BYTES};

/// One packet; the data is borrowed from the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Packet<'a> {
    Open(Handshake),
    Close,
    Ping(&'a str),
    Pong(&'a str),
    Message(&'a str),
    Upgrade,
    Noop,
}

/// What the server says first. Times are in milliseconds, as on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Handshake {
    pub(crate) sid: String,
    #[serde(default)]
    pub(crate) upgrades: Vec<String>,
    ping_interval: u64,
    ping_timeout: u64,
    /// The longest payload the server accepts, in bytes. Servers before Engine.IO 6 leave it out.
    #[serde(default)]
    pub(crate) max_payload: Option<usize>,
}

impl Handshake {
    /// How long the line may be silent before it counts as dead.
    pub(crate) fn silence(&self) -> Duration {
        Duration::from_millis(self.ping_interval.saturating_add(self.ping_timeout))
    }
}

impl<'a> Packet<'a> {
    pub(crate) fn decode(frame: &'a str) -> Result<Self, DecodeError> {
        if frame.len() > MAX_FRAME_BYTES {
            return Err(DecodeError::TooLong(frame.len()));
        }
        let mut chars = frame.chars();
        let kind = chars.next().ok_or(DecodeError::Empty)?;
        let data = chars.as_str();
        match kind {
            '0' => open(data),
            '1' => bare(Self::Close, "close", data),
            '2' => Ok(Self::Ping(data)),
            '3' => Ok(Self::Pong(data)),
            '4' => Ok(Self::Message(data)),
            '5' => bare(Self::Upgrade, "upgrade", data),
            '6' => bare(Self::Noop, "noop", data),
            other => Err(DecodeError::UnknownType(other)),
        }
    }

    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Open(handshake) => format!("0{}", super::socket::json(handshake)),
            Self::Close => "1".to_owned(),
            Self::Ping(data) => format!("2{data}"),
            Self::Pong(data) => format!("3{data}"),
            Self::Message(data) => format!("4{data}"),
            Self::Upgrade => "5".to_owned(),
            Self::Noop => "6".to_owned(),
        }
    }
}

fn open(data: &str) -> Result<Packet<'static>, DecodeError> {
    serde_json::from_str(data)
        .map(Packet::Open)
        .map_err(|error| DecodeError::BadPayload("open", error.to_string()))
}

fn bare<'a>(packet: Packet<'a>, name: &'static str, data: &str) -> Result<Packet<'a>, DecodeError> {
    if data.is_empty() { Ok(packet) } else { Err(DecodeError::Trailing(name)) }
}
