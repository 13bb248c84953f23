//! What the server says.

use std::time::Duration;

use serde_json::Value;

use super::{Phase, Session};
use crate::engine::News;
use crate::event::{ClientEvent, CloseReason, ReplyTo, State, Transport};
use crate::message::Answer;
use crate::packet::socket::{Kind, Packet};

/// How many events may come before the reply to CONNECT. A server emits a few there at most.
const MAX_EARLY_EVENTS: usize = 256;

/// A packet whose attachments are on their way.
#[derive(Debug)]
pub(super) struct Partial {
    what: What,
    due: usize,
    attachments: Vec<Vec<u8>>,
}

#[derive(Debug)]
enum What {
    Event {
        id: Option<u64>,
        name: String,
        args: Vec<Value>,
    },
    Ack {
        id: u64,
        args: Vec<Value>,
    },
    /// For another namespace, and skipped.
    Foreign,
}

impl Session {
    pub(super) fn news(&mut self, news: News, now: Duration) {
        match news {
            News::Opened(transport) => self.opened(transport, now),
            News::Upgraded(transport) => self.upgraded(transport),
            News::Failed { transport, error } => {
                self.tell(ClientEvent::TransportFailed { transport, error });
            }
            News::Pinged => self.tell(ClientEvent::Pinged),
            News::Message(text) => self.message(&text, now),
            News::Binary(bytes) => self.binary(bytes, now),
            News::Ended { reason, advice } => self.ended(reason, advice, now),
        }
    }

    fn breach(&mut self, what: &str, now: Duration) {
        self.close(CloseReason::Protocol(what.to_owned()), now);
    }

    fn opened(&mut self, transport: Transport, now: Duration) {
        let Phase::Opening { until } = self.phase else { return };
        self.phase = Phase::Joining { until, transport, early: Vec::new() };
        let kind = Kind::Connect(self.auth.clone());
        let connect = Packet { namespace: &self.namespace, kind }.encode();
        self.send_message(&connect, now);
    }

    fn upgraded(&mut self, to: Transport) {
        match &mut self.phase {
            Phase::Joining { transport, .. } => *transport = to,
            _ => self.tell(ClientEvent::Upgraded { transport: to }),
        }
    }

    fn message(&mut self, text: &str, now: Duration) {
        if self.partial.is_some() {
            return self.breach("packet in the middle of another one's attachments", now);
        }
        match Packet::decode(text) {
            Ok(packet) => self.packet(packet, now),
            Err(error) => self.breach(&error.to_string(), now),
        }
    }

    fn packet(&mut self, packet: Packet<'_>, now: Duration) {
        // Attachments follow whatever the namespace; anything else of a foreign namespace is not ours.
        let is_foreign = packet.namespace != self.namespace;
        if is_foreign {
            self.foreign(&packet, now);
        }
        match packet.kind {
            Kind::Event { attachments: due @ 1.., .. }
            | Kind::Ack { attachments: due @ 1.., .. }
                if is_foreign =>
            {
                self.start(What::Foreign, due);
            }
            _ if is_foreign => {}
            Kind::Connect(payload) => self.joined(payload.as_ref(), now),
            Kind::Disconnect => self.close(CloseReason::ServerDisconnect, now),
            Kind::Event { id, name, args, attachments: 0 } => {
                self.event((id, name, args), Vec::new(), now);
            }
            Kind::Event { id, name, args, attachments } => {
                self.start(What::Event { id, name, args }, attachments);
            }
            Kind::Ack { id, args, attachments: 0 } => self.acknowledged(id, args, Vec::new()),
            Kind::Ack { id, args, attachments } => self.start(What::Ack { id, args }, attachments),
            Kind::ConnectError { message, data } => self.connect_error(message, data, now),
        }
    }

    fn start(&mut self, what: What, due: u8) {
        self.partial = Some(Partial { what, due: due.into(), attachments: Vec::new() });
    }

    /// Bytes are only ever attachments of a packet announced before.
    fn binary(&mut self, bytes: Vec<u8>, now: Duration) {
        let Some(mut partial) = self.partial.take() else {
            return self.breach("bytes that no packet announced", now);
        };
        partial.attachments.push(bytes);
        if partial.attachments.len() < partial.due {
            self.partial = Some(partial);
            return;
        }
        match partial.what {
            What::Event { id, name, args } => {
                self.event((id, name, args), partial.attachments, now);
            }
            What::Ack { id, args } => self.acknowledged(id, args, partial.attachments),
            What::Foreign => {}
        }
    }

    fn joined(&mut self, payload: Option<&Value>, now: Duration) {
        let sid = payload.and_then(|payload| payload.get("sid")).and_then(Value::as_str);
        let Some(sid) = sid.map(str::to_owned) else {
            return self.breach("CONNECT reply without sid", now);
        };
        let Phase::Joining { transport, early, .. } = &mut self.phase else {
            return self.breach("second CONNECT reply", now);
        };
        let (transport, early) = (*transport, std::mem::take(early));
        self.hold = None;
        self.enter(Phase::Connected { since: now }, State::Connected);
        self.tell(ClientEvent::Connected { sid, recovered: false, transport });
        for event in early {
            self.tell(event);
        }
    }

    fn event(
        &mut self,
        (id, name, args): (Option<u64>, String, Vec<Value>),
        attachments: Vec<Vec<u8>>,
        now: Duration,
    ) {
        let reply_to = id.map(|id| ReplyTo { id, connection: self.connection });
        let event = ClientEvent::Event { name, args, attachments, reply_to };
        match &mut self.phase {
            Phase::Joining { early, .. } if early.len() < MAX_EARLY_EVENTS => early.push(event),
            Phase::Joining { .. } => self.breach("too many events before the CONNECT reply", now),
            _ => self.tell(event),
        }
    }

    /// An answer to a request that has ended, or never was, is of no interest.
    fn acknowledged(&mut self, ack: u64, args: Vec<Value>, attachments: Vec<Vec<u8>>) {
        match self.requests.take(ack) {
            Some(id) => self.resolve(id, Ok(Answer { args, attachments })),
            None => self.stray_answer(ack),
        }
    }

    fn connect_error(&mut self, message: String, data: Option<Value>, now: Duration) {
        match self.phase {
            Phase::Joining { .. } => self.refused(message, data, now),
            _ => self.breach("refusal of a namespace already joined", now),
        }
    }
}
