//! Stopping: everybody is told when to come back, so that they do not all come at once.

use super::Live;
use protocol::{ErrorBody, ErrorCode};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::time::{Instant, sleep};

/// Nobody comes back earlier: the next server needs a moment to start.
const EARLIEST: Duration = Duration::from_secs(1);
/// Whoever has not taken their leave by then is cut off; what is still being done by then is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(10);

/// Lets nobody in any more and sends everybody away. What they ask meanwhile is done or repeated: a command
/// that was not acknowledged is sent again by its client, under the same id.
pub(super) async fn drain(live: &Live) {
    live.is_draining.store(true, Ordering::SeqCst);
    let guests = live.all_guests();
    let returns = returns(guests.len(), live.limits.return_spread());
    for (guest, after) in guests.iter().zip(returns) {
        live.send_away(guest.socket.id, goodbye(after));
    }
    let end = Instant::now() + PATIENCE;
    let is_busy = || !live.guests.is_empty() || live.at_work.load(Ordering::SeqCst) > 0;
    while is_busy() && Instant::now() < end {
        sleep(LOOK).await;
    }
}

fn goodbye(after: Duration) -> ErrorBody {
    let text = "The server is being replaced. This page comes back by itself.";
    ErrorBody {
        retry_after_ms: Some(u64::try_from(after.as_millis()).unwrap_or(u64::MAX)),
        ..ErrorBody::new(ErrorCode::ShuttingDown, text)
    }
}

/// When each of `count` comes back: at even distances over `spread`.
fn returns(count: usize, spread: Duration) -> impl Iterator<Item = Duration> {
    let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    (0..count).map(move |place| EARLIEST + spread / count * place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_second_has_a_fair_share_of_those_who_return() {
        let returns: Vec<_> = returns(5_000, Duration::from_secs(20)).collect();
        assert_eq!(returns.len(), 5_000);
        let mut seconds = [0; 22];
        for at in returns {
            seconds[usize::try_from(at.as_secs()).unwrap()] += 1;
        }
        assert!(*seconds.iter().max().unwrap() <= 250, "{seconds:?}");
    }

    #[test]
    fn whoever_is_alone_need_not_wait() {
        assert_eq!(returns(1, Duration::from_secs(20)).collect::<Vec<_>>(), [EARLIEST]);
    }
}
