//! The server, the line and the application around a session.

mod rules;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::super::{Input, RequestId, Session};
use super::Action;
use crate::engine::{LinkId, Signal};
use crate::event::State;
use crate::message::{Body, Patience};
use crate::packet::payload::Frame;
use crate::{Config, Transports};

/// How far the current line has come, as the server sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    None,
    Asked,
    Up,
    Greeted,
    Joined,
}

pub struct World {
    session: Session,
    config: Config,
    now: Duration,
    /// How much of it passed unnoticed.
    overslept: Duration,
    pub link: Link,
    /// The number of the latest link.
    line: LinkId,
    /// Somebody says that there is no network.
    offline: bool,
    /// The CONNECT packet of this line is out.
    asked_to_join: bool,
    state: Option<State>,
    /// Attempt number of the latest `Connecting`, and when it was let in.
    attempt: u32,
    joined_at: Option<Duration>,
    /// Numbers of events the server sent and the application has not seen.
    undelivered: VecDeque<u64>,
    next_event: u64,
    /// Requests without a result, with the time they were made at, and how often they may be tried.
    open: BTreeMap<RequestId, (Duration, u32)>,
    resolved: BTreeSet<RequestId>,
    next_request: u64,
    /// Requests the server has seen on this line and not answered.
    on_wire: Vec<(u64, RequestId)>,
}

impl World {
    pub fn new(jitter: Vec<f64>) -> Self {
        let transports = Transports::WebSocketOnly;
        let config = Config { transports, ..Config::new("http://localhost") };
        let mut jitter = jitter.into_iter().cycle();
        let session = Session::new(&config, Box::new(move || jitter.next().unwrap_or(1.0)));
        Self {
            session,
            config,
            now: Duration::ZERO,
            overslept: Duration::ZERO,
            link: Link::None,
            line: LinkId(0),
            offline: false,
            asked_to_join: false,
            state: None,
            attempt: 0,
            joined_at: None,
            undelivered: VecDeque::new(),
            next_event: 0,
            open: BTreeMap::new(),
            resolved: BTreeSet::new(),
            next_request: 0,
            on_wire: Vec::new(),
        }
    }

    pub fn open_requests(&self) -> usize {
        self.open.len()
    }

    pub fn joined(&self) -> bool {
        self.state == Some(State::Connected)
    }

    pub fn stays_away(&self) -> bool {
        matches!(self.state, None | Some(State::Refused | State::Closed | State::Offline { .. }))
    }

