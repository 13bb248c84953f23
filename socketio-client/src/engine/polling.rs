//! Long-polling that carries the connection: one GET and one POST at a time.

use std::time::Duration;

use super::{Carrier, CloseReason, Engine, LinkId, Order, Signal, Work};
use crate::event::Transport;
use crate::packet::engine::Packet;
use crate::packet::payload::{self, Frame};

pub(super) struct Polling {
    pub(super) link: LinkId,
    pub(super) is_getting: bool,
    pub(super) is_posting: bool,
    /// A WebSocket has just failed.
    pub(super) is_way_out: bool,
}

impl Engine {
    pub(super) fn open_polling(&mut self, is_way_out: bool) {
        let link = self.new_link(Transport::Polling, None);
        self.order(link, Work::Get { sid: None });
        let polling = Polling { link, is_getting: true, is_posting: false, is_way_out };
        self.carrier = Carrier::Polling(polling);
    }

    pub(super) fn polling_signal(&mut self, signal: Signal, now: Duration) {
        let Carrier::Polling(polling) = &mut self.carrier else { return };
        match signal {
            Signal::Got(body) => {
                polling.is_getting = false;
                self.heartbeat.heard(now);
                self.got(&body, now);
            }
            Signal::Posted => {
                polling.is_posting = false;
                self.heartbeat.posting(None);
                self.post(now);
                self.finish_upgrade(now);
            }
            Signal::Closed(failure) => self.broken(failure),
            Signal::Opened | Signal::Frame(_) => self.lost(CloseReason::TransportClosed),
        }
    }

    fn got(&mut self, body: &str, now: Duration) {
        let frames = match payload::decode(body) {
            // So answers a server whose side of the connection has just ended.
            Ok(frames) if frames.is_empty() => return self.end(CloseReason::TransportClosed, None),
            Ok(frames) => frames,
            Err(error) => return self.breach(&error.to_string()),
        };
        let is_empty_talk = frames.iter().all(is_noop);
        for frame in frames {
            self.frame(frame, now);
        }
        if self.handshake.is_none() {
            return match self.carrier {
                Carrier::Nothing => {}
                _ => self.breach("no open packet"),
            };
        }
        // While a WebSocket is being tried, a server may answer every GET at once with nothing. Asking on
        // would only keep both busy: the next GET comes when the try has ended.
        if !(is_empty_talk && self.upgrade.is_trying()) {
            self.get();
        }
        self.finish_upgrade(now);
    }

    /// Asks for news, unless it is asked already or the connection is moving.
    pub(super) fn get(&mut self) {
        if self.is_moving() {
            return;
        }
        let Some(sid) = self.handshake.as_ref().map(|it| it.sid.clone()) else { return };
        if let Carrier::Polling(polling) = &mut self.carrier
            && !polling.is_getting
        {
            polling.is_getting = true;
            let link = polling.link;
            self.order(link, Work::Get { sid: Some(sid) });
        }
    }

    /// Posts what waits, as much as fits into one body.
    pub(super) fn post(&mut self, now: Duration) {
        let Carrier::Polling(polling) = &mut self.carrier else { return };
        if polling.is_posting || self.waiting.is_empty() || self.upgrade.is_moving() {
            return;
        }
        polling.is_posting = true;
        let link = polling.link;
        self.heartbeat.posting(Some(now));
        self.post_some(link);
    }

    fn post_some(&mut self, link: LinkId) {
        let Some(handshake) = &self.handshake else { return };
        let sid = handshake.sid.clone();
        let count = payload::fitting(&self.waiting, handshake.max_payload).min(self.waiting.len());
        let frames: Vec<_> = self.waiting.drain(..count).collect();
        self.order(link, Work::Post { sid, body: payload::encode(&frames) });
    }

    /// The link works POSTs off one after another, so that the goodbye is the last one. It has a body of its
    /// own: the official server ends the connection before it has worked off what stands in the same body.
    pub(super) fn close_polling(&mut self, polling: &Polling) {
        if self.handshake.is_none() {
            return self.orders.push_back(Order::Abort(polling.link));
        }
        while !self.waiting.is_empty() {
            self.post_some(polling.link);
        }
        self.waiting.push_back(Frame::Text(Packet::Close.encode()));
        self.post_some(polling.link);
        self.orders.push_back(Order::Close(polling.link));
    }
}

fn is_noop(frame: &Frame) -> bool {
    matches!(frame, Frame::Text(text) if text == "6")
}
