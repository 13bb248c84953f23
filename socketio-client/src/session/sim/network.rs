//! What lies between: delays, breaks, half-open lines, and proxies that know no WebSocket.

use std::time::Duration;

use super::World;
use crate::engine::{LinkId, Order, Signal, Work};
use crate::event::Transport;
use crate::packet::payload::{self, Frame};

/// What happens to those who want a WebSocket.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Blocked {
    No,
    Refused,
    Swallowed,
}

pub(super) struct Link {
    transport: Transport,
    sid: Option<String>,
    is_getting: bool,
    is_posting: bool,
    /// Nothing passes any more, and nobody is told.
    is_dead: bool,
    /// What was sent last arrives then, each way: a line keeps the order.
    last_up: Duration,
    last_down: Duration,
}

pub(super) enum Event {
    /// To the server.
    Opened(LinkId),
    Frame(LinkId, Frame),
    Get(LinkId, Option<String>),
    Post(LinkId, String, Vec<Frame>),
    Gone(LinkId),
    /// To the client.
    Signal(LinkId, Signal),
}

impl World {
    /// Sends something on its way to the server.
    pub(super) fn depart(&mut self, order: Order) {
        match order {
            Order::Open { link, transport, sid } => self.open(link, transport, sid),
            Order::Send { link, work } => self.send(link, work),
            Order::Close(link) => self.leave(link),
            Order::Abort(link) => {
                // What was on its way may be lost with it.
                if self.chance.bool() {
                    self.events.retain(|_, event| event.link() != link);
                }
                self.leave(link);
            }
        }
    }

    fn open(&mut self, link: LinkId, transport: Transport, sid: Option<String>) {
        let (last_up, last_down) = (self.now, self.now);
        let (is_getting, is_posting, is_dead) = (false, false, false);
        let opened = Link { transport, sid, is_getting, is_posting, is_dead, last_up, last_down };
        self.links.insert(link, opened);
        if transport == Transport::WebSocket {
            match self.blocked {
                Blocked::No => self.up(link, Event::Opened(link)),
                Blocked::Refused => self.down(link, closed("refused")),
                Blocked::Swallowed => {}
            }
        }
    }

    fn send(&mut self, link: LinkId, work: Work) {
        let way = self.links.get_mut(&link).expect("an open link");
        let event = match work {
            Work::Frame(frame) => Event::Frame(link, frame),
            Work::Get { sid } => {
                assert!(!std::mem::replace(&mut way.is_getting, true), "one GET at a time");
                Event::Get(link, sid)
            }
            Work::Post { sid, body } => {
                way.is_posting = true;
                Event::Post(link, sid, payload::decode(&body).expect("a body"))
            }
        };
        self.up(link, event);
    }

    fn leave(&mut self, link: LinkId) {
        self.up(link, Event::Gone(link));
        self.links.remove(&link);
    }

    fn up(&mut self, link: LinkId, event: Event) {
        let delay = self.delay();
        let Some(way) = self.links.get_mut(&link).filter(|way| !way.is_dead) else { return };
        way.last_up = way.last_up.max(self.now + delay);
        let at = way.last_up;
        self.schedule(at, event);
    }

    /// Sends something on its way to the client.
    pub(super) fn down(&mut self, link: LinkId, signal: Signal) {
        let delay = self.delay();
        let Some(way) = self.links.get_mut(&link).filter(|way| !way.is_dead) else { return };
        way.last_down = way.last_down.max(self.now + delay);
        let at = way.last_down;
        self.schedule(at, Event::Signal(link, signal));
    }

    fn delay(&mut self) -> Duration {
        Duration::from_millis(self.chance.u64(..=self.slowness))
    }

    fn schedule(&mut self, at: Duration, event: Event) {
        self.departures += 1;
        self.events.insert((at, self.departures), event);
    }

    pub(super) fn arrive(&mut self) {
        let Some((_, event)) = self.events.pop_first() else { return };
        match event {
            Event::Opened(link) => {
                let sid = self.links.get(&link).and_then(|way| way.sid.clone());
                self.server_opened(link, sid);
            }
            Event::Frame(link, frame) => self.server_frame(link, frame),
            Event::Get(link, sid) => self.server_get(link, sid.as_deref()),
            Event::Post(link, sid, frames) => self.server_post(link, &sid, frames),
            Event::Gone(link) => self.server_gone(link),
            Event::Signal(link, signal) => self.reach_client(link, signal),
        }
    }

    fn reach_client(&mut self, link: LinkId, signal: Signal) {
        let Some(way) = self.links.get_mut(&link) else { return };
        match signal {
            Signal::Got(_) => way.is_getting = false,
            Signal::Posted => way.is_posting = false,
            _ => {}
        }
        self.signal(link, signal);
    }

    /// Both sides are told, sooner or later. What was on its way is lost.
    pub(super) fn break_a_link(&mut self) {
        let Some(link) = self.any_link() else { return };
        self.events.retain(|_, event| event.link() != link);
        self.up(link, Event::Gone(link));
        self.down(link, closed("reset"));
    }

    /// Nobody is told; what is on its way is lost as well.
    pub(super) fn deaden_a_link(&mut self) {
        let Some(link) = self.any_link() else { return };
        self.events.retain(|_, event| event.link() != link);
        if let Some(way) = self.links.get_mut(&link) {
            way.is_dead = true;
        }
    }

    fn any_link(&mut self) -> Option<LinkId> {
        let links: Vec<_> = self.links.keys().copied().collect();
        self.chance.choice(links)
    }

    pub(super) fn is_polling(&self, link: LinkId) -> bool {
        self.links.get(&link).is_some_and(|way| way.transport == Transport::Polling)
    }
}

impl Event {
    fn link(&self) -> LinkId {
        match self {
            Self::Opened(link)
            | Self::Frame(link, _)
            | Self::Get(link, _)
            | Self::Post(link, ..)
            | Self::Gone(link)
            | Self::Signal(link, _) => *link,
        }
    }
}

pub(super) fn closed(why: &str) -> Signal {
    Signal::Closed(Some(why.to_owned().into()))
}
