//! Booking boards: holds, decisions, time limits, and that no place is booked twice.

use crate::{
    creative::sends,
    world::{World, refused},
};
use futures::future::join_all;
use marketplace::Viewer;
use protocol::{
    Day, DayRange, ErrorCode, Room, ServerEvent,
    account::Me,
    board::{BoardStatus, SetBoardStatus},
    conversation::MessageKind,
    id::{BoardId, ClientId, OrderId},
    limits,
    order::{
        ActOnOrder, ExtendHold, HoldBoards, OrderAction, OrderQuery, OrderState, OrderView, Party,
        Wish, quote,
    },
};
use std::time::Duration;
use uuid::Uuid;

pub fn days(first: &str, count: i32) -> DayRange {
    let first: Day = first.parse().unwrap();
    DayRange::new(first, first.plus(count - 1)).unwrap()
}

/// What the page would ask for: these days of these boards, at the price it shows.
pub async fn wish(world: &World, boards: &[BoardId], days: DayRange) -> HoldBoards {
    let mut total_cents = 0;
    for board in boards {
        let shown = world.market.availability(&Viewer::visitor(), *board, None).await.unwrap();
        total_cents += quote(days, &shown.rate).total_cents;
    }
    let wishes = boards.iter().map(|board| Wish { board_id: *board, days }).collect();
    HoldBoards { client_id: ClientId(Uuid::now_v7()), wishes, total_cents }
}

pub async fn hold(world: &World, buyer: &Me, board: BoardId, days: DayRange) -> OrderView {
    let input = wish(world, &[board], days).await;
    world.market.hold_boards(buyer, input).await.expect("is held").remove(0)
}

pub fn act(order: OrderId, action: OrderAction) -> ActOnOrder {
    let reason = action.needs_reason().then(|| "Because of the story.".to_owned());
    ActOnOrder { order_id: order, action, reason }
}

pub async fn does(world: &World, who: &Me, order: OrderId, action: OrderAction) -> OrderView {
    let done = match action {
        OrderAction::SendCreative => sends(world, who, order).await,
        action => world.market.act_on_order(who, &act(order, action)).await,
    };
    done.expect("is done")
}

/// Ana (advertiser), Marta (owner) and a live board of Marta's with so many places.
pub async fn ana_marta_and_a_board(world: &World, slots: i32) -> (Me, Me, BoardId) {
    let (ana, marta) = (world.demo_user("advertiser").await, world.demo_user("owner").await);
    let board = world.board_of(&marta, 0).await;
    let live = SetBoardStatus::new(board, BoardStatus::Live);
    world.market.set_board_status(&marta, &live).await.expect("is live");
    world.execute(format!("UPDATE boards SET slots_per_loop = {slots}")).await;
    world.told.take();
    world.told.notices();
    (ana, marta, board)
}

async fn free(world: &World, board: BoardId, day: &str) -> i32 {
    let shown = world.market.availability(&Viewer::visitor(), board, None).await.unwrap();
    shown.day(day.parse().unwrap()).free
}

async fn books_agree(world: &World) {
    assert_eq!(world.market.check_books().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_hold_takes_days_from_the_calendar_until_its_time_is_over() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 7)).await;
    assert_eq!((order.state, order.version), (OrderState::Held, 1));
    assert_eq!(order.until, Some(world.now().plus(limits::HOLD_FOR)));
    assert_eq!(order.total_cents, order.lines[0].quote.gross_cents * 95 / 100);
    assert_eq!(free(&world, board, "2023-12-07").await, 1);
    assert_eq!(free(&world, board, "2023-12-08").await, 2);
    let told = world.told.take();
    let names: Vec<_> = told.iter().map(|(_, event)| event.name()).collect();
    assert_eq!(names, ["availability", "orderUpdated"]);
    assert_eq!(told[0].0, [Room::Board(board)]);
    assert_eq!(told[1].0, [Room::Order(order.id), Room::User(ana.user_id)]);
    assert_eq!(refused(world.market.order(&marta, order.id).await).code, ErrorCode::NotFound);

    world.clock.advance(Duration::from_secs(limits::HOLD_FOR.as_secs() - 1));
    assert_eq!(world.market.expire_orders().await.unwrap(), 0);
    world.clock.advance(Duration::from_secs(1));
    let late = world.market.act_on_order(&ana, &act(order.id, OrderAction::Submit)).await;
    assert_eq!(
        refused(late).code,
        ErrorCode::WrongState,
        "the clock has not come by, its time has"
    );
    assert_eq!(world.market.expire_orders().await.unwrap(), 1);
    assert_eq!(free(&world, board, "2023-12-07").await, 2);
    let detail = world.market.order(&ana, order.id).await.unwrap();
    assert_eq!((detail.order.state, detail.party), (OrderState::Expired, Party::Buyer));
    assert_eq!(refused(world.market.order(&marta, order.id).await).code, ErrorCode::NotFound);
    books_agree(&world).await;
}

