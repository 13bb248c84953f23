//! A WebSocket that carries the connection.

use std::time::Duration;

use super::{Carrier, CloseReason, Engine, LATE, LinkId, News, Order, Signal, Work};
use crate::config::Transports;
use crate::event::Transport;
use crate::packet::engine::Packet;
use crate::packet::payload::Frame;

pub(super) struct Socket {
    pub(super) link: LinkId,
    is_open: bool,
    /// Long-polling takes over unless the server has greeted by then.
    pub(super) until: Option<Duration>,
}

impl Socket {
    /// A WebSocket that long-polling has moved to.
    pub(super) fn ready(link: LinkId) -> Self {
        Self { link, is_open: true, until: None }
    }
}

impl Engine {
    pub(super) fn open_socket(&mut self, now: Duration) {
        let link = self.new_link(Transport::WebSocket, None);
        let has_way_out = self.transports == Transports::WebSocketFirst;
        let until = has_way_out.then(|| now.saturating_add(self.patience));
        self.carrier = Carrier::Socket(Socket { link, is_open: false, until });
    }

    pub(super) fn socket_signal(&mut self, signal: Signal, now: Duration) {
        let Carrier::Socket(socket) = &mut self.carrier else { return };
        match signal {
            Signal::Opened => socket.is_open = true,
            Signal::Frame(frame) => {
                // A frame can overtake the link's own notice that it is up.
                socket.is_open = true;
                self.heartbeat.heard(now);
                self.frame(frame, now);
            }
            Signal::Closed(failure) if socket.until.is_some() => {
                let error = failure.map_or_else(|| "closed".to_owned(), |failure| failure.text);
                self.fall_back(error);
            }
            Signal::Closed(failure) => self.broken(failure),
            Signal::Got(_) | Signal::Posted => self.lost(CloseReason::TransportClosed),
        }
    }

    pub(super) fn tick_socket(&mut self, now: Duration) {
        let Carrier::Socket(socket) = &mut self.carrier else { return };
        let Some(until) = socket.until.filter(|until| now >= *until) else { return };
        if now.saturating_sub(until) > LATE {
            socket.until = Some(now.saturating_add(LATE));
        } else {
            let link = socket.link;
            self.orders.push_back(Order::Abort(link));
            self.fall_back(format!("no answer in {:?}", self.patience));
        }
    }

    /// Something on the way may know no WebSocket. Long-polling, at once.
    fn fall_back(&mut self, error: String) {
        self.news.push_back(News::Failed { transport: Transport::WebSocket, error });
        self.open_polling(true);
    }

    pub(super) fn close_socket(&mut self, socket: &Socket) {
        if socket.is_open {
            let goodbye = Frame::Text(Packet::Close.encode());
            self.order(socket.link, Work::Frame(goodbye));
            self.orders.push_back(Order::Close(socket.link));
        } else {
            self.orders.push_back(Order::Abort(socket.link));
        }
    }
}
