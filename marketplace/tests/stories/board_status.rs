//! Changing a board's status, and hearing of it.

use crate::world::{World, refused};
use marketplace::Viewer;
use protocol::{
    ErrorCode, Room, ServerEvent,
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    id::BoardId,
    room::JoinRule,
};
use uuid::Uuid;

fn to(board_id: BoardId, status: BoardStatus) -> SetBoardStatus {
    SetBoardStatus::new(board_id, status)
}

#[tokio::test]
async fn a_change_is_kept_with_who_made_it_and_told_with_its_version() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let ana = world.demo_user("advertiser").await;
    let board = world.board_of(&marta, 0).await;
    let follow = FollowBoard { board_id: board, is_followed: true };
    for _ in 0..2 {
        world.market.follow_board(&ana, follow).await.expect("follows");
    }
    world.told.take();
    let first =
        world.market.board_statuses(&Viewer::visitor(), &[board]).await.expect("reads").remove(0);

    let update = world.market.set_board_status(&marta, &to(board, BoardStatus::Maintenance)).await;
    let update = update.expect("changes");
    assert_eq!((update.status, update.version), (BoardStatus::Maintenance, first.version + 1));
    let told = world.told.take();
    let people = [ana.user_id, marta.user_id].map(Room::User);
    let rooms = [[Room::Board(board), Room::Boards], people].concat();
    assert!(told.contains(&(rooms, ServerEvent::BillboardStatusUpdate(update))), "{told:?}");

    world.market.set_board_status(&adrian, &to(board, BoardStatus::Live)).await.expect("changes");
    let detail = world.market.board(&Viewer::user(marta), board).await.expect("shows");
    let record: Vec<_> =
        detail.changes.iter().map(|c| (c.status, c.changed_by.name.as_str())).collect();
    let expected =
        [(BoardStatus::Live, "Adrian Moreau"), (BoardStatus::Maintenance, "Marta Lindqvist")];
    assert_eq!((record.as_slice(), detail.may_change_status), (&expected[..], true));
    let for_ana = world.market.board(&Viewer::user(ana), board).await.expect("shows");
    assert_eq!((for_ana.is_followed, for_ana.may_change_status), (true, false));
    assert!(for_ana.changes.is_empty(), "the record is not everybody's");
}

#[tokio::test]
async fn the_status_it_has_already_is_no_change() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    let paused = to(board, BoardStatus::Paused);
    let first = world.market.set_board_status(&marta, &paused).await.expect("changes");
    world.told.take();
    assert_eq!(world.market.set_board_status(&marta, &paused).await.expect("answers"), first);
    assert_eq!(world.told.names(), Vec::<&str>::new());
}

#[tokio::test]
async fn nobody_else_changes_it_and_an_unknown_board_is_not_found() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    for name in ["owner2", "advertiser", "tester"] {
        let somebody = world.demo_user(name).await;
        let change =
            world.market.set_board_status(&somebody, &to(board, BoardStatus::Paused)).await;
        assert_eq!(refused(change).code, ErrorCode::Forbidden, "{name}");
    }
    let nowhere = BoardId(Uuid::nil());
    let change = world.market.set_board_status(&marta, &to(nowhere, BoardStatus::Paused)).await;
    assert_eq!(refused(change).code, ErrorCode::NotFound);
    let follow = FollowBoard { board_id: nowhere, is_followed: true };
    assert_eq!(refused(world.market.follow_board(&marta, follow).await).code, ErrorCode::NotFound);
}

#[tokio::test]
async fn everybody_may_hear_of_boards() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    for room in [Room::Board(board), Room::Boards] {
        let grant = world.market.join(&Viewer::visitor(), room).await.expect("may join");
        assert_eq!(grant.rule, JoinRule::Public);
    }
    let nowhere = Room::Board(BoardId(Uuid::nil()));
    assert_eq!(
        refused(world.market.join(&Viewer::visitor(), nowhere).await).code,
        ErrorCode::NotFound
    );
    let own = Room::User(marta.user_id);
    assert_eq!(
        refused(world.market.join(&Viewer::visitor(), own).await).code,
        ErrorCode::Unauthenticated
    );
}
