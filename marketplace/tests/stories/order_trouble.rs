//! The pipeline when those it works with lose answers, are slow, or are overtaken.

use crate::{
    order::{ana_marta_and_a_board, days, does, hold},
    order_pipeline::{DAY, books_agree, log, ports, scheduled, state, status, work},
    world::World,
};
use futures::future::BoxFuture;
use marketplace::{
    Declined, Error, Payments, Ports, Result, Screens, Spot, TestPayments, TestScreens,
};
use protocol::{
    account::Me,
    id::{BoardId, FileId, OrderId},
    notification::NotificationBody,
    order::{OrderAction, OrderState, Phase, RunState, Steer, SteerOrder},
};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::Semaphore;

/// Does what it is asked, and loses its answer every time but each third.
struct Forgetful<T> {
    inner: T,
    asked: AtomicUsize,
}

impl Forgetful<TestPayments> {
    async fn new(world: &World) -> Self {
        let database = marketplace::Database::open(&world.database.url).await.expect("opens");
        Self { inner: TestPayments::new(database), asked: AtomicUsize::new(0) }
    }
}

impl<T> Forgetful<T> {
    fn answer<A>(&self, answer: A) -> Result<A> {
        if self.asked.fetch_add(1, Ordering::SeqCst) % 3 == 2 {
            Ok(answer)
        } else {
            Err(Error::Internal("the answer was lost".to_owned()))
        }
    }
}

impl Payments for Forgetful<TestPayments> {
    fn charge<'a>(
        &'a self,
        key: &'a str,
        cents: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>> {
        Box::pin(async move { self.answer(self.inner.charge(key, cents).await?) })
    }

    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>> {
        Box::pin(async move { self.answer(self.inner.refund(key).await?) })
    }

    fn pay_out<'a>(&'a self, key: &'a str, cents: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.answer(self.inner.pay_out(key, cents).await?) })
    }
}

#[tokio::test]
async fn answers_that_are_lost_are_asked_for_again_and_money_moves_once() {
    let world = World::demo().await;
    let good = ports(&world).await;
    let bad = Ports { payments: Arc::new(Forgetful::new(&world).await), ..good.clone() };
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await;
    does(&world, &ana, order.id, OrderAction::Submit).await;
    does(&world, &marta, order.id, OrderAction::Accept).await;
    lose_two_answers(&world, &bad, (&ana, order.id), Phase::Charge).await;
    assert_eq!(status(&world, &ana, order.id).await.phase, Phase::Traffic);
    let paid = world.market.order(&ana, order.id).await.unwrap().order;
    assert_eq!(paid.balance_cents, order.total_cents);
    assert_eq!(world.count("test_payments").await, 1);

    does(&world, &ana, order.id, OrderAction::SendCreative).await;
    does(&world, &marta, order.id, OrderAction::ApproveCreative).await;
    work(&world, &bad).await;
    world.clock.advance(DAY * 20);
    lose_two_answers(&world, &bad, (&ana, order.id), Phase::Payout).await;
    let done = status(&world, &ana, order.id).await;
    assert_eq!((done.phase, done.run, done.failures), (Phase::Payout, RunState::Done, 0));
    assert_eq!(world.count("test_payments").await, 2, "one charge, one payout");
    books_agree(&world).await;
}

/// Two tries fail in this phase, the third goes on.
async fn lose_two_answers(world: &World, bad: &Ports, (me, id): (&Me, OrderId), phase: Phase) {
    for failures in 1..=2 {
        work(world, bad).await;
        let waiting = status(world, me, id).await;
        let stands = (waiting.phase, waiting.run, waiting.failures);
        assert_eq!(stands, (phase, RunState::Queued, failures));
        world.clock.advance(Duration::from_mins(1));
    }
    work(world, bad).await;
}

/// The buyer calls it off while the answer to the charge is lost: what was taken goes back.
#[tokio::test]
async fn money_that_was_taken_before_a_crash_goes_back() {
    let world = World::demo().await;
    let good = ports(&world).await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await;
    does(&world, &ana, order.id, OrderAction::Submit).await;
    work(&world, &good).await;
    does(&world, &marta, order.id, OrderAction::Accept).await;
    let key = format!("order:{}", order.id);
    assert_eq!(good.payments.charge(&key, order.total_cents).await.unwrap(), Ok(()));
    does(&world, &ana, order.id, OrderAction::Cancel).await;
    work(&world, &good).await;
    let refunded = world.market.order(&ana, order.id).await.unwrap().order;
    assert_eq!((refunded.state, refunded.balance_cents), (OrderState::Refunded, 0));
    let late = good.payments.charge(&key, order.total_cents).await.unwrap();
    assert!(late.is_err(), "whoever comes after the refund takes nothing");
    books_agree(&world).await;
}

/// Answers a charge only when it is let through; then what was asked is done.
struct Gate {
    inner: TestPayments,
    reached: Semaphore,
    open: Semaphore,
    declines: bool,
}

impl Gate {
    async fn new(world: &World, declines: bool) -> Arc<Self> {
        let database = marketplace::Database::open(&world.database.url).await.expect("opens");
        let inner = TestPayments::new(database);
        Arc::new(Self { inner, reached: Semaphore::new(0), open: Semaphore::new(0), declines })
    }

