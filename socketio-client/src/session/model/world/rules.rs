//! What must hold at every output, and after every input.

use serde_json::{Value, json};

use super::super::super::{Output, RequestId};
use super::{Link, World};
use crate::RequestError;
use crate::event::{ClientEvent, State};
use crate::packet::socket::{Kind, Packet};

impl World {
    /// What must hold whenever the session has nothing to do.
    pub(super) fn check_rest(&self) {
        let deadline = self.session.next_deadline();
        assert_eq!(deadline.is_none(), self.stays_away(), "a deadline guards every state but rest");
        let lost = matches!(self.state, Some(State::Waiting { .. }));
        assert_eq!(
            self.link == Link::None,
            lost || self.stays_away(),
            "a line where one is needed"
        );
        assert!(self.joined() || self.open.is_empty(), "no request outlives its line");
        for asked in self.open.values() {
            assert!(self.now < *asked + self.config.ack_timeout, "no request outlives its time");
        }
    }

    pub(super) fn observe(&mut self, output: Output) {
        match output {
            Output::Open => {
                assert_eq!(self.link, Link::None, "one line at a time");
                self.link = Link::Asked;
                self.asked_to_join = false;
            }
            Output::Send(frame) => self.observe_send(&frame),
            Output::Close => {
                assert!(self.link > Link::Asked, "a line that was up");
                self.line_is_gone();
            }
            Output::Abort => {
                assert!(self.link > Link::None, "a line");
                self.line_is_gone();
            }
            Output::Event(event) => self.observe_event(event),
            Output::AckResolved { id, result } => self.observe_result(id, &result),
        }
    }

    fn observe_send(&mut self, frame: &str) {
        assert!(self.link > Link::Asked, "nothing is sent before the line is up: {frame}");
        if frame.starts_with('3') || frame == "1" {
            return;
        }
        let packet = Packet::decode(&frame[1..]).expect("a well-formed packet");
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
            ClientEvent::Event { name, args } if name == "numbered" => {
                assert!(self.joined(), "events belong to a connection");
                assert_eq!(args, [json!(self.undelivered.pop_front())], "in order, none left out");
            }
            ClientEvent::ConnectError { .. } => assert_eq!(self.state, Some(State::Refused)),
            ClientEvent::Disconnected { .. } => {
                assert!(matches!(self.state, Some(State::Waiting { .. } | State::Closed)));
            }
            ClientEvent::Pinged | ClientEvent::BinarySkipped { .. } => {
                assert!(self.link > Link::Asked);
            }
            ClientEvent::Connected { .. } | ClientEvent::Event { .. } => assert!(self.joined()),
        }
    }

    fn observe_state(&mut self, state: State) {
        let before = self.state.replace(state);
        match state {
            State::Connecting { attempt } => {
                let expected = match before {
                    Some(State::Waiting { attempt, .. }) => attempt,
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
            State::Waiting { attempt, retry_in } => {
                let backoff = self.config.reconnect;
                let held = self.now.saturating_sub(self.joined_at.unwrap_or(self.now));
                let steady = held >= backoff.steady_after;
                assert_eq!(attempt, if steady { 1 } else { self.attempt + 1 });
                assert!(retry_in <= backoff.ceiling(attempt) && retry_in <= backoff.cap);
            }
            State::Refused => assert!(matches!(before, Some(State::Connecting { .. }))),
            State::Closed => assert_ne!(before, Some(State::Closed)),
        }
    }

    fn observe_result(&mut self, id: RequestId, result: &Result<Value, RequestError>) {
        let asked = self.open.remove(&id).expect("an open request");
        assert!(self.resolved.insert(id), "exactly one result");
        match result {
            Ok(_) => {
                assert!(self.joined() && self.on_wire.iter().any(|(_, other)| *other == id));
            }
            Err(RequestError::Timeout) => assert!(self.now >= asked + self.config.ack_timeout),
            Err(RequestError::Closed) => assert_eq!(self.state, Some(State::Closed)),
            Err(RequestError::NotConnected | RequestError::Disconnected) => {
                assert!(!self.joined());
            }
            Err(other) => panic!("a session never says {other:?}"),
        }
    }
}
