//! What is told of the work on orders and jobs, at most one event in [`ORDER_EVERY`] for each of them: of status and
//! progress the newest waits, log lines gather, and the last of each always goes.

use super::publisher::{Post, Postbox};
use protocol::{
    ServerEvent,
    id::{JobId, OrderId},
    limits::{LOG_LINES, ORDER_EVERY},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// An event, and the names of the rooms that are to be told.
type Waiting = (Vec<String>, ServerEvent);

/// What is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Work {
    Order(OrderId),
    Job(JobId),
}

/// What waits, for work of which something was told a moment ago.
#[derive(Debug, Default)]
struct PaceBook {
    queues: HashMap<Work, VecDeque<Waiting>>,
}

/// Of which work an event tells, if it is one that is paced.
pub(super) fn work_of(event: &ServerEvent) -> Option<Work> {
    match event {
        ServerEvent::Status(status) => Some(Work::Order(status.order_id)),
        ServerEvent::Progress(progress) => Some(Work::Order(progress.order_id)),
        ServerEvent::Log(log) => Some(Work::Order(log.order_id)),
        ServerEvent::JobUpdate(update) => Some(Work::Job(update.job_id)),
        _ => None,
    }
}

impl PaceBook {
    /// Gives the event back when it may be told at once; then [`PaceBook::turn`] is due after a pause.
    fn offer(&mut self, work: Work, new: Waiting) -> Option<Waiting> {
        let Some(queue) = self.queues.get_mut(&work) else {
            self.queues.insert(work, VecDeque::new());
            return Some(new);
        };
        let (rooms, event) = new;
        let event = merged(queue, event)?;
        // Of two that say the same the newer one goes, to all who wait for either. In the place of the one that was there:
        // whoever waits longest is next, however often it changes.
        for (told, waiting) in queue.iter_mut() {
            let is_newer = event.replaces(waiting);
            if is_newer || waiting.replaces(&event) {
                told.extend(rooms);
                told.sort_unstable();
                told.dedup();
                if is_newer {
                    *waiting = event;
                }
                return None;
            }
        }
        queue.push_back((rooms, event));
        None
    }

    /// The pause is over. `None` when nothing waits any more.
    fn turn(&mut self, work: Work) -> Option<Waiting> {
        let next = self.queues.get_mut(&work)?.pop_front();
        if next.is_none() {
            self.queues.remove(&work);
        }
        next
    }
}

/// Adds log lines to those that wait already, as far as one event may carry them.
fn merged(queue: &mut VecDeque<Waiting>, event: ServerEvent) -> Option<ServerEvent> {
    let ServerEvent::Log(mut new) = event else { return Some(event) };
    let last = queue.iter_mut().rev().find_map(|(_, waiting)| match waiting {
        ServerEvent::Log(log) => Some(log),
        _ => None,
    });
    if let Some(log) = last {
        let room = LOG_LINES.saturating_sub(log.lines.len()).min(new.lines.len());
        log.lines.extend(new.lines.drain(..room));
    }
    (!new.lines.is_empty()).then_some(ServerEvent::Log(new))
}

/// The book, and the tasks that tell what is in it. Cheap to clone.
#[derive(Clone)]
pub(super) struct Pace {
    book: Arc<Mutex<PaceBook>>,
    postbox: Postbox,
}

impl Pace {
    pub(super) fn new(postbox: Postbox) -> Self {
        Self { book: Arc::default(), postbox }
    }

    /// Tells an event of some work, now or in a moment.
    pub(super) fn tell(&self, work: Work, rooms: Vec<String>, event: ServerEvent) {
        let now = self.book().offer(work, (rooms, event));
        if let Some((rooms, event)) = now {
            self.postbox.put(Post::Event { rooms, event });
            let pace = self.clone();
            tokio::spawn(async move { pace.drain(work).await });
        }
    }

    async fn drain(&self, work: Work) {
        loop {
            tokio::time::sleep(ORDER_EVERY).await;
            let next = self.book().turn(work);
            let Some((rooms, event)) = next else { return };
            self.postbox.put(Post::Event { rooms, event });
        }
    }

    fn book(&self) -> MutexGuard<'_, PaceBook> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
