//! Whole connections on virtual time: a session, a bad network, and a server that keeps the protocol's rules.
//!
//! Each seed is another life: other transports, another kind of server, other delays and other faults. Whatever
//! happened, what was said arrives once and in order on every connection, or its loss is told by the connection's
//! end; every request ends exactly once; and a healthy network is found again, over a WebSocket where there may be
//! one.

mod client;
mod network;
mod server;

use std::collections::BTreeMap;
use std::time::Duration;

use client::Client;
use network::{Blocked, Event, Link};
use server::{Flavour, Server};

use super::{Input, Session};
use crate::engine::{LinkId, Signal};
use crate::{Config, Transports};

const SEEDS: u64 = 3_000;

#[test]
fn no_fault_makes_a_line_lie() {
    let runs = std::env::var("SIMULATION_SEEDS").ok().and_then(|text| text.parse().ok());
    for seed in 0..runs.unwrap_or(SEEDS) {
        let life = std::panic::catch_unwind(|| live(seed));
        assert!(life.is_ok(), "seed {seed}");
    }
}

fn live(seed: u64) {
    let mut world = World::new(seed);
    world.feed(Input::Connect);
    for _ in 0..60 {
        world.something_happens();
        let pause = [2, 40, 700, 9_000][world.chance.usize(..4)];
        let pause = world.chance.u64(..=pause);
        world.run(Duration::from_millis(pause));
    }
    world.heal();
    world.run(Duration::from_mins(4));
    world.check_healthy();
    world.feed(Input::Disconnect);
    world.run(Duration::from_mins(1));
    world.client.check_left();
}

struct World {
    chance: fastrand::Rng,
    now: Duration,
    session: Session,
    transports: Transports,
    client: Client,
    server: Server,
    links: BTreeMap<LinkId, Link>,
    /// What is on its way, by time and then by order of departure.
    events: BTreeMap<(Duration, u64), Event>,
    departures: u64,
    blocked: Blocked,
    /// The longest way of anything, in milliseconds.
    slowness: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut chance = fastrand::Rng::with_seed(seed);
        let transports = [
            Transports::WebSocketFirst,
            Transports::PollingFirst,
            Transports::WebSocketOnly,
            Transports::PollingOnly,
        ][chance.usize(..4)];
        let config = Config { transports, ..Config::new("http://localhost") };
        let mut jitter = fastrand::Rng::with_seed(seed);
        let flavour = if chance.bool() { Flavour::Patient } else { Flavour::Strict };
        Self {
            session: Session::new(&config, Box::new(move || jitter.f64())),
            now: Duration::ZERO,
            transports,
            client: Client::default(),
            server: Server::new(flavour),
            links: BTreeMap::new(),
            events: BTreeMap::new(),
            departures: 0,
            blocked: Blocked::No,
            slowness: [3, 60, 1_500][chance.usize(..3)],
            chance,
        }
    }

    fn something_happens(&mut self) {
        match self.chance.u32(..40) {
            0..12 => self.say(),
            12..20 => self.ask(),
            20..30 => self.server_speaks(),
            30 | 31 => self.break_a_link(),
            32 => self.deaden_a_link(),
            33 => self.blocked = Blocked::Refused,
            34 => self.blocked = Blocked::Swallowed,
            35 => self.blocked = Blocked::No,
            36 => self.server_restarts(),
            37 => self.feed(Input::Probe { limit: Duration::from_secs(2) }),
            38 => self.feed(Input::Online(true)),
            _ => self.feed(Input::Cut),
        }
    }

    /// Time passes; every deadline is kept, and everything on its way arrives when it should.
    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        let mut steps = 0;
        loop {
            let arrival = self.events.first_key_value().map(|((at, _), _)| *at);
            let deadline = self.session.next_deadline();
            let beat = self.server.next_beat();
            let next = arrival.into_iter().chain(deadline).chain(beat).min();
            let Some(next) = next.filter(|next| *next <= end) else { break };
            steps = if next > self.now { 0 } else { steps + 1 };
            assert!(steps < 1_000, "time stands still");
            self.now = self.now.max(next);
            if arrival == Some(next) {
                self.arrive();
            } else if beat == Some(next) {
                self.server_beats();
            } else {
                self.feed(Input::Tick);
            }
        }
        self.now = end;
        self.feed(Input::Tick);
    }

    fn feed(&mut self, input: Input) {
        self.session.handle(input, self.now);
        while let Some(output) = self.session.poll_output() {
            self.perform(output);
        }
    }

    fn signal(&mut self, link: LinkId, signal: Signal) {
        if matches!(signal, Signal::Closed(_)) {
            self.links.remove(&link);
        }
        self.feed(Input::Line { link, signal });
    }

    fn heal(&mut self) {
        self.blocked = Blocked::No;
        self.slowness = 60;
        self.feed(Input::Online(true));
    }

    fn check_healthy(&mut self) {
        assert!(self.client.is_connected, "a healthy server is found again");
        let wants_websocket = self.transports != Transports::PollingOnly;
        assert_eq!(self.client.is_on_websocket, wants_websocket, "the best there is");
        // Each side's last word is behind everything it has said.
        self.say();
        self.server_speaks();
        self.ask();
        self.run(Duration::from_secs(20));
        let (said, seen) = (self.client.said, self.client.seen);
        let talk = self.server.talk(self.client.talk);
        assert_eq!(talk.heard, said, "all that was said on this connection has arrived");
        assert_eq!(seen, talk.told, "all that was told as well");
        assert!(self.client.open.is_empty(), "every request has ended");
    }
}
