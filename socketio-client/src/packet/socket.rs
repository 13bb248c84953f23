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
    /// So many `attachments` follow as binary frames; their places hold a placeholder.
    Event {
        id: Option<u64>,
        name: String,
        args: Vec<Value>,
        attachments: u8,
    },
    Ack {
        id: u64,
        args: Vec<Value>,
        attachments: u8,
    },
    ConnectError {
        message: String,
        data: Option<Value>,
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
            '0'..='4' => (0, chars.as_str()),
            '5' | '6' => attachments(chars.as_str())?,
            other => return Err(DecodeError::UnknownType(other)),
        };
        let (namespace, rest) = namespace(rest);
        Ok(Self { namespace, kind: kind(digit, attachments, rest)? })
    }

    /// The data of one engine message.
    pub(crate) fn encode(&self) -> String {
        let namespace = self.namespace;
        match &self.kind {
            Kind::Connect(payload) => {
                let payload = payload.as_ref().map(json).unwrap_or_default();
                frame("0", namespace, None, &payload)
            }
            Kind::Disconnect => frame("1", namespace, None, ""),
            Kind::Event { id, name, args, attachments } => {
                let mut list = vec![Value::from(name.as_str())];
                list.extend(args.iter().cloned());
                event(namespace, *id, &json(&list), *attachments)
            }
            Kind::Ack { id, args, attachments } => ack(namespace, *id, &json(args), *attachments),
            Kind::ConnectError { message, data } => {
                let mut payload = serde_json::json!({ "message": message });
                if let Some(data) = data {
                    payload["data"] = data.clone();
                }
                frame("4", namespace, None, &json(&payload))
            }
        }
    }
}

/// An event packet around the JSON of its name and arguments.
pub(crate) fn event(namespace: &str, id: Option<u64>, body: &str, attachments: u8) -> String {
    match attachments {
        0 => frame("2", namespace, id, body),
        count => frame(&format!("5{count}-"), namespace, id, body),
    }
}

/// An acknowledgement around the JSON of its arguments.
pub(crate) fn ack(namespace: &str, id: u64, body: &str, attachments: u8) -> String {
    match attachments {
        0 => frame("3", namespace, Some(id), body),
        count => frame(&format!("6{count}-"), namespace, Some(id), body),
    }
}

/// JSON of something that cannot fail to serialise: a [`Value`] or a struct of strings and numbers.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn frame(kind: &str, namespace: &str, id: Option<u64>, payload: &str) -> String {
    let mut out = String::with_capacity(namespace.len() + payload.len() + 24);
    out.push_str(kind);
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

fn kind(digit: char, attachments: u8, rest: &str) -> Result<Kind, DecodeError> {
    match digit {
        '0' => connect(rest),
        '1' if rest.is_empty() => Ok(Kind::Disconnect),
        '1' => Err(DecodeError::Trailing("DISCONNECT")),
        '2' | '5' => received_event(attachments, rest),
        '3' | '6' => received_ack(attachments, rest),
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

fn received_event(attachments: u8, rest: &str) -> Result<Kind, DecodeError> {
    let (id, rest) = id(rest)?;
    let mut args = list("EVENT", rest)?.into_iter();
    match args.next() {
        Some(Value::String(name)) => {
            Ok(Kind::Event { id, name, args: args.collect(), attachments })
        }
        _ => Err(DecodeError::BadPayload("EVENT", "no event name".to_owned())),
    }
}

fn received_ack(attachments: u8, rest: &str) -> Result<Kind, DecodeError> {
    let (id, rest) = id(rest)?;
    let id = id.ok_or(DecodeError::MissingId("ACK"))?;
    Ok(Kind::Ack { id, args: list("ACK", rest)?, attachments })
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
