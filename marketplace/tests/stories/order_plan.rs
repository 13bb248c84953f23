//! Plans: boards of several owners that are looked at and held together; and lists of what came of them.

use crate::{
    board_profile::draft,
    order::{act, ana_marta_and_a_board, days, does, hold},
    world::{World, refused},
};
use marketplace::Viewer;
use protocol::{
    ErrorCode,
    board::{BoardStatus, SetBoardStatus},
    id::{BoardId, ClientId},
    order::{HoldBoards, OrderAction, OrderGroup, OrderQuery, Plan, Wish, quote},
};
use uuid::Uuid;

#[tokio::test]
async fn boards_of_two_owners_are_planned_seen_and_held_together() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let jonas = world.demo_user("owner2").await;
    let other = world.board_of(&jonas, 0).await;
    let live = SetBoardStatus::new(other, BoardStatus::Live);
    world.market.set_board_status(&jonas, &live).await.expect("is live");
    let mut plan = Plan::default();
    for (board_id, first) in [(board, "2023-12-01"), (other, "2023-12-04"), (board, "2023-12-20")] {
        plan.add(Wish { board_id, days: days(first, 7) }).unwrap();
    }
    let clara = world.demo_user("advertiser2").await;
    hold(&world, &clara, board, days("2023-12-22", 2)).await;

    let seen = world.market.planned_boards(&Viewer::visitor(), &plan).await.unwrap();
    let owners: Vec<_> = seen.iter().map(|one| one.board.as_ref().unwrap().owner.id).collect();
    assert_eq!(owners, [marta.user_id, jonas.user_id, marta.user_id], "as it was planned");
    let free =
        |at: usize, day: &str| seen[at].calendar.as_ref().unwrap().day(day.parse().unwrap()).free;
    assert_eq!((free(0, "2023-12-01"), free(2, "2023-12-22"), free(2, "2023-12-24")), (1, 0, 1));
    let price = |one: &protocol::order::PlannedBoard| {
        quote(one.wish.days, &one.calendar.as_ref().unwrap().rate).total_cents
    };
    let all = HoldBoards {
        client_id: ClientId(Uuid::now_v7()),
        wishes: plan.wishes().to_vec(),
        total_cents: seen.iter().map(price).sum(),
    };
    let conflict = refused(world.market.hold_boards(&ana, all.clone()).await);
    assert_eq!(conflict.code, ErrorCode::Conflict);
    let nothing = world.market.orders(&ana, OrderQuery::default()).await.unwrap();
    assert!(nothing.orders.is_empty(), "all or nothing");

    plan.remove(plan.wishes()[2]);
    let total_cents = seen[..2].iter().map(price).sum();
    let two = HoldBoards { wishes: plan.wishes().to_vec(), total_cents, ..all };
    let held = world.market.hold_boards(&ana, two).await.expect("is held");
    assert_eq!(held.len(), 2, "one order for each owner");
}

#[tokio::test]
async fn a_planned_board_that_takes_no_bookings_says_so() {
    let world = World::demo().await;
    let (_, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let mut plan = Plan::default();
    plan.add(Wish { board_id: board, days: days("2023-12-01", 7) }).unwrap();
    let paused = SetBoardStatus::new(board, BoardStatus::Paused);
    world.market.set_board_status(&marta, &paused).await.expect("is paused");
    let seen = world.market.planned_boards(&Viewer::visitor(), &plan).await.unwrap();
    assert!(seen[0].calendar.as_ref().unwrap().closed.is_some());
}

#[tokio::test]
async fn nothing_is_told_of_a_planned_board_that_is_not_on_the_market() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let other = world.board_of(&marta, 1).await;
    let live = SetBoardStatus::new(other, BoardStatus::Live);
    world.market.set_board_status(&marta, &live).await.expect("is live");
    let draft = world.market.create_board(&marta, &draft()).await.expect("is stored");
    let mut plan = Plan::default();
    for board_id in [board, draft, other, BoardId(Uuid::now_v7())] {
        plan.add(Wish { board_id, days: days("2023-12-01", 7) }).unwrap();
    }
    let mut retire = SetBoardStatus::new(board, BoardStatus::Retired);
    retire.reason = "It is torn down.".to_owned();
    world.market.set_board_status(&marta, &retire).await.expect("is retired");

    let told = async |viewer: &Viewer| {
        let seen = world.market.planned_boards(viewer, &plan).await.unwrap();
        seen.iter().map(|one| (one.board.is_some(), one.calendar.is_some())).collect::<Vec<_>>()
    };
    let (all, nothing) = ((true, true), (false, false));
    for viewer in [Viewer::visitor(), Viewer::user(ana)] {
        assert_eq!(told(&viewer).await, [nothing, nothing, all, nothing]);
    }
    assert_eq!(told(&Viewer::user(marta)).await, [all, all, all, nothing], "her own business");
}

