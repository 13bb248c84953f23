//! Keeping a watched job current, by what works best at the moment.

use super::{
    UseJobStatusOptions, Way,
    events::{Heard, Listening, listen},
};
use crate::{
    connection::Connection,
    fetch::{Fetched, get},
    stores::job::Jobs,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Room,
    command::{JoinRoom, LeaveRoom},
    id::JobId,
    job::{JobView, WatchMessage},
};
use std::time::Duration;

/// What is gone for less is not worth a step down.
const PATIENCE: Duration = Duration::from_secs(1);
/// After so long a line of events that was refused is tried anew.
const LISTEN_AGAIN: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
pub(super) struct Follower {
    id: JobId,
    connection: Connection,
    jobs: RwSignal<Jobs>,
    use_sse: bool,
    poll_interval: Duration,
    way: RwSignal<Way>,
    /// The `ETag` of the last answer.
    tag: StoredValue<Option<String>>,
    /// Rises when the socket comes or goes, and when the job ends: what belongs to an earlier round stops.
    round: StoredValue<u64>,
    /// Rises with every step between the ways: questions of an earlier step stop.
    step: StoredValue<u64>,
    events: StoredValue<Option<Listening>>,
    has_joined: StoredValue<bool>,
}

impl Follower {
    pub(super) fn new(
        (id, connection, jobs): (JobId, Connection, RwSignal<Jobs>),
        options: UseJobStatusOptions,
    ) -> Self {
        Self {
            id,
            connection,
            jobs,
            use_sse: options.use_sse,
            poll_interval: options.poll_interval,
            way: RwSignal::default(),
            tag: StoredValue::new(None),
            round: StoredValue::new(0),
            step: StoredValue::new(0),
            events: StoredValue::new(None),
            has_joined: StoredValue::new(false),
        }
    }

    pub(super) fn way(self) -> Signal<Way> {
        let status = self.connection.status();
        Memo::new(move |_| status.with(|status| self.way.get().beside(status))).into()
    }

    /// Begins, and ends with the component. Inert on the server.
    pub(super) fn follow(self, is_over: Memo<bool>) {
        let is_connected = self.connection.is_connected();
        Effect::new(move || self.begin(is_connected.get(), is_over.get()));
        on_cleanup(move || {
            if self.has_joined.try_get_value() == Some(true) && self.connection.is_up() {
                let room = Room::Job(self.id).to_string();
                let left = self.connection.request(&LeaveRoom { room });
                spawn_local(async move { drop(left.await) });
            }
        });
    }

    /// The socket has come or gone, or the job has ended or goes on.
    fn begin(self, is_connected: bool, is_over: bool) {
        self.events.set_value(None);
        let round = advance(self.round);
        advance(self.step);
        if is_over {
            self.way.set(Way::Over);
        } else if is_connected {
            self.way.set(Way::Live);
            self.join(round);
        } else {
            set_timeout(move || self.fall(round), PATIENCE);
        }
    }

    /// Whoever joins is told at once how the job stands. Whoever may not goes another way.
    fn join(self, round: u64) {
        self.has_joined.set_value(true);
        let joined = self.connection.request(&JoinRoom { room: Room::Job(self.id).to_string() });
        spawn_local(async move {
            if joined.await.is_err() {
                self.fall(round);
            }
        });
    }

    /// There is no socket.
    fn fall(self, round: u64) {
        if self.round.try_get_value() != Some(round) {
            return;
        }
        let step = advance(self.step);
        if self.use_sse {
            self.listen(round);
            set_timeout(move || self.poll(step), PATIENCE);
        } else {
            self.poll(step);
        }
    }

    fn listen(self, round: u64) {
        if self.round.try_get_value() != Some(round) {
            return;
        }
        let path = format!("/api/jobs/{}/progress", self.id);
        self.events.set_value(listen(&path, move |heard| self.hear(round, heard)));
    }

    fn hear(self, round: u64, heard: Heard) {
        if self.round.try_get_value() != Some(round) {
            return;
        }
        match heard {
            Heard::Open => {
                // Questions stop.
                advance(self.step);
                self.way.set(Way::Events);
            }
            Heard::Message(text) => {
                // What else there is to hear says nothing of the job.
                if let Ok(WatchMessage::StatusUpdate(update)) = serde_json::from_str(&text) {
                    self.jobs.update(|jobs| jobs.update(*update));
                }
            }
            Heard::Lost { is_for_good } => self.lost(round, is_for_good),
        }
    }

    fn lost(self, round: u64, is_for_good: bool) {
        if self.way.get_untracked() == Way::Events {
            let step = advance(self.step);
            self.way.set(Way::Loading);
            set_timeout(move || self.poll(step), PATIENCE);
        }
        if is_for_good {
            self.events.set_value(None);
            set_timeout(move || self.listen(round), LISTEN_AGAIN);
        }
    }

    /// Asks, and asks again, until somebody tells.
    fn poll(self, step: u64) {
        let is_past = move || self.step.try_get_value() != Some(step);
        if is_past() {
            return;
        }
        spawn_local(async move {
            let way = match self.ask().await {
                Some(()) => Way::Polling(self.poll_interval),
                None => Way::Silent,
            };
            if !is_past() {
                self.way.set(way);
                set_timeout(move || self.poll(step), self.poll_interval);
            }
        });
    }

    /// `None` without an answer.
    async fn ask(self) -> Option<()> {
        let tag = self.tag.try_get_value().flatten();
        let path = format!("/api/jobs/{}", self.id);
        if let Fetched::New { body, tag } = get(&path, tag.as_deref()).await? {
            let job: JobView = serde_json::from_str(&body).ok()?;
            self.tag.try_set_value(tag);
            self.jobs.try_update(|jobs| jobs.update(job.update));
        }
        Some(())
    }
}

fn advance(counter: StoredValue<u64>) -> u64 {
    counter
        .try_update_value(|count| {
            *count += 1;
            *count
        })
        .unwrap_or_default()
}
