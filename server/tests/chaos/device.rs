//! One device: the page's stores and our Socket.IO client, joined as `app::connection` joins them.

use crate::{
    director::PATIENCE,
    guest::Door,
    hosting::Hosting,
    ledger::Ledger,
    matters::{Answer, Done, Leaving, Moment, Order, Shown},
    page::Page,
    proxy::Proxy,
    reader::Reader,
    sending::PROBE,
};
use app::stores::conversation::outbox::{Outbox, Outgoing};
use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use marketplace::clock::{Clock, SystemClock};
use protocol::{Ack, Command, Room, Timestamp, id::ConversationId, stream::Head};
use socketio_client::{Client, Config, Events, State, Transports, connect};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};

/// A person's device, with its own bad line.
pub struct Device {
    pub name: &'static str,
    pub(crate) reader: Reader,
    /// Those this person writes to.
    pub(crate) talks: Vec<ConversationId>,
    /// One they are in only now and then.
    pub(crate) guest_in: Option<ConversationId>,
    pub(crate) hosting: Option<Hosting>,
    pub(crate) ledger: Ledger,
    pub(crate) page: Page,
    pub(crate) outbox: Outbox,
    pub(crate) client: Client,
    pub(crate) dice: fastrand::Rng,
    pub(crate) work: FuturesUnordered<BoxFuture<'static, (u64, Done)>>,
    pub(crate) changes_under_way: usize,
    events: Events,
    proxy: Arc<Proxy>,
    transports: Transports,
    pub(crate) is_reporting: bool,
    /// When something came over the line, and how the line was opened.
    pub(crate) heard: (Instant, String),
    /// Answers to an earlier page are nobody's.
    life: u64,
}

impl Device {
    pub async fn new(
        name: &'static str,
        (reader, proxy): (Reader, Arc<Proxy>),
        talks: Vec<ConversationId>,
        ledger: Ledger,
        mut dice: fastrand::Rng,
    ) -> Self {
        let ladder =
            [Transports::WebSocketFirst, Transports::WebSocketFirst, Transports::PollingFirst];
        let transports = ladder[dice.usize(0..ladder.len())];
        let (client, events) = open(&reader, &proxy, transports);
        let mut device = Self {
            name,
            reader,
            talks,
            guest_in: None,
            hosting: None,
            ledger,
            page: Page::default(),
            outbox: Outbox::default(),
            client,
            dice,
            work: FuturesUnordered::new(),
            changes_under_way: 0,
            events,
            proxy,
            transports,
            is_reporting: false,
            heard: (Instant::now(), String::new()),
            life: 0,
        };
        device.load().await;
        device
    }

