//! One Engine.IO connection as a state machine: which transport carries it, and how it moves from one to the
//! other. No I/O, no clock.
//!
//! The owner feeds [`Signal`]s of the links it was told to open, carries out [`Order`]s, and takes [`News`].
//! Links are numbered; what an abandoned one still says is ignored.

mod heartbeat;
mod io;
mod polling;
mod socket;
mod upgrade;

use std::collections::VecDeque;
use std::time::Duration;

use crate::Backoff;
use crate::config::{Config, Transports};
use crate::event::{Advice, CloseReason, Transport};
use crate::packet::engine::{Handshake, Packet};
use crate::packet::payload::Frame;
use heartbeat::Heartbeat;
pub(crate) use io::{Failure, LinkId, News, Order, Signal, Work};
use polling::Polling;
use socket::Socket;
use upgrade::Upgrade;

pub(crate) struct Engine {
    transports: Transports,
    patience: Duration,
    pauses: Backoff,
    links: u32,
    carrier: Carrier,
    upgrade: Upgrade,
    /// Tries in a row to get a WebSocket that have failed while long-polling worked, over all connections.
    failures: u32,
    /// What the server said first; `None` until it did.
    handshake: Option<Handshake>,
    heartbeat: Heartbeat,
    /// Frames that cannot go yet, in order.
    waiting: VecDeque<Frame>,
    orders: VecDeque<Order>,
    news: VecDeque<News>,
}

/// A deadline that is served this much too late was slept over: what would have met it may lie waiting.
pub(crate) const LATE: Duration = Duration::from_millis(500);

/// What carries the connection.
enum Carrier {
    Nothing,
    Socket(Socket),
    Polling(Polling),
}

