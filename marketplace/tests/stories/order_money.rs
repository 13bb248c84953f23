//! Where the money is, and whether the audit knows.

use crate::{
    order::{ana_marta_and_a_board, days, does, hold},
    order_pipeline::{DAY, books_agree, ports, scheduled, status, work},
    world::{World, refused},
};
use futures::future::BoxFuture;
use marketplace::{Declined, Error, Payments, Ports, Result, Viewer};
use protocol::{
    ErrorCode,
    board::{BoardDraft, BoardProfile},
    notification::NotificationBody,
    order::{OrderAction, OrderState, Phase, RunState, Steer, SteerOrder},
};
use std::{sync::Arc, time::Duration};

/// Takes money and gives it back, but pays nobody.
struct Miser(Arc<dyn Payments>);

impl Payments for Miser {
    fn charge<'a>(
        &'a self,
        key: &'a str,
        cents: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>> {
        self.0.charge(key, cents)
    }

    fn refund<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<i64>> {
        self.0.refund(key)
    }

    fn pay_out<'a>(&'a self, _: &'a str, _: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Err(Error::Internal("nobody is paid today".to_owned())) })
    }
}

#[tokio::test]
async fn an_owner_who_cannot_be_paid_is_told_and_the_order_keeps_the_money() {
    let world = World::demo().await;
    let good = ports(&world).await;
    let miser = Ports { payments: Arc::new(Miser(good.payments.clone())), ..good.clone() };
    let (ana, marta, id) = scheduled(&world, &miser).await;
    world.clock.advance(DAY * 30);
    for _ in 0..6 {
        work(&world, &miser).await;
        world.clock.advance(Duration::from_mins(2));
    }
    let stands = status(&world, &ana, id).await;
    assert_eq!((stands.phase, stands.run), (Phase::Payout, RunState::SetAside));
    let kept = world.market.order(&ana, id).await.unwrap().order;
    assert_eq!((kept.state, kept.balance_cents), (OrderState::Completed, kept.total_cents));
    let told = world.market.notifications(&marta, None).await.unwrap().notifications;
    let is_trouble =
        |body: &NotificationBody| matches!(body, NotificationBody::OrderTrouble { .. });
    assert!(told.iter().any(|told| is_trouble(&told.body)), "it is the owner who waits");
    let told = world.market.notifications(&ana, None).await.unwrap().notifications;
    assert!(!told.iter().any(|told| is_trouble(&told.body)), "the buyer can do nothing");
    let books = world.market.check_books().await.unwrap();
    assert!(books.iter().any(|line| line.contains("nobody moves it on")), "{books:?}");

    let admin = world.demo_user("admin").await;
    let retry = SteerOrder { order_id: id, steer: Steer::Retry };
    world.market.steer_order(&admin, retry).await.expect("is tried again");
    work(&world, &good).await;
    let paid = world.market.order(&marta, id).await.unwrap();
    assert_eq!(paid.order.balance_cents, 0);
    let last = paid.timeline.last().unwrap();
    assert_eq!((last.action, last.reason.as_deref()), (None, Some("Paid out.")));
    books_agree(&world).await;
}

/// What the audit must find when rows are lost.
#[tokio::test]
async fn the_audit_notices_money_that_never_moved() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, order) = scheduled(&world, &ports).await;
    let complains = async |about: &str| {
        let books = world.market.check_books().await.unwrap();
        assert!(books.iter().any(|line| line.contains(about)), "{about}: {books:?}");
    };
    let forget = async |movement: &str| {
        world.execute(format!("DELETE FROM ledger WHERE movement = '{movement}'")).await;
    };
    world.clock.advance(DAY * 30);
    work(&world, &ports).await;
    assert_eq!(status(&world, &ana, order).await.run, RunState::Done);
    books_agree(&world).await;
    forget("payout").await;
    complains("its owner has no money").await;
    forget("charge").await;
    complains("nobody has paid for it").await;
    world.execute("UPDATE orders SET state = 'refunded'".into()).await;
    complains("its buyer has no money").await;
}

/// Places beyond the end of a loop that was made shorter are still sold.
#[tokio::test]
async fn a_shorter_loop_sells_no_place_twice() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 3).await;
    let mut orders = Vec::new();
    for _ in 0..3 {
        orders.push(hold(&world, &ana, board, days("2023-12-01", 1)).await.id);
    }
    does(&world, &ana, orders[0], OrderAction::Cancel).await;
    let shown = world.market.board(&Viewer::user(marta.clone()), board).await.unwrap();
    let edit = async |slots: i32| {
        let mut profile = BoardProfile::of(&shown.board, &shown.terms);
        profile.terms.slots_per_loop = slots;
        let draft = BoardDraft::of(&profile);
        world.market.edit_board(&marta, (board, shown.profile_version), &draft).await
    };
    let refusal = refused(edit(1).await);
    assert_eq!(
        (refusal.code, refusal.field.as_deref()),
        (ErrorCode::Conflict, Some("slotsPerLoop"))
    );
    edit(2).await.expect("two are sold");
    let input = crate::order::wish(&world, &[board], days("2023-12-01", 1)).await;
    let full = refused(world.market.hold_boards(&ana, input).await);
    assert_eq!(full.code, ErrorCode::Conflict, "the first place is free, and the loop is full");
    books_agree(&world).await;
    world.execute("UPDATE boards SET slots_per_loop = 1".into()).await;
    let books = world.market.check_books().await.unwrap();
    assert_eq!(books.len(), 2, "both orders are named: {books:?}");
    assert!(books.iter().all(|line| line.contains("sold more often")), "{books:?}");
}
