//! One socket that watches orders.

use crate::socket::TestSocket;
use protocol::{
    Room, ServerEvent,
    command::JoinRoom,
    id::OrderId,
    order::{GetLogs, OrderStatus},
};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::watch, time::timeout};

/// Longer than anything takes; only a failing run waits for it.
const PATIENCE: Duration = Duration::from_mins(1);

/// How every order stands in the end.
pub type Truth = HashMap<OrderId, OrderStatus>;

/// What a watcher heard.
#[derive(Default)]
pub struct Heard {
    /// Events of work: `status`, `progress`, `log`.
    pub events: usize,
    /// Most events about one order that came within one second.
    pub most_a_second: usize,
    /// Where it differs from the truth.
    pub wrong: Vec<String>,
}

/// What is known of one order.
#[derive(Default)]
struct Known {
    status: Option<OrderStatus>,
    lines: Vec<i64>,
    /// How many of the lines were read, not heard.
    read: usize,
    lately: VecDeque<Instant>,
}

/// A socket and what it watches.
pub struct Watcher {
    socket: TestSocket,
    known: HashMap<OrderId, Known>,
    /// Of all orders the room tells how they stand, and no log.
    is_of_all: bool,
    heard: Heard,
}

impl Watcher {
    /// Joins the rooms of these orders, and reads what was said of them before.
    pub async fn of(socket: TestSocket, orders: Vec<OrderId>) -> Self {
        let mut watcher = Self::new(socket, orders);
        for (id, known) in &mut watcher.known {
            join(&watcher.socket, Room::Order(*id)).await;
            let asked = watcher.socket.ask(&GetLogs { order_id: *id, after: 0 }).await;
            // Of a hold there is no work yet.
            let lines = asked.map(|page| page.lines).unwrap_or_default();
            known.lines.extend(lines.iter().map(|line| line.number));
            known.read = lines.len();
        }
        watcher
    }

    /// Joins the room of all orders.
    pub async fn of_all(socket: TestSocket, orders: Vec<OrderId>) -> Self {
        join(&socket, Room::Orders).await;
        Self { is_of_all: true, ..Self::new(socket, orders) }
    }

    fn new(socket: TestSocket, orders: Vec<OrderId>) -> Self {
        let known = orders.into_iter().map(|id| (id, Known::default())).collect();
        Self { socket, known, is_of_all: false, heard: Heard::default() }
    }

    /// Listens until it has heard how every order ended.
    pub async fn watch(mut self, mut finished: watch::Receiver<Option<Arc<Truth>>>) -> Heard {
        let truth = loop {
            tokio::select! {
                event = self.socket.any() => self.take_in(event),
                told = finished.wait_for(Option::is_some) => {
                    break told.expect("the run goes on").clone().expect("is told");
                }
            }
        };
        let rest = async {
            while !self.knows_all_of(&truth) {
                let event = self.socket.any().await;
                self.take_in(event);
            }
        };
        if timeout(PATIENCE, rest).await.is_err() {
            self.heard.wrong.push("the end was not heard".to_owned());
        }
        self.compare(&truth);
        self.heard
    }

    fn take_in(&mut self, event: ServerEvent) {
        let id = match &event {
            ServerEvent::Status(status) => status.order_id,
            ServerEvent::Progress(progress) => progress.order_id,
            ServerEvent::Log(log) => log.order_id,
            _ => return,
        };
        let Some(known) = self.known.get_mut(&id) else { return };
        match event {
            ServerEvent::Status(status) => known.newer(status),
            ServerEvent::Log(log) => {
                let read = i64::try_from(known.read).unwrap();
                // Told between joining and reading, so it is known already.
                let new = log.lines.iter().map(|line| line.number).filter(|line| *line > read);
                known.lines.extend(new);
            }
            _ => {}
        }
        self.heard.events += 1;
        self.heard.most_a_second = self.heard.most_a_second.max(known.count_lately());
    }

    /// Whether nothing more can come: the last status and the last line are there.
    fn knows_all_of(&self, truth: &Truth) -> bool {
        self.known.iter().all(|(id, known)| {
            let end = &truth[id];
            let is_there =
                known.status.as_ref().is_some_and(|status| status.version >= end.version);
            is_there && (self.is_of_all || known.has_lines_up_to(end.last_line))
        })
    }

    fn compare(&mut self, truth: &Truth) {
        for (id, known) in &mut self.known {
            let end = &truth[id];
            // Two who publish at once may be heard in either order; whoever watches puts lines in theirs.
            known.lines.sort_unstable();
            if known.status.as_ref() != Some(end) {
                self.heard.wrong.push(format!("{id}: {:?} is {end:?}", known.status));
            }
            if !self.is_of_all && !known.lines.iter().copied().eq(1..=end.last_line) {
                self.heard
                    .wrong
                    .push(format!("{id}: lines {:?} of {}", known.lines, end.last_line));
            }
        }
    }
}

impl Known {
    fn has_lines_up_to(&self, last: i64) -> bool {
        let count = i64::try_from(self.lines.len()).unwrap();
        count >= last && self.lines.contains(&last)
    }

    fn newer(&mut self, status: OrderStatus) {
        if self.status.as_ref().is_none_or(|known| known.version < status.version) {
            self.status = Some(status);
        }
    }

    /// Events of the second that ends now.
    fn count_lately(&mut self) -> usize {
        let now = Instant::now();
        self.lately.push_back(now);
        while self.lately.front().is_some_and(|then| now - *then >= Duration::from_secs(1)) {
            self.lately.pop_front();
        }
        self.lately.len()
    }
}

pub(super) async fn join(socket: &TestSocket, room: Room) {
    socket.ask(&JoinRoom { room: room.to_string() }).await.expect("may join");
}
