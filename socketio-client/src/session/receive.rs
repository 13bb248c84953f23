//! Frames from the server.

use std::time::Duration;

use serde_json::Value;

use super::phase::Early;
use super::{Phase, Session};
use crate::event::{ClientEvent, CloseReason, State, Transport};
use crate::packet::engine::{self, Handshake};
use crate::packet::socket::{Kind, Packet};

/// How many events may come before the reply to CONNECT. A server emits a few there at most.
const MAX_EARLY_EVENTS: usize = 256;

impl Session {
    pub(super) fn text(&mut self, frame: &str, now: Duration) {
        if !self.phase.has_transport() {
            return;
        }
        self.heard(now);
        match engine::Packet::decode(frame) {
            Ok(packet) => self.engine_packet(&packet, now),
            Err(error) => self.breach(&error.to_string(), now),
        }
    }

    /// Binary frames are only ever attachments of a packet announced before, and skipped with it.
    pub(super) fn binary(&mut self, now: Duration) {
        if !self.phase.has_transport() {
            return;
        }
        self.heard(now);
        match self.attachments.checked_sub(1) {
            Some(left) => self.attachments = left,
            None => self.breach("binary frame that no packet announced", now),
        }
    }

    /// Any frame is a sign of life.
    fn heard(&mut self, now: Duration) {
        if let Phase::Connected { silence, until, .. } = &mut self.phase {
            *until = now.saturating_add(*silence);
        }
    }

    fn breach(&mut self, what: &str, now: Duration) {
        self.close(CloseReason::Protocol(what.to_owned()), now);
    }

    fn engine_packet(&mut self, packet: &engine::Packet<'_>, now: Duration) {
        match packet {
            engine::Packet::Open(handshake) => self.handshake(handshake, now),
            engine::Packet::Close => self.close(CloseReason::TransportClosed, now),
            engine::Packet::Ping(data) => {
                self.send(&engine::Packet::Pong(data));
                self.tell(ClientEvent::Pinged);
            }
            engine::Packet::Message(text) => self.message(text, now),
            engine::Packet::Pong(_) | engine::Packet::Noop => {}
            engine::Packet::Upgrade => self.breach("upgrade packet from the server", now),
        }
    }

    fn handshake(&mut self, handshake: &Handshake, now: Duration) {
        // The frame can overtake the transport's own notice that it is up.
        let (Phase::Opening { until } | Phase::Greeting { until }) = self.phase else {
            return self.breach("second open packet", now);
        };
        self.max_payload = handshake.max_payload;
        self.phase = Phase::Joining { until, silence: handshake.silence(), early: Vec::new() };
        let kind = Kind::Connect(self.auth.clone());
        let connect = Packet { namespace: &self.namespace, kind }.encode();
        self.send_message(&connect);
    }

    fn message(&mut self, text: &str, now: Duration) {
        if self.attachments > 0 {
            return self.breach("packet in the middle of another one's attachments", now);
        }
        if matches!(self.phase, Phase::Opening { .. } | Phase::Greeting { .. }) {
            return self.breach("message before the open packet", now);
        }
        match Packet::decode(text) {
            Ok(packet) => self.socket_packet(packet, now),
            Err(error) => self.breach(&error.to_string(), now),
        }
    }

    fn socket_packet(&mut self, packet: Packet<'_>, now: Duration) {
        // Attachments follow whatever the namespace; anything else of a foreign namespace is not ours.
        if let Kind::Binary { attachments } = packet.kind {
            self.attachments = attachments;
            return self.tell(ClientEvent::BinarySkipped { attachments });
        }
        if packet.namespace != self.namespace {
            return;
        }
        match packet.kind {
            Kind::Connect(payload) => self.joined(payload.as_ref(), now),
            Kind::Disconnect => self.close(CloseReason::ServerDisconnect, now),
            Kind::Event { name, args, .. } => self.event(name, args, now),
            Kind::Ack { id, args } => self.acknowledged(id, args),
            Kind::ConnectError { message, data } => self.connect_error(message, data, now),
            Kind::Binary { .. } => {}
        }
    }

    fn joined(&mut self, payload: Option<&Value>, now: Duration) {
        let sid = payload.and_then(|payload| payload.get("sid")).and_then(Value::as_str);
        let Some(sid) = sid.map(str::to_owned) else {
            return self.breach("CONNECT reply without sid", now);
        };
        let Phase::Joining { silence, early, .. } = &mut self.phase else {
            return self.breach("second CONNECT reply", now);
        };
        let (silence, early) = (*silence, std::mem::take(early));
        let until = now.saturating_add(silence);
        self.enter(Phase::Connected { since: now, silence, until }, State::Connected);
        let transport = Transport::WebSocket;
        self.tell(ClientEvent::Connected { sid, recovered: false, transport });
        for Early { name, args } in early {
            self.tell(ClientEvent::Event { name, args });
        }
    }

    fn event(&mut self, name: String, args: Vec<Value>, now: Duration) {
        match &mut self.phase {
            Phase::Joining { early, .. } if early.len() < MAX_EARLY_EVENTS => {
                early.push(Early { name, args });
            }
            Phase::Joining { .. } => self.breach("too many events before the CONNECT reply", now),
            _ => self.tell(ClientEvent::Event { name, args }),
        }
    }

    /// An answer to a request that has ended, or never was, is of no interest.
    fn acknowledged(&mut self, ack: u64, mut args: Vec<Value>) {
        if let Some(id) = self.requests.take(ack) {
            let answer = match args.len() {
                0 => Value::Null,
                1 => args.remove(0),
                _ => Value::Array(args),
            };
            self.resolve(id, Ok(answer));
        }
    }

    fn connect_error(&mut self, message: String, data: Option<Value>, now: Duration) {
        match self.phase {
            Phase::Joining { .. } => self.refused(ClientEvent::ConnectError { message, data }),
            _ => self.breach("refusal of a namespace already joined", now),
        }
    }
}
