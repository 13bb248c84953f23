//! When all sockets of somebody are gone, however that came, nobody sees them online for long.

use crate::{
    director::{Actor, PATIENCE},
    matters::Leaving,
};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// All but the last leave, each in one of these ways; the last one watches.
pub async fn check(mut actors: Vec<Actor>, ways: &[Leaving]) {
    let watcher = actors.pop().expect("somebody watches");
    let own = watcher.reader.me.user_id;
    let people: Vec<_> = actors.iter().map(|actor| actor.reader.me.clone()).collect();
    for (actor, how) in actors.into_iter().zip(ways.iter().cycle()) {
        actor.leave(*how).await;
    }
    let began = Instant::now();
    loop {
        let known = watcher.show().await.people;
        let here: Vec<_> = people
            .iter()
            .filter(|me| me.user_id != own && known.is_online(me.user_id))
            .map(|me| me.name.as_str())
            .collect();
        if here.is_empty() {
            break;
        }
        let waited = began.elapsed();
        assert!(waited < PATIENCE, "still online after {waited:?}: {here:?}");
        sleep(Duration::from_millis(100)).await;
    }
    println!("chaos: nobody is online who is not there, after {:.1?}", began.elapsed());
    watcher.leave(Leaving::Politely).await;
}