    /// Waits until a charge stands before the gate.
    async fn reached(&self) {
        self.reached.acquire().await.unwrap().forget();
    }
}

impl Payments for Gate {
    fn charge<'a>(
        &'a self,
        key: &'a str,
        cents: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>> {
        Box::pin(async move {
            let answer = if self.declines {
                Err(Declined { reason: "Not today.".to_owned() })
            } else {
                self.inner.charge(key, cents).await?
            };
            self.reached.add_permits(1);
            self.open.acquire().await.unwrap().forget();
            Ok(answer)
        })
    }

    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>> {
        self.inner.refund(key)
    }

    fn pay_out<'a>(&'a self, key: &'a str, cents: i64) -> BoxFuture<'a, Result<()>> {
        self.inner.pay_out(key, cents)
    }
}

/// Ana's order, accepted, with a charge that stands before the gate in another task.
async fn charging(world: &World, gate: &Arc<Gate>) -> (Me, OrderId, tokio::task::JoinHandle<bool>) {
    let ports = Ports { payments: gate.clone(), ..ports(world).await };
    let (ana, marta, board) = ana_marta_and_a_board(world, 2).await;
    let id = hold(world, &ana, board, days("2023-12-01", 1)).await.id;
    does(world, &ana, id, OrderAction::Submit).await;
    work(world, &ports).await;
    does(world, &marta, id, OrderAction::Accept).await;
    assert_eq!(world.market.claim_orders(1).await.unwrap(), [id]);
    let market = world.market.clone();
    let charge = tokio::spawn(async move { market.work_on(id, &ports).await.expect("works") });
    gate.reached().await;
    (ana, id, charge)
}

/// Another worker finds the refund done before the charge's answer arrives: what was taken is given back all the same.
#[tokio::test]
async fn a_charge_whose_answer_comes_after_the_end_is_given_back() {
    let world = World::demo().await;
    let good = ports(&world).await;
    let gate = Gate::new(&world, false).await;
    let (ana, id, charge) = charging(&world, &gate).await;
    does(&world, &ana, id, OrderAction::Cancel).await;
    world.clock.advance(marketplace::LEASE);
    work(&world, &good).await;
    gate.open.add_permits(1);
    charge.await.unwrap();
    work(&world, &good).await;
    let order = world.market.order(&ana, id).await.unwrap();
    assert_eq!((order.order.state, order.order.balance_cents), (OrderState::Refunded, 0));
    let paid = order.timeline.iter().filter(|entry| entry.reason.as_deref() == Some("Paid."));
    assert!(paid.count() <= 1, "nobody pays twice");
    assert_eq!(status(&world, &ana, id).await.run, RunState::Done);
    books_agree(&world).await;
}

#[tokio::test]
async fn a_refusal_that_comes_after_the_end_concerns_nobody() {
    let world = World::demo().await;
    let gate = Gate::new(&world, true).await;
    let (ana, id, charge) = charging(&world, &gate).await;
    does(&world, &ana, id, OrderAction::Cancel).await;
    gate.open.add_permits(1);
    assert!(!charge.await.unwrap());
    let now = status(&world, &ana, id).await;
    assert_eq!((now.phase, now.run, now.reason), (Phase::Refund, RunState::Queued, None));
    world.clock.advance(marketplace::LEASE);
    work(&world, &ports(&world).await).await;
    assert_eq!(state(&world, &ana, id).await, OrderState::Cancelled, "nothing had been paid");
    books_agree(&world).await;
}

#[tokio::test]
async fn a_pause_holds_though_a_charge_is_under_way() {
    let world = World::demo().await;
    let gate = Gate::new(&world, false).await;
    let (ana, id, charge) = charging(&world, &gate).await;
    let adrian = world.demo_user("admin").await;
    let steer = |steer| SteerOrder { order_id: id, steer };
    world.market.steer_order(&adrian, steer(Steer::Pause)).await.expect("pauses");
    gate.open.add_permits(1);
    charge.await.unwrap();
    let now = status(&world, &ana, id).await;
    assert_eq!((now.phase, now.run), (Phase::Traffic, RunState::Paused), "what was paid is stored");
    world.market.steer_order(&adrian, steer(Steer::Resume)).await.expect("resumes");
    work(&world, &ports(&world).await).await;
    assert_eq!(status(&world, &ana, id).await.run, RunState::Waiting);
    books_agree(&world).await;
}

/// Takes the question, and never answers.
struct Silent;

impl Payments for Silent {
    fn charge<'a>(
        &'a self,
        _: &'a str,
        _: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>> {
        Box::pin(std::future::pending())
    }

    fn refund<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<i64>> {
        Box::pin(std::future::pending())
    }

