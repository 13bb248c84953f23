//! Whose files are read now. What is being read is in memory; what waits is still on the line.

use dashmap::DashMap;
use protocol::{ErrorBody, ErrorCode, id::UserId, limits};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Most pictures in memory, all requests together: 320 MB.
const PICTURES: usize = 32;
/// Most inventories that come in at the same time; of each a part of some MB is in memory.
const INVENTORIES: usize = 16;
/// Most requests that wait for others to be done.
const WAITING: usize = 64;
/// How long one of them waits, and when to come back after that.
const WAIT: Duration = Duration::from_secs(20);
/// How long a body may take, for each file it may have.
const READ_WITHIN: Duration = Duration::from_mins(1);

/// What bounds uploads in this process. One per server.
pub(crate) struct Intake {
    free: Arc<Semaphore>,
    queue: Semaphore,
    inventories: Arc<Semaphore>,
    of_users: Arc<DashMap<UserId, usize>>,
    wait: Duration,
    read_within: Duration,
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            free: Arc::new(Semaphore::new(PICTURES)),
            queue: Semaphore::new(WAITING),
            inventories: Arc::new(Semaphore::new(INVENTORIES)),
            of_users: Arc::default(),
            wait: WAIT,
            read_within: READ_WITHIN,
        }
    }
}

/// Room for the files of one request. Held until nobody needs them any more.
pub(crate) struct Place {
    _memory: OwnedSemaphorePermit,
    _own: Own,
}

/// One of a user's uploads under way.
struct Own {
    of_users: Arc<DashMap<UserId, usize>>,
    user: UserId,
}

impl Drop for Own {
    fn drop(&mut self) {
        self.of_users.alter(&self.user, |_, count| count.saturating_sub(1));
        self.of_users.remove_if(&self.user, |_, count| *count == 0);
    }
}

impl Intake {
    /// Waits for room for so many files. Refused with `rate_limited` when the user has [`limits::UPLOADS`] under way,
    /// with `unavailable` when too many wait, or after a while.
    pub(super) async fn enter(&self, user: UserId, files: usize) -> Result<Place, ErrorBody> {
        let own = self.count(user)?;
        let _queued = self.queue.try_acquire().map_err(|_| self.busy())?;
        let files = u32::try_from(files).unwrap_or(u32::MAX);
        let memory = timeout(self.wait, self.free.clone().acquire_many_owned(files)).await;
        let memory = memory.map_err(|_| self.busy())?.map_err(|_| self.busy())?;
        Ok(Place { _memory: memory, _own: own })
    }

    /// Room for an inventory, of which only a part is in memory. Refused at once when there is none, and as
    /// [`Intake::enter`] refuses.
    pub(crate) fn enter_inventory(&self, user: UserId) -> Result<Place, ErrorBody> {
        let own = self.count(user)?;
        let memory = self.inventories.clone().try_acquire_owned().map_err(|_| self.busy())?;
        Ok(Place { _memory: memory, _own: own })
    }

    /// Whoever sends a byte now and then must not keep room from others.
    pub(super) async fn in_time<T>(
        &self,
        files: usize,
        reading: impl Future<Output = Result<T, ErrorBody>>,
    ) -> Result<T, ErrorBody> {
        let files = u32::try_from(files).unwrap_or(u32::MAX);
        let within = self.read_within.saturating_mul(files);
        timeout(within, reading).await.unwrap_or_else(|_| {
            let text = format!("The file was not here within {} seconds.", within.as_secs());
            Err(ErrorBody::new(ErrorCode::Unavailable, text))
        })
    }

    fn count(&self, user: UserId) -> Result<Own, ErrorBody> {
        let mut count = self.of_users.entry(user).or_insert(0);
        if *count >= limits::UPLOADS {
            let text = format!("At most {} uploads at the same time.", limits::UPLOADS);
            let refused = self.later(ErrorCode::RateLimited, text);
            return Err(ErrorBody { field: Some("upload".to_owned()), ..refused });
        }
        *count += 1;
        Ok(Own { of_users: self.of_users.clone(), user })
    }

    fn busy(&self) -> ErrorBody {
        self.later(ErrorCode::Unavailable, "Many files are coming in. Try again soon.".to_owned())
    }

    fn later(&self, code: ErrorCode, text: String) -> ErrorBody {
        let wait = u64::try_from(self.wait.as_millis()).ok();
        ErrorBody { retry_after_ms: wait, ..ErrorBody::new(code, text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::poll;
    use std::pin::pin;
    use uuid::Uuid;

    fn user(number: u128) -> UserId {
        UserId(Uuid::from_u128(number))
    }

    fn intake(pictures: usize, waiting: usize) -> Intake {
        let (free, queue) = (Arc::new(Semaphore::new(pictures)), Semaphore::new(waiting));
        Intake { free, queue, ..Intake::default() }
    }

    #[tokio::test]
    async fn who_finds_no_room_waits_and_who_finds_no_room_to_wait_comes_back() {
        let intake = intake(4, 1);
        let four = intake.enter(user(1), 4).await.expect("has room");
        let mut second = pin!(intake.enter(user(2), 1));
        assert!(poll!(second.as_mut()).is_pending());
        let refused = intake.enter(user(3), 1).await.err().expect("has no room");
        assert_eq!(refused.code, ErrorCode::Unavailable);
        assert!(refused.retry_after_ms.is_some());
        drop(four);
        let second = second.await.expect("has room now");
        assert!(intake.enter(user(3), 3).await.is_ok(), "a queue of one is free again");
        drop(second);
        assert!(intake.of_users.is_empty(), "nobody is remembered who sends nothing");
    }

    #[tokio::test]
    async fn nobody_waits_for_ever() {
        let intake = Intake { wait: Duration::ZERO, ..intake(1, 1) };
        let _one = intake.enter(user(1), 1).await.expect("has room");
        let refused = intake.enter(user(2), 1).await.err().expect("has no room");
        assert_eq!(refused.code, ErrorCode::Unavailable);
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let intake = Intake { read_within: Duration::ZERO, ..Intake::default() };
        let refused = intake.in_time::<()>(4, std::future::pending()).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Unavailable);
        assert_eq!(intake.in_time(1, async { Ok(7) }).await, Ok(7));
    }
}
