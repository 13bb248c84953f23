//! How the line to the price monitor is.

use crate::error::{ErrorBody, ErrorCode};
use serde::{Deserialize, Serialize};

/// Where the line to the service stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum PriceMonitorState {
    /// Settings are missing or wrong; the reason says which.
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

/// Whether prices can be checked, for owners. Holds no text of somebody else's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceMonitorStatus {
    /// Where the line stands.
    pub state: PriceMonitorState,
    /// What is the matter, in a sentence; absent while all is well.
    pub reason: Option<String>,
}

/// A view of the whole, for whoever runs the marketplace. Holds nothing secret and no text that was not looked through
/// for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceMonitorHealth {
    /// Where the line stands.
    pub state: PriceMonitorState,
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
    pub counts: PriceMonitorCounts,
}

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BreakerState {
    /// Everything passes.
    Closed,
    /// Nothing passes for so long.
    Open {
        /// In milliseconds; 0 when the next one may try.
        retry_in_ms: u64,
    },
    /// One is trying; what becomes of it decides.
    HalfOpen,
}

/// What has happened since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceMonitorCounts {
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

impl PriceMonitorHealth {
    /// Refuses whoever wants something of it while it is off, with the reason.
    pub fn check_on(&self) -> Result<(), ErrorBody> {
        match self.state {
            PriceMonitorState::Off => {
                let text = self.status().reason.unwrap_or_default();
                Err(ErrorBody::new(ErrorCode::Unavailable, text))
            }
            _ => Ok(()),
        }
    }

    /// What owners are told of it.
    pub fn status(&self) -> PriceMonitorStatus {
        let reason = match self.state {
            PriceMonitorState::Connecting | PriceMonitorState::Connected => None,
            PriceMonitorState::Off => {
                // Written by us, of names of settings only.
                let why = self.reason.as_deref().unwrap_or("it is not set up");
                Some(format!("The price monitor is off: {why}."))
            }
            PriceMonitorState::Reconnecting => {
                Some("The price monitor cannot be reached. It is tried again.".to_owned())
            }
            PriceMonitorState::Refused => Some(
                "The price monitor does not let us in. Whoever runs Bulletin must look after it."
                    .to_owned(),
            ),
        };
        PriceMonitorStatus { state: self.state, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_told_what_is_the_matter_and_no_words_of_the_service() {
        let said = |state| {
            let reason = Some("unauthorized: somebody else's words".to_owned());
            PriceMonitorHealth { state, reason, ..PriceMonitorHealth::default() }.status()
        };
        assert_eq!(said(PriceMonitorState::Connected).reason, None);
        for state in [PriceMonitorState::Reconnecting, PriceMonitorState::Refused] {
            let reason = said(state).reason.unwrap();
            assert!(!reason.contains("words") && reason.ends_with('.'), "{reason}");
        }
        let missing = Some("MONITOR_PRICE_APP_HOST is not set".to_owned());
        let off = PriceMonitorHealth { reason: missing, ..PriceMonitorHealth::default() };
        assert_eq!(
            off.status().reason.unwrap(),
            "The price monitor is off: MONITOR_PRICE_APP_HOST is not set."
        );
    }
}
