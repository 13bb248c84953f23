//! Keeping an open order current: by the socket while there is a line, by asking over HTTP while there is none.

use super::api::open_order;
use crate::{
    connection::Connection,
    fetch::{Fetched, get},
    hooks::use_connection,
    stores::{order::OrderStore, use_stores},
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    id::OrderId,
    limits,
    order::{GetLogs, LogPage, OrderStatus, RunState},
};
use std::time::Duration;

/// A line that is gone for less is not worth a question.
const PATIENCE: Duration = Duration::from_secs(1);
/// Lines that are announced may be on their way still: a progress goes between a status and its lines, each a pace
/// after the one before.
const LINES_ON_THEIR_WAY: Duration = limits::ORDER_EVERY.saturating_mul(3);

/// How what is shown is kept current.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Freshness {
    /// The page does not run yet, or is looking for a line.
    #[default]
    Loading,
    /// The server tells what changes.
    Live,
    /// The server is asked so often.
    Polling(Duration),
    /// It is asked, and does not answer.
    Silent,
}

impl Freshness {
    /// For people.
    pub(super) fn text(self) -> String {
        match self {
            Self::Loading => "connecting".to_owned(),
            Self::Live => "live".to_owned(),
            Self::Polling(every) => format!("polling every {} s", every.as_secs()),
            Self::Silent => "no connection, trying again".to_owned(),
        }
    }

    /// For tests and styles.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Live => "live",
            Self::Polling(_) => "polling",
            Self::Silent => "silent",
        }
    }
}

/// How often work in this state is asked for.
fn pause(run: Option<RunState>) -> Duration {
    if run.is_some_and(RunState::is_busy) { limits::POLL_BUSY } else { limits::POLL_IDLE }
}

#[derive(Clone, Copy)]
struct Follower {
    id: OrderId,
    connection: Connection,
    store: OrderStore,
    freshness: RwSignal<Freshness>,
    /// The `ETag` of the last answer.
    tag: StoredValue<Option<String>>,
    /// Rises when the line comes or goes: what belongs to an earlier round stops.
    round: StoredValue<u64>,
    is_filling: StoredValue<bool>,
}

/// Follows an order as long as the component lives, and says how. Inert on the server.
pub(super) fn follow(id: OrderId) -> RwSignal<Freshness> {
    let (connection, store) = (use_connection(), use_stores().orders);
    let follower = Follower {
        id,
        connection,
        store,
        freshness: RwSignal::default(),
        tag: StoredValue::new(None),
        round: StoredValue::new(0),
        is_filling: StoredValue::new(false),
    };
    let is_connected = connection.is_connected();
    Effect::new(move || follower.line_changed(is_connected.get()));
    let is_behind = Memo::new(move |_| {
        store.logs.with(|logs| logs.get(id).is_some_and(crate::stores::order::log::Log::is_behind))
    });
    Effect::new(move || {
        if is_behind.get() {
            set_timeout(move || follower.fill(), LINES_ON_THEIR_WAY);
        }
    });
    follower.freshness
}

impl Follower {
    fn line_changed(self, is_connected: bool) {
        self.round.update_value(|round| *round += 1);
        if is_connected {
            self.freshness.set(Freshness::Live);
            self.fill();
        } else {
            let round = self.round.get_value();
            set_timeout(move || self.poll(round), PATIENCE);
        }
    }

    /// Asks, and asks again, until there is a line or the page is left.
    fn poll(self, round: u64) {
        if self.round.try_get_value() != Some(round) {
            return;
        }
        spawn_local(async move {
            let asked = self.ask().await;
            let run = self.store.work.with_untracked(|work| work.get(self.id).map(|it| it.run));
            let (freshness, pause) = match asked {
                Some(()) => (Freshness::Polling(pause(run)), pause(run)),
                None => (Freshness::Silent, limits::POLL_BUSY),
            };
            if self.round.try_get_value() == Some(round) {
                self.freshness.set(freshness);
                set_timeout(move || self.poll(round), pause);
            }
        });
    }

    /// `None` without an answer.
    async fn ask(self) -> Option<()> {
        let is_known = self.store.work.with_untracked(|work| work.get(self.id).is_some());
        if !is_known {
            return self.read_order().await;
        }
        let tag = self.tag.try_get_value().flatten();
        let path = format!("/api/orders/{}/status", self.id);
        if let Fetched::New { body, tag } = get(&path, tag.as_deref()).await? {
            let status: OrderStatus = serde_json::from_str(&body).ok()?;
            self.tag.try_set_value(tag);
            let known = self
                .store
                .orders
                .with_untracked(|orders| orders.get(self.id).map(|order| order.state));
            // While it works away nothing but the work changes; else it may have been paid, or come back to its state.
            let has_moved = known != Some(status.state) || status.run != RunState::Working;
            self.store.status(status);
            if has_moved {
                self.read_order().await?;
            }
        }
        self.read_lines().await
    }

    async fn read_order(self) -> Option<()> {
        let detail = open_order(self.id).await.ok()?;
        self.store.load(&detail);
        Some(())
    }

    /// Lines that are there and not here, until there are none.
    async fn read_lines(self) -> Option<()> {
        while let Some(after) = self.missing_after() {
            let page = self.lines(after).await?;
            let is_empty = page.lines.is_empty();
            self.store.logs.try_update(|logs| logs.load(self.id, page));
            if is_empty {
                break;
            }
        }
        Some(())
    }

    fn missing_after(self) -> Option<i64> {
        let after = |log: &crate::stores::order::log::Log| log.is_behind().then(|| log.newest());
        self.store.logs.try_with_untracked(|logs| logs.get(self.id).and_then(after)).flatten()
    }

    async fn lines(self, after: i64) -> Option<LogPage> {
        if self.connection.is_up() {
            return self.connection.request(&GetLogs { order_id: self.id, after }).await.ok();
        }
        let path = format!("/api/orders/{}/logs?after={after}", self.id);
        match get(&path, None).await? {
            Fetched::New { body, .. } => serde_json::from_str(&body).ok(),
            Fetched::Same => None,
        }
    }

    /// One question at a time: while it is under way others would ask for the same.
    fn fill(self) {
        if self.is_filling.try_get_value() != Some(false) {
            return;
        }
        self.is_filling.set_value(true);
        spawn_local(async move {
            let read = self.read_lines().await;
            self.is_filling.try_set_value(false);
            let is_open = self.missing_after().is_some();
            if is_open && (read.is_some() || self.connection.is_up()) {
                set_timeout(move || self.fill(), limits::POLL_BUSY);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_come_behind_a_progress_are_not_asked_for() {
        let behind_a_progress = 2 * limits::ORDER_EVERY;
        assert!(LINES_ON_THEIR_WAY > behind_a_progress, "{LINES_ON_THEIR_WAY:?}");
    }

    #[test]
    fn work_that_goes_on_is_asked_for_more_often() {
        assert_eq!(pause(Some(RunState::Working)), limits::POLL_BUSY);
        assert_eq!(pause(Some(RunState::Queued)), limits::POLL_BUSY);
        assert_eq!(pause(Some(RunState::Waiting)), limits::POLL_IDLE);
        assert_eq!(pause(None), limits::POLL_IDLE);
        assert_eq!(Freshness::Polling(limits::POLL_BUSY).text(), "polling every 3 s");
    }
}
