//! Many orders at work, and many who watch them over sockets: told small as a story, measured large by the example
//! `orders`.

#[path = "watching/overview.rs"]
mod overview;
#[path = "watching/watcher.rs"]
mod watcher;

use crate::{
    app::{TestApp, User},
    picture::png,
};
use futures::{StreamExt, stream};
use marketplace::{
    Marketplace, Viewer,
    clock::{Clock, SystemClock},
    demo::PASSWORD,
};
use overview::Overview;
use protocol::{
    DayRange, Timestamp,
    board::{BoardFilter, BoardStatus},
    id::{BoardId, ClientId, OrderId},
    limits::HOLDS,
    order::{
        ActOnOrder, HoldBoards, OrderAction, OrderView, Phase, RunState, SendCreative, Wish, quote,
    },
};
use reqwest::StatusCode;
use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::watch;
use uuid::Uuid;
use watcher::{Heard, Watcher};

/// Orders one person's page watches at once.
const ORDERS_EACH: usize = 25;
/// Use cases the parties have under way at once.
const AT_ONCE: usize = 16;
/// Far enough for every order's last day to be over.
const LATER: Duration = Duration::from_hours(24 * 40);

/// The machine's clock, moved forward when the days shall be over.
#[derive(Default)]
pub struct LeapClock(AtomicI64);

impl Clock for LeapClock {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}

impl LeapClock {
    fn leap(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

/// How many take part.
#[derive(Clone, Copy)]
pub struct Size {
    pub orders: usize,
    pub watchers: usize,
    pub workers: usize,
}

/// What came of it; as text the figures.
pub struct Outcome {
    /// From the first submission until all orders wait for their owners.
    until_submitted: Duration,
    /// From the first acceptance until all wait for their first day.
    until_scheduled: Duration,
    /// From the end of the last day until all are completed.
    until_completed: Duration,
    /// What each watcher heard.
    heard: Vec<Heard>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |figure: fn(&Heard) -> usize| self.heard.iter().map(figure).sum::<usize>();
        writeln!(out, "until all wait for their owners: {:.1?}", self.until_submitted)?;
        writeln!(
            out,
            "from then until all wait for their first day: {:.1?}",
            self.until_scheduled
        )?;
        writeln!(out, "from the last day until all are completed: {:.1?}", self.until_completed)?;
        writeln!(out, "events of work heard: {}", sum(|heard| heard.events))?;
        let most = self.heard.iter().map(|heard| heard.most_a_second).max().unwrap_or_default();
        writeln!(out, "most about one order in one second, at one watcher: {most}")?;
        writeln!(out, "differences from the truth: {}", sum(|heard| heard.wrong.len()))?;
        self.heard
            .iter()
            .flat_map(|heard| &heard.wrong)
            .take(10)
            .try_for_each(|wrong| writeln!(out, "  {wrong}"))
    }
}

/// Takes orders from hold to completion, watched all the way.
pub async fn run(size: Size) -> Outcome {
    let clock = Arc::new(LeapClock::default());
    let workers = size.workers.to_string();
    let flags = ["--screen-latency-ms", "5", "--workers", &workers];
    let app = TestApp::start_at(clock.clone(), &flags).await;
    let crowd = Crowd::gather(&app, size.orders).await;
    app.market.fill_demo(200 + size.orders / 2).await.expect("has boards for all");
    let orders = crowd.hold(&app.market, size.orders).await;

    let (finish, finished) = watch::channel(None);
    let mut watchers = Vec::new();
    let mut seats = crowd.seats(size.watchers, &orders);
    let owners = seats.split_off(size.watchers - size.watchers / 3);
    for seat in seats {
        watchers.push(tokio::spawn(seat.take(&app).await.watch(finished.clone())));
    }
    let mut began = Instant::now();
    crowd.all(&orders, |order| crowd.submit(&app.market, order)).await;
    let until_submitted = began.elapsed();
    // An owner hears of an order when it is submitted.
    for seat in owners {
        watchers.push(tokio::spawn(seat.take(&app).await.watch(finished.clone())));
    }
    began = Instant::now();
    crowd.all(&orders, |order| crowd.schedule(&app.market, order)).await;
    let until_scheduled = began.elapsed();
    clock.leap(LATER);
    began = Instant::now();
    crowd
        .all(&orders, |order| crowd.overview.stands(order.id, Phase::Payout, RunState::Done))
        .await;
    let until_completed = began.elapsed();

    let truth = crowd.truth(&app.market, &orders).await;
    finish.send_replace(Some(Arc::new(truth)));
    let mut heard = Vec::new();
    for watcher in watchers {
        heard.push(watcher.await.expect("watched to the end"));
    }
    Outcome { until_submitted, until_scheduled, until_completed, heard }
}

/// An order and its parties.
#[derive(Clone, Copy)]
struct Booked {
    id: OrderId,
    buyer: usize,
    owner: usize,
}

/// Somebody's place before the screen.
struct Seat<'a> {
    user: &'a User,
    orders: Vec<OrderId>,
    is_of_all: bool,
}