#[tokio::test]
async fn a_hold_is_extended_once() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 1)).await;
    let extend = ExtendHold { order_id: order.id };
    let longer = world.market.extend_hold(&ana, extend).await.expect("is extended");
    assert_eq!(longer.until, Some(world.now().plus(limits::HOLD_FOR * 2)));
    let again = world.market.extend_hold(&ana, extend).await;
    assert_eq!(refused(again).code, ErrorCode::Conflict);
    let others = world.market.extend_hold(&marta, extend).await;
    assert_eq!(refused(others).code, ErrorCode::NotFound);
    books_agree(&world).await;
}

#[tokio::test]
async fn the_same_try_holds_once_and_another_price_is_refused() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 3).await;
    let input = wish(&world, &[board], days("2023-12-01", 3)).await;
    let first = world.market.hold_boards(&ana, input.clone()).await.expect("is held");
    let again = world.market.hold_boards(&ana, input.clone()).await.expect("is answered");
    assert_eq!(first, again);
    assert_eq!(free(&world, board, "2023-12-02").await, 2);
    let other_days = wish(&world, &[board], days("2023-12-05", 3)).await;
    let other_days = HoldBoards { client_id: input.client_id, ..other_days };
    let refusal = refused(world.market.hold_boards(&ana, other_days).await);
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::Conflict, Some("clientId")));
    let client_id = ClientId(Uuid::now_v7());
    let cheaper = HoldBoards { client_id, total_cents: input.total_cents - 1, ..input.clone() };
    let refusal = refused(world.market.hold_boards(&ana, cheaper).await);
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::Conflict, Some("totalCents")));
    let own = HoldBoards { client_id, ..input };
    assert_eq!(refused(world.market.hold_boards(&marta, own).await).code, ErrorCode::Conflict);
    books_agree(&world).await;
}

#[tokio::test]
async fn boards_of_two_owners_become_two_orders_or_none() {
    let world = World::demo().await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 1).await;
    let jonas = world.demo_user("owner2").await;
    let other = world.board_of(&jonas, 0).await;
    let live = SetBoardStatus::new(other, BoardStatus::Live);
    world.market.set_board_status(&jonas, &live).await.expect("is live");
    let both = wish(&world, &[board, other], days("2023-12-01", 2)).await;
    let orders = world.market.hold_boards(&ana, both).await.expect("are held");
    assert_eq!(orders.len(), 2);
    assert_ne!(orders[0].owner.id, orders[1].owner.id);

    let clara = world.demo_user("advertiser2").await;
    let free_and_full = wish(&world, &[board, other], days("2023-12-02", 2)).await;
    let refusal = refused(world.market.hold_boards(&clara, free_and_full).await);
    assert_eq!(refusal.code, ErrorCode::Conflict);
    assert!(refusal.message.ends_with("Free next: 3–4 December 2023."), "{refusal:?}");
    assert_eq!(free(&world, board, "2023-12-03").await, 1, "all or nothing");
    books_agree(&world).await;
}

#[tokio::test]
async fn an_order_is_paid_in_one_currency() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let other = world.board_of(&marta, 1).await;
    world.execute("UPDATE boards SET status = 'live', currency = 'EUR'".to_owned()).await;
    let both = wish(&world, &[board, other], days("2023-12-01", 2)).await;
    world
        .execute(format!(
            "UPDATE boards SET currency = 'PLN' WHERE title = '{}'",
            title(&world, other).await
        ))
        .await;
    let refusal = refused(world.market.hold_boards(&ana, both.clone()).await);
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::Conflict, Some("wishes")));
    world.execute("UPDATE boards SET currency = 'EUR'".to_owned()).await;
    let orders = world.market.hold_boards(&ana, both).await.expect("are held");
    assert_eq!((orders.len(), orders[0].lines.len()), (1, 2));
}

