//! Frames of a WebSocket, as far as a meddler must understand them.

/// What a frame carries, in Socket.IO's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cargo {
    /// A command that waits for its acknowledgement.
    Request,
    /// An acknowledgement.
    Answer,
    /// An event without one.
    Event,
    /// Opening, heartbeats, anything else.
    Other,
}

/// Takes the first whole frame off the buffer.
pub fn take_frame(buffer: &mut Vec<u8>) -> Option<Vec<u8>> {
    let length = header(buffer).map(|(header, body)| header + body)?;
    (buffer.len() >= length).then(|| buffer.drain(..length).collect())
}

/// Sizes of the header, its mask included, and of what follows.
fn header(frame: &[u8]) -> Option<(usize, usize)> {
    let second = *frame.get(1)?;
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let number = |bytes: &[u8]| bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    match second & 0x7f {
        126 => Some((4 + mask, number(frame.get(2..4)?))),
        127 => Some((10 + mask, number(frame.get(2..10)?))),
        length => Some((2 + mask, length.into())),
    }
}

/// Looks into a whole frame.
pub fn cargo(frame: &[u8]) -> Cargo {
    let Some((start, _)) = header(frame) else { return Cargo::Other };
    let is_text = frame[0] == 0x81;
    let key = if frame[1] & 0x80 == 0 { [0; 4] } else { last_four(&frame[..start]) };
    let body = frame[start..].iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key);
    let head: Vec<u8> = body.take(3).collect();
    match &head[..] {
        [b'4', b'2', b'0'..=b'9'] if is_text => Cargo::Request,
        [b'4', b'2', ..] if is_text => Cargo::Event,
        [b'4', b'3', ..] if is_text => Cargo::Answer,
        _ => Cargo::Other,
    }
}

fn last_four(header: &[u8]) -> [u8; 4] {
    *header.last_chunk().expect("a masked frame has a mask")
}

#[test]
fn frames_are_cut_and_understood() {
    let mut answer = vec![0x81, 6];
    answer.extend(b"430[1]");
    let mut request = vec![0x81, 0x80 | 4, 1, 2, 3, 4];
    request.extend(b"427[".iter().zip([1, 2, 3, 4]).map(|(byte, key)| byte ^ key));
    let mut long = vec![0x81, 126, 1, 0];
    long.extend(b"42[".iter().chain(&[b' '; 253]));
    let mut buffer = [&answer[..], &request, &long, &[0x8a]].concat();
    let mut taken = Vec::new();
    while let Some(frame) = take_frame(&mut buffer) {
        taken.push(cargo(&frame));
    }
    assert_eq!(taken, [Cargo::Answer, Cargo::Request, Cargo::Event]);
    assert_eq!(buffer, [0x8a]);
}
