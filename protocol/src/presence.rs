//! Who is here. Tabs and devices of one person are merged.

use crate::{
    command::{Command, Done},
    error::ErrorCode,
    id::UserId,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Whether a person is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PresenceState {
    /// At least one live connection with somebody before it.
    Online,
    /// Live connections only where nobody has touched anything for a while.
    Away,
    /// None, and the grace time is over.
    Offline,
}

/// One person's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserPresence {
    /// Who.
    pub user_id: UserId,
    /// Here or not.
    pub state: PresenceState,
    /// Since when; for somebody offline, when they were last seen. Absent when never seen.
    pub since: Option<Timestamp>,
}

/// Presence of several people: replaces what was known of each of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Presence {
    /// The people.
    pub users: Vec<UserPresence>,
}

/// Tells whether somebody is before this device: on the first input, and once there was none for
/// [`limits::AWAY_AFTER`](crate::limits::AWAY_AFTER). A new connection counts as active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SetActivity {
    /// Whether there was input lately.
    pub is_active: bool,
}

impl Command for SetActivity {
    const NAME: &'static str = "setActivity";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated];
}

/// How many people (not sockets) are online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnlineCount {
    /// Signed-in people with a live connection.
    pub users: usize,
}
