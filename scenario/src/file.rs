//! Reading a file.

use crate::check;
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};
use std::fmt;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The step, from 1, if it is in one.
    pub step: Option<usize>,
    /// In a sentence.
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(step) => write!(f, "Line {}, step {step}: {}", self.line, self.text),
            None => write!(f, "Line {}: {}", self.line, self.text),
        }
    }
}

/// A story.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// In a few words.
    pub name: String,
    /// What it is to show.
    pub about: String,
    /// Which transports its sockets may use.
    pub transports: Transports,
    /// The sockets that are there from the beginning.
    pub sockets: Vec<String>,
    /// In order.
    pub steps: Vec<Step>,
}

/// Which transports a scenario's sockets may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Transports {
    /// As the page does.
    #[default]
    Auto,
    /// Nothing but a WebSocket.
    WebSocket,
    /// Nothing but long-polling.
    Polling,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Whose socket it is about; empty for an act.
    pub socket: String,
    /// What is done or waited for.
    pub kind: Kind,
    /// How long it may take, in milliseconds.
    pub within_ms: u64,
    /// Its line in the file.
    pub line: usize,
}

/// What a step does or waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Send a command.
    Do {
        /// Its name.
        command: String,
        /// Its payload.
        with: Value,
        /// What the acknowledgement must be like.
        answer: Value,
        /// How often, one after the other.
        times: u32,
        /// What to keep of the acknowledgement: name and JSON pointer.
        save: Vec<(String, String)>,
    },
    /// Wait for an event.
    Expect {
        /// Its name.
        event: String,
        /// What it must be like.
        pattern: Value,
        /// How many of them.
        times: u32,
        /// What to keep of the last: name and JSON pointer.
        save: Vec<(String, String)>,
    },
    /// Make sure that no such event came.
    ExpectNone {
        /// Its name.
        event: String,
        /// What it would be like.
        pattern: Value,
        /// Up to here; otherwise the runner asks for a sign.
        until: Option<Until>,
    },
    /// Drop what came so far.
    Forget,
    /// Wait for a change of the line.
    WaitFor(LineState),
    /// Do something to the line.
    Line(LineAct),
    /// Make the line bad, or good again.
    Fault(Faults),
    /// Do something to the sandbox.
    Act(Value),
}

/// An event that ends a wait.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// Its name.
    pub event: String,
    /// What it must be like.
    #[serde(default, rename = "where")]
    pub pattern: Value,
}

/// What can be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LineState {
    /// It is up.
    Connected,
    /// It has ended.
    Disconnected,
    /// The server does not let this client in.
    Refused,
}

/// What can be done to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LineAct {
    /// Opens it, or opens it again.
    Connect,
    /// Leaves in good order, and stays away.
    Leave,
    /// Drops it without a word.
    Cut,
    /// Nothing passes any more, either way, and nobody notices.
    Freeze,
    /// All is well again.
    Thaw,
}

/// How bad a line is. The default is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Faults {
    /// So late everything comes, in milliseconds.
    pub delay_ms: u32,
    /// This part of the events from the server is lost, from 0 to 1.
    pub loss: f64,
    /// This part of them comes twice.
    pub duplicate: f64,
    /// This part of them is not what was sent.
    pub garble: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawScenario<'a> {
    name: String,
    #[serde(default)]
    about: String,
    #[serde(default)]
    transports: Transports,
    sockets: Vec<String>,
    #[serde(borrow)]
    steps: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RawStep {
    #[serde(default, rename = "as")]
    pub(crate) socket: String,
    #[serde(rename = "do")]
    pub(crate) command: Option<String>,
    pub(crate) with: Option<Value>,
    pub(crate) answer: Option<Value>,
    pub(crate) expect: Option<String>,
    pub(crate) expect_none: Option<String>,
    #[serde(rename = "where")]
    pub(crate) pattern: Option<Value>,
    pub(crate) until: Option<Until>,
    pub(crate) forget: Option<bool>,
    pub(crate) wait_for: Option<LineState>,
    pub(crate) line: Option<LineAct>,
    pub(crate) fault: Option<Faults>,
    pub(crate) act: Option<Value>,
    pub(crate) times: Option<u32>,
    pub(crate) save: Option<Map<String, Value>>,
    pub(crate) within_ms: Option<u64>,
}

impl Scenario {
    /// Reads and checks a file.
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let raw: RawScenario = serde_json::from_str(text).map_err(|error| Mistake {
            line: error.line(),
            step: None,
            text: plain(&error),
        })?;
        let mut steps = Vec::with_capacity(raw.steps.len());
        for (number, step) in (1..).zip(&raw.steps) {
            let line = line_of(text, step.get());
            let wrong = |line, text| Mistake { line, step: Some(number), text };
            let read: RawStep = serde_json::from_str(step.get())
                .map_err(|error| wrong(line + error.line() - 1, plain(&error)))?;
            steps.push(check::step(read, line).map_err(|text| wrong(line, text))?);
        }
        let RawScenario { name, about, transports, sockets, .. } = raw;
        let scenario = Self { name, about, transports, sockets, steps };
        check::whole(&scenario)?;
        Ok(scenario)
    }

    /// How many people of a sandbox it needs.
    pub fn people(&self) -> usize {
        let used = self.sockets.iter().chain(self.steps.iter().map(|step| &step.socket));
        let last = used.filter_map(|socket| crate::person(socket)).max();
        last.map_or(2, |last| (last + 1).max(2))
    }
}

/// A part of a text begins in this line of it.
fn line_of(text: &str, part: &str) -> usize {
    let start = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    1 + text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count()
}

/// The library's words without its own account of the place.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}