impl Seat<'_> {
    async fn take(self, app: &TestApp) -> Watcher {
        let socket = app.socket(self.user).await;
        if self.is_of_all {
            Watcher::of_all(socket, self.orders).await
        } else {
            Watcher::of(socket, self.orders).await
        }
    }
}

/// The demonstration's owners and admin, and as many buyers as are needed.
struct Crowd {
    buyers: Vec<User>,
    owners: Vec<User>,
    admin: User,
    overview: Overview,
}

impl Crowd {
    async fn gather(app: &TestApp, orders: usize) -> Self {
        let mut buyers = Vec::new();
        // Everybody may hold so many at a time.
        for number in 0..orders.div_ceil(usize::try_from(HOLDS).unwrap()).max(2) {
            buyers.push(buyer(app, number).await);
        }
        let owners = vec![app.sign_in("owner").await, app.sign_in("owner2").await];
        let admin = app.sign_in("admin").await;
        let overview = Overview::of(app.socket(&admin).await).await;
        Self { buyers, owners, admin, overview }
    }

    /// Who watches what: two thirds are buyers with some of their orders and admins with all, the last third owners.
    fn seats<'a>(&'a self, watchers: usize, orders: &[Booked]) -> Vec<Seat<'a>> {
        let owners_from = watchers - watchers / 3;
        let has_some = |owner: &usize| orders.iter().any(|order| order.owner == *owner);
        let owners: Vec<usize> = (0..self.owners.len()).filter(has_some).collect();
        let seat = |number: usize| {
            let mine = |own: &dyn Fn(&Booked) -> bool| {
                let all: Vec<_> =
                    orders.iter().filter(|order| own(order)).map(|order| order.id).collect();
                let some = ORDERS_EACH.min(all.len());
                let from = number * ORDERS_EACH % all.len();
                all.iter().copied().cycle().skip(from).take(some).collect()
            };
            if number >= owners_from {
                let who = owners[number % owners.len()];
                let orders = mine(&|order| order.owner == who);
                return Seat { user: &self.owners[who], orders, is_of_all: false };
            }
            if number % 4 == 3 {
                let orders = orders.iter().map(|order| order.id).collect();
                return Seat { user: &self.admin, orders, is_of_all: true };
            }
            let who = number % self.buyers.len();
            let orders = mine(&|order| order.buyer == who);
            Seat { user: &self.buyers[who], orders, is_of_all: false }
        };
        (0..watchers).map(seat).collect()
    }

    /// Holds a week for each order, on one board after the other.
    async fn hold(&self, market: &Marketplace, count: usize) -> Vec<Booked> {
        let mut boards = live_boards(market).await;
        let mut orders = Vec::new();
        while orders.len() < count {
            let board = boards.pop_front().expect("enough boards");
            let buyer = orders.len() % self.buyers.len();
            if let Some(order) = self.hold_one(market, buyer, board).await {
                orders.push(self.booked(buyer, &order));
                boards.push_back(board);
            }
        }
        orders
    }

    /// `None` when the board has no place left.
    async fn hold_one(
        &self,
        market: &Marketplace,
        buyer: usize,
        board_id: BoardId,
    ) -> Option<OrderView> {
        let shown = market.availability(&Viewer::visitor(), board_id, None).await.expect("shows");
        let first = shown.today.plus(shown.rate.lead_days + 1);
        let days = DayRange::new(first, first.plus(6)).unwrap();
        let wish = HoldBoards {
            client_id: ClientId(Uuid::now_v7()),
            wishes: vec![Wish { board_id, days }],
            total_cents: quote(days, &shown.rate).total_cents,
        };
        market.hold_boards(&self.buyers[buyer].me, wish).await.ok().map(|mut held| held.remove(0))
    }

    fn booked(&self, buyer: usize, order: &OrderView) -> Booked {
        let is_owner = |user: &User| user.me.user_id == order.owner.id;
        let owner = self.owners.iter().position(is_owner).expect("a demo owner");
        Booked { id: order.id, buyer, owner }
    }

    async fn submit(&self, market: &Marketplace, order: Booked) {
        act(market, &self.buyers[order.buyer], order.id, OrderAction::Submit).await;
        self.overview.stands(order.id, Phase::Charge, RunState::Waiting).await;
    }

    /// Everything its parties do, from the submission until it waits for its first day.
    async fn schedule(&self, market: &Marketplace, order: Booked) {
        let (buyer, owner) = (&self.buyers[order.buyer], &self.owners[order.owner]);
        act(market, owner, order.id, OrderAction::Accept).await;
        hand_in(market, buyer, order.id).await;
        act(market, owner, order.id, OrderAction::ApproveCreative).await;
        self.overview.stands(order.id, Phase::Verify, RunState::Waiting).await;
    }

    async fn all<F: Future<Output = ()>>(&self, orders: &[Booked], work: impl Fn(Booked) -> F) {
        stream::iter(orders.iter().copied()).for_each_concurrent(AT_ONCE, work).await;
    }

    async fn truth(&self, market: &Marketplace, orders: &[Booked]) -> watcher::Truth {
        let mut truth = watcher::Truth::new();
        for order in orders {
            let status = market.order_status(&self.admin.me, order.id).await.expect("is known");
            truth.insert(order.id, status);
        }
        truth
    }
}

