//! Where a session stands, with what belongs to that standing only.

use std::time::Duration;

use serde_json::Value;

/// All times are points on the owner's clock.
#[derive(Debug)]
pub(super) enum Phase {
    /// Not started yet.
    Idle,
    /// A transport has been asked for.
    Opening { until: Duration },
    /// The transport is up; the server's open packet is due.
    Greeting { until: Duration },
    /// CONNECT is out, its reply is due. Events that overtake the reply wait in `early`.
    Joining { until: Duration, silence: Duration, early: Vec<Early> },
    /// Joined at `since`; dead if nothing is heard until `until`.
    Connected { since: Duration, silence: Duration, until: Duration },
    /// No transport; the next attempt starts at `until`.
    Waiting { until: Duration },
    /// The server refused the namespace.
    Refused,
    /// Left on purpose.
    Closed,
}

/// An event received before the CONNECT reply.
#[derive(Debug)]
pub(super) struct Early {
    pub(super) name: String,
    pub(super) args: Vec<Value>,
}

impl Phase {
    pub(super) fn deadline(&self) -> Option<Duration> {
        match self {
            Self::Opening { until }
            | Self::Greeting { until }
            | Self::Joining { until, .. }
            | Self::Connected { until, .. }
            | Self::Waiting { until } => Some(*until),
            Self::Idle | Self::Refused | Self::Closed => None,
        }
    }

    /// Whether a transport has been asked for and not been given up.
    pub(super) fn has_transport(&self) -> bool {
        matches!(
            self,
            Self::Opening { .. }
                | Self::Greeting { .. }
                | Self::Joining { .. }
                | Self::Connected { .. }
        )
    }
}
