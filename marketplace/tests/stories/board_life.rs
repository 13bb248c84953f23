//! A board's life: who takes it onto the market and off it, who finds it meanwhile, and who is told.

use crate::{
    order::{act, ana_marta_and_a_board, days, does, hold},
    world::{World, refused},
};
use marketplace::Viewer;
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    board::{
        BoardFilter,
        BoardStatus::{self, Draft, InReview, Live, Paused, Retired},
        BoardStatusUpdate, FollowBoard, SetBoardStatus,
    },
    id::BoardId,
    notification::NotificationBody,
    order::OrderAction,
};

async fn set(
    world: &World,
    me: &Me,
    (board_id, status): (BoardId, BoardStatus),
    reason: &str,
) -> Result<BoardStatusUpdate, ErrorCode> {
    let input = SetBoardStatus { board_id, status, reason: reason.into() };
    world.market.set_board_status(me, &input).await.map_err(|error| error.into_body().code)
}

/// What the notifications told since the last call say of boards: to whom, and the reason.
fn reviews(world: &World) -> Vec<(Room, BoardStatus, String)> {
    let notices = world.told.notices().into_iter();
    let review = |(rooms, event): (Vec<Room>, ServerEvent)| {
        let ServerEvent::Notification(event) = event else { return None };
        match event.notification.body {
            NotificationBody::BoardReview { board, reason } => {
                Some((rooms[0], board.status, reason))
            }
            _ => None,
        }
    };
    notices.filter_map(review).collect()
}

async fn is_found(world: &World, viewer: &Viewer, board: BoardId) -> bool {
    let found = world.market.board(viewer, board).await.is_ok();
    let statuses = world.market.board_statuses(viewer, &[board]).await.expect("reads");
    let may_join = world.market.join(viewer, Room::Board(board)).await.is_ok();
    assert_eq!((statuses.len() == 1, may_join), (found, found), "one answer everywhere");
    found
}

