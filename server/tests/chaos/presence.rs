//! Everybody is seen online; and when all sockets of somebody are gone, however that came, nobody sees them online
//! for long.

use crate::{
    director::{Actor, PATIENCE},
    matters::Leaving,
};
use protocol::{account::Me, presence::PresenceState};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// So long after their last socket nobody is shown any more.
const GONE_WITHIN: Duration = Duration::from_mins(1);

/// All but the last leave, each in one of these ways; the last one watches.
pub async fn check(mut actors: Vec<Actor>, ways: &[Leaving]) {
    let watcher = actors.pop().expect("somebody watches");
    let own = watcher.reader.me.user_id;
    let people = actors.iter().map(|actor| actor.reader.me.clone());
    let others: Vec<_> = people.filter(|me| me.user_id != own).collect();
    assert!(!others.is_empty(), "somebody is watched");
    all_are(&watcher, &others, (PresenceState::Online, PATIENCE)).await;
    for (actor, how) in actors.into_iter().zip(ways.iter().cycle()) {
        actor.leave(*how).await;
    }
    let began = Instant::now();
    all_are(&watcher, &others, (PresenceState::Offline, GONE_WITHIN)).await;
    println!("chaos: nobody is online who is not there, after {:.1?}", began.elapsed());
    watcher.leave(Leaving::Politely).await;
}

/// Waits until all of them are shown so. *Away* is neither here nor gone.
async fn all_are(watcher: &Actor, people: &[Me], (state, within): (PresenceState, Duration)) {
    let began = Instant::now();
    loop {
        let known = watcher.show().await.people;
        let state_of = |me: &Me| known.of(me.user_id).map(|presence| presence.state);
        let others = people.iter().filter(|me| state_of(me) != Some(state));
        let others: Vec<_> = others.map(|me| (me.name.as_str(), state_of(me))).collect();
        if others.is_empty() {
            return;
        }
        let waited = began.elapsed();
        assert!(waited < within, "not {state:?} after {waited:?}: {others:?}");
        sleep(Duration::from_millis(100)).await;
    }
}
