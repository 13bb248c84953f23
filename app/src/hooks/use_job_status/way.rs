use crate::connection::Status;
use std::time::Duration;

/// How one is informed of a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The page does not run yet, or is looking for a line.
    #[default]
    Loading,
    /// Over the tab's socket.
    Live,
    /// By server-sent events.
    Events,
    /// The server is asked so often.
    Polling(Duration),
    /// It is asked, and does not answer.
    Silent,
    /// Nothing more is to come.
    Over,
}

impl Way {
    /// Whether the server tells what changes.
    pub fn is_told(self) -> bool {
        matches!(self, Self::Live | Self::Events)
    }

    /// What can be said while the tab's socket stands so: a line that is gone is not called live until another way is
    /// found.
    pub(super) fn beside(self, status: &Status) -> Self {
        match (self, status) {
            (Self::Live | Self::Loading, Status::Offline) => Self::Silent,
            (way, _) => way,
        }
    }

    /// For people.
    pub fn text(self) -> String {
        match self {
            Self::Loading => "connecting".to_owned(),
            Self::Live => "live".to_owned(),
            Self::Events => "live by SSE".to_owned(),
            Self::Polling(every) => format!("polling every {} s", every.as_secs().max(1)),
            Self::Silent => "no connection, trying again".to_owned(),
            Self::Over => "final".to_owned(),
        }
    }

    /// For tests and styles.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Live => "live",
            Self::Events => "sse",
            Self::Polling(_) => "polling",
            Self::Silent => "silent",
            Self::Over => "over",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_live_beside_offline() {
        assert_eq!(Way::Live.beside(&Status::Live), Way::Live);
        assert_eq!(Way::Live.beside(&Status::Offline), Way::Silent);
        assert_eq!(Way::Events.beside(&Status::Offline), Way::Events, "this line is another one");
        assert_eq!(Way::Over.beside(&Status::Offline), Way::Over);
    }
}
