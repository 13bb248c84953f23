//! Noting who is here, so that it is known after this server's life when somebody was last seen.

use super::super::Live;
use marketplace::{
    Marketplace, Sighting,
    clock::{Clock, SystemClock},
};
use protocol::id::UserId;
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::time::{MissedTickBehavior, interval};

const BEAT: Duration = Duration::from_secs(1);

/// Runs until the server is asked to stop; then [`part`] says the last word.
pub(in crate::realtime) async fn run(live: Arc<Live>, marketplace: Marketplace) {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        if live.is_draining.load(Ordering::SeqCst) {
            return;
        }
        let seen = live.presence().due_notes(SystemClock.now());
        note(&live, &marketplace, seen).await;
    }
}

/// The server stops: whoever is here was seen until now.
pub(in crate::realtime) async fn part(live: &Live, marketplace: &Marketplace) {
    let seen = live.presence().parting(SystemClock.now());
    note(live, marketplace, seen).await;
}

/// What could not be noted is wrong by a lease at most.
async fn note(live: &Live, marketplace: &Marketplace, seen: Vec<Sighting>) {
    if seen.is_empty() {
        return;
    }
    if let Err(error) = marketplace.note_presence(live.node, seen).await {
        tracing::error!(%error, "it was not noted who is here");
    }
}

/// Reads when those were last seen of whom this server knows nothing.
pub(in crate::realtime) async fn recall(live: &Live, marketplace: &Marketplace, users: &[UserId]) {
    let strangers = live.presence().strangers(users);
    match marketplace.last_seen(&strangers).await {
        Ok(seen) => live.presence().recall(seen),
        Err(error) => tracing::error!(%error, "nobody knows when people were last seen"),
    }
}