async fn title(world: &World, board: BoardId) -> String {
    let shown = world.market.board(&Viewer::visitor(), board).await.unwrap();
    shown.board.title.replace('\'', "''")
}

#[tokio::test]
async fn a_hold_over_midnight_is_not_submitted_for_a_day_that_has_begun() {
    let world = World::demo().await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 1).await;
    world.execute("UPDATE boards SET lead_days = 0, time_zone = 'Europe/Berlin'".to_owned()).await;
    // It is 14 November, 23:13 in Berlin.
    let today = wish(&world, &[board], days("2023-11-14", 2)).await;
    assert_eq!(
        refused(world.market.hold_boards(&ana, today).await).field.as_deref(),
        Some("first")
    );
    world.clock.advance(Duration::from_mins(40));
    let order = hold(&world, &ana, board, days("2023-11-15", 1)).await;
    world.clock.advance(Duration::from_mins(10));
    let late = world.market.act_on_order(&ana, &act(order.id, OrderAction::Submit)).await;
    assert_eq!(refused(late).code, ErrorCode::Conflict);
    assert_eq!(
        does(&world, &ana, order.id, OrderAction::Cancel).await.state,
        OrderState::Cancelled
    );
    books_agree(&world).await;
}

/// Ten thousand ask for the last place at the same time. Whom a server cannot serve in time is told to come back.
#[tokio::test(flavor = "multi_thread")]
async fn one_place_is_booked_once() {
    let world = World::demo().await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 1).await;
    let clara = world.demo_user("advertiser2").await;
    let input = wish(&world, &[board], days("2023-12-01", 1)).await;
    let attempts = (0..10_000).map(|number| {
        let market = world.market.clone();
        let buyer = if number % 2 == 0 { ana.clone() } else { clara.clone() };
        let input = HoldBoards { client_id: ClientId(Uuid::now_v7()), ..input.clone() };
        tokio::spawn(async move { market.hold_boards(&buyer, input).await })
    });
    let (mut held, mut refused) = (0, 0);
    for attempt in join_all(attempts).await {
        match attempt.unwrap() {
            Ok(_) => held += 1,
            Err(error) => {
                let code = error.into_body().code;
                assert!([ErrorCode::Conflict, ErrorCode::Unavailable].contains(&code), "{code:?}");
                refused += usize::from(code == ErrorCode::Conflict);
            }
        }
    }
    assert_eq!(held, 1);
    assert!(refused > 0, "the place was asked for when it was taken");
    assert_eq!(world.count("orders").await, 1);
    assert_eq!(world.count("booked_days").await, 1);
    books_agree(&world).await;
}

#[tokio::test]
async fn every_step_is_a_line_a_notification_an_event_and_on_record() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 2)).await;
    world.told.take();
    let submitted = does(&world, &ana, order.id, OrderAction::Submit).await;
    let names = world.told.names();
    for name in ["orderUpdated", "membership", "newMessage", "unread", "status", "log"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(world.told.notices()[0].0, [Room::User(marta.user_id)]);
    let talk = submitted.conversation_id.expect("they talk");
    does(&world, &marta, order.id, OrderAction::Accept).await;
    assert_eq!(world.told.notices()[0].0, [Room::User(ana.user_id)]);
    let thread = world.market.thread(&ana, talk).await.unwrap();
    let lines: Vec<_> =
        thread.page.messages.iter().map(|line| (line.kind, line.order_id)).collect();
    assert_eq!(lines, [(MessageKind::Order, Some(order.id)); 2]);
    assert!(thread.page.messages[1].body.ends_with("was accepted by Marta Lindqvist."));
    let adrian = world.demo_user("admin").await;
    let record = world.market.audit(&adrian, None).await.unwrap().entries;
    let of_orders: Vec<_> =
        record.iter().filter(|entry| entry.action == "order").map(|e| e.detail.as_str()).collect();
    assert_eq!(of_orders, ["accept: accepted", "submit: submitted"]);
    let detail = world.market.order(&adrian, order.id).await.unwrap();
    assert_eq!((detail.party, detail.timeline.len()), (Party::Admin, 3));
    books_agree(&world).await;
}

