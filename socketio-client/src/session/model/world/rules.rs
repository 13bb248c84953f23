//! What must hold at every output, and after every input.

use std::time::Duration;

use serde_json::json;

use super::super::super::{Output, RequestId};
use super::{Link, World};
use crate::RequestError;
use crate::engine::{Order, Work};
use crate::event::{ClientEvent, State};
use crate::message::Answer;
use crate::packet::payload::Frame;
use crate::packet::socket::{Kind, Packet};

impl World {
    /// What must hold whenever the session has nothing to do.
    pub(super) fn check_rest(&self) {
        let deadline = self.session.next_deadline();
        assert_eq!(deadline.is_none(), self.stays_away(), "a deadline guards every state but rest");
        let lost = matches!(self.state, Some(State::Waiting { .. } | State::Offline { .. }));
        let waits = matches!(self.state, Some(State::Waiting { .. }));
        assert!(!(waits && self.offline), "nobody waits for an attempt without a network");
        assert_eq!(
            self.link == Link::None,
            lost || self.stays_away(),
            "a line where one is needed"
        );
        assert!(self.joined() || self.open.is_empty(), "no request outlives its line");
        for (asked, tries) in self.open.values() {
            // A try that was overslept is made late.
            let end = *asked + self.config.ack_timeout * *tries + self.overslept;
            assert!(self.now < end, "no request outlives its time");
        }
    }

    pub(super) fn observe(&mut self, output: Output) {
        match output {
            Output::Line(order) => self.observe_order(order),
            Output::Event(event) => self.observe_event(event),
            Output::AckResolved { id, result } => self.observe_result(id, &result),
        }
    }

    fn observe_order(&mut self, order: Order) {
        match order {
            Order::Open { link, .. } => {
                assert_eq!(self.link, Link::None, "one line at a time");
                self.link = Link::Asked;
                self.line = link;
                self.asked_to_join = false;
            }
            Order::Send { work: Work::Frame(Frame::Text(frame)), link } => {
                assert_eq!(link, self.line);
                self.observe_send(&frame);
            }
            Order::Send { work, .. } => panic!("a WebSocket knows nothing of {work:?}"),
            Order::Close(_) => {
                assert!(self.link > Link::Asked, "a line that was up");
                self.line_is_gone();
            }
            Order::Abort(_) => {
                assert!(self.link > Link::None, "a line");
                self.line_is_gone();
            }
        }
    }

    fn observe_send(&mut self, frame: &str) {
        assert!(self.link > Link::Asked, "nothing is sent before the line is up: {frame}");
        if frame.starts_with('3') || frame == "1" {
            return;
        }
        let packet = Packet::decode(&frame[1..]).expect("a well-formed packet");
        if packet.namespace != "/" {
            return assert!(self.joined(), "a doubt needs a line");
        }
        match packet.kind {
            Kind::Connect(_) => {
                assert_eq!(self.link, Link::Greeted);
                assert!(!self.asked_to_join, "asked once");
                self.asked_to_join = true;
            }
            Kind::Disconnect => assert!(self.asked_to_join),
            Kind::Event { id, args, .. } => {
                assert!(self.joined(), "nothing is sent before the CONNECT reply");
                if let Some(ack) = id {
                    let id = RequestId(args[0].as_u64().expect("the number of the request"));
                    self.on_wire.push((ack, id));
                }
            }
            other => panic!("a client never sends {other:?}"),
        }
    }

    fn observe_event(&mut self, event: ClientEvent) {
        match event {
            ClientEvent::State(state) => self.observe_state(state),
            ClientEvent::Event { name, args, .. } if name == "numbered" => {
                assert!(self.joined(), "events belong to a connection");
                assert_eq!(args, [json!(self.undelivered.pop_front())], "in order, none left out");
            }
            ClientEvent::ConnectError { .. } => assert_eq!(self.state, Some(State::Refused)),
            ClientEvent::Disconnected { .. } => {
                let ended = Some(State::Closed) == self.state || self.link == Link::None;
                assert!(ended && !self.joined());
            }
            ClientEvent::Pinged => assert!(self.link > Link::Asked),
            ClientEvent::Upgraded { .. } | ClientEvent::TransportFailed { .. } => {
                panic!("there is one transport only");
            }
            ClientEvent::Connected { .. } | ClientEvent::Event { .. } => assert!(self.joined()),
        }
    }

    fn observe_state(&mut self, state: State) {
        let before = self.state.replace(state);
        match state {
            State::Connecting { attempt } => {
                let expected = match before {
                    Some(State::Waiting { attempt, .. } | State::Offline { attempt }) => attempt,
                    None | Some(State::Refused | State::Closed) => 0,
                    other => panic!("no attempt follows {other:?}"),
                };
                assert_eq!(attempt, expected);
                self.attempt = attempt;
                self.joined_at = None;
            }
            State::Connected => {
                assert!(matches!(before, Some(State::Connecting { .. })));
                assert!(self.asked_to_join);
                self.joined_at = Some(self.now);
            }
            State::Offline { .. } if matches!(before, Some(State::Waiting { .. })) => {}
            State::Offline { attempt } => self.observe_wait(attempt, Duration::ZERO),
            State::Waiting { attempt, retry_in } => self.observe_wait(attempt, retry_in),
            State::Refused => assert!(matches!(before, Some(State::Connecting { .. }))),
            State::Closed => assert_ne!(before, Some(State::Closed)),
        }
    }

    fn observe_wait(&self, attempt: u32, retry_in: Duration) {
        let backoff = self.config.reconnect;
        let held = self.now.saturating_sub(self.joined_at.unwrap_or(self.now));
        let steady = held >= backoff.steady_after;
        assert_eq!(attempt, if steady { 1 } else { self.attempt + 1 });
        assert!(retry_in <= backoff.ceiling(attempt) && retry_in <= backoff.cap);
    }

    fn observe_result(&mut self, id: RequestId, result: &Result<Answer, RequestError>) {
        let (asked, tries) = self.open.remove(&id).expect("an open request");
        assert!(self.resolved.insert(id), "exactly one result");
        match result {
            Ok(_) => {
                assert!(self.joined() && self.on_wire.iter().any(|(_, other)| *other == id));
            }
            Err(RequestError::Timeout) => {
                assert!(self.now >= asked + self.config.ack_timeout * tries);
            }
            Err(RequestError::Closed) => assert_eq!(self.state, Some(State::Closed)),
            Err(RequestError::NotConnected | RequestError::Disconnected) => {
                assert!(!self.joined());
            }
            Err(other) => panic!("a session never says {other:?}"),
        }
    }
}