impl Engine {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            transports: config.transports,
            patience: config.websocket_patience,
            pauses: config.upgrade,
            links: 0,
            carrier: Carrier::Nothing,
            upgrade: Upgrade::Off,
            failures: 0,
            handshake: None,
            heartbeat: Heartbeat::default(),
            waiting: VecDeque::new(),
            orders: VecDeque::new(),
            news: VecDeque::new(),
        }
    }

    /// Starts a connection. A WebSocket that could not be had the last time is not waited for again: then
    /// long-polling comes first, and the move to a WebSocket after it.
    pub(crate) fn open(&mut self, now: Duration) {
        match self.transports {
            Transports::WebSocketFirst if self.failures == 0 => self.open_socket(now),
            Transports::WebSocketOnly => self.open_socket(now),
            _ => self.open_polling(false),
        }
    }

    /// Sends what waits, says goodbye and forgets the connection.
    pub(crate) fn close(&mut self) {
        match std::mem::replace(&mut self.carrier, Carrier::Nothing) {
            Carrier::Nothing => {}
            Carrier::Socket(socket) => self.close_socket(&socket),
            Carrier::Polling(polling) => self.close_polling(&polling),
        }
        self.forget();
    }

    /// Drops the connection on the spot.
    pub(crate) fn abort(&mut self) {
        if let Some(link) = self.link() {
            self.orders.push_back(Order::Abort(link));
        }
        self.forget();
    }

    /// Sends one frame, or keeps it until it can go.
    pub(crate) fn send(&mut self, frame: Frame, now: Duration) {
        self.waiting.push_back(frame);
        self.flush(now);
    }

    /// Whether a frame sent now would leave at once.
    pub(crate) fn is_writable(&self) -> bool {
        let is_free = match &self.carrier {
            Carrier::Nothing => false,
            Carrier::Socket(_) => true,
            Carrier::Polling(polling) => !polling.is_posting && !self.is_moving(),
        };
        is_free && self.waiting.is_empty()
    }

    /// Tries at once what it would try later: somebody believes that the network has become better.
    pub(crate) fn nudge(&mut self, now: Duration) {
        if let Upgrade::Resting { at } = &mut self.upgrade {
            *at = now;
        }
        self.failures = 0;
    }

    pub(crate) fn signal(&mut self, link: LinkId, signal: Signal, now: Duration) {
        if self.link() == Some(link) {
            match self.carrier {
                Carrier::Socket(_) => self.socket_signal(signal, now),
                _ => self.polling_signal(signal, now),
            }
        } else if self.upgrade.link() == Some(link) {
            self.upgrade_signal(link, signal, now);
        }
    }

    /// Does what has become due.
    pub(crate) fn tick(&mut self, now: Duration) {
        if self.heartbeat.deadline().is_some_and(|at| now >= at) {
            return self.lost(CloseReason::HeartbeatTimeout);
        }
        self.tick_socket(now);
        self.tick_upgrade(now);
    }

    pub(crate) fn deadline(&self) -> Option<Duration> {
        let socket = match &self.carrier {
            Carrier::Socket(socket) => socket.until,
            _ => None,
        };
        socket.into_iter().chain(self.upgrade.deadline()).chain(self.heartbeat.deadline()).min()
    }

    pub(crate) fn next_order(&mut self) -> Option<Order> {
        self.orders.pop_front()
    }

    pub(crate) fn next_news(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// The server's limit for one packet in bytes, if known.
    pub(crate) fn max_payload(&self) -> Option<usize> {
        self.handshake.as_ref().and_then(|handshake| handshake.max_payload)
    }

    fn link(&self) -> Option<LinkId> {
        match &self.carrier {
            Carrier::Nothing => None,
            Carrier::Socket(socket) => Some(socket.link),
            Carrier::Polling(polling) => Some(polling.link),
        }
    }

    fn new_link(&mut self, transport: Transport, sid: Option<String>) -> LinkId {
        self.links = self.links.wrapping_add(1);
        let link = LinkId(self.links);
        self.orders.push_back(Order::Open { link, transport, sid });
        link
    }

    fn order(&mut self, link: LinkId, work: Work) {
        self.orders.push_back(Order::Send { link, work });
    }

    /// Lets out what may go now.
    fn flush(&mut self, now: Duration) {
        match &self.carrier {
            Carrier::Nothing => {}
            Carrier::Socket(socket) => {
                let link = socket.link;
                while let Some(frame) = self.waiting.pop_front() {
                    self.order(link, Work::Frame(frame));
                }
            }
            Carrier::Polling(_) => self.post(now),
        }
    }

    /// A frame over the transport that carries the connection.
    fn frame(&mut self, frame: Frame, now: Duration) {
        let text = match frame {
            Frame::Binary(bytes) if self.handshake.is_some() => {
                return self.news.push_back(News::Binary(bytes));
            }
            Frame::Binary(_) => return self.breach("bytes before the open packet"),
            Frame::Text(text) => text,
        };
        match Packet::decode(&text) {
            Ok(packet) => self.packet(packet, now),
            Err(error) => self.breach(&error.to_string()),
        }
    }

    fn packet(&mut self, packet: Packet<'_>, now: Duration) {
        match packet {
            Packet::Open(handshake) => self.greeted(handshake, now),
            Packet::Close => self.end(CloseReason::TransportClosed, None),
            Packet::Ping(data) => {
                self.send(Frame::Text(Packet::Pong(data).encode()), now);
                self.news.push_back(News::Pinged);
            }
            Packet::Message(_) if self.handshake.is_none() => {
                self.breach("message before the open packet");
            }
            Packet::Message(text) => self.news.push_back(News::Message(text.to_owned())),
            Packet::Pong(_) | Packet::Noop => {}
            Packet::Upgrade => self.breach("upgrade packet from the server"),
        }
    }

    fn greeted(&mut self, handshake: Handshake, now: Duration) {
        if self.handshake.is_some() {
            return self.breach("second open packet");
        }
        self.heartbeat = Heartbeat::start(handshake.silence(), now);
        let can_upgrade = handshake.upgrades.iter().any(|name| name == "websocket");
        self.handshake = Some(handshake);
        let transport = match &mut self.carrier {
            Carrier::Socket(socket) => {
                socket.until = None;
                self.failures = 0;
                Transport::WebSocket
            }
            carrier => {
                // Where both fail it is the server that is away. Where one does, that is worth remembering.
                if matches!(carrier, Carrier::Polling(polling) if polling.is_way_out) {
                    self.failures = self.failures.saturating_add(1);
                }
                self.plan_upgrade(can_upgrade, now);
                Transport::Polling
            }
        };
        self.news.push_back(News::Opened(transport));
    }

    fn breach(&mut self, what: &str) {
        self.end(CloseReason::Protocol(what.to_owned()), None);
    }

    /// Ends a connection whose other side still answers. What was read before comes first.
    fn end(&mut self, reason: CloseReason, advice: Option<Advice>) {
        let before = std::mem::take(&mut self.news);
        self.close();
        self.news = before;
        self.news.push_back(News::Ended { reason, advice });
    }

    /// Ends a connection whose other side does not answer.
    fn lost(&mut self, reason: CloseReason) {
        self.abort();
        self.news.push_back(News::Ended { reason, advice: None });
    }

    /// The link that carries the connection has ended.
    fn broken(&mut self, failure: Option<Failure>) {
        self.carrier = Carrier::Nothing;
        // Only a server that has not let this client in can mean the client itself.
        let advice = failure.as_ref().and_then(|failure| failure.advice);
        let advice = advice.filter(|_| self.handshake.is_none());
        let reason =
            failure.map_or(CloseReason::TransportClosed, |it| CloseReason::TransportError(it.text));
        let before = std::mem::take(&mut self.news);
        self.forget();
        self.news = before;
        self.news.push_back(News::Ended { reason, advice });
    }

    /// Nothing of this connection may reach the next one.
    fn forget(&mut self) {
        if let Some(link) = self.upgrade.link() {
            self.orders.push_back(Order::Abort(link));
        }
        self.carrier = Carrier::Nothing;
        self.upgrade = Upgrade::Off;
        self.handshake = None;
        self.heartbeat = Heartbeat::default();
        self.waiting.clear();
        self.news.clear();
    }
}
