//! One line of the log.

use protocol::{Room, Timestamp};
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// Which way it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the server.
    In,
    /// To the server.
    Out,
    /// Something about the line itself.
    Line,
}

impl Direction {
    /// In the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Line => "line",
        }
    }
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An event from the server.
    Event,
    /// A command, with its answer.
    Command,
    /// The line's life.
    Line,
    /// The heartbeat.
    Ping,
}

impl Kind {
    /// All of them, as the filter lists them.
    pub const ALL: [Self; 4] = [Self::Event, Self::Command, Self::Line, Self::Ping];

    /// In the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Command => "command",
            Self::Line => "line",
            Self::Ping => "ping",
        }
    }
}

/// What the stream's cursor made of a numbered event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It was there already, and was dropped.
    Duplicate,
    /// So many before it are missing; it waits for them.
    Gap(i64),
    /// It was missed, and given out again.
    Replayed,
    /// It filled a gap that was seen.
    Filled,
    /// The stream began anew.
    Reset,
}

impl Mark {
    /// In the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Gap(_) => "gap",
            Self::Replayed => "replayed",
            Self::Filled => "filled",
            Self::Reset => "reset",
        }
    }
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// None is asked for.
    NotAsked,
    /// It is awaited.
    Awaited,
    /// It came.
    Came {
        /// The acknowledgement.
        payload: Arc<Value>,
        /// After this long.
        latency: Duration,
    },
    /// It did not come.
    Missing {
        /// In the line's words.
        why: String,
        /// It was awaited this long.
        latency: Duration,
    },
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Rises by one from entry to entry.
    pub id: u64,
    /// By this browser's clock.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// What it is.
    pub kind: Kind,
    /// The event, the command, or what happened.
    pub name: String,
    /// What it carried.
    pub payload: Arc<Value>,
    /// Bytes of the payload as JSON.
    pub size: usize,
    /// Where it stands, if it is numbered.
    pub position: Option<(Room, i64)>,
    /// What the cursor made of it.
    pub mark: Option<Mark>,
    /// What became of a command.
    pub answer: Answer,
    /// Whether it is a refusal, or was not understood.
    pub is_trouble: bool,
}

impl Entry {
    pub(super) fn new(id: u64, at: Timestamp, note: Note) -> Self {
        let Note { direction, kind, name, payload, position, mark, is_trouble } = note;
        let size = if payload.is_null() { 0 } else { payload.to_string().len() };
        let answer = match kind {
            Kind::Command => Answer::Awaited,
            _ => Answer::NotAsked,
        };
        let payload = Arc::new(payload);
        Self { id, at, direction, kind, name, payload, size, position, mark, answer, is_trouble }
    }

    /// How long its answer took.
    pub fn latency(&self) -> Option<Duration> {
        match &self.answer {
            Answer::Came { latency, .. } | Answer::Missing { latency, .. } => Some(*latency),
            Answer::NotAsked | Answer::Awaited => None,
        }
    }
}

/// What is to be noted.
#[derive(Clone, Debug)]
pub struct Note {
    /// Which way.
    pub direction: Direction,
    /// What it is.
    pub kind: Kind,
    /// The event, the command, or what happened.
    pub name: String,
    /// What it carried.
    pub payload: Value,
    /// Where it stands, if it is numbered.
    pub position: Option<(Room, i64)>,
    /// What the cursor made of it.
    pub mark: Option<Mark>,
    /// Whether it is a refusal, or was not understood.
    pub is_trouble: bool,
}

impl Note {
    /// An ordinary entry.
    pub fn new(direction: Direction, kind: Kind, name: impl Into<String>, payload: Value) -> Self {
        let name = name.into();
        Self { direction, kind, name, payload, position: None, mark: None, is_trouble: false }
    }
}
