//! How long the cheapest question takes, asked again and again while the page is looked at.

use crate::{
    connection::{Connection, quantile},
    hooks::{use_connection, use_interval},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::VecDeque, time::Duration};

/// Between two questions.
const EVERY: Duration = Duration::from_secs(2);
/// So many answers are a minute.
pub(super) const MINUTE: usize = 30;

/// The answers of the last minute, the oldest first; nothing for one that did not come.
#[derive(Clone, Copy)]
pub(super) struct Pings {
    times: RwSignal<VecDeque<Option<Duration>>>,
    connection: Connection,
}

impl Pings {
    /// Asks as long as the page is there. Inert on the server.
    pub(super) fn provide() -> Self {
        let pings = Self { times: RwSignal::default(), connection: use_connection() };
        use_interval(EVERY, move || pings.ask());
        pings
    }

    fn ask(self) {
        if document().visibility_state() == web_sys::VisibilityState::Hidden {
            return;
        }
        let connection = self.connection;
        spawn_local(async move {
            let time = connection.ping().await;
            // The page may be gone by now.
            self.times.try_update(|times| {
                if times.len() == MINUTE {
                    times.pop_front();
                }
                times.push_back(time);
            });
        });
    }

    pub(super) fn all(self) -> Vec<Option<Duration>> {
        self.times.with(|times| times.iter().copied().collect())
    }

    /// The last one, and what half and nearly all of them took at most.
    pub(super) fn summary(self) -> String {
        let times: Vec<Duration> =
            self.times.with(|times| times.iter().flatten().copied().collect());
        let text = |time: Option<Duration>| {
            time.map_or_else(|| "–".to_owned(), |time| time.as_millis().to_string())
        };
        let (half, most) = (quantile(&times, 0.5), quantile(&times, 0.95));
        format!("{} · {} · {} ms", text(times.last().copied()), text(half), text(most))
    }
}
