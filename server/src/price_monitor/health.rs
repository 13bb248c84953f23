//! How the proxy is, for whoever runs the server.

use super::BreakerState;
use serde::Serialize;

/// Where the line to the service stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum LineState {
    /// Settings are missing or wrong; see [`Health::reason`].
    #[default]
    Off,
    /// The first attempt is under way.
    Connecting,
    /// The service has let us in.
    Connected,
    /// The line is down; it is tried again and again.
    Reconnecting,
    /// The service does not let us in; it is tried again now and then.
    Refused,
}

/// A view of the proxy. Holds nothing secret and no text that was not looked through for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Where the line stands.
    pub state: LineState,
    /// Why it is off or refused, or what went wrong last.
    pub reason: Option<String>,
    /// Where the service is.
    pub host: Option<String>,
    /// Milliseconds since something was heard of any job.
    pub last_event_age_ms: Option<u64>,
    /// Jobs somebody watches.
    pub watched: usize,
    /// Watchers of them, all together.
    pub watchers: usize,
    /// Rooms we are in.
    pub joined: usize,
    /// Whether the line is worth trying.
    pub line: Option<BreakerState>,
    /// Whether requests are.
    pub requests: Option<BreakerState>,
    /// What has happened since the start.
    pub counts: Counts,
}

/// What has happened since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Times the service has let us in.
    pub connects: u64,
    /// Of these, after the first.
    pub reconnects: u64,
    /// Rooms joined, and joined again.
    pub joins: u64,
    /// Rooms left.
    pub leaves: u64,
    /// Reports that were understood.
    pub reports: u64,
    /// Updates told to watchers.
    pub updates: u64,
    /// Reports that were not understood.
    pub malformed: u64,
    /// Events with a name nobody has told us of, and reports of jobs nobody asked for.
    pub ignored: u64,
    /// Events dropped because there were too many.
    pub dropped: u64,
    /// Times the line was cut because there were far too many.
    pub floods: u64,
    /// Requests made.
    pub requests: u64,
    /// Lines that failed, refusals, and requests without a useful answer.
    pub errors: u64,
}
