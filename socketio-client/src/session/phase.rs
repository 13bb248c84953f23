//! Where a session stands, with what belongs to that standing only.

use std::time::Duration;

use crate::event::{ClientEvent, Transport};

/// All times are points on the owner's clock.
#[derive(Debug)]
pub(super) enum Phase {
    /// Not started yet.
    Idle,
    /// The engine is opening a connection.
    Opening { until: Duration },
    /// CONNECT is out, its reply is due. Events that overtake the reply wait in `early`.
    Joining { until: Duration, transport: Transport, early: Vec<ClientEvent> },
    /// Joined at `since`.
    Connected { since: Duration },
    /// No connection; the next attempt starts at `until`.
    Waiting { until: Duration },
    /// No connection, and no use in trying.
    Offline,
    /// The server refused this client.
    Refused,
    /// Left on purpose.
    Closed,
}

impl Phase {
    pub(super) fn deadline(&self) -> Option<Duration> {
        match self {
            Self::Opening { until } | Self::Joining { until, .. } | Self::Waiting { until } => {
                Some(*until)
            }
            Self::Idle | Self::Connected { .. } | Self::Offline | Self::Refused | Self::Closed => {
                None
            }
        }
    }

    /// Whether there is a connection, or an attempt at one.
    pub(super) fn has_line(&self) -> bool {
        matches!(self, Self::Opening { .. } | Self::Joining { .. } | Self::Connected { .. })
    }
}
