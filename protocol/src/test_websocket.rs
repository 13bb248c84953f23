//! The test page: sandboxes with simulated people, and what was done there.

use crate::{
    account::UserRef,
    id::{BoardId, ConversationId, UserId},
    stream::Head,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Fewest and most simulated people of one sandbox.
pub const PEOPLE: (usize, usize) = (2, 8);

/// Asks for a sandbox: `POST /api/test/sandboxes`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenSandbox {
    /// How many simulated people, see [`PEOPLE`].
    pub people: usize,
}

/// A conversation of simulated people about a board of theirs. Nobody else is in it or hears of it, and after
/// a while it is gone.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sandbox {
    /// Which.
    pub id: Uuid,
    /// Their conversation.
    pub conversation_id: ConversationId,
    /// Where its stream stands.
    pub head: Head,
    /// What it is about; the first of the people owns it.
    pub board_id: BoardId,
    /// Another board that nobody changes: joining its room gives a sign on the ordered way out.
    pub marker_board_id: BoardId,
    /// When it is gone at the latest.
    pub ends_at: Timestamp,
    /// Who is in it.
    pub people: Vec<SimulatedUser>,
}

/// Somebody who does not exist.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimulatedUser {
    /// Who they are.
    pub user: UserRef,
    /// For the `auth` of CONNECT, as `{"token": …}`. Good until the sandbox ends; a secret.
    pub token: String,
}

/// What a sandbox can have done to it from outside: `POST /api/test/sandboxes/{id}/acts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "act", rename_all = "camelCase", deny_unknown_fields)]
pub enum SandboxAct {
    /// One of its people is signed out.
    #[serde(rename_all = "camelCase")]
    EndSession {
        /// Who.
        user_id: UserId,
    },
    /// One of its people leaves the conversation.
    #[serde(rename_all = "camelCase")]
    LeaveConversation {
        /// Who.
        user_id: UserId,
    },
    /// Something is announced to its people.
    Announce {
        /// One line.
        title: String,
    },
    /// What was announced is recalled.
    Recall,
}

/// What was done on the page by hand, for the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TestUse {
    /// A command was sent.
    Sent {
        /// Its name.
        command: String,
        /// How often.
        times: u32,
    },
    /// A scenario was run.
    #[serde(rename_all = "camelCase")]
    Ran {
        /// Its name.
        scenario: String,
        /// Whether every step held.
        has_passed: bool,
    },
}

/// A scenario that comes with the server: `GET /api/test/scenarios`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioFile {
    /// The file's name without its ending.
    pub name: String,
    /// Its content.
    pub text: String,
}
