//! What is told of the work on orders, at most one event in [`ORDER_EVERY`] for each order: of status and progress the
//! newest waits, log lines gather, and the last of each always goes.

use super::publisher::{Post, Postbox};
use protocol::{
    ServerEvent,
    id::OrderId,
    limits::{LOG_LINES, ORDER_EVERY},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// An event, and the names of the rooms that are to be told.
type Waiting = (Vec<String>, ServerEvent);

/// What waits, for orders of which something was told a moment ago.
#[derive(Debug, Default)]
struct PaceBook {
    orders: HashMap<OrderId, VecDeque<Waiting>>,
}

/// Of which order an event tells, if it is one that is paced.
pub(super) fn order_of(event: &ServerEvent) -> Option<OrderId> {
    match event {
        ServerEvent::Status(status) => Some(status.order_id),
        ServerEvent::Progress(progress) => Some(progress.order_id),
        ServerEvent::Log(log) => Some(log.order_id),
        _ => None,
    }
}

impl PaceBook {
    /// Gives the event back when it may be told at once; then [`PaceBook::turn`] is due after a pause.
    fn offer(&mut self, id: OrderId, new: Waiting) -> Option<Waiting> {
        let Some(queue) = self.orders.get_mut(&id) else {
            self.orders.insert(id, VecDeque::new());
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
    fn turn(&mut self, id: OrderId) -> Option<Waiting> {
        let next = self.orders.get_mut(&id)?.pop_front();
        if next.is_none() {
            self.orders.remove(&id);
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

    /// Tells an event of an order's work, now or in a moment.
    pub(super) fn tell(&self, id: OrderId, rooms: Vec<String>, event: ServerEvent) {
        let now = self.book().offer(id, (rooms, event));
        if let Some((rooms, event)) = now {
            self.postbox.put(Post::Event { rooms, event });
            let pace = self.clone();
            tokio::spawn(async move { pace.drain(id).await });
        }
    }

    async fn drain(&self, id: OrderId) {
        loop {
            tokio::time::sleep(ORDER_EVERY).await;
            let next = self.book().turn(id);
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
