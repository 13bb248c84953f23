//! What is told of the work on orders, at most one event in [`ORDER_EVERY`] for each order: of status and progress the
//! newest waits, log lines gather, and the last of each always goes.

use super::publisher::Postbox;
use protocol::{
    Room, ServerEvent,
    id::OrderId,
    limits::{LOG_LINES, ORDER_EVERY},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// An event, and who is to be told.
type Waiting = (Vec<Room>, ServerEvent);

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
        // In the place of what it replaces: whoever waits longest is next, however often it changes.
        match queue.iter_mut().find(|(_, waiting)| event.replaces(waiting)) {
            Some(waiting) => *waiting = (rooms, event),
            None => queue.push_back((rooms, event)),
        }
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
    pub(super) fn tell(&self, id: OrderId, rooms: &[Room], event: ServerEvent) {
        let now = self.book().offer(id, (rooms.to_vec(), event));
        if let Some((rooms, event)) = now {
            self.postbox.event(&rooms, event);
            let pace = self.clone();
            tokio::spawn(async move { pace.drain(id).await });
        }
    }

    async fn drain(&self, id: OrderId) {
        loop {
            tokio::time::sleep(ORDER_EVERY).await;
            let next = self.book().turn(id);
            let Some((rooms, event)) = next else { return };
            self.postbox.event(&rooms, event);
        }
    }

    fn book(&self) -> MutexGuard<'_, PaceBook> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        Timestamp,
        order::{LogLevel, LogLine, OrderLog, OrderProgress, Phase},
    };
    use uuid::Uuid;

    const ORDER: OrderId = OrderId(Uuid::from_u128(1));

    fn progress(version: i64) -> Waiting {
        let (phase, updated_at) = (Phase::Traffic, Timestamp(0));
        let event =
            OrderProgress { order_id: ORDER, version, phase, done: version, total: 90, updated_at };
        (vec![Room::Order(ORDER)], ServerEvent::Progress(event))
    }

    fn log(numbers: std::ops::Range<i64>) -> Waiting {
        let line = |number| LogLine {
            number,
            level: LogLevel::Info,
            at: Timestamp(0),
            message: String::new(),
        };
        let event = OrderLog { order_id: ORDER, lines: numbers.map(line).collect() };
        (vec![Room::Order(ORDER)], ServerEvent::Log(event))
    }

    #[test]
    fn the_newest_progress_and_every_line_get_out() {
        let mut book = PaceBook::default();
        assert_eq!(book.offer(ORDER, progress(1)), Some(progress(1)));
        for step in 0..40 {
            assert_eq!(book.offer(ORDER, progress(2 + step)), None);
            assert_eq!(book.offer(ORDER, log(step * 3..step * 3 + 3)), None);
        }
        let told: Vec<_> = std::iter::from_fn(|| book.turn(ORDER)).collect();
        assert_eq!(told.iter().filter(|(_, event)| event.name() == "progress").count(), 1);
        assert_eq!(told[0], progress(41));
        let lines: Vec<usize> = told
            .iter()
            .filter_map(|(_, event)| match event {
                ServerEvent::Log(log) => Some(log.lines.len()),
                _ => None,
            })
            .collect();
        assert_eq!(lines, [50, 50, 20]);
        assert_eq!(
            book.offer(ORDER, progress(50)),
            Some(progress(50)),
            "after a rest at once again"
        );
    }
}