    fn pay_out<'a>(&'a self, _: &'a str, _: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn who_does_not_answer_is_not_waited_for() {
    let world = World::demo().await;
    let good = ports(&world).await;
    let answer_within = Duration::from_millis(1);
    let bad = Ports { payments: Arc::new(Silent), answer_within, ..good.clone() };
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let id = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, id, OrderAction::Submit).await;
    does(&world, &marta, id, OrderAction::Accept).await;
    work(&world, &bad).await;
    let now = status(&world, &ana, id).await;
    assert_eq!((now.phase, now.run, now.failures), (Phase::Charge, RunState::Queued, 1));
    world.clock.advance(Duration::from_mins(1));
    work(&world, &good).await;
    assert_eq!(status(&world, &ana, id).await.phase, Phase::Traffic);
    books_agree(&world).await;
}

/// What is on each board.
#[derive(Default)]
struct Seen {
    inner: TestScreens,
    shows: Mutex<BTreeSet<(OrderId, BoardId)>>,
}

impl Screens for Seen {
    fn send(&self, spot: Spot, creative: Option<FileId>) -> BoxFuture<'_, Result<()>> {
        assert!(creative.is_some(), "the screen is told what to show");
        self.shows.lock().unwrap().insert((spot.order, spot.board));
        self.inner.send(spot, creative)
    }

    fn withdraw(&self, order: OrderId, board: BoardId) -> BoxFuture<'_, Result<()>> {
        self.shows.lock().unwrap().remove(&(order, board));
        self.inner.withdraw(order, board)
    }

    fn shown(&self, spot: Spot) -> BoxFuture<'_, Result<i64>> {
        self.inner.shown(spot)
    }
}

#[tokio::test]
async fn what_is_called_off_leaves_the_screens() {
    let world = World::demo().await;
    let screens = Arc::new(Seen::default());
    let ports = Ports { screens: screens.clone(), ..ports(&world).await };
    let (ana, _, order) = scheduled(&world, &ports).await;
    assert_eq!(screens.shows.lock().unwrap().len(), 1);
    does(&world, &ana, order, OrderAction::Cancel).await;
    work(&world, &ports).await;
    assert_eq!(state(&world, &ana, order).await, OrderState::Refunded);
    assert!(screens.shows.lock().unwrap().is_empty());
}

/// The owner approves a creative though the payment was declined: nobody keeps the days for nothing.
#[tokio::test]
async fn what_is_not_paid_by_its_first_day_expires() {
    let world = World::demo().await;
    let gate = Gate::new(&world, true).await;
    let (ana, id, charge) = charging(&world, &gate).await;
    gate.open.add_permits(1);
    charge.await.unwrap();
    let marta = world.demo_user("owner").await;
    assert_eq!(status(&world, &ana, id).await.run, RunState::SetAside);
    does(&world, &ana, id, OrderAction::SendCreative).await;
    does(&world, &marta, id, OrderAction::ApproveCreative).await;
    world.clock.advance(DAY * 17);
    world.market.expire_orders().await.unwrap();
    work(&world, &ports(&world).await).await;
    let order = world.market.order(&ana, id).await.unwrap().order;
    assert_eq!(order.state, OrderState::Expired);
    assert_eq!(order.reason.as_deref(), Some("It was not paid before the first day."));
    books_agree(&world).await;
}

#[tokio::test]
async fn an_owner_is_reminded_a_day_and_four_hours_before_an_order_expires() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let id = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, id, OrderAction::Submit).await;
    let reminders = async || {
        let both = tokio::join!(world.market.remind_owners(), world.market.remind_owners());
        both.0.unwrap() + both.1.unwrap()
    };
    assert_eq!(reminders().await, 0, "there are two days left");
    world.clock.advance(DAY);
    assert_eq!(reminders().await, 1, "once, whoever looks");
    world.clock.advance(Duration::from_hours(1));
    assert_eq!(reminders().await, 0);
    world.clock.advance(Duration::from_hours(19));
    assert_eq!(reminders().await, 1);
    let page = world.market.notifications(&marta, None).await.unwrap();
    let newest = &page.notifications[0].body;
    assert!(matches!(newest, NotificationBody::OrderWaiting { hours: 4, .. }), "{newest:?}");
    does(&world, &marta, id, OrderAction::Accept).await;
    world.clock.advance(DAY * 14);
    assert_eq!(reminders().await, 0, "it waits for somebody else");
}

#[tokio::test]
async fn whoever_can_help_hears_that_an_order_was_set_aside() {
    let world = World::demo().await;
    let gate = Gate::new(&world, true).await;
    let (ana, id, charge) = charging(&world, &gate).await;
    gate.open.add_permits(1);
    charge.await.unwrap();
    for person in [ana, world.demo_user("admin").await] {
        let page = world.market.notifications(&person, None).await.unwrap();
        let told = page.notifications.iter().any(|notification| {
            matches!(&notification.body, NotificationBody::OrderTrouble { order_id, reason, .. }
                if *order_id == id && reason == "Not today.")
        });
        assert!(told, "{}", person.name);
    }
    // The owner reads status and log, and whether the card has expired is none of the owner's business.
    let marta = world.demo_user("owner").await;
    let reason = status(&world, &marta, id).await.reason;
    assert_eq!(reason.as_deref(), Some("The payment was declined."));
    let lines = log(&world, &marta, id).await;
    assert_eq!(lines.last().map(String::as_str), Some("Set aside: The payment was declined."));
}
