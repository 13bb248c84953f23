//! How the connection stands, for people.

use super::transport::LineState;
use crate::components::{Symbol, Tone};

/// What the indicator says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Rendered by the server; the page does not run yet.
    Loading,
    /// The first attempt is under way.
    Connecting,
    /// Connected; what was missed is being read.
    CatchingUp,
    /// Everything shown is the present.
    Live,
    /// Lost; the next attempt comes by itself.
    Reconnecting {
        /// Seconds until then; absent while the attempt is under way.
        retry_in: Option<u64>,
    },
    /// The browser has no network.
    Offline,
    /// Left on purpose.
    Disconnected,
    /// The session is over, here or everywhere.
    SessionEnded,
    /// The server does not want this client, in its own words.
    Refused(String),
}

/// What a status is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Where the line stands; nothing before the page runs.
    pub line: Option<LineState>,
    /// Whether every stream is complete.
    pub is_caught_up: bool,
    /// Whether the browser says that there is no network.
    pub is_offline: bool,
    /// Whether the server said that the session is over.
    pub has_session_ended: bool,
    /// Why the server refused.
    pub refusal: Option<String>,
    /// Seconds until the next attempt.
    pub retry_in: Option<u64>,
}

impl Status {
    /// The status that follows from the facts.
    pub fn of(facts: &Facts) -> Self {
        let Some(line) = facts.line else { return Self::Loading };
        if facts.has_session_ended {
            return Self::SessionEnded;
        }
        match line {
            LineState::Connected if facts.is_caught_up => Self::Live,
            LineState::Connected => Self::CatchingUp,
            LineState::Refused => Self::Refused(facts.refusal.clone().unwrap_or_default()),
            LineState::Closed => Self::Disconnected,
            _ if facts.is_offline => Self::Offline,
            LineState::Connecting { attempt: 0 } => Self::Connecting,
            LineState::Connecting { .. } => Self::Reconnecting { retry_in: None },
            LineState::Waiting { .. } => Self::Reconnecting { retry_in: facts.retry_in },
        }
    }

    /// For tests and styles: the attribute `data-status`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Connecting => "connecting",
            Self::CatchingUp => "catching-up",
            Self::Live => "live",
            Self::Reconnecting { .. } => "reconnecting",
            Self::Offline => "offline",
            Self::Disconnected => "disconnected",
            Self::SessionEnded => "session-ended",
            Self::Refused(_) => "refused",
        }
    }

    /// In one or two words.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Loading => "Loading live updates",
            Self::Connecting => "Connecting…",
            Self::CatchingUp => "Catching up…",
            Self::Live => "Live",
            Self::Reconnecting { .. } => "Reconnecting…",
            Self::Offline => "Offline",
            Self::Disconnected => "Disconnected",
            Self::SessionEnded => "Signed out",
            Self::Refused(_) => "No live updates",
        }
    }

    /// What it means and what comes next; nothing when all is well.
    pub fn detail(&self, waiting: usize) -> Option<String> {
        match self {
            Self::Reconnecting { retry_in: Some(seconds) } => {
                Some(format!("Reconnecting, next try in {seconds} s"))
            }
            Self::Offline => Some(kept(waiting)),
            Self::SessionEnded => Some("Sign in again. Your drafts are kept".to_owned()),
            Self::Refused(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// Colour.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Live => Tone::Live,
            Self::Loading | Self::Connecting | Self::CatchingUp | Self::Disconnected => {
                Tone::Neutral
            }
            Self::Reconnecting { .. } | Self::Offline => Tone::Waiting,
            Self::SessionEnded | Self::Refused(_) => Tone::Trouble,
        }
    }

    /// Icon.
    pub fn symbol(&self) -> Symbol {
        match self {
            Self::Live => Symbol::Live,
            Self::Loading | Self::Connecting | Self::CatchingUp => Symbol::Clock,
            Self::Reconnecting { .. } => Symbol::Retry,
            Self::Offline | Self::Disconnected => Symbol::Pause,
            Self::SessionEnded | Self::Refused(_) => Symbol::Alert,
        }
    }

    /// Whether it may pass by itself within a moment, so that saying it at once would only disturb.
    pub fn is_blip(&self) -> bool {
        matches!(self, Self::Connecting | Self::CatchingUp | Self::Reconnecting { .. })
    }
}

fn kept(waiting: usize) -> String {
    match waiting {
        0 => "Offline. What you write is kept and sent later".to_owned(),
        1 => "Offline. 1 message will be sent later".to_owned(),
        n => format!("Offline. {n} messages will be sent later"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn facts(line: LineState) -> Facts {
        Facts { line: Some(line), ..Facts::default() }
    }

    #[test]
    fn connected_is_live_only_when_nothing_is_missing() {
        let connected = facts(LineState::Connected);
        assert_eq!(Status::of(&Facts::default()), Status::Loading);
        assert_eq!(Status::of(&connected), Status::CatchingUp);
        assert_eq!(Status::of(&Facts { is_caught_up: true, ..connected }), Status::Live);
    }

    #[test]
    fn a_lost_line_says_when_it_tries_again() {
        let line = LineState::Waiting { attempt: 1, retry_in: Duration::from_secs(4) };
        let status = Status::of(&Facts { retry_in: Some(4), ..facts(line) });
        assert_eq!(status.detail(0).as_deref(), Some("Reconnecting, next try in 4 s"));
        let offline = Status::of(&Facts { is_offline: true, ..facts(line) });
        assert_eq!(offline.detail(3).as_deref(), Some("Offline. 3 messages will be sent later"));
    }

    #[test]
    fn the_end_of_the_session_outweighs_everything() {
        for line in [LineState::Connected, LineState::Refused, LineState::Closed] {
            let facts = Facts { has_session_ended: true, is_offline: true, ..facts(line) };
            assert_eq!(Status::of(&facts), Status::SessionEnded);
        }
    }
}
