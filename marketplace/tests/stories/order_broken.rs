//! Orders that nobody can work on: they are set aside, and not tried for ever.

use crate::{
    order::{ana_marta_and_a_board, days, does, hold},
    order_pipeline::{books_agree, ports, status, work},
    world::World,
};
use futures::future::BoxFuture;
use marketplace::{Declined, LEASE, Payments, Ports, Result};
use protocol::order::{OrderAction, Phase, RunState, Steer, SteerOrder};
use std::{sync::Arc, time::Duration};

/// Has a fault of its own.
struct Broken;

impl Payments for Broken {
    fn charge<'a>(
        &'a self,
        _: &'a str,
        _: i64,
    ) -> BoxFuture<'a, Result<std::result::Result<(), Declined>>> {
        Box::pin(async { panic!("the provider's client has a fault") })
    }

    fn refund<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<i64>> {
        panic!("before there is even a future")
    }

    fn pay_out<'a>(&'a self, _: &'a str, _: i64) -> BoxFuture<'a, Result<()>> {
        panic!("before there is even a future")
    }
}

#[tokio::test]
async fn who_panics_has_failed_and_the_order_is_set_aside_at_last() {
    let world = World::demo().await;
    let good = ports(&world).await;
    let bad = Ports { payments: Arc::new(Broken), ..good.clone() };
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let id = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, id, OrderAction::Submit).await;
    does(&world, &marta, id, OrderAction::Accept).await;
    for failures in 1..=4 {
        work(&world, &bad).await;
        let now = status(&world, &ana, id).await;
        let stands = (now.phase, now.run, now.failures);
        assert_eq!(stands, (Phase::Charge, RunState::Queued, failures));
        world.clock.advance(Duration::from_mins(1));
    }
    work(&world, &bad).await;
    assert_eq!(status(&world, &ana, id).await.run, RunState::SetAside);
    books_agree(&world).await;

    // Called off, the order wants its money back of somebody who panics before there is even a future.
    does(&world, &ana, id, OrderAction::Cancel).await;
    work(&world, &bad).await;
    let now = status(&world, &ana, id).await;
    assert_eq!((now.phase, now.run, now.failures), (Phase::Refund, RunState::Queued, 1));
    world.clock.advance(Duration::from_mins(1));
    work(&world, &good).await;
    assert_eq!(status(&world, &ana, id).await.run, RunState::Done);
    books_agree(&world).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_set_aside_until_it_is_mended() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 2).await;
    let id = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, id, OrderAction::Submit).await;
    world.execute("UPDATE order_runs SET phase = 'dreaming'".to_owned()).await;
    assert_eq!(world.market.claim_orders(10).await.unwrap(), [id]);
    assert!(!world.market.work_on(id, &ports).await.expect("notes it"));
    world.clock.advance(LEASE);
    assert_eq!(world.market.claim_orders(10).await.unwrap(), [], "nobody takes it again");

    world.execute("UPDATE order_runs SET phase = 'validate'".to_owned()).await;
    let aside = status(&world, &ana, id).await;
    assert_eq!(aside.run, RunState::SetAside);
    assert_eq!(aside.reason.as_deref(), Some("What is stored of it cannot be read."));
    let retry = SteerOrder { order_id: id, steer: Steer::Retry };
    world.market.steer_order(&ana, retry).await.expect("is tried again");
    work(&world, &ports).await;
    assert_eq!(status(&world, &ana, id).await.phase, Phase::Charge);
    books_agree(&world).await;
}
