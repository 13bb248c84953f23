//! When people were last seen, over the lives of several servers.

use crate::world::World;
use marketplace::Sighting;
use protocol::{Timestamp, id::UserId};
use std::time::Duration;
use uuid::Uuid;

async fn last_seen(world: &World, user: UserId) -> Option<Timestamp> {
    let seen = world.market.last_seen(&[user]).await.expect("reads");
    seen.first().map(|(_, at)| *at)
}

async fn note(world: &World, node: Uuid, user: UserId, is_here: bool) -> Timestamp {
    let sighting = Sighting { user, at: world.now(), is_here };
    world.market.note_presence(node, vec![sighting]).await.expect("is noted");
    sighting.at
}

#[tokio::test]
async fn whichever_server_saw_somebody_last_is_right() {
    let world = World::demo().await;
    let ana = world.demo_user("advertiser").await.user_id;
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(last_seen(&world, ana).await, None, "nobody has ever seen her");
    note(&world, one, ana, true).await;
    world.clock.advance(Duration::from_secs(30));
    let here = note(&world, one, ana, true).await;
    assert_eq!(last_seen(&world, ana).await, Some(here));
    // The first server dies without a word; the second one sees her later.
    world.clock.advance(Duration::from_secs(20));
    let there = note(&world, other, ana, true).await;
    world.clock.advance(Duration::from_mins(10));
    assert_eq!(last_seen(&world, ana).await, Some(there));
    let gone = note(&world, other, ana, false).await;
    assert_eq!(last_seen(&world, ana).await, Some(gone));
    assert_eq!(world.count("last_seen").await, 1, "what the dead one said is forgotten");
}

#[tokio::test]
async fn a_server_that_still_holds_its_lease_keeps_its_word() {
    let world = World::demo().await;
    let ana = world.demo_user("advertiser").await.user_id;
    note(&world, Uuid::from_u128(1), ana, true).await;
    world.clock.advance(Duration::from_secs(10));
    note(&world, Uuid::from_u128(2), ana, false).await;
    assert_eq!(world.count("last_seen").await, 2);
}

#[tokio::test]
async fn somebody_who_is_gone_for_good_is_not_noted_and_costs_nobody_else_their_note() {
    let world = World::demo().await;
    let ana = world.demo_user("advertiser").await.user_id;
    let nobody = UserId(Uuid::from_u128(7));
    let seen = [nobody, ana].map(|user| Sighting { user, at: world.now(), is_here: true });
    world.market.note_presence(Uuid::from_u128(1), seen.to_vec()).await.expect("is noted");
    assert_eq!(world.count("last_seen").await, 1);
    assert_eq!(last_seen(&world, ana).await, Some(world.now()));
}
