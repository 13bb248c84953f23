//! The pipeline: phases, money, crashes, what is set aside.

use crate::{
    order::{act, ana_marta_and_a_board, days, does, hold},
    world::{World, refused},
};
use marketplace::{ANSWER_WITHIN, LEASE, Ports, TestPayments, TestScreens};
use protocol::{
    ErrorCode,
    account::Me,
    id::OrderId,
    order::{GetLogs, OrderAction, OrderState, OrderStatus, Phase, RunState, Steer, SteerOrder},
};
use std::{sync::Arc, time::Duration};

pub const DAY: Duration = Duration::from_hours(24);

pub async fn ports(world: &World) -> Ports {
    let database = marketplace::Database::open(&world.database.url).await.expect("opens");
    Ports {
        payments: Arc::new(TestPayments::new(database)),
        screens: Arc::new(TestScreens::default()),
        answer_within: ANSWER_WITHIN,
        observer: None,
    }
}

/// Works until nothing is due any more.
pub async fn work(world: &World, ports: &Ports) {
    loop {
        let due = world.market.claim_orders(10).await.expect("claims");
        if due.is_empty() {
            return;
        }
        for id in due {
            while world.market.work_on(id, ports).await.expect("works") {}
        }
    }
}

pub async fn status(world: &World, me: &Me, id: OrderId) -> OrderStatus {
    world.market.order_status(me, id).await.expect("has a status")
}

pub async fn state(world: &World, me: &Me, id: OrderId) -> OrderState {
    world.market.order(me, id).await.unwrap().order.state
}

pub async fn log(world: &World, me: &Me, id: OrderId) -> Vec<String> {
    let page = world.market.order_logs(me, GetLogs { order_id: id, after: 0 }).await.unwrap();
    let numbers: Vec<i64> = page.lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers, (1..=page.last_line).collect::<Vec<_>>(), "no hole, nothing twice");
    page.lines.into_iter().map(|line| line.message).collect()
}

pub async fn books_agree(world: &World) {
    assert_eq!(world.market.check_books().await.unwrap(), Vec::<String>::new());
}

/// Accepted, with an approved creative.
pub async fn scheduled(world: &World, ports: &Ports) -> (Me, Me, OrderId) {
    let (ana, marta, board) = ana_marta_and_a_board(world, 2).await;
    let order = hold(world, &ana, board, days("2023-12-01", 3)).await.id;
    schedule(world, ports, (&ana, &marta), order).await;
    (ana, marta, order)
}

/// From a hold to that.
pub async fn schedule(world: &World, ports: &Ports, (ana, marta): (&Me, &Me), order: OrderId) {
    does(world, ana, order, OrderAction::Submit).await;
    work(world, ports).await;
    does(world, marta, order, OrderAction::Accept).await;
    work(world, ports).await;
    does(world, ana, order, OrderAction::SendCreative).await;
    does(world, marta, order, OrderAction::ApproveCreative).await;
    work(world, ports).await;
}

#[tokio::test]
async fn an_order_goes_through_every_phase_and_waits_where_it_must() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 3)).await;
    assert_eq!(refused(world.market.order_status(&ana, order.id).await).code, ErrorCode::NotFound);
    does(&world, &ana, order.id, OrderAction::Submit).await;
    work(&world, &ports).await;
    let at = async || {
        let status = status(&world, &ana, order.id).await;
        (status.phase, status.run, status.done, status.total)
    };
    assert_eq!(at().await, (Phase::Charge, RunState::Waiting, 0, 1), "for the owner");
    does(&world, &marta, order.id, OrderAction::Accept).await;
    work(&world, &ports).await;
    assert_eq!(at().await, (Phase::Traffic, RunState::Waiting, 0, 3), "for a creative");
    let paid = world.market.order(&ana, order.id).await.unwrap().order;
    assert_eq!(paid.balance_cents, order.total_cents);
    does(&world, &ana, order.id, OrderAction::SendCreative).await;
    does(&world, &marta, order.id, OrderAction::ApproveCreative).await;
    work(&world, &ports).await;
    assert_eq!(at().await, (Phase::Verify, RunState::Waiting, 0, 3), "for the first day");
    assert_eq!(world.count("plays").await, 3);

    // It is 14 November, and the board stands in Berlin.
    world.clock.advance(DAY * 18);
    work(&world, &ports).await;
    assert_eq!(state(&world, &ana, order.id).await, OrderState::Running);
    assert_eq!(at().await, (Phase::Verify, RunState::Waiting, 1, 3), "one day is over");
    world.clock.advance(DAY * 2);
    work(&world, &ports).await;
    assert_eq!(at().await, (Phase::Payout, RunState::Done, 1, 1));
    let done = world.market.order(&marta, order.id).await.unwrap();
    assert_eq!((done.order.state, done.order.balance_cents), (OrderState::Completed, 0));
    let lines = log(&world, &ana, order.id).await;
    assert!(
        lines.iter().any(|line| line.contains("shown 1080 times on 3 December 2023")),
        "{lines:?}"
    );
    books_agree(&world).await;
}

