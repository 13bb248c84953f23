//! Joins the session with a transport and a timer. The same loop everywhere.

mod alarm;

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_channel::{mpsc, oneshot};
use futures_util::Stream;
use serde_json::Value;

use crate::command::Command;
use crate::config::Config;
use crate::error::RequestError;
use crate::event::{ClientEvent, State};
use crate::platform::Clock;
use crate::session::{Input, Output, RequestId, Session};
use crate::shared::Shared;
use crate::transport::{Closing, Line, Signal, Target};
use alarm::Alarm;

type Reply = oneshot::Sender<Result<Value, RequestError>>;

/// The working part of a client. Nothing happens until [`run`](Driver::run) is polled; when it is dropped
/// the connection is dropped with it, events end, and every pending request fails with `Closed`.
#[must_use = "nothing happens until the driver runs"]
pub struct Driver {
    session: Session,
    /// `Err` holds what is wrong with the address; every attempt fails with it.
    target: Result<Target, String>,
    line: Option<Line>,
    closing: Option<Closing>,
    commands: mpsc::UnboundedReceiver<Command>,
    events: mpsc::UnboundedSender<ClientEvent>,
    shared: Arc<Shared>,
    replies: HashMap<RequestId, Reply>,
    next_request: u64,
    clock: Clock,
    alarm: Alarm,
    commands_first: bool,
}

enum Wake {
    Signal(Signal),
    Command(Option<Command>),
    Alarm,
}

impl Driver {
    pub(crate) fn new(
        config: Config,
        commands: mpsc::UnboundedReceiver<Command>,
        events: mpsc::UnboundedSender<ClientEvent>,
        shared: Arc<Shared>,
    ) -> Self {
        let session = Session::new(&config, Box::new(crate::platform::jitter));
        let target = config.websocket_url().map(|url| Target { url, headers: config.headers });
        Self {
            session,
            target,
            line: None,
            closing: None,
            commands,
            events,
            shared,
            replies: HashMap::new(),
            next_request: 0,
            clock: Clock::start(),
            alarm: Alarm::default(),
            commands_first: false,
        }
    }

    /// Connects, and keeps connected, until the last [`Client`](crate::Client) is dropped; then leaves in good
    /// order. On native it needs a tokio runtime with time and I/O enabled, and may run on any of its threads.
    pub async fn run(mut self) {
        self.feed(Input::Connect);
        loop {
            self.alarm.set(self.session.next_deadline(), self.clock.now());
            match poll_fn(|cx| self.poll_wake(cx)).await {
                Wake::Signal(signal) => self.signal(signal),
                Wake::Command(Some(command)) => self.command(command),
                Wake::Command(None) => break,
                Wake::Alarm => self.feed(Input::Tick),
            }
        }
        self.feed(Input::Disconnect);
        if let Some(closing) = self.closing.take() {
            closing.finished().await;
        }
    }

    /// Queues take turns, so that neither a flood from the server nor one from the application starves the other.
    fn poll_wake(&mut self, cx: &mut Context<'_>) -> Poll<Wake> {
        self.commands_first = !self.commands_first;
        for commands in [self.commands_first, !self.commands_first] {
            let ready = if commands { self.poll_command(cx) } else { self.poll_signal(cx) };
            if ready.is_ready() {
                return ready;
            }
        }
        self.alarm.poll(cx).map(|()| Wake::Alarm)
    }

    fn poll_command(&mut self, cx: &mut Context<'_>) -> Poll<Wake> {
        Pin::new(&mut self.commands).poll_next(cx).map(Wake::Command)
    }

    fn poll_signal(&mut self, cx: &mut Context<'_>) -> Poll<Wake> {
        match &mut self.line {
            Some(line) => line.poll_signal(cx).map(Wake::Signal),
            None => Poll::Pending,
        }
    }

    fn signal(&mut self, signal: Signal) {
        match signal {
            Signal::Opened => self.feed(Input::TransportOpened),
            Signal::Text(frame) => self.feed(Input::Text(frame)),
            Signal::Binary => self.feed(Input::Binary),
            Signal::Closed(error) => {
                self.line = None;
                self.feed(Input::TransportClosed(error));
            }
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Emit { body } => self.feed(Input::Emit { body }),
            Command::Request { body, reply } => {
                let id = RequestId(self.next_request);
                self.next_request += 1;
                self.replies.insert(id, reply);
                self.feed(Input::Request { id, body });
            }
            Command::RetryNow => self.feed(Input::RetryNow),
            Command::Disconnect => self.feed(Input::Disconnect),
            Command::Connect => self.feed(Input::Connect),
            Command::Cut => self.feed(Input::Cut),
        }
    }

    fn feed(&mut self, input: Input) {
        self.session.handle(input, self.clock.now());
        self.shared.set_max_payload(self.session.max_payload());
        while let Some(output) = self.session.poll_output() {
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Open => self.open(),
            Output::Send(frame) => {
                if let Some(line) = &self.line {
                    line.send(frame);
                }
            }
            Output::Close => self.closing = self.line.take().map(Line::close),
            Output::Abort => self.line = None,
            Output::Event(event) => self.publish(event),
            Output::AckResolved { id, result } => {
                if let Some(reply) = self.replies.remove(&id) {
                    // The caller may have lost interest; that is its right.
                    drop(reply.send(result));
                }
            }
        }
    }

    fn open(&mut self) {
        self.line = Some(match &self.target {
            Ok(target) => Line::open(target.clone()),
            Err(error) => Line::failed(error.clone()),
        });
    }

    /// The state is known to handles before the event is: who reacts to the event finds it there.
    fn publish(&self, event: ClientEvent) {
        if let ClientEvent::State(state) = event {
            self.shared.set_state(state);
        }
        // An application that has dropped its events does not want them.
        drop(self.events.unbounded_send(event));
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.shared.set_state(State::Closed);
    }
}