async fn is_listed(world: &World, board: BoardId) -> bool {
    let city = world.market.board(&Viewer::user(world.demo_user("admin").await), board).await;
    let city = Some(city.expect("admins find it").board.city);
    for page in 1..=9 {
        let filter = BoardFilter { city: city.clone(), page, ..BoardFilter::default() };
        let found = world.market.boards(&Viewer::visitor(), &filter).await.expect("lists");
        if found.boards.iter().any(|listed| listed.id == board) {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn an_admin_sends_a_board_back_and_lets_it_in_again_and_its_owner_is_told_why() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let ana = world.demo_user("advertiser").await;
    let board = world.board_of(&marta, 3).await;
    let follow = FollowBoard { board_id: board, is_followed: true };
    world.market.follow_board(&ana, follow).await.expect("follows");
    world.told.notices();

    assert_eq!(set(&world, &adrian, (board, Draft), " ").await, Err(ErrorCode::Invalid));
    let why = "The address is of another street.";
    set(&world, &adrian, (board, Draft), why).await.expect("sends back");
    assert_eq!(reviews(&world), [(Room::User(marta.user_id), Draft, why.to_owned())]);
    assert!(!is_listed(&world, board).await);
    for (viewer, finds) in [
        (Viewer::visitor(), false),
        (Viewer::user(ana.clone()), false),
        (Viewer::user(world.demo_user("owner2").await), false),
        (Viewer::user(marta.clone()), true),
        (Viewer::user(adrian.clone()), true),
    ] {
        assert_eq!(is_found(&world, &viewer, board).await, finds, "{viewer:?}");
    }
    assert_eq!(
        refused(world.market.start_conversation(&ana, board).await).code,
        ErrorCode::NotFound
    );
    assert_eq!(refused(world.market.follow_board(&ana, follow).await).code, ErrorCode::NotFound);
    let hers = world.market.board(&Viewer::user(marta.clone()), board).await.expect("shows");
    assert_eq!((hers.board.status, hers.changes[0].reason.as_str()), (Draft, why));

    world.told.take();
    let update = set(&world, &marta, (board, InReview), "").await.expect("submits");
    let people = vec![Room::User(marta.user_id), Room::User(adrian.user_id)];
    let told = (people, ServerEvent::BillboardStatusUpdate(update));
    assert_eq!(world.told.take(), [told], "what stays in no list is told to its people only");
    assert_eq!(reviews(&world), [], "nobody is notified of what they did");

    set(&world, &adrian, (board, Live), "").await.expect("approves");
    assert_eq!(reviews(&world), [(Room::User(marta.user_id), Live, String::new())]);
    assert!(is_listed(&world, board).await && is_found(&world, &Viewer::visitor(), board).await);
}

#[tokio::test]
async fn what_is_retired_is_found_by_those_who_talk_about_it() {
    let world = World::demo().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    let dmitri = Viewer::user(world.demo_user("advertiser2").await);
    let thread = world.market.thread(&ana, talk).await.expect("opens");
    let board = thread.summary.board.expect("is about a board").id;
    set(&world, &marta, (board, Retired), "").await.expect("retires");
    assert!(!is_listed(&world, board).await);
    assert!(is_found(&world, &Viewer::user(ana.clone()), board).await);
    assert!(!is_found(&world, &dmitri, board).await);
    world.say(&ana, talk, "A pity!").await;
    assert_eq!(world.market.start_conversation(&ana, board).await.expect("is the same"), talk);

    set(&world, &marta, (board, Draft), "").await.expect("begins anew");
    assert!(!is_found(&world, &Viewer::user(ana.clone()), board).await, "a draft is hers alone");
}

#[tokio::test]
async fn steps_that_are_not_in_the_table_are_refused_and_leave_no_trace() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let board = world.board_of(&marta, 0).await;
    set(&world, &adrian, (board, Draft), "Look at the size.").await.expect("sends back");
    let (before, audited) = (world.count("board_status_changes").await, world.count("audit").await);
    world.told.take();
    assert_eq!(set(&world, &marta, (board, Live), "").await, Err(ErrorCode::Conflict));
    assert_eq!(set(&world, &adrian, (board, InReview), "").await, Err(ErrorCode::Forbidden));
    assert_eq!(set(&world, &adrian, (board, Paused), "Why not").await, Err(ErrorCode::Conflict));
    set(&world, &marta, (board, InReview), "").await.expect("submits");
    assert_eq!(set(&world, &marta, (board, Live), "").await, Err(ErrorCode::Forbidden));
    assert_eq!(world.told.names(), ["billboardStatusUpdate"]);
    assert_eq!(world.count("board_status_changes").await, before + 1);
    assert_eq!(world.count("audit").await, audited + 1);
}

/// Of two who act at once the second one is answered by what the first has made of it.
#[tokio::test]
async fn two_at_once_are_decided_one_after_the_other() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let board = world.board_of(&marta, 0).await;
    set(&world, &adrian, (board, Draft), "Look at the size.").await.expect("sends back");
    set(&world, &marta, (board, InReview), "").await.expect("submits");
    let (taken_back, approved) = tokio::join!(
        set(&world, &marta, (board, Draft), ""),
        set(&world, &adrian, (board, Live), ""),
    );
    let found = world.market.board(&Viewer::user(marta), board).await.expect("shows").board;
    match (taken_back, approved) {
        (Ok(_), Err(ErrorCode::Conflict)) => assert_eq!(found.status, Draft),
        // Once it is live its owner cannot take it back.
        (Err(ErrorCode::Forbidden), Ok(_)) => assert_eq!(found.status, Live),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_pauses_a_board_is_told_how_many_of_its_orders_are_not_over() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let told = async |me: &Me| {
        let viewer = Viewer::user(me.clone());
        world.market.board(&viewer, board).await.expect("finds it").orders_to_come
    };
    let before = told(&marta).await;
    let first = hold(&world, &ana, board, days("2023-12-01", 2)).await.id;
    assert_eq!(told(&marta).await, before, "what is held only is not an order yet");
    does(&world, &ana, first, OrderAction::Submit).await;
    let second = hold(&world, &ana, board, days("2023-12-02", 2)).await.id;
    does(&world, &ana, second, OrderAction::Submit).await;
    assert_eq!(told(&marta).await, before + 2);
    assert_eq!(told(&ana).await, 0, "that is the owner's to know");
    set(&world, &marta, (board, Paused), "").await.expect("pauses");
    assert_eq!(told(&marta).await, before + 2, "pausing calls none of them off");
    world.market.act_on_order(&ana, &act(first, OrderAction::Cancel)).await.expect("is over");
    assert_eq!(told(&marta).await, before + 1);
}
