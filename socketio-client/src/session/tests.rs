//! Single stories on virtual time; the model tests cover their combinations.

mod advice;
mod attempt;
mod liveness;
mod polling;
mod receive;
mod upgrade;

use std::time::Duration;

use serde_json::Value;

use super::{Input, Output, RequestId, Session};
use crate::engine::{LinkId, Order, Signal, Work};
use crate::event::{Advice, ClientEvent, CloseReason, State, Transport};
use crate::message::{Answer, Body, Patience};
use crate::packet::payload::Frame;
use crate::{Config, RequestError, Transports};

const OPEN: &str =
    r#"0{"sid":"e","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":100000}"#;
const JOINED: &str = r#"40{"sid":"s"}"#;

/// An output without the numbers of links, which stories have no use for.
#[derive(Debug, Clone, PartialEq)]
enum Did {
    Open(Transport),
    /// To the connection that exists already.
    OpenSecond,
    Send(String),
    Bytes(Vec<u8>),
    Get,
    Post(String),
    Close,
    Abort,
    Event(ClientEvent),
    /// With advice where it is not simply to wait.
    Ended(CloseReason, Option<Advice>),
    Resolved(u64, Result<Answer, RequestError>),
}

/// A session with its clock; jitter is always ½.
struct Story {
    session: Session,
    now: Duration,
    /// The link that was opened for a connection of its own, and the one to upgrade it.
    first: LinkId,
    second: LinkId,
}

impl Story {
    /// Over a WebSocket and nothing else.
    fn new() -> Self {
        Self::over(Transports::WebSocketOnly)
    }

    fn over(transports: Transports) -> Self {
        Self::with(&Config { transports, ..Config::new("http://localhost") })
    }

    fn with(config: &Config) -> Self {
        let session = Session::new(config, Box::new(|| 0.5));
        Self { session, now: Duration::ZERO, first: LinkId(0), second: LinkId(0) }
    }

    fn connected() -> Self {
        let mut story = Self::new();
        story.join();
        story
    }

    /// From rest, or from a wait.
    fn join(&mut self) {
        self.feed(Input::Connect);
        self.opened();
        self.text(OPEN);
        self.text(JOINED);
    }

    fn feed(&mut self, input: Input) -> Vec<Did> {
        self.session.handle(input, self.now);
        let outputs: Vec<_> = std::iter::from_fn(|| self.session.poll_output()).collect();
        outputs.into_iter().map(|output| self.did(output)).collect()
    }

    fn did(&mut self, output: Output) -> Did {
        match output {
            Output::Line(order) => self.ordered(order),
            Output::Event(ClientEvent::Disconnected { reason, advice }) => {
                let advice = Some(advice).filter(|advice| !matches!(advice, Advice::After(_)));
                Did::Ended(reason, advice)
            }
            Output::Event(event) => Did::Event(event),
            Output::AckResolved { id, result } => Did::Resolved(id.0, result),
        }
    }

    fn ordered(&mut self, order: Order) -> Did {
        match order {
            Order::Open { link, transport, sid: None } => {
                self.first = link;
                Did::Open(transport)
            }
            Order::Open { link, sid: Some(_), .. } => {
                self.second = link;
                Did::OpenSecond
            }
            Order::Send { work: Work::Frame(Frame::Text(text)), .. } => Did::Send(text),
            Order::Send { work: Work::Frame(Frame::Binary(bytes)), .. } => Did::Bytes(bytes),
            Order::Send { work: Work::Get { .. }, .. } => Did::Get,
            Order::Send { work: Work::Post { body, .. }, .. } => Did::Post(body),
            Order::Close(_) => Did::Close,
            Order::Abort(_) => Did::Abort,
        }
    }

    fn first(&mut self, signal: Signal) -> Vec<Did> {
        self.feed(Input::Line { link: self.first, signal })
    }

    fn second(&mut self, signal: Signal) -> Vec<Did> {
        self.feed(Input::Line { link: self.second, signal })
    }

    fn opened(&mut self) -> Vec<Did> {
        self.first(Signal::Opened)
    }

    fn text(&mut self, frame: &str) -> Vec<Did> {
        self.first(text(frame))
    }

    fn bytes(&mut self, bytes: &[u8]) -> Vec<Did> {
        self.first(Signal::Frame(Frame::Binary(bytes.to_vec())))
    }

    fn got(&mut self, body: &str) -> Vec<Did> {
        self.first(Signal::Got(body.to_owned()))
    }

    fn broken(&mut self, error: Option<&str>) -> Vec<Did> {
        self.first(Signal::Closed(error.map(|text| text.to_owned().into())))
    }

    fn emit(&mut self, json: &str) -> Vec<Did> {
        self.feed(Input::Emit { body: body(json), is_volatile: false })
    }

    fn request(&mut self, id: u64) -> Vec<Did> {
        self.request_with(id, 1)
    }

    fn request_with(&mut self, id: u64, tries: u32) -> Vec<Did> {
        let patience = Patience { timeout: Duration::from_secs(10), tries };
        let body = body(r#"["ask"]"#);
        self.feed(Input::Request { id: RequestId(id), body, patience })
    }

    fn after(&mut self, millis: u64) -> Vec<Did> {
        self.now += Duration::from_millis(millis);
        self.feed(Input::Tick)
    }

    fn deadline_in(&self) -> Option<u128> {
        self.session.next_deadline().map(|at| at.saturating_sub(self.now).as_millis())
    }
}

fn body(json: &str) -> Body {
    Body { json: json.to_owned(), attachments: Vec::new() }
}

fn text(frame: &str) -> Signal {
    Signal::Frame(Frame::Text(frame.to_owned()))
}

fn state(state: State) -> Did {
    Did::Event(ClientEvent::State(state))
}

fn waiting(attempt: u32, millis: u64) -> Did {
    state(State::Waiting { attempt, retry_in: Duration::from_millis(millis) })
}

fn ended(reason: CloseReason) -> Did {
    Did::Ended(reason, None)
}

fn send(frame: &str) -> Did {
    Did::Send(frame.to_owned())
}

fn post(body: &str) -> Did {
    Did::Post(body.to_owned())
}

fn event(name: &str) -> Did {
    event_with(name, vec![], vec![])
}

fn event_with(name: &str, args: Vec<Value>, attachments: Vec<Vec<u8>>) -> Did {
    let name = name.to_owned();
    Did::Event(ClientEvent::Event { name, args, attachments, reply_to: None })
}

fn answered(id: u64, value: Value) -> Did {
    Did::Resolved(id, Ok(Answer { args: vec![value], attachments: vec![] }))
}

fn failed(id: u64, error: RequestError) -> Did {
    Did::Resolved(id, Err(error))
}