#[tokio::test]
async fn what_the_table_forbids_is_refused_with_its_reason() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 2)).await.id;
    does(&world, &ana, order, OrderAction::Submit).await;
    let code = async |who: &Me, action| {
        refused(world.market.act_on_order(who, &act(order, action)).await).code
    };
    assert_eq!(code(&ana, OrderAction::Accept).await, ErrorCode::Forbidden);
    assert_eq!(code(&marta, OrderAction::Submit).await, ErrorCode::WrongState);
    assert_eq!(code(&marta, OrderAction::Complete).await, ErrorCode::WrongState);
    let clara = world.demo_user("advertiser2").await;
    assert_eq!(code(&clara, OrderAction::Cancel).await, ErrorCode::NotFound);
    let silent =
        ActOnOrder { order_id: order, action: OrderAction::Reject, reason: Some(" ".into()) };
    let refusal = refused(world.market.act_on_order(&marta, &silent).await);
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::Invalid, Some("reason")));
    let rejected = does(&world, &marta, order, OrderAction::Reject).await;
    assert_eq!(rejected.reason.as_deref(), Some("Because of the story."));
    assert_eq!(free(&world, board, "2023-12-01").await, 2);
    assert_eq!(code(&ana, OrderAction::Cancel).await, ErrorCode::WrongState);
    books_agree(&world).await;
}

#[tokio::test]
async fn an_owner_who_does_not_decide_lets_the_order_expire() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 2)).await.id;
    let submitted = does(&world, &ana, order, OrderAction::Submit).await;
    assert_eq!(submitted.until, Some(world.now().plus(limits::DECIDE_WITHIN)));
    world.told.notices();
    world.clock.advance(limits::DECIDE_WITHIN);
    assert_eq!(world.market.expire_orders().await.unwrap(), 1);
    assert_eq!(world.told.notices().len(), 2, "both hear of it");
    let order = world.market.order(&marta, order).await.unwrap().order;
    assert_eq!(order.state, OrderState::Expired);
    assert_eq!(order.reason.as_deref(), Some("The owner did not decide in time."));
    assert_eq!(free(&world, board, "2023-12-01").await, 1);
    books_agree(&world).await;
}

#[tokio::test]
async fn only_those_concerned_hear_an_order() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 2)).await.id;
    let may = async |who: &Me, room| world.market.join(&Viewer::user(who.clone()), room).await;
    assert!(may(&ana, Room::Order(order)).await.is_ok());
    assert_eq!(refused(may(&marta, Room::Order(order)).await).code, ErrorCode::NotFound);
    does(&world, &ana, order, OrderAction::Submit).await;
    assert!(may(&marta, Room::Order(order)).await.is_ok());
    assert_eq!(refused(may(&ana, Room::Orders).await).code, ErrorCode::NotFound);
    let adrian = world.demo_user("admin").await;
    assert!(may(&adrian, Room::Orders).await.is_ok());
    assert!(may(&adrian, Room::Order(order)).await.is_ok());
    let clara = world.demo_user("advertiser2").await;
    assert_eq!(refused(may(&clara, Room::Order(order)).await).code, ErrorCode::NotFound);
    let second = hold(&world, &clara, board, days("2023-12-05", 1)).await.id;
    does(&world, &clara, second, OrderAction::Cancel).await;
    let page = world.market.orders(&marta, OrderQuery::default()).await.unwrap();
    assert_eq!(page.orders.len(), 1, "what was never submitted is not the owner's");
    assert_eq!(world.market.orders(&clara, OrderQuery::default()).await.unwrap().orders.len(), 1);
    let all = OrderQuery { all: true, ..OrderQuery::default() };
    assert_eq!(refused(world.market.orders(&ana, all).await).code, ErrorCode::NotFound);
    let told = world.told.take();
    let is_told = |event: &ServerEvent| matches!(event, ServerEvent::OrderUpdated(_));
    for (rooms, _) in told.iter().filter(|(rooms, _)| rooms.contains(&Room::Order(order))) {
        assert!(!rooms.contains(&Room::User(clara.user_id)));
    }
    assert!(told.iter().any(|(_, event)| is_told(event)));
}
