//! How the connection stands, for people.

use super::transport::{LineState, TransportName};
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
    /// Everything shown is the present, but it comes the slow way.
    Degraded,
    /// Lost; the next attempt comes by itself.
    Reconnecting {
        /// Seconds until then; absent while the attempt is under way.
        retry_in: Option<u64>,
    },
    /// The browser has no network.
    Offline,
    /// The server is being replaced, and said when it will be back.
    Maintenance,
    /// The server wants a newer page.
    UpdateNeeded,
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
    /// What carries the line, or carried it last.
    pub carrier: Option<TransportName>,
    /// Whether the browser says that there is no network.
    pub is_offline: bool,
    /// Whether the server said that the session is over.
    pub has_session_ended: bool,
    /// What the server said of its absence, or of this page, when it ended the connection.
    pub parting: Option<Parting>,
    /// Why the server refused.
    pub refusal: Option<String>,
    /// Seconds until the next attempt.
    pub retry_in: Option<u64>,
}

/// What a server may say before it ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// It goes away for a moment.
    BackSoon,
    /// This page is too old for it.
    Reload,
}

impl Status {
    /// The status that follows from the facts.
    pub fn of(facts: &Facts) -> Self {
        let Some(line) = facts.line else { return Self::Loading };
        let is_slow = facts.carrier == Some(TransportName::Polling);
        let is_back_soon = facts.parting == Some(Parting::BackSoon);
        if facts.has_session_ended {
            return Self::SessionEnded;
        }
        match line {
            LineState::Connected if facts.is_caught_up && is_slow => Self::Degraded,
            LineState::Connected if facts.is_caught_up => Self::Live,
            LineState::Connected => Self::CatchingUp,
            LineState::Refused if facts.parting == Some(Parting::Reload) => Self::UpdateNeeded,
            LineState::Closed | LineState::Waiting { .. } if is_back_soon => Self::Maintenance,
            LineState::Refused => Self::Refused(facts.refusal.clone().unwrap_or_default()),
            LineState::Closed => Self::Disconnected,
            LineState::Offline { .. } => Self::Offline,
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
            Self::Degraded => "degraded",
            Self::Reconnecting { .. } => "reconnecting",
            Self::Offline => "offline",
            Self::Maintenance => "maintenance",
            Self::UpdateNeeded => "update-needed",
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
            Self::Degraded => "Slow connection",
            Self::Reconnecting { .. } => "Reconnecting…",
            Self::Offline => "Offline",
            Self::Maintenance => "Back in a moment",
            Self::UpdateNeeded => "Update ready",
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
            Self::Offline => Some(kept("Offline", waiting)),
            Self::Maintenance => Some(kept("The server is being renewed", waiting)),
            Self::UpdateNeeded => Some("A new version is ready. Your drafts are kept".to_owned()),
            Self::SessionEnded => Some("Sign in again. Your drafts are kept".to_owned()),
            Self::Refused(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// In a sentence, for those who ask.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Loading => "Reload to see news until the page has loaded.",
            Self::Connecting => "The page is looking for the server.",
            Self::CatchingUp => "Connected. What you have missed is being read.",
            Self::Live => "What you see is what is so now.",
            Self::Degraded => {
                "What you see is what is so now, but something between you and the server allows only the \
                 slow way. The fast one is tried again by itself."
            }
            Self::Reconnecting { .. } => "The line is lost and is being looked for.",
            Self::Offline => "Your device has no network. What you write is kept.",
            Self::Maintenance => "The server is being renewed and will be back by itself.",
            Self::UpdateNeeded => "This page is older than the server. Reload it.",
            Self::Disconnected => "You have disconnected this page.",
            Self::SessionEnded => "You are signed out, here or everywhere.",
            Self::Refused(_) => "The server does not let this page connect.",
        }
    }

    /// Colour.
    pub fn tone(&self) -> Tone {
        match self {
            Self::Live => Tone::Live,
            Self::Loading | Self::Connecting | Self::CatchingUp | Self::Disconnected => {
                Tone::Neutral
            }
            Self::Degraded | Self::Reconnecting { .. } | Self::Offline | Self::Maintenance => {
                Tone::Waiting
            }
            Self::UpdateNeeded => Tone::News,
            Self::SessionEnded | Self::Refused(_) => Tone::Trouble,
        }
    }

    /// Icon.
    pub fn symbol(&self) -> Symbol {
        match self {
            Self::Live => Symbol::Live,
            Self::Degraded => Symbol::Info,
            Self::Maintenance => Symbol::Wrench,
            Self::Loading | Self::Connecting | Self::CatchingUp => Symbol::Clock,
            Self::Reconnecting { .. } | Self::UpdateNeeded => Symbol::Retry,
            Self::Offline | Self::Disconnected => Symbol::Pause,
            Self::SessionEnded | Self::Refused(_) => Symbol::Alert,
        }
    }

    /// Whether everything shown is the present.
    pub fn is_up(&self) -> bool {
        matches!(self, Self::Live | Self::Degraded)
    }

    /// Whether the line was lost, so that its return is news.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Reconnecting { .. } | Self::Offline | Self::Maintenance)
    }

    /// Whether it may pass by itself within a moment, so that saying it at once would only disturb.
    pub fn is_blip(&self) -> bool {
        matches!(self, Self::Connecting | Self::CatchingUp | Self::Reconnecting { .. })
    }
}

fn kept(state: &str, waiting: usize) -> String {
    match waiting {
        0 => format!("{state}. What you write is kept and sent later"),
        1 => format!("{state}. 1 message will be sent later"),
        n => format!("{state}. {n} messages will be sent later"),
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

    #[test]
    fn the_slow_way_is_said_once_everything_is_there() {
        let slow = Facts { carrier: Some(TransportName::Polling), ..facts(LineState::Connected) };
        assert_eq!(Status::of(&slow), Status::CatchingUp);
        assert_eq!(Status::of(&Facts { is_caught_up: true, ..slow }), Status::Degraded);
    }

    #[test]
    fn without_a_network_nobody_promises_an_attempt() {
        let resting = facts(LineState::Offline { attempt: 1 });
        assert_eq!(Status::of(&resting), Status::Offline);
    }

    #[test]
    fn a_server_that_announced_its_absence_is_not_lost() {
        for line in
            [LineState::Closed, LineState::Waiting { attempt: 1, retry_in: Duration::from_secs(9) }]
        {
            let away = Facts { parting: Some(Parting::BackSoon), ..facts(line) };
            assert_eq!(Status::of(&away), Status::Maintenance);
        }
        let old = Facts { parting: Some(Parting::Reload), ..facts(LineState::Refused) };
        assert_eq!(Status::of(&old), Status::UpdateNeeded);
    }
}
