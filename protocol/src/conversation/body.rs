//! What may be written in a message.

use crate::{error::ErrorBody, limits};
use std::fmt;

/// A text that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBody(String);

impl MessageBody {
    /// Applies the rules for a message's text; the same in the composer and on the server.
    ///
    /// Surrounding white space is cut off. Refused: an empty text, more than
    /// [`limits::MESSAGE_CHARS`] characters or [`limits::MESSAGE_BYTES`] bytes, NUL characters.
    pub fn parse(text: &str) -> Result<Self, ErrorBody> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ErrorBody::invalid("body", "Write something first."));
        }
        if text.chars().count() > limits::MESSAGE_CHARS {
            let message = format!("A message has at most {} characters.", limits::MESSAGE_CHARS);
            return Err(ErrorBody::too_large("body", limits::MESSAGE_CHARS, message));
        }
        if text.len() > limits::MESSAGE_BYTES {
            let message = format!("A message has at most {} bytes.", limits::MESSAGE_BYTES);
            return Err(ErrorBody::too_large("body", limits::MESSAGE_BYTES, message));
        }
        // Postgres cannot store NUL in a text, so nobody may send it.
        if text.contains('\0') {
            return Err(ErrorBody::invalid("body", "A message cannot hold a NUL character."));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn a_message_is_trimmed_and_limited() {
        assert_eq!(MessageBody::parse(" hi\n").unwrap().as_str(), "hi");
        assert_eq!(MessageBody::parse(" \n ").unwrap_err().code, ErrorCode::Invalid);
        assert_eq!(MessageBody::parse("a\0b").unwrap_err().code, ErrorCode::Invalid);
        assert!(MessageBody::parse(&"é".repeat(10_000)).is_ok());
        let error = MessageBody::parse(&"x".repeat(10_001)).unwrap_err();
        assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(10_000)));
        let error = MessageBody::parse(&"𝄞".repeat(9_000)).unwrap_err();
        assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(32_768)));
    }
}
