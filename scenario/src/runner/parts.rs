//! What goes into a run and what comes out.

use crate::file::{Faults, LineAct, LineState, Transports};
use protocol::{Room, id::UserId, test_websocket::Sandbox};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

/// Who plays, and where.
#[derive(Clone, Debug)]
pub struct Cast {
    /// In the order of [`crate::PEOPLE`].
    pub people: Vec<UserId>,
    /// What names stand for.
    pub(super) names: BTreeMap<String, Value>,
    /// The board whose room gives a sign to whoever joins it.
    pub(super) marker: Value,
    /// The first of the ids made in this run.
    pub first_id: Uuid,
}

impl Cast {
    /// The people of a sandbox. Ids are made from `first_id` on.
    pub fn of(sandbox: &Sandbox, first_id: Uuid) -> Self {
        let people: Vec<UserId> = sandbox.people.iter().map(|person| person.user.id).collect();
        let mut names = BTreeMap::from([
            ("conversation".to_owned(), json!(sandbox.conversation_id)),
            ("room".to_owned(), json!(Room::Conversation(sandbox.conversation_id))),
            ("epoch".to_owned(), json!(sandbox.head.epoch)),
            ("board".to_owned(), json!(sandbox.board_id)),
            ("boardRoom".to_owned(), json!(Room::Board(sandbox.board_id))),
        ]);
        for (name, id) in crate::PEOPLE.iter().zip(&people) {
            names.insert((*name).to_owned(), json!(id));
            names.insert(format!("{name}Room"), json!(Room::User(*id)));
        }
        Self { people, names, marker: json!(sandbox.marker_board_id), first_id }
    }
}

/// What the driver is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Open a new socket.
    Open {
        /// What it is called.
        socket: String,
        /// Whose it is, as a place in the cast.
        person: Person,
        /// What it may use.
        transports: Transports,
    },
    /// Do something to its line.
    Line {
        /// Which socket.
        socket: String,
        /// What.
        act: LineAct,
    },
    /// Make its line bad, or good again.
    Fault {
        /// Which socket.
        socket: String,
        /// How bad.
        faults: Faults,
    },
    /// Send a command, and give its answer back under this number.
    Send {
        /// Over which socket.
        socket: String,
        /// The number.
        id: u64,
        /// The command.
        command: String,
        /// Its payload.
        payload: Value,
    },
    /// Post this act to the sandbox.
    Act(Value),
}

/// A place in [`crate::PEOPLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person(pub usize);

/// What has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A socket's line went up or down, or was refused.
    Line {
        /// Which socket.
        socket: String,
        /// What became of it.
        state: LineState,
    },
    /// An event came.
    Event {
        /// To which socket.
        socket: String,
        /// Its name.
        name: String,
        /// Its payload.
        payload: Value,
    },
    /// A command was answered, or the line says why not.
    Answer {
        /// The order's number.
        id: u64,
        /// The acknowledgement.
        answer: Result<Value, String>,
    },
    /// The act was done, or refused.
    Acted(Result<(), String>),
    /// Time has passed.
    Tick,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is being played.
    Running,
    /// Every step held.
    Passed,
    /// One did not.
    Failed,
}

/// What became of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Its turn has not come; after a failure it never does.
    #[default]
    Waiting,
    /// It is its turn.
    Running,
    /// It held.
    Passed,
    /// It did not; why.
    Failed(String),
}

/// A step with what became of it. The first is that everybody connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    /// In words.
    pub title: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took, or has taken so far.
    pub took: Duration,
}

impl StepReport {
    pub(super) fn waiting() -> Self {
        Self { title: String::new(), outcome: Outcome::Waiting, took: Duration::ZERO }
    }
}
