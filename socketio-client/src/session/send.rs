//! What the application says.

use std::time::Duration;

use super::{Output, Phase, RequestId, Session};
use crate::RequestError;
use crate::event::ReplyTo;
use crate::message::{Answer, Body, Patience};
use crate::packet::payload::Frame;
use crate::packet::{engine, socket};

impl Session {
    pub(super) fn emit(&mut self, body: Body, is_volatile: bool, now: Duration) {
        let can_go = !is_volatile || self.engine.is_writable();
        if self.is_connected() && can_go {
            self.send_event(None, body, now);
        }
    }

    pub(super) fn request(&mut self, id: RequestId, body: Body, patience: Patience, now: Duration) {
        match self.phase {
            Phase::Connected { .. } => {
                let kept = (patience.tries > 1).then(|| body.clone());
                let ack = self.requests.add(id, kept, patience, now);
                self.send_event(Some(ack), body, now);
            }
            Phase::Closed => self.resolve(id, Err(RequestError::Closed)),
            _ => self.resolve(id, Err(RequestError::NotConnected)),
        }
    }

    pub(super) fn reply(&mut self, to: ReplyTo, body: Body, now: Duration) {
        if self.is_connected() && to.connection == self.connection {
            let count = body.attachment_count();
            let packet = socket::ack(&self.namespace, to.id, &body.json, count);
            self.send_with(&packet, body.attachments, now);
        }
    }

    /// Repeats what was not answered in time, as often as it may be; then gives it up.
    pub(super) fn expire_requests(&mut self, now: Duration) {
        while let Some(id) = self.requests.next_expired(now) {
            match self.requests.try_again(id, now) {
                Some((ack, body)) => self.send_event(Some(ack), body, now),
                None => self.resolve(id, Err(RequestError::Timeout)),
            }
        }
    }

    pub(super) fn resolve(&mut self, id: RequestId, result: Result<Answer, RequestError>) {
        self.outputs.push_back(Output::AckResolved { id, result });
    }

    pub(super) fn send_event(&mut self, ack: Option<u64>, body: Body, now: Duration) {
        let count = body.attachment_count();
        let packet = socket::event(&self.namespace, ack, &body.json, count);
        self.send_with(&packet, body.attachments, now);
    }

    fn send_with(&mut self, packet: &str, attachments: Vec<Vec<u8>>, now: Duration) {
        self.send_message(packet, now);
        for bytes in attachments {
            self.engine.send(Frame::Binary(bytes), now);
        }
        self.pass_orders();
    }

    pub(super) fn send_message(&mut self, packet: &str, now: Duration) {
        self.engine.send(Frame::Text(engine::Packet::Message(packet).encode()), now);
        self.pass_orders();
    }

    pub(super) fn is_connected(&self) -> bool {
        matches!(self.phase, Phase::Connected { .. })
    }
}
