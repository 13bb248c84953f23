//! What one HTTP body of long-polling carries: packets one after another, bytes as base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{DecodeError, MAX_FRAME_BYTES};

/// Between two packets of one body.
const SEPARATOR: char = '\u{1e}';

/// One packet as a WebSocket carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Frame {
    Text(String),
    Binary(Vec<u8>),
}

impl Frame {
    /// So many bytes it takes in a body.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Binary(bytes) => encoded_len(bytes),
        }
    }
}

/// So many bytes an attachment takes in a body, where it is longer than on a WebSocket.
pub(crate) fn encoded_len(bytes: &[u8]) -> usize {
    1 + bytes.len().div_ceil(3) * 4
}

/// How many frames from the first fit into one body; at least one, so that something always goes out.
pub(crate) fn fitting<'a>(
    frames: impl IntoIterator<Item = &'a Frame>,
    limit: Option<usize>,
) -> usize {
    let limit = limit.unwrap_or(usize::MAX);
    let mut size = 0_usize;
    let fits = |frame: &&Frame| {
        size = size.saturating_add(frame.len());
        let fits = size <= limit;
        size = size.saturating_add(SEPARATOR.len_utf8());
        fits
    };
    frames.into_iter().take_while(fits).count().max(1)
}

pub(crate) fn encode(frames: &[Frame]) -> String {
    let mut body = String::with_capacity(frames.iter().map(|frame| frame.len() + 1).sum());
    for (position, frame) in frames.iter().enumerate() {
        if position > 0 {
            body.push(SEPARATOR);
        }
        match frame {
            Frame::Text(text) => body.push_str(text),
            Frame::Binary(bytes) => {
                body.push('b');
                STANDARD.encode_string(bytes, &mut body);
            }
        }
    }
    body
}

/// The frames of a body. A body without any is what a server sends whose side of the line has ended.
pub(crate) fn decode(body: &str) -> Result<Vec<Frame>, DecodeError> {
    if body.is_empty() {
        return Ok(Vec::new());
    }
    if body.len() > MAX_FRAME_BYTES {
        return Err(DecodeError::TooLong(body.len()));
    }
    body.split(SEPARATOR).map(record).collect()
}

fn record(text: &str) -> Result<Frame, DecodeError> {
    match text.strip_prefix('b') {
        Some(encoded) => STANDARD
            .decode(encoded)
            .map(Frame::Binary)
            .map_err(|error| DecodeError::BadPayload("binary", error.to_string())),
        None => Ok(Frame::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Frame {
        Frame::Text(text.to_owned())
    }

    fn frame() -> impl Strategy<Value = Frame> {
        prop_oneof![
            "[0-6][a-z€]{0,20}".prop_map(Frame::Text),
            prop::collection::vec(any::<u8>(), 0..40).prop_map(Frame::Binary),
        ]
    }

    #[test]
    fn the_examples_of_the_description_are_read_and_written_to_the_letter() {
        let frames = [text("4hello"), text("2"), text("4world")];
        assert_eq!(encode(&frames), "4hello\u{1e}2\u{1e}4world");
        assert_eq!(decode("4hello\u{1e}2\u{1e}4world").unwrap(), frames);
        let frames = [text("4hello"), Frame::Binary(vec![1, 2, 3, 4])];
        assert_eq!(encode(&frames), "4hello\u{1e}bAQIDBA==");
        assert_eq!(decode("4hello\u{1e}bAQIDBA==").unwrap(), frames);
        assert_eq!(decode("").unwrap(), []);
        assert!(matches!(decode("b!"), Err(DecodeError::BadPayload(..))));
    }

    proptest! {
        #![proptest_config(crate::tests::cases(300))]

        #[test]
        fn frames_survive_the_way_in_bodies_no_longer_than_allowed(
            frames in prop::collection::vec(frame(), 1..20),
            limit in 60_usize..200,
        ) {
            let (mut rest, mut arrived) = (&frames[..], Vec::new());
            while !rest.is_empty() {
                let (body, later) = rest.split_at(fitting(rest, Some(limit)));
                let encoded = encode(body);
                prop_assert!(encoded.len() <= limit);
                arrived.extend(decode(&encoded).unwrap());
                rest = later;
            }
            prop_assert_eq!(arrived, frames);
        }
    }
}
