//! The handle of the application and the stream of its events.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_channel::{mpsc, oneshot};
use futures_util::Stream;
use serde::Serialize;
use serde_json::Value;

use crate::command::Command;
use crate::error::{EmitError, RequestError};
use crate::event::{ClientEvent, ReplyTo, State};
use crate::faults::Faults;
use crate::gauge::Gauge;
use crate::message::{Answer, Body, Message, Patience};
use crate::shared::{Shared, Traffic};

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
        self.send(Message::new(event).arg(payload))
    }

    /// As [`emit`](Self::emit), for any number of arguments, for bytes, and for what is dropped rather than late.
    ///
    /// # Errors
    ///
    /// When it is certain that the event is not sent; but a volatile event is dropped in silence.
    pub fn send(&self, message: Message) -> Result<(), EmitError> {
        let is_volatile = message.is_volatile();
        let body = self.prepare(message, Message::into_event)?;
        self.pass(Command::Emit { body, is_volatile })
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
        PendingRequest(self.ask(Message::new(event).arg(payload)))
    }

    /// As [`request`](Self::request), for any number of arguments, and for bytes both ways.
    pub fn ask(&self, message: Message) -> PendingAnswer {
        let patience = Patience { timeout: self.shared.ack_timeout(), tries: 1 };
        self.ask_with(message, patience)
    }

    /// As [`ask`](Self::ask), with a time limit of its own, and repeated as often as it says.
    pub fn ask_with(&self, message: Message, patience: Patience) -> PendingAnswer {
        let (reply, answer) = oneshot::channel();
        let sent = self
            .prepare(message, Message::into_event)
            .and_then(|body| self.pass(Command::Request { body, patience, reply }));
        match sent {
            Ok(()) => PendingAnswer(Pending::Sent(answer)),
            Err(error) => PendingAnswer(Pending::Failed(Some(error.into()))),
        }
    }

    /// Answers an event of the server that waits for it. The message's name is of no meaning.
    ///
    /// # Errors
    ///
    /// When it is certain that the answer is not sent. It is dropped in silence when the event came over an
    /// earlier connection.
    pub fn reply(&self, to: ReplyTo, message: Message) -> Result<(), EmitError> {
        let body = self.prepare(message, Message::into_answer)?;
        self.pass(Command::Reply { to, body })
    }

    /// Asks the line to prove within `limit` that it is alive; otherwise it is dropped, and an attempt made at
    /// once. While waiting the same as [`retry_now`](Self::retry_now). For a device that wakes up.
    pub fn probe(&self, limit: Duration) {
        self.order(Command::Probe { limit });
    }

    /// There is a network (again): tries at once what it would try later.
    pub fn hint_online(&self) {
        self.order(Command::Online(true));
    }

    /// There is no network. A connection is kept as long as it holds; attempts rest.
    pub fn hint_offline(&self) {
        self.order(Command::Online(false));
    }

    /// Makes the wait that has begun, or else the one that follows this connection, this long, and a little more
    /// so that not all come back in the same moment. For a server that says when it will be back.
    pub fn hold(&self, pause: Duration) {
        self.order(Command::Hold { pause });
    }

    /// Ends the current wait and tries at once; on long-polling tries for a WebSocket at once.
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

    /// Makes the line bad on purpose, or good again, from now on and over all its connections. For tests and
    /// experiments.
    pub fn set_faults(&self, faults: Faults) {
        self.order(Command::Faults(faults));
    }

    /// How much has gone over the line so far.
    pub fn traffic(&self) -> Traffic {
        self.shared.traffic()
    }

    /// Where the client stands now.
    pub fn state(&self) -> State {
        self.shared.state()
    }

    fn prepare(
        &self,
        message: Message,
        write: impl FnOnce(Message) -> Result<Body, EmitError>,
    ) -> Result<Body, EmitError> {
        match self.state() {
            State::Connected => {}
            State::Closed => return Err(EmitError::Closed),
            _ => return Err(EmitError::NotConnected),
        }
        let body = write(message)?;
        let longest = body.longest_frame() + self.shared.namespace_bytes() + FRAME_OVERHEAD;
        match self.shared.max_payload() {
            Some(limit) if longest > limit => Err(EmitError::TooLarge { limit }),
            _ => Ok(body),
        }
    }

    fn pass(&self, command: Command) -> Result<(), EmitError> {
        self.commands.unbounded_send(command).map_err(|_| EmitError::Closed)
    }

    /// An order to a driver that has ended has nothing left to do.
    fn order(&self, command: Command) {
        drop(self.pass(command));
    }
}

/// A request on its way; see [`Client::request`]. Independent of the client and the payload it came from.
#[derive(Debug)]
#[must_use = "the answer is lost unless awaited; to ignore it use `emit`"]
pub struct PendingRequest(PendingAnswer);

impl Future for PendingRequest {
    type Output = Result<Value, RequestError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.0).poll(cx));
        Poll::Ready(answer.map(Answer::into_value))
    }
}

/// A request on its way; see [`Client::ask`]. Independent of the client and the message it came from.
#[derive(Debug)]
#[must_use = "the answer is lost unless awaited; to ignore it use `send`"]
pub struct PendingAnswer(Pending);

#[derive(Debug)]
enum Pending {
    Failed(Option<RequestError>),
    Sent(oneshot::Receiver<Result<Answer, RequestError>>),
}

impl Future for PendingAnswer {
    type Output = Result<Answer, RequestError>;

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

/// Everything that happens, in order; ends with the driver. Unbounded unless
/// [`Config::waiting_events`](crate::Config::waiting_events) says otherwise: read it, or drop it.
#[derive(Debug)]
pub struct Events {
    queue: mpsc::UnboundedReceiver<ClientEvent>,
    waiting: Arc<Gauge>,
}

impl Events {
    pub(crate) fn new(queue: mpsc::UnboundedReceiver<ClientEvent>, waiting: Arc<Gauge>) -> Self {
        Self { queue, waiting }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.queue.close();
        self.waiting.clear();
    }
}

impl Stream for Events {
    type Item = ClientEvent;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(Pin::new(&mut self.queue).poll_next(cx));
        self.waiting.remove(usize::from(event.is_some()));
        Poll::Ready(event)
    }
}