#[tokio::test]
async fn two_wishes_for_one_board_have_their_own_days_each() {
    let world = World::demo().await;
    let (_, _, board) = ana_marta_and_a_board(&world, 1).await;
    let clara = world.demo_user("advertiser2").await;
    let mut plan = Plan::default();
    for first in ["2023-12-01", "2023-12-08"] {
        plan.add(Wish { board_id: board, days: days(first, 2) }).unwrap();
    }
    for (first, count) in [("2023-12-02", 1), ("2023-12-05", 1), ("2023-12-09", 3)] {
        hold(&world, &clara, board, days(first, count)).await;
    }
    let seen = world.market.planned_boards(&Viewer::visitor(), &plan).await.unwrap();
    let full = seen.iter().map(|one| {
        let days = &one.calendar.as_ref().unwrap().days;
        days.iter().map(|free| free.day.to_string()).collect::<Vec<_>>()
    });
    assert_eq!(full.collect::<Vec<_>>(), [["2023-12-02"], ["2023-12-09"]]);
}

/// A page has 30: what is asked for is looked for among all.
#[tokio::test]
async fn the_one_booked_order_is_found_behind_a_page_of_others() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let booked = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, booked, OrderAction::Submit).await;
    does(&world, &marta, booked, OrderAction::Accept).await;
    does(&world, &ana, booked, OrderAction::SendCreative).await;
    does(&world, &marta, booked, OrderAction::ApproveCreative).await;
    for _ in 0..31 {
        let order = hold(&world, &ana, board, days("2023-12-05", 1)).await.id;
        world.market.act_on_order(&ana, &act(order, OrderAction::Cancel)).await.expect("is over");
    }
    let found = async |show| {
        let asked = OrderQuery { show, ..OrderQuery::default() };
        let page = world.market.orders(&ana, asked).await.unwrap();
        (page.orders.iter().map(|order| order.id).collect::<Vec<_>>(), page.older_before.is_some())
    };
    assert_eq!(found(OrderGroup::Booked).await, (vec![booked], false));
    assert_eq!(found(OrderGroup::Open).await, (vec![], false));
    let (over, has_more) = found(OrderGroup::Over).await;
    assert_eq!((over.len(), has_more), (30, true));
    let admin = world.demo_user("admin").await;
    let asked = OrderQuery { show: OrderGroup::Booked, all: true, before: None };
    assert_eq!(world.market.orders(&admin, asked).await.unwrap().orders.len(), 1);
}

#[tokio::test]
async fn a_demonstration_may_begin_with_orders_in_every_state_that_people_bring_about() {
    let world = World::demo().await;
    for _ in 0..2 {
        world.market.seed_demo_orders().await.expect("is filled");
    }
    let admin = world.demo_user("admin").await;
    let asked = OrderQuery { all: true, ..OrderQuery::default() };
    let orders = world.market.orders(&admin, asked).await.unwrap().orders;
    assert_eq!(orders.len(), 14, "once");
    let states: std::collections::BTreeSet<_> = orders.iter().map(|it| it.state.as_str()).collect();
    let expected =
        ["accepted", "cancelled", "creative_review", "rejected", "scheduled", "submitted"];
    assert!(states.iter().copied().eq(expected), "{states:?}");
    let owners: std::collections::BTreeSet<_> = orders.iter().map(|it| it.owner.id).collect();
    assert_eq!(owners.len(), 2, "both owners have some");
    assert!(world.market.check_books().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_board_goes_for_good_when_nobody_waits_for_it_any_more() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
    does(&world, &ana, order, OrderAction::Submit).await;
    let mut retire = SetBoardStatus::new(board, BoardStatus::Retired);
    retire.reason = "It is torn down.".to_owned();
    let refusal = refused(world.market.set_board_status(&marta, &retire).await);
    assert_eq!(refusal.code, ErrorCode::Conflict);
    assert!(refusal.message.starts_with("1 order"), "{}", refusal.message);
    does(&world, &marta, order, OrderAction::Reject).await;
    world.market.set_board_status(&marta, &retire).await.expect("nobody waits");
}
