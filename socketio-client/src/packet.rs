//! The codecs, one inside the other: a [`payload`] (an HTTP body) holds frames; a text frame, as a WebSocket
//! has them too, is one [`engine`] packet; an engine message carries one [`socket`] packet, whose attachments
//! follow as binary frames. Decoding is strict, never panics, and borrows.

pub(crate) mod engine;
pub(crate) mod payload;
pub(crate) mod socket;
#[cfg(test)]
mod tests;

/// The longest frame or body accepted, in bytes. Far above what a sane server sends, far below what
/// would hurt a browser tab.
pub(crate) const MAX_FRAME_BYTES: usize = 16 * 1024 * 1024;

/// The most binary attachments one packet may announce; the same limit as the official parser.
pub(crate) const MAX_ATTACHMENTS: u8 = 10;

/// Why a frame is not a packet. The text ends up in [`CloseReason::Protocol`](crate::CloseReason).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DecodeError {
    #[error("empty frame")]
    Empty,
    #[error("frame of {0} bytes is over the limit")]
    TooLong(usize),
    #[error("unknown packet type {0:?}")]
    UnknownType(char),
    #[error("a {0} packet carries nothing, this one does")]
    Trailing(&'static str),
    #[error("{0} packet without the payload it must have")]
    MissingPayload(&'static str),
    #[error("{0} packet with an unfit payload: {1}")]
    BadPayload(&'static str, String),
    #[error("{0} packet without an id")]
    MissingId(&'static str),
    #[error("packet id out of range")]
    BadId,
    #[error("bad or excessive number of attachments")]
    BadAttachments,
}