    /// Lives until it is told to leave and everything is said.
    pub async fn live(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut beat = tokio::time::interval(Duration::from_millis(5));
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                event = self.events.next() => match event {
                    Some(event) => self.on_line(event),
                    None => return,
                },
                Some((life, done)) = self.work.next() => {
                    if life == self.life {
                        self.on_done(done);
                    }
                }
                order = orders.recv() => match order {
                    Some(Order::Leave(how)) => return self.leave(how),
                    Some(order) => self.obey(order).await,
                    None => return,
                },
                _ = beat.tick() => self.act(),
            }
        }
    }

    fn leave(self, how: Leaving) {
        match how {
            Leaving::Politely => self.client.disconnect(),
            Leaving::Abruptly => self.proxy.cut(),
            Leaving::Silently => self.proxy.fall_silent(),
        }
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::Reload => self.reload().await,
            Order::Wake => {
                self.client.probe(PROBE);
                let actions = self.page.catch_up.recheck();
                self.perform(actions);
            }
            // Whoever asked may have given up waiting.
            Order::Show(reply) => drop(reply.send(self.show())),
            Order::Leave(_) => {}
        }
    }

    /// The tab is gone, and a new one adopts the outbox.
    async fn reload(&mut self) {
        self.life += 1;
        self.changes_under_way = 0;
        self.is_reporting = false;
        self.proxy.cut();
        let left: Vec<Outgoing> = self.outbox.all().cloned().collect();
        self.page = Page::default();
        self.outbox = Outbox::default();
        (self.client, self.events) = open(&self.reader, &self.proxy, self.transports);
        self.outbox.adopt(left, now());
        self.load().await;
        self.ask_turn();
    }

    /// What comes with a page, read until there is a server to read from.
    async fn load(&mut self) {
        let me = self.reader.me.user_id;
        let rows = again(|| self.reader.inbox()).await;
        self.notes_if_guest(|door| door.read_inbox(&rows));
        let heads = self.page.load_inbox(rows, me);
        self.page.is_followed_from(&heads);
        self.page.catch_up.follow(&heads);
        for id in self.talks.clone() {
            let thread = again(|| self.reader.thread(id)).await;
            let (room, head) = self.page.load_thread(thread, &mut self.outbox, me);
            self.shown(room, head);
        }
        let bell = again(|| self.reader.bell()).await;
        let head = bell.head;
        self.page.bell.load(bell);
        self.shown(Room::User(me), head);
        self.report_soon();
    }

    /// What a guest has seen is written down, however it came.
    pub(crate) fn notes_if_guest(&self, note: impl FnOnce(&mut Door)) {
        if self.guest_in.is_some() {
            self.ledger.door(note);
        }
    }

    pub(crate) fn shown(&mut self, room: Room, head: Head) {
        self.page.goes_on_from(room, head);
        let actions = self.page.catch_up.shown(room, head);
        self.perform(actions);
    }

    pub(crate) fn reloaded(&mut self, room: Room, head: Head) {
        self.page.goes_on_from(room, head);
        let actions = self.page.catch_up.reloaded(room, head);
        self.perform(actions);
    }

    pub(crate) fn is_up(&self) -> bool {
        self.client.state() == State::Connected
    }

    /// Sends a command; it is on its way when this returns.
    pub(crate) fn ask<C: Command>(&self, command: &C) -> BoxFuture<'static, Answer<C::Ok>> {
        let answer = self.client.request(C::NAME, command);
        async move {
            let answer = serde_json::from_value::<Ack<C::Ok>>(answer.await?);
            Ok(answer.expect("is an acknowledgement").into())
        }
        .boxed()
    }

    pub(crate) fn spawn(&mut self, work: impl Future<Output = Done> + Send + 'static) {
        let life = self.life;
        self.work.push(async move { (life, work.await) }.boxed());
    }

    pub(crate) fn later(&mut self, pause: Duration, moment: Moment) {
        self.spawn(async move {
            sleep(pause).await;
            Done::Moment(moment)
        });
    }

    fn show(&self) -> Shown {
        let (waiting, live) = (self.outbox.waiting(), self.page.catch_up.is_live());
        let changes = self.changes_under_way;
        let is_turning = self.hosting.as_ref().is_some_and(|hosting| hosting.is_under_way);
        let is_settled = live && self.outbox.is_empty() && changes == 0 && !is_turning;
        let why = format!(
            "{}: {:?} ({}, heard {:.1?} ago), caught up: {live}, in the outbox {waiting}, changes {changes}",
            self.name,
            self.client.state(),
            self.heard.1,
            self.heard.0.elapsed()
        );
        let (inbox, mut threads) = (self.page.inbox.clone(), self.page.threads.clone());
        let closed = threads.keys().filter(|id| self.page.denied.contains(id)).copied().collect();
        threads.retain(|id, _| !self.page.denied.contains(id));
        let (bell, people) = (self.page.bell.clone(), self.page.people.clone());
        let unread = self.page.unread.clone();
        Shown { inbox, unread, threads, closed, bell, people, is_settled, why }
    }
}

fn open(reader: &Reader, proxy: &Proxy, transports: Transports) -> (Client, Events) {
    let mut config = Config { transports, ..Config::new(&proxy.url) };
    config.headers.push(("Cookie".to_owned(), reader.cookie.clone()));
    // What is lost is lost: nobody waits ten seconds for it in a test.
    config.ack_timeout = Duration::from_secs(2);
    config.reconnect.cap = Duration::from_secs(2);
    let (client, events, driver) = connect(config);
    tokio::spawn(driver.run());
    (client, events)
}

async fn again<T, F: Future<Output = Option<T>>>(mut read: impl FnMut() -> F) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = read().await {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "the server answers no request any more");
        sleep(Duration::from_millis(50)).await;
    }
}

pub(crate) fn now() -> Timestamp {
    SystemClock.now()
}
