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
