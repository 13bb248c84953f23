//! What can be said beyond one JSON argument: several arguments, bytes, and how to wait for an answer.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use crate::error::EmitError;
use crate::packet::{MAX_ATTACHMENTS, payload, socket};

/// An event with any number of arguments, or (see [`Client::reply`](crate::Client::reply)) an answer.
///
/// ```
/// # use socketio_client::Message;
/// let message = Message::new("upload").arg(&"sketch.png").bytes(vec![1, 2, 3]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Message {
    name: String,
    args: Vec<Value>,
    attachments: Vec<Vec<u8>>,
    is_volatile: bool,
    unfit: Option<String>,
}

impl Message {
    /// An event of this name without arguments.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a JSON argument.
    #[must_use]
    pub fn arg(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => self.args.push(value),
            Err(error) => self.unfit = Some(error.to_string()),
        }
        self
    }

    /// Adds an argument of bytes.
    #[must_use]
    pub fn bytes(mut self, bytes: Vec<u8>) -> Self {
        let placeholder = self.attach(bytes);
        self.args.push(placeholder);
        self
    }

    /// Takes bytes along and gives what stands for them anywhere in an argument.
    pub fn attach(&mut self, bytes: Vec<u8>) -> Value {
        self.attachments.push(bytes);
        json!({ "_placeholder": true, "num": self.attachments.len() - 1 })
    }

    /// Drops it rather than let it wait: for what is worthless a moment later, such as "is typing". It is sent
    /// only if everything before it has left and the line can take it now.
    #[must_use]
    pub fn volatile(mut self) -> Self {
        self.is_volatile = true;
        self
    }

    pub(crate) fn is_volatile(&self) -> bool {
        self.is_volatile
    }

    /// As an event on the wire.
    pub(crate) fn into_event(self) -> Result<Body, EmitError> {
        if socket::is_reserved(&self.name) {
            return Err(EmitError::ReservedName);
        }
        let list: Vec<_> = std::iter::once(Value::from(self.name)).chain(self.args).collect();
        Body::new(&list, self.attachments, self.unfit)
    }

    /// As an answer on the wire, which has no name.
    pub(crate) fn into_answer(self) -> Result<Body, EmitError> {
        Body::new(&self.args, self.attachments, self.unfit)
    }
}

/// Name and arguments as JSON, and the bytes they point to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) json: String,
    pub(crate) attachments: Vec<Vec<u8>>,
}

impl Body {
    fn new(
        list: &[Value],
        attachments: Vec<Vec<u8>>,
        unfit: Option<String>,
    ) -> Result<Self, EmitError> {
        if let Some(reason) = unfit {
            return Err(EmitError::Serialize(reason));
        }
        if attachments.len() > usize::from(MAX_ATTACHMENTS) {
            return Err(EmitError::Serialize(format!("more than {MAX_ATTACHMENTS} attachments")));
        }
        let json =
            serde_json::to_string(list).map_err(|error| EmitError::Serialize(error.to_string()))?;
        Ok(Self { json, attachments })
    }

    /// The longest frame it makes on any transport, without what stands around the JSON.
    pub(crate) fn longest_frame(&self) -> usize {
        let attachments = self.attachments.iter().map(|bytes| payload::encoded_len(bytes));
        attachments.chain([self.json.len()]).max().unwrap_or(0)
    }

    pub(crate) fn attachment_count(&self) -> u8 {
        u8::try_from(self.attachments.len()).unwrap_or(u8::MAX)
    }
}

/// What the server says to a request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Its arguments, in order.
    pub args: Vec<Value>,
    /// The bytes their placeholders stand for; see [`attachment`].
    pub attachments: Vec<Vec<u8>>,
}

impl Answer {
    /// The one argument, `null` if there is none, an array if there are several.
    pub fn into_value(mut self) -> Value {
        match self.args.len() {
            0 => Value::Null,
            1 => self.args.remove(0),
            _ => Value::Array(self.args),
        }
    }
}

/// The bytes a placeholder stands for.
pub fn attachment<'a>(placeholder: &Value, attachments: &'a [Vec<u8>]) -> Option<&'a [u8]> {
    let is_placeholder = placeholder.get("_placeholder")?.as_bool()?;
    let number = usize::try_from(placeholder.get("num")?.as_u64()?).ok()?;
    attachments.get(number).filter(|_| is_placeholder).map(Vec::as_slice)
}

/// How to wait for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until a try counts as unanswered.
    pub timeout: Duration,
    /// How often the same message is sent in all, on the same connection. With more than one try the server
    /// may see it more than once: it must know it again. A try's answer counts even when it comes late.
    pub tries: u32,
}
