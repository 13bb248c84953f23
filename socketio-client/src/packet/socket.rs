//! Socket.IO 5 packets: `<type>[<attachments>-][<namespace>,][<id>][<JSON>]`.

use serde::Serialize;
use serde_json::Value;

use super::{DecodeError, MAX_ATTACHMENTS};

/// One packet and the namespace it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Packet<'a> {
    pub(crate) namespace: &'a str,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Connect(Option<Value>),
    Disconnect,
    Event {
        id: Option<u64>,
        name: String,
        args: Vec<Value>,
    },
    Ack {
        id: u64,
        args: Vec<Value>,
    },
    ConnectError {
        message: String,
        data: Option<Value>,
    },
    /// A packet of either binary type. Its content is not read: the caller skips the frames that follow.
    Binary {
        attachments: u8,
    },
}

/// Names with a meaning of their own in every official client and server; sending one of them as an
/// event makes the server drop the connection.
const RESERVED: [&str; 6] =
    ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

/// Whether `event` may not be used as an event name.
pub(crate) fn is_reserved(event: &str) -> bool {
    RESERVED.contains(&event)
}

impl<'a> Packet<'a> {
    /// Reads the data of one engine message.
    pub(crate) fn decode(text: &'a str) -> Result<Self, DecodeError> {
        let mut chars = text.chars();
        let digit = chars.next().ok_or(DecodeError::Empty)?;
        let (attachments, rest) = match digit {
            '0'..='4' => (None, chars.as_str()),
            '5' | '6' => attachments(chars.as_str()).map(|(count, rest)| (Some(count), rest))?,
            other => return Err(DecodeError::UnknownType(other)),
        };
        let (namespace, rest) = namespace(rest);
        let kind = match attachments {
            Some(attachments) => Kind::Binary { attachments },
            None => text_kind(digit, rest)?,
        };
        Ok(Self { namespace, kind })
    }

    /// The data of one engine message. Binary packets cannot be written; they come out empty.
    pub(crate) fn encode(&self) -> String {
        let namespace = self.namespace;
        match &self.kind {
            Kind::Connect(payload) => {
                let payload = payload.as_ref().map(json).unwrap_or_default();
                frame('0', namespace, None, &payload)
            }
            Kind::Disconnect => frame('1', namespace, None, ""),
            Kind::Event { id, name, args } => {
                let mut list = vec![Value::from(name.as_str())];
                list.extend(args.iter().cloned());
                frame('2', namespace, *id, &json(&list))
            }
            Kind::Ack { id, args } => frame('3', namespace, Some(*id), &json(args)),
            Kind::ConnectError { message, data } => {
                let mut payload = serde_json::json!({ "message": message });
                if let Some(data) = data {
                    payload["data"] = data.clone();
                }
                frame('4', namespace, None, &json(&payload))
            }
            Kind::Binary { .. } => String::new(),
        }
    }
}

/// An event packet around a payload that is already JSON, see [`event_body`].
pub(crate) fn event(namespace: &str, id: Option<u64>, body: &str) -> String {
    frame('2', namespace, id, body)
}

/// The JSON of an event: its name and one argument.
pub(crate) fn event_body(
    name: &str,
    payload: &(impl Serialize + ?Sized),
) -> Result<String, serde_json::Error> {
    serde_json::to_string(&(name, payload))
}

/// JSON of something that cannot fail to serialise: a [`Value`] or a struct of strings and numbers.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn frame(digit: char, namespace: &str, id: Option<u64>, payload: &str) -> String {
    let mut out = String::with_capacity(namespace.len() + payload.len() + 24);
    out.push(digit);
    if namespace != "/" {
        out.push_str(namespace);
        out.push(',');
    }
    if let Some(id) = id {
        out.push_str(&id.to_string());
    }
    out.push_str(payload);
    out
}

fn attachments(text: &str) -> Result<(u8, &str), DecodeError> {
    let (count, rest) = text.split_once('-').ok_or(DecodeError::BadAttachments)?;
    let digits_only = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    match count.parse() {
        Ok(number) if digits_only && number <= MAX_ATTACHMENTS => Ok((number, rest)),
        _ => Err(DecodeError::BadAttachments),
    }
}

/// A namespace starts with `/` and ends at the first comma, or at the end when nothing follows.
fn namespace(text: &str) -> (&str, &str) {
    if !text.starts_with('/') {
        return ("/", text);
    }
    text.split_once(',').unwrap_or((text, ""))
}

fn text_kind(digit: char, rest: &str) -> Result<Kind, DecodeError> {
    match digit {
        '0' => connect(rest),
        '1' if rest.is_empty() => Ok(Kind::Disconnect),
        '1' => Err(DecodeError::Trailing("DISCONNECT")),
        '2' => received_event(rest),
        '3' => ack(rest),
        _ => connect_error(rest),
    }
}

fn connect(rest: &str) -> Result<Kind, DecodeError> {
    if rest.is_empty() {
        return Ok(Kind::Connect(None));
    }
    match parse("CONNECT", rest)? {
        payload @ Value::Object(_) => Ok(Kind::Connect(Some(payload))),
        _ => Err(DecodeError::BadPayload("CONNECT", "not an object".to_owned())),
    }
}

fn received_event(rest: &str) -> Result<Kind, DecodeError> {
    let (id, rest) = id(rest)?;
    let mut args = list("EVENT", rest)?.into_iter();
    match args.next() {
        Some(Value::String(name)) => Ok(Kind::Event { id, name, args: args.collect() }),
        _ => Err(DecodeError::BadPayload("EVENT", "no event name".to_owned())),
    }
}

fn ack(rest: &str) -> Result<Kind, DecodeError> {
    let (id, rest) = id(rest)?;
    let id = id.ok_or(DecodeError::MissingId("ACK"))?;
    Ok(Kind::Ack { id, args: list("ACK", rest)? })
}

/// An object with a message and perhaps data; older servers send the bare message.
fn connect_error(rest: &str) -> Result<Kind, DecodeError> {
    let mut payload = match parse("CONNECT_ERROR", rest)? {
        Value::String(message) => return Ok(Kind::ConnectError { message, data: None }),
        Value::Object(payload) => payload,
        _ => return Err(DecodeError::BadPayload("CONNECT_ERROR", "not an object".to_owned())),
    };
    let data = payload.remove("data");
    match payload.remove("message") {
        Some(Value::String(message)) => Ok(Kind::ConnectError { message, data }),
        _ => Err(DecodeError::BadPayload("CONNECT_ERROR", "no message".to_owned())),
    }
}

fn id(text: &str) -> Result<(Option<u64>, &str), DecodeError> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return Ok((None, rest));
    }
    digits.parse().map(|id| (Some(id), rest)).map_err(|_| DecodeError::BadId)
}

fn list(name: &'static str, text: &str) -> Result<Vec<Value>, DecodeError> {
    match parse(name, text)? {
        Value::Array(items) => Ok(items),
        _ => Err(DecodeError::BadPayload(name, "not an array".to_owned())),
    }
}

fn parse(name: &'static str, text: &str) -> Result<Value, DecodeError> {
    if text.is_empty() {
        return Err(DecodeError::MissingPayload(name));
    }
    serde_json::from_str(text).map_err(|error| DecodeError::BadPayload(name, error.to_string()))
}