    pub fn act(&mut self, action: &Action) {
        match action {
            Action::Advance(millis) => self.advance(Duration::from_millis(*millis)),
            Action::Oversleep(millis) => {
                self.now += Duration::from_millis(*millis);
                self.overslept += Duration::from_millis(*millis);
                self.feed(Input::Tick);
            }
            Action::Progress => self.progress(),
            Action::ServerEvent => self.server_event(),
            Action::Answer(position) => self.answer(*position),
            Action::StrayAnswer(ack) => self.stray_answer(*ack),
            Action::BinaryHead(count) => self.server_says(&format!("45{count}-[\"b\"]")),
            Action::BinaryFrame => self.server_sends_bytes(),
            Action::Refuse => self.server_says(r#"44{"message":"no"}"#),
            Action::SendAway => self.server_says("41"),
            Action::Noise(text) => self.server_says(text),
            Action::LineBreaks(loud) => self.line_breaks(*loud),
            Action::Emit => self.feed(Input::Emit { body: body("emitted"), is_volatile: false }),
            Action::Request(tries) => self.request(*tries),
            Action::Probe => self.feed(Input::Probe { limit: Duration::from_secs(2) }),
            Action::Alive => self.server_says(r#"44/~are-you-there,{"message":"unknown"}"#),
            Action::Online(is_online) => {
                self.offline = !is_online;
                self.feed(Input::Online(*is_online));
            }
            Action::Connect => self.feed(Input::Connect),
            Action::Disconnect => self.leave(),
            Action::Cut => self.feed(Input::Cut),
            Action::RetryNow => self.feed(Input::RetryNow),
        }
    }

    pub fn leave(&mut self) {
        self.feed(Input::Disconnect);
        assert!(matches!(self.state, Some(State::Closed)));
    }

    /// Time passes until the session has something to do.
    pub fn wait_for_deadline(&mut self) {
        let deadline = self.session.next_deadline().expect("a deadline");
        self.advance(deadline.saturating_sub(self.now));
    }

    /// Time passes, with every deadline kept.
    pub fn advance(&mut self, time: Duration) {
        let end = self.now + time;
        let mut stuck = 0;
        while let Some(deadline) = self.session.next_deadline().filter(|at| *at <= end) {
            stuck = if deadline == self.now { stuck + 1 } else { 0 };
            assert!(stuck < 8, "a deadline that has been served is gone");
            self.now = deadline;
            self.feed(Input::Tick);
        }
        self.now = end;
        self.feed(Input::Tick);
    }

    fn progress(&mut self) {
        match self.link {
            Link::None => {}
            Link::Asked => {
                self.link = Link::Up;
                self.signal(Signal::Opened);
            }
            Link::Up => {
                self.link = Link::Greeted;
                self.server_says(r#"0{"sid":"e","pingInterval":25000,"pingTimeout":20000}"#);
            }
            Link::Greeted => {
                self.link = Link::Joined;
                self.server_says(r#"40{"sid":"s"}"#);
            }
            Link::Joined => self.server_says("2"),
        }
    }

    fn server_says(&mut self, frame: &str) {
        // Before the transport is up, nothing can come; after it is gone, nothing may matter.
        if self.link != Link::Asked {
            self.signal(Signal::Frame(Frame::Text(frame.to_owned())));
        }
    }

    fn server_sends_bytes(&mut self) {
        if self.link != Link::Asked {
            self.signal(Signal::Frame(Frame::Binary(vec![1])));
        }
    }

    fn server_event(&mut self) {
        if self.link < Link::Greeted {
            return;
        }
        self.undelivered.push_back(self.next_event);
        let frame = format!(r#"42["numbered",{}]"#, self.next_event);
        self.next_event += 1;
        self.server_says(&frame);
        let waits = self.link == Link::Greeted;
        assert!(waits || self.undelivered.is_empty(), "delivered, or gone with the line");
    }

    fn answer(&mut self, position: usize) {
        if self.on_wire.is_empty() {
            return;
        }
        let (ack, id) = self.on_wire.remove(position % self.on_wire.len());
        let was_open = self.open.contains_key(&id);
        self.on_wire.push((ack, id));
        self.server_says(&format!("43{ack}[{}]", id.0));
        self.on_wire.retain(|(other, _)| *other != ack);
        assert!(!was_open || !self.open.contains_key(&id), "answered, or gone with the line");
    }

    fn stray_answer(&mut self, ack: u64) {
        if self.on_wire.iter().all(|(other, _)| *other != ack) {
            let before = self.resolved.len();
            let line = self.link;
            self.server_says(&format!("43{ack}[]"));
            assert!(self.link < line || before == self.resolved.len(), "nobody asked for this");
        }
    }

    fn line_breaks(&mut self, loud: bool) {
        if self.link != Link::None {
            self.line_is_gone();
            self.signal(Signal::Closed(loud.then(|| "reset".to_owned().into())));
        }
    }

    fn line_is_gone(&mut self) {
        self.link = Link::None;
        self.on_wire.clear();
        self.undelivered.clear();
    }

    fn request(&mut self, tries: u32) {
        let id = RequestId(self.next_request);
        self.next_request += 1;
        self.open.insert(id, (self.now, tries));
        let patience = Patience { timeout: self.config.ack_timeout, tries };
        let body = Body { json: format!(r#"["ask",{}]"#, id.0), attachments: vec![] };
        self.feed(Input::Request { id, body, patience });
    }

    fn signal(&mut self, signal: Signal) {
        self.feed(Input::Line { link: self.line, signal });
    }

    fn feed(&mut self, input: Input) {
        let had_line = self.link != Link::None;
        let from_line = matches!(input, Input::Line { signal: Signal::Frame(_), .. });
        self.session.handle(input, self.now);
        let mut outputs = 0;
        while let Some(output) = self.session.poll_output() {
            outputs += 1;
            self.observe(output);
        }
        assert!(had_line || !from_line || outputs == 0, "words of a line that is gone");
        self.check_rest();
    }
}

fn body(name: &str) -> Body {
    Body { json: format!("[\"{name}\"]"), attachments: vec![] }
}
