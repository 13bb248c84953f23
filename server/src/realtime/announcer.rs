//! Lets announcements begin and end in time, also on pages that were opened long before.

use super::Live;
use marketplace::Marketplace;
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::time::{MissedTickBehavior, interval};

const BEAT: Duration = Duration::from_millis(500);

/// Runs until the server is asked to stop. Apart from the ticker: a slow database must not hold back who types.
pub(super) async fn run(live: Arc<Live>, marketplace: Marketplace) {
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beats.tick().await;
        if live.is_draining.load(Ordering::SeqCst) {
            return;
        }
        if let Err(error) = marketplace.turn_announcements().await {
            // The next beat tries again.
            tracing::error!(%error, "announcements could not be turned");
        }
    }
}
