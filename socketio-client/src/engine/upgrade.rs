//! The move from long-polling to a WebSocket, without losing or doubling anything.
//!
//! A second link is opened and probed while long-polling goes on (`2probe`, answered by `3probe`). Then nothing
//! new is asked or posted, and what is under way is waited for. Only when both requests have been answered the
//! client says `5`: what the server says from there on, and what has waited here, goes over the WebSocket. Until
//! `5` is out the try can be given up at no loss.

use std::time::Duration;

use super::{Carrier, Engine, LinkId, News, Order, Signal, Work};
use crate::config::Transports;
use crate::engine::socket::Socket;
use crate::event::Transport;
use crate::packet::engine::Packet;
use crate::packet::payload::Frame;

const PROBE: &str = "probe";

pub(super) enum Upgrade {
    /// Not wanted, or done.
    Off,
    /// The next try comes then.
    Resting { at: Duration },
    /// A link has been asked for.
    Opening { link: LinkId, until: Duration },
    /// It is up and has been asked to answer.
    Probing { link: LinkId, until: Duration },
    /// It has answered; long-polling comes to its end.
    Moving { link: LinkId, until: Duration },
}

impl Upgrade {
    pub(super) fn link(&self) -> Option<LinkId> {
        match self {
            Self::Off | Self::Resting { .. } => None,
            Self::Opening { link, .. } | Self::Probing { link, .. } | Self::Moving { link, .. } => {
                Some(*link)
            }
        }
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        match self {
            Self::Off => None,
            Self::Resting { at } => Some(*at),
            Self::Opening { until, .. }
            | Self::Probing { until, .. }
            | Self::Moving { until, .. } => Some(*until),
        }
    }

    pub(super) fn is_trying(&self) -> bool {
        self.link().is_some()
    }

    pub(super) fn is_moving(&self) -> bool {
        matches!(self, Self::Moving { .. })
    }
}

impl Engine {
    pub(super) fn is_moving(&self) -> bool {
        self.upgrade.is_moving()
    }

    /// Whoever has just failed to get a WebSocket waits; who has not tried tries at once.
    pub(super) fn plan_upgrade(&mut self, can_upgrade: bool, now: Duration) {
        let is_wanted = !matches!(self.transports, Transports::PollingOnly);
        self.upgrade = match (is_wanted && can_upgrade, self.failures) {
            (false, _) => Upgrade::Off,
            (true, 0) => Upgrade::Resting { at: now },
            (true, _) => Upgrade::Resting { at: now.saturating_add(self.pause()) },
        };
    }

    fn pause(&self) -> Duration {
        self.pauses.ceiling(self.failures)
    }

    pub(super) fn tick_upgrade(&mut self, now: Duration) {
        if self.upgrade.deadline().is_none_or(|at| now < at) {
            return;
        }
        match self.upgrade {
            Upgrade::Off => {}
            Upgrade::Resting { .. } => self.start_upgrade(now),
            Upgrade::Opening { link, .. }
            | Upgrade::Probing { link, .. }
            | Upgrade::Moving { link, .. } => {
                self.orders.push_back(Order::Abort(link));
                self.give_up(format!("no answer in {:?}", self.patience), now);
            }
        }
    }

    fn start_upgrade(&mut self, now: Duration) {
        let sid = self.handshake.as_ref().map(|handshake| handshake.sid.clone());
        let link = self.new_link(Transport::WebSocket, sid);
        self.upgrade = Upgrade::Opening { link, until: now.saturating_add(self.patience) };
    }

    pub(super) fn upgrade_signal(&mut self, link: LinkId, signal: Signal, now: Duration) {
        match (signal, &self.upgrade) {
            (Signal::Opened, Upgrade::Opening { until, .. }) => {
                self.upgrade = Upgrade::Probing { link, until: *until };
                let probe = Frame::Text(Packet::Ping(PROBE).encode());
                self.order(link, Work::Frame(probe));
            }
            (Signal::Frame(frame), Upgrade::Probing { until, .. }) if is_answer(&frame) => {
                self.upgrade = Upgrade::Moving { link, until: *until };
                self.finish_upgrade(now);
            }
            (Signal::Closed(failure), _) => {
                let error = failure.map_or_else(|| "closed".to_owned(), |failure| failure.text);
                self.give_up(error, now);
            }
            _ => {
                self.orders.push_back(Order::Abort(link));
                self.give_up("not the answer to a probe".to_owned(), now);
            }
        }
    }

    /// Moves over once nothing is under way any more.
    pub(super) fn finish_upgrade(&mut self, now: Duration) {
        let (Upgrade::Moving { link, .. }, Carrier::Polling(polling)) =
            (&self.upgrade, &self.carrier)
        else {
            return;
        };
        if polling.is_getting || polling.is_posting {
            return;
        }
        let (link, polling) = (*link, polling.link);
        self.order(link, Work::Frame(Frame::Text(Packet::Upgrade.encode())));
        self.orders.push_back(Order::Abort(polling));
        self.upgrade = Upgrade::Off;
        self.carrier = Carrier::Socket(Socket::ready(link));
        self.failures = 0;
        self.news.push_back(News::Upgraded(Transport::WebSocket));
        self.flush(now);
    }

    /// Long-polling goes on as if nothing had been.
    fn give_up(&mut self, error: String, now: Duration) {
        self.failures = self.failures.saturating_add(1);
        self.upgrade = Upgrade::Resting { at: now.saturating_add(self.pause()) };
        self.news.push_back(News::Failed { transport: Transport::WebSocket, error });
        self.get();
        self.post(now);
    }
}

fn is_answer(frame: &Frame) -> bool {
    matches!(frame, Frame::Text(text) if *text == Packet::Pong(PROBE).encode())
}
