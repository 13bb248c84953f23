//! Who makes the trouble: a seed decides what goes wrong, and when.

use crate::{
    database::TestDatabase,
    device::Device,
    guest::Door,
    hosting::Hosting,
    ledger::Ledger,
    matters::{Leaving, Order, Shown},
    people::{self, DEVICES, GUEST, HOST},
    program::Program,
    proxy::{Proxy, Weather},
    reader::Reader,
};
use protocol::id::ConversationId;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, sleep},
};

/// Longer than anything takes; only a failing run waits for it.
pub const PATIENCE: Duration = Duration::from_mins(2);
/// So many messages are sent between two ends of the server, and fewer where both kinds of end would not fit.
const BETWEEN_ENDS: usize = 400;
/// A kill and a drain: every run has both.
const KINDS_OF_END: usize = 2;

/// From so many messages on a run is a long one.
pub const LONG: usize = 5_000;

/// Everything that takes part.
pub struct Director {
    pub program: Program,
    pub actors: Vec<Actor>,
    pub talks: Vec<ConversationId>,
    pub ledger: Ledger,
    /// How often what went wrong.
    pub troubles: Troubles,
    pub sends: usize,
    ends: usize,
    dice: fastrand::Rng,
    _database: TestDatabase,
}

/// A device under way.
pub struct Actor {
    pub name: &'static str,
    pub reader: Reader,
    pub proxy: Arc<Proxy>,
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<()>,
}

/// How often what went wrong.
#[derive(Debug, Default)]
pub struct Troubles(BTreeMap<&'static str, usize>);

impl std::fmt::Display for Troubles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list: Vec<_> = self.0.iter().map(|(name, count)| format!("{count} {name}")).collect();
        f.write_str(&list.join(", "))
    }
}

impl Director {
    /// Prepares the stage and lets everybody begin.
    pub async fn new(seed: u64, sends: usize) -> Self {
        let database = TestDatabase::new().await;
        let talks = people::prepare(&database.url).await;
        let program = Program::start(&database.url).await;
        // A short run has no time for what only the heartbeat finds out.
        let silence = Duration::from_secs(if sends < LONG { 4 } else { 120 });
        let guest = Reader::sign_in(program.port, GUEST.0).await.me.user_id;
        let ledger = Ledger::new(sends, Door::new(talks[GUEST.1], guest));
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut actors = Vec::new();
        for (person, device) in DEVICES {
            let reader = Reader::sign_in(program.port, person).await;
            let rows = reader.inbox().await.expect("answers");
            let is_in = |talk: &&ConversationId| rows.iter().any(|row| row.id == **talk);
            // The host is at it already: where the guest is in now and then, the guest only looks.
            let is_own = |talk: &&ConversationId| person != GUEST.0 || **talk != talks[GUEST.1];
            let own: Vec<_> = talks.iter().filter(is_in).filter(is_own).copied().collect();
            let proxy = Arc::new(Proxy::start(program.port, dice.fork(), silence).await);
            let line = (reader.clone(), proxy.clone());
            let part = Device::new(device, line, own, ledger.clone(), dice.fork());
            let mut part = part.await;
            part.guest_in = (person == GUEST.0).then_some(talks[GUEST.1]);
            let guest = (guest, people::email(GUEST.0));
            part.hosting = (device == HOST).then(|| Hosting::new(talks[GUEST.1], guest, sends));
            let (orders, told) = mpsc::unbounded_channel();
            let task = tokio::spawn(part.live(told));
            actors.push(Actor { name: device, reader, proxy, orders, task });
        }
        let troubles = Troubles::default();
        let ends = 0;
        Self { program, actors, talks, ledger, troubles, sends, ends, dice, _database: database }
    }

    /// Goes on until everything is written.
    pub async fn make_trouble(&mut self) {
        let between = BETWEEN_ENDS.min(self.sends / (KINDS_OF_END + 1));
        let (mut last, mut moved_at, mut end_at) = (0, Instant::now(), between);
        while self.ledger.to_write() > 0 || self.ends < KINDS_OF_END {
            for actor in &self.actors {
                assert!(!actor.task.is_finished(), "{} has failed", actor.name);
            }
            let written = self.sends - self.ledger.to_write();
            if written > last {
                (last, moved_at) = (written, Instant::now());
            }
            let is_stuck = moved_at.elapsed() > PATIENCE;
            assert!(!is_stuck, "nobody writes any more after {written}:\n{}", self.stand().await);
            if written >= end_at {
                end_at = (written + between).min(self.sends);
                self.end_the_server().await;
            }
            self.trouble_somebody();
            sleep(Duration::from_millis(self.dice.u64(80..720))).await;
        }
        for actor in &self.actors {
            actor.proxy.set(Weather::default());
        }
        for end in ["kills", "drains"] {
            assert!(self.troubles.0.contains_key(end), "a run without {end}: {}", self.troubles);
        }
    }

    fn trouble_somebody(&mut self) {
        let actor = &self.actors[self.dice.usize(0..self.actors.len())];
        let mut fair = Weather::default();
        let what = match self.dice.u32(0..100) {
            0..18 => {
                actor.proxy.cut();
                "lines cut"
            }
            18..24 => {
                actor.proxy.fall_silent();
                // Sometimes somebody comes back to the device; otherwise the heartbeat finds out.
                if self.dice.u8(0..4) > 0 {
                    actor.tell(Order::Wake);
                }
                "lines silent"
            }
            24..36 => {
                fair.lost = self.dice.u64(5..50);
                actor.proxy.set(fair);
                "lossy lines"
            }
            36..48 => {
                fair.doubled = self.dice.u64(50..500);
                actor.proxy.set(fair);
                "stuttering lines"
            }
            48..56 => {
                fair.delay = Duration::from_millis(self.dice.u64(1..60));
                actor.proxy.set(fair);
                "slow lines"
            }
            56..62 => {
                fair.is_polling_only = true;
                actor.proxy.set(fair);
                actor.proxy.cut();
                "lines without WebSocket"
            }
            62..88 => {
                actor.proxy.set(fair);
                "lines mended"
            }
            88..94 => {
                actor.tell(Order::Wake);
                "wakings"
            }
            _ => {
                actor.tell(Order::Reload);
                "pages loaded again"
            }
        };
        self.count(what);
    }

    /// By turns without a warning and in good order.
    async fn end_the_server(&mut self) {
        self.ends += 1;
        if self.ends % 2 == 1 {
            self.program.kill().await;
            self.count("kills");
        } else {
            self.program.drain().await;
            self.count("drains");
        }
        sleep(Duration::from_millis(self.dice.u64(0..600))).await;
        self.program.start_again().await;
    }

    fn count(&mut self, what: &'static str) {
        *self.troubles.0.entry(what).or_default() += 1;
    }

    /// How everybody stands, in words.
    pub async fn stand(&self) -> String {
        let mut lines = Vec::new();
        for actor in &self.actors {
            lines.push(actor.show().await.why);
        }
        lines.join("\n")
    }
}

impl Actor {
    pub fn tell(&self, order: Order) {
        // A device that has failed is noticed when it is asked to show itself.
        drop(self.orders.send(order));
    }

    pub async fn show(&self) -> Shown {
        let (reply, shown) = oneshot::channel();
        self.tell(Order::Show(reply));
        shown.await.unwrap_or_else(|_| panic!("{} has failed", self.name))
    }

    pub async fn leave(self, how: Leaving) {
        self.tell(Order::Leave(how));
        self.task.await.unwrap_or_else(|_| panic!("{} has failed", self.name));
    }
}
