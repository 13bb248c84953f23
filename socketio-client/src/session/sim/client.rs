//! The application: it counts, and notices what is missing, doubled or out of order.

use std::collections::BTreeMap;
use std::time::Duration;

use super::World;
use crate::event::{ClientEvent, State, Transport};
use crate::message::{Body, Patience};
use crate::session::{Input, Output, RequestId};

#[derive(Default)]
pub(super) struct Client {
    pub(super) is_connected: bool,
    pub(super) is_on_websocket: bool,
    /// Which of the server's talks this is.
    pub(super) talk: usize,
    /// How many numbers were said, and seen, on this connection.
    pub(super) said: u64,
    pub(super) seen: u64,
    /// Requests without an end, with what they asked.
    pub(super) open: BTreeMap<RequestId, u64>,
    requests: u64,
    has_left: bool,
}

impl Client {
    fn note(&mut self, event: ClientEvent) {
        match event {
            ClientEvent::State(state) => {
                self.is_connected = state == State::Connected;
                self.has_left = state == State::Closed;
            }
            ClientEvent::Connected { sid, transport, .. } => {
                self.talk = sid.parse().expect("the number of a talk");
                self.is_on_websocket = transport == Transport::WebSocket;
                (self.said, self.seen) = (0, 0);
            }
            ClientEvent::Upgraded { transport } => {
                assert!(self.is_connected && !self.is_on_websocket, "once a connection");
                self.is_on_websocket = transport == Transport::WebSocket;
            }
            ClientEvent::Event { args, .. } => {
                assert!(self.is_connected);
                assert_eq!(args[0], self.seen, "told in order, once, with none left out");
                self.seen += 1;
            }
            _ => {}
        }
    }

    pub(super) fn check_left(&self) {
        assert!(self.has_left && self.open.is_empty());
    }
}

impl World {
    pub(super) fn say(&mut self) {
        if self.client.is_connected {
            let json = format!(r#"["said",{}]"#, self.client.said);
            self.client.said += 1;
            self.feed(Input::Emit { body: body(json), is_volatile: false });
        }
    }

    pub(super) fn ask(&mut self) {
        let id = RequestId(self.client.requests);
        self.client.requests += 1;
        self.client.open.insert(id, id.0);
        let patience = Patience { timeout: Duration::from_secs(10), tries: self.chance.u32(1..3) };
        let body = body(format!(r#"["ask",{}]"#, id.0));
        self.feed(Input::Request { id, body, patience });
    }

    pub(super) fn perform(&mut self, output: Output) {
        match output {
            Output::Line(order) => self.depart(order),
            Output::Event(event) => self.client.note(event),
            Output::AckResolved { id, result } => {
                let asked = self.client.open.remove(&id).expect("ends once");
                if let Ok(answer) = result {
                    assert_eq!(answer.args[0], asked, "its own answer");
                }
            }
        }
    }
}

fn body(json: String) -> Body {
    Body { json, attachments: Vec::new() }
}
