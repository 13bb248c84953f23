//! Joins the session with a transport and a timer. The same loop everywhere.

mod alarm;

use std::collections::{BTreeMap, HashMap};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_channel::mpsc;
use futures_util::Stream;

use crate::budget::Budget;
use crate::command::{Command, Reply};
use crate::config::Config;
use crate::engine::{LinkId, Order, Signal};
use crate::event::{ClientEvent, State, Transport};
use crate::faults::Faulty;
use crate::gauge::Gauge;
use crate::platform::Clock;
use crate::session::{Input, Output, RequestId, Session};
use crate::shared::Shared;
use crate::transport::{Closing, Line, Target};
use alarm::Alarm;

/// The working part of a client. Nothing happens until [`run`](Driver::run) is polled; when it is dropped
/// the connection is dropped with it, events end, and every pending request fails with `Closed`.
#[must_use = "nothing happens until the driver runs"]
pub struct Driver {
    session: Session,
    config: Config,
    lines: BTreeMap<LinkId, Line>,
    faulty: Faulty,
    closing: Option<Closing>,
    commands: mpsc::UnboundedReceiver<Command>,
    events: Reports,
    shared: Arc<Shared>,
    replies: HashMap<RequestId, Reply>,
    next_request: u64,
    budget: Budget,
    clock: Clock,
    alarm: Alarm,
    commands_first: bool,
}

/// What the application is told, and how much of it waits to be read.
pub(crate) struct Reports {
    pub(crate) queue: mpsc::UnboundedSender<ClientEvent>,
    pub(crate) waiting: Arc<Gauge>,
}

enum Wake {
    Signal(LinkId, Signal),
    Command(Option<Command>),
    Alarm,
}

impl Driver {
    pub(crate) fn new(
        config: Config,
        commands: mpsc::UnboundedReceiver<Command>,
        events: Reports,
        shared: Arc<Shared>,
    ) -> Self {
        let session = Session::new(&config, Box::new(crate::platform::jitter));
        Self {
            session,
            budget: Budget::new(config.bytes_per_second),
            config,
            lines: BTreeMap::new(),
            faulty: Faulty::new(Box::new(crate::platform::jitter)),
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
            self.alarm.set(self.deadline(), self.clock.now());
            match poll_fn(|cx| self.poll_wake(cx)).await {
                Wake::Signal(link, signal) => self.signal(link, signal),
                Wake::Command(Some(command)) => self.command(command),
                Wake::Command(None) => break,
                Wake::Alarm => self.tick(),
            }
        }
        self.feed(Input::Disconnect);
        if let Some(closing) = self.closing.take() {
            closing.finished().await;
        }
    }

    fn deadline(&self) -> Option<Duration> {
        let read_at = self.budget.rests_until(self.clock.now());
        let deadlines = [self.session.next_deadline(), self.faulty.deadline(), read_at];
        deadlines.into_iter().flatten().min()
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

    /// There are two links at most, and for a moment only: none can starve the other. An application that has enough to
    /// read is spared more; a line that says too much is left alone until the alarm.
    fn poll_signal(&mut self, cx: &mut Context<'_>) -> Poll<Wake> {
        ready!(self.events.waiting.poll_room(cx));
        if self.budget.rests_until(self.clock.now()).is_some() {
            return Poll::Pending;
        }
        for (link, line) in &mut self.lines {
            if let Poll::Ready(signal) = line.poll_signal(cx) {
                return Poll::Ready(Wake::Signal(*link, signal));
            }
        }
        Poll::Pending
    }

    fn signal(&mut self, link: LinkId, signal: Signal) {
        self.shared.count_heard(signal.len());
        self.budget.spend(signal.len(), self.clock.now());
        if matches!(signal, Signal::Closed(_)) {
            self.lines.remove(&link);
        }
        self.faulty.hear(link, signal, self.clock.now());
        self.take_in();
    }

    fn tick(&mut self) {
        self.feed(Input::Tick);
        self.take_in();
        self.let_out();
    }

    /// Hands on what a bad line has held back, as a good one does at once.
    fn take_in(&mut self) {
        while let Some((link, signal)) = self.faulty.heard(self.clock.now()) {
            self.feed(Input::Line { link, signal });
        }
    }

    fn let_out(&mut self) {
        while let Some((link, work)) = self.faulty.said(self.clock.now()) {
            if let Some(line) = self.lines.get(&link) {
                self.shared.count_said(work.len());
                line.send(work);
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.faulty.is_idle() && self.lines.values().all(Line::is_idle)
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Emit { is_volatile: true, .. } if !self.is_idle() => {}
            Command::Emit { body, is_volatile } => self.feed(Input::Emit { body, is_volatile }),
            Command::Request { body, patience, reply } => {
                let id = RequestId(self.next_request);
                self.next_request += 1;
                self.replies.insert(id, reply);
                self.feed(Input::Request { id, body, patience });
            }
            Command::Reply { to, body } => self.feed(Input::Reply { to, body }),
            Command::Probe { limit } => self.feed(Input::Probe { limit }),
            Command::Online(is_online) => self.feed(Input::Online(is_online)),
            Command::Hold { pause } => self.feed(Input::Hold { pause }),
            Command::RetryNow => self.feed(Input::RetryNow),
            Command::Disconnect => self.feed(Input::Disconnect),
            Command::Connect => self.feed(Input::Connect),
            Command::Cut => self.feed(Input::Cut),
            Command::Faults(faults) => {
                self.faulty.set(faults);
                self.tick();
            }
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
            Output::Line(order) => self.order(order),
            Output::Event(event) => self.publish(event),
            Output::AckResolved { id, result } => {
                if let Some(reply) = self.replies.remove(&id) {
                    // The caller may have lost interest; that is its right.
                    drop(reply.send(result));
                }
            }
        }
    }

    fn order(&mut self, order: Order) {
        match order {
            Order::Open { link, transport, sid } => {
                let line = self.open(transport, sid);
                self.lines.insert(link, line);
            }
            Order::Send { link, work } => {
                self.faulty.say(link, work, self.clock.now());
                self.let_out();
            }
            Order::Close(link) => {
                self.closing = self.lines.remove(&link).map(Line::close);
                self.faulty.forget(link);
            }
            Order::Abort(link) => {
                drop(self.lines.remove(&link));
                self.faulty.forget(link);
            }
        }
    }

    fn open(&self, transport: Transport, sid: Option<String>) -> Line {
        match self.config.endpoint(transport) {
            Ok(url) => {
                let headers = self.config.headers.clone();
                let allow_address = self.config.allow_address.clone();
                let max_frame_bytes = self.config.max_frame_bytes;
                let target = Target { url, sid, headers, allow_address, max_frame_bytes };
                Line::open(transport, target)
            }
            Err(error) => Line::failed(error),
        }
    }

    /// The state is known to handles before the event is: who reacts to the event finds it there.
    fn publish(&self, event: ClientEvent) {
        if let ClientEvent::State(state) = event {
            self.shared.set_state(state);
        }
        self.events.waiting.add(1);
        // An application that has dropped its events does not want them.
        if self.events.queue.unbounded_send(event).is_err() {
            self.events.waiting.clear();
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.shared.set_state(State::Closed);
    }
}

#[cfg(test)]
mod tests;
