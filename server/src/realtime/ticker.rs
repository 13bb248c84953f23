//! What happens by the clock: grace times, forgotten typists, the online count, heads.

use super::{Live, connect::Door, publisher::Post};
use marketplace::{
    Marketplace,
    clock::{Clock, SystemClock},
};
use protocol::{Room, ServerEvent, presence::OnlineCount};
use socketioxide::SocketIo;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const BEAT: Duration = Duration::from_millis(500);
/// Beats between two looks at the online count.
const COUNT_EVERY: u64 = 4;
/// Beats between two sweeps of connections that never got to their beginning or end.
const STRAYS_EVERY: u64 = 60;
/// Beats between two looks for sandboxes whose time is over.
const SANDBOXES_EVERY: u64 = 60;

/// Runs as long as the server.
pub(super) async fn run(io: SocketIo, door: Door) {
    let Door { live, bindings, marketplace } = &door;
    let mut beats = interval(BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = 0;
    for beat in 0_u64.. {
        beats.tick().await;
        sweep(live);
        if beat % COUNT_EVERY == 0 {
            told = tell_count(live, told);
        }
        if beat % STRAYS_EVERY == 0 {
            bindings.sweep(SystemClock.now());
            door.sweep(&io);
        }
        if beat % SANDBOXES_EVERY == 0 {
            sweep_sandboxes(marketplace.clone());
        }
    }
}

fn sweep(live: &Live) {
    let now = SystemClock.now();
    let gone = live.presence().sweep(now);
    for user in gone {
        live.presence_changed(user);
    }
    let changed = live.typing().sweep(now);
    for typing in changed {
        let room = Room::Conversation(typing.conversation_id);
        live.postbox.event(&[room], ServerEvent::Typing(typing));
    }
}

/// Beside the beat: it may take a moment, and nobody waits for it.
fn sweep_sandboxes(marketplace: Marketplace) {
    tokio::spawn(async move {
        if let Err(error) = marketplace.sweep_sandboxes().await {
            tracing::error!(%error, "sandboxes were not cleared");
        }
    });
}

/// Tells everybody the online count when it has changed. Returns what was told last.
fn tell_count(live: &Live, told: usize) -> usize {
    let users = live.presence().count();
    if users != told {
        live.postbox.put(Post::All(ServerEvent::OnlineCount(OnlineCount { users })));
    }
    users
}
