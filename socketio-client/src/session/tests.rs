//! Single stories on virtual time; the model test covers their combinations.

mod attempt;
mod receive;

use std::time::Duration;

use serde_json::Value;

use super::{Input, Output, RequestId, Session};
use crate::event::{ClientEvent, CloseReason, State};
use crate::{Config, RequestError};

const OPEN: &str =
    r#"0{"sid":"e","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000}"#;
const JOINED: &str = r#"40{"sid":"s"}"#;

/// A session with its clock; jitter is always ½.
struct Story {
    session: Session,
    now: Duration,
}

impl Story {
    fn new() -> Self {
        Self::with(&Config::new("http://localhost"))
    }

    fn with(config: &Config) -> Self {
        Self { session: Session::new(config, Box::new(|| 0.5)), now: Duration::ZERO }
    }

    fn connected() -> Self {
        let mut story = Self::new();
        story.join();
        story
    }

    /// From rest, or from a wait.
    fn join(&mut self) {
        self.feed(Input::Connect);
        self.feed(Input::TransportOpened);
        self.text(OPEN);
        self.text(JOINED);
    }

    fn feed(&mut self, input: Input) -> Vec<Output> {
        self.session.handle(input, self.now);
        std::iter::from_fn(|| self.session.poll_output()).collect()
    }

    fn text(&mut self, frame: &str) -> Vec<Output> {
        self.feed(Input::Text(frame.to_owned()))
    }

    fn request(&mut self, id: u64) -> Vec<Output> {
        self.feed(Input::Request { id: RequestId(id), body: r#"["ask"]"#.to_owned() })
    }

    fn after(&mut self, millis: u64) -> Vec<Output> {
        self.now += Duration::from_millis(millis);
        self.feed(Input::Tick)
    }

    fn deadline_in(&self) -> Option<u128> {
        self.session.next_deadline().map(|at| at.saturating_sub(self.now).as_millis())
    }
}

fn state(state: State) -> Output {
    Output::Event(ClientEvent::State(state))
}

fn waiting(attempt: u32, millis: u64) -> Output {
    state(State::Waiting { attempt, retry_in: Duration::from_millis(millis) })
}

fn ended(reason: CloseReason) -> Output {
    Output::Event(ClientEvent::Disconnected { reason })
}

fn send(frame: &str) -> Output {
    Output::Send(frame.to_owned())
}

fn event(name: &str) -> Output {
    Output::Event(ClientEvent::Event { name: name.to_owned(), args: vec![] })
}

fn resolved(id: u64, result: Result<Value, RequestError>) -> Output {
    Output::AckResolved { id: RequestId(id), result }
}