/// Somebody who has just signed up.
async fn buyer(app: &TestApp, number: usize) -> User {
    let name = format!("crowd{number}");
    let form = format!("name=Crowd&email={name}%40example.com&password={PASSWORD}&role=advertiser");
    let response = app.post_form("/sign-up", None, &form).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    app.sign_in(&name).await
}

async fn act(market: &Marketplace, who: &User, order_id: OrderId, action: OrderAction) {
    let input = ActOnOrder { order_id, action, reason: None };
    market.act_on_order(&who.me, &input).await.expect("is done");
}

/// A picture that fits.
async fn hand_in(market: &Marketplace, buyer: &User, order_id: OrderId) {
    let screens = market.order(&buyer.me, order_id).await.expect("opens").screens;
    let input = SendCreative { client_id: ClientId(Uuid::now_v7()), order_id };
    let files = screens.iter().take(1).map(|screen| png(screen.width, screen.height).into());
    market.send_creative(&buyer.me, input, files.collect()).await.expect("fits");
}

async fn live_boards(market: &Marketplace) -> VecDeque<BoardId> {
    let mut boards = VecDeque::new();
    for page in 1.. {
        let filter =
            BoardFilter { status: Some(BoardStatus::Live), page, ..BoardFilter::default() };
        let shown = market.boards(&Viewer::visitor(), &filter).await.expect("lists");
        if shown.boards.is_empty() {
            break;
        }
        boards.extend(shown.boards.iter().map(|board| board.id));
    }
    boards
}

#[tokio::test]
async fn whoever_watches_orders_ends_at_the_truth_and_has_every_line_once() {
    let outcome = run(Size { orders: 12, watchers: 10, workers: 4 }).await;
    assert_eq!(outcome.heard.len(), 10);
    let is_right = |heard: &Heard| heard.wrong.is_empty() && heard.events > 0;
    assert!(outcome.heard.iter().all(is_right), "{outcome}");
}
