//! The handle of the application and the stream of its events.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_channel::{mpsc, oneshot};
use futures_util::Stream;
use serde::Serialize;
use serde_json::Value;

use crate::command::Command;
use crate::error::{EmitError, RequestError};
use crate::event::{ClientEvent, State};
use crate::packet::socket;
use crate::shared::Shared;

/// Bytes of a packet around namespace and body at most: two digits, a comma, the id.
const FRAME_OVERHEAD: usize = 24;

/// Handle of one connection: cheap to clone, usable from any thread. When the last one is dropped the
/// driver leaves in good order and ends.
#[derive(Debug, Clone)]
pub struct Client {
    commands: mpsc::UnboundedSender<Command>,
    shared: Arc<Shared>,
}

impl Client {
    pub(crate) fn new(commands: mpsc::UnboundedSender<Command>, shared: Arc<Shared>) -> Self {
        Self { commands, shared }
    }

    /// Sends an event with one argument and asks for no answer. `()` and `None` travel as `null`.
    ///
    /// # Errors
    ///
    /// When it is certain that the event is not sent. `Ok` is no promise that it arrives: the line may
    /// break under way. Use [`Client::request`] where that matters.
    pub fn emit(&self, event: &str, payload: &(impl Serialize + ?Sized)) -> Result<(), EmitError> {
        let body = self.prepare(event, payload)?;
        self.send(Command::Emit { body })
    }

    /// Sends an event with one argument and waits for its acknowledgement. It is on its way when this
    /// method returns; dropping the future does not take it back.
    ///
    /// The answer is the acknowledgement's argument, `null` if it has none, an array if it has several.
    ///
    /// # Errors
    ///
    /// Exactly one of [`RequestError`]; after [`config.ack_timeout`](crate::Config::ack_timeout) at the latest.
    pub fn request(&self, event: &str, payload: &(impl Serialize + ?Sized)) -> PendingRequest {
        let (reply, answer) = oneshot::channel();
        let sent = self
            .prepare(event, payload)
            .and_then(|body| self.send(Command::Request { body, reply }));
        match sent {
            Ok(()) => PendingRequest(Pending::Sent(answer)),
            Err(error) => PendingRequest(Pending::Failed(Some(error.into()))),
        }
    }

    /// Ends the current wait and tries at once. Does nothing in any other state.
    pub fn retry_now(&self) {
        self.order(Command::RetryNow);
    }

    /// Leaves the namespace, closes the connection and does not reconnect.
    pub fn disconnect(&self) {
        self.order(Command::Disconnect);
    }

    /// Connects after [`disconnect`](Self::disconnect) or a refusal. While waiting the same as
    /// [`retry_now`](Self::retry_now); while connected or connecting nothing.
    pub fn connect_again(&self) {
        self.order(Command::Connect);
    }

    /// Drops the transport without a word, as a broken line would, and reconnects after the usual wait.
    /// For tests and experiments. (A browser still sends a WebSocket close frame.)
    pub fn cut(&self) {
        self.order(Command::Cut);
    }

    /// Where the client stands now.
    pub fn state(&self) -> State {
        self.shared.state()
    }

    fn prepare(
        &self,
        event: &str,
        payload: &(impl Serialize + ?Sized),
    ) -> Result<String, EmitError> {
        match self.state() {
            State::Connected => {}
            State::Closed => return Err(EmitError::Closed),
            _ => return Err(EmitError::NotConnected),
        }
        if socket::is_reserved(event) {
            return Err(EmitError::ReservedName);
        }
        let body = socket::event_body(event, payload)
            .map_err(|error| EmitError::Serialize(error.to_string()))?;
        match self.shared.max_payload() {
            Some(limit) if body.len() + self.shared.namespace_bytes() + FRAME_OVERHEAD > limit => {
                Err(EmitError::TooLarge { limit })
            }
            _ => Ok(body),
        }
    }

    fn send(&self, command: Command) -> Result<(), EmitError> {
        self.commands.unbounded_send(command).map_err(|_| EmitError::Closed)
    }

    /// An order to a driver that has ended has nothing left to do.
    fn order(&self, command: Command) {
        drop(self.send(command));
    }
}

/// A request on its way; see [`Client::request`]. Independent of the client and the payload it came from.
#[derive(Debug)]
#[must_use = "the answer is lost unless awaited; to ignore it use `emit`"]
pub struct PendingRequest(Pending);

#[derive(Debug)]
enum Pending {
    Failed(Option<RequestError>),
    Sent(oneshot::Receiver<Result<Value, RequestError>>),
}

impl Future for PendingRequest {
    type Output = Result<Value, RequestError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Pending::Failed(error) => {
                Poll::Ready(Err(error.take().unwrap_or(RequestError::Closed)))
            }
            // A driver that is gone answers nothing any more.
            Pending::Sent(answer) => {
                Pin::new(answer).poll(cx).map(|answer| answer.unwrap_or(Err(RequestError::Closed)))
            }
        }
    }
}

/// Everything that happens, in order; ends with the driver. Unbounded: read it, or drop it.
#[derive(Debug)]
pub struct Events(mpsc::UnboundedReceiver<ClientEvent>);

impl Events {
    pub(crate) fn new(receiver: mpsc::UnboundedReceiver<ClientEvent>) -> Self {
        Self(receiver)
    }
}

impl Stream for Events {
    type Item = ClientEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0).poll_next(cx)
    }
}