#[tokio::test]
async fn an_order_called_off_after_payment_is_refunded() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, order) = scheduled(&world, &ports).await;
    let cancelled = does(&world, &ana, order, OrderAction::Cancel).await;
    assert_eq!(cancelled.state, OrderState::Cancelled);
    assert!(cancelled.balance_cents > 0);
    work(&world, &ports).await;
    let refunded = world.market.order(&ana, order).await.unwrap().order;
    assert_eq!((refunded.state, refunded.balance_cents), (OrderState::Refunded, 0));
    assert_eq!(status(&world, &ana, order).await.run, RunState::Done);
    books_agree(&world).await;
}

#[tokio::test]
async fn a_declined_payment_is_set_aside_and_can_be_tried_again() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    world.execute("UPDATE boards SET price_per_day_cents = 10013".to_owned()).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, order, OrderAction::Submit).await;
    does(&world, &marta, order, OrderAction::Accept).await;
    work(&world, &ports).await;
    let aside = status(&world, &ana, order).await;
    assert_eq!((aside.phase, aside.run), (Phase::Charge, RunState::SetAside));
    assert_eq!(aside.reason.as_deref(), Some("The payment was declined."));
    let retry = SteerOrder { order_id: order, steer: Steer::Retry };
    assert_eq!(
        refused(world.market.steer_order(&marta, retry).await).code,
        ErrorCode::Forbidden,
        "not the owner's to try"
    );
    assert_eq!(world.market.steer_order(&ana, retry).await.unwrap().run, RunState::Queued);
    work(&world, &ports).await;
    assert_eq!(status(&world, &ana, order).await.run, RunState::SetAside);
    does(&world, &ana, order, OrderAction::Cancel).await;
    work(&world, &ports).await;
    assert_eq!(state(&world, &ana, order).await, OrderState::Cancelled, "nothing to give back");
    books_agree(&world).await;
}

#[tokio::test]
async fn a_board_that_is_gone_sets_its_order_aside_with_the_reason() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    let refusal = |answer| {
        let error = refused(answer);
        assert_eq!(error.code, ErrorCode::Conflict);
        error.message
    };
    world.execute("UPDATE boards SET status = 'paused'".to_owned()).await;
    let early = world.market.act_on_order(&ana, &act(order, OrderAction::Submit)).await;
    assert!(refusal(early).contains("takes no bookings now"), "a hold is not submitted in vain");
    world.execute("UPDATE boards SET status = 'live'".to_owned()).await;
    does(&world, &ana, order, OrderAction::Submit).await;
    world.execute("UPDATE boards SET status = 'maintenance'".to_owned()).await;
    work(&world, &ports).await;
    let aside = status(&world, &ana, order).await;
    assert_eq!((aside.phase, aside.run), (Phase::Validate, RunState::SetAside));
    assert!(aside.reason.is_some_and(|reason| reason.contains("not live")));
    books_agree(&world).await;
}

#[tokio::test]
async fn an_admin_pauses_and_resumes() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 2).await;
    let adrian = world.demo_user("admin").await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, order, OrderAction::Submit).await;
    let steer = |steer| SteerOrder { order_id: order, steer };
    let refusal = world.market.steer_order(&ana, steer(Steer::Pause)).await;
    assert_eq!(refused(refusal).code, ErrorCode::Forbidden);
    world.market.steer_order(&adrian, steer(Steer::Pause)).await.expect("pauses");
    work(&world, &ports).await;
    assert_eq!(status(&world, &ana, order).await.run, RunState::Paused);
    let again = world.market.steer_order(&adrian, steer(Steer::Pause)).await;
    assert_eq!(refused(again).code, ErrorCode::WrongState);
    world.market.steer_order(&adrian, steer(Steer::Resume)).await.expect("resumes");
    work(&world, &ports).await;
    assert_eq!(status(&world, &ana, order).await.phase, Phase::Charge);
    books_agree(&world).await;
}

#[tokio::test]
async fn an_order_whose_worker_died_is_taken_up_again_when_the_lease_is_over() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, order, OrderAction::Submit).await;
    assert_eq!(world.market.claim_orders(1).await.unwrap(), [order]);
    assert!(world.market.work_on(order, &ports).await.unwrap());
    assert_eq!(world.market.claim_orders(1).await.unwrap(), [], "somebody is at it");
    world.clock.advance(LEASE);
    work(&world, &ports).await;
    assert_eq!(status(&world, &ana, order).await.phase, Phase::Charge);
    log(&world, &ana, order).await;
    books_agree(&world).await;
}

#[tokio::test]
async fn whoever_asks_for_what_is_done_is_refused() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, order) = scheduled(&world, &ports).await;
    let again = world.market.act_on_order(&ana, &act(order, OrderAction::SendCreative)).await;
    assert_eq!(refused(again).code, ErrorCode::WrongState);
}
