//! Looking for boards.

use crate::world::{World, refused};
use marketplace::Viewer;
use protocol::{
    ErrorCode,
    board::{BoardFilter, BoardStatus},
    id::BoardId,
    limits,
};
use std::collections::HashSet;
use uuid::Uuid;

#[tokio::test]
async fn the_pages_of_the_list_hold_every_board_once() {
    let world = World::demo().await;
    let mut seen = HashSet::new();
    for page in 1.. {
        let filter = BoardFilter { page, ..BoardFilter::default() };
        let found = world.market.boards(&filter).await.expect("lists");
        assert_eq!(found.total, 200);
        assert_eq!(found.cities.len(), 12);
        if found.boards.is_empty() {
            break;
        }
        assert!(found.boards.len() <= limits::BOARD_PAGE as usize);
        for board in found.boards {
            assert!(seen.insert(board.id), "{} came twice", board.title);
        }
    }
    assert_eq!(seen.len(), 200);
}

#[tokio::test]
async fn a_demonstration_is_filled_once_and_an_interrupted_one_completed() {
    let world = World::demo().await;
    let dmitri = world.demo_user("advertiser2").await;
    let count = async || {
        let talk = world.market.inbox(&dmitri).await.expect("lists").remove(0);
        (talk.id, talk.head.seq)
    };
    let (talk, full) = count().await;
    world.market.seed_demo().await.expect("does nothing");
    assert_eq!(count().await, (talk, full));
    // As if the first start had ended before the last three messages.
    world.cut_off(talk, full - 3).await;
    assert_eq!(count().await, (talk, full - 3));
    world.market.seed_demo().await.expect("goes on");
    assert_eq!(count().await, (talk, full));
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let world = World::demo().await;
    let status = Some(BoardStatus::Maintenance);
    let filter = BoardFilter { city: Some("Berlin".into()), status, page: 1 };
    let found = world.market.boards(&filter).await.expect("lists");
    assert!(found.total > 0);
    assert!(
        found.boards.iter().all(|b| b.city == "Berlin" && b.status == BoardStatus::Maintenance)
    );
    let nowhere = BoardFilter { city: Some("Atlantis".into()), ..BoardFilter::default() };
    assert_eq!(world.market.boards(&nowhere).await.expect("lists").total, 0);
    let broken = BoardFilter { city: Some("Ber\0lin".into()), ..BoardFilter::default() };
    let error = refused(world.market.boards(&broken).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("city")));
}

#[tokio::test]
async fn a_board_knows_its_owner_and_the_viewers_conversation() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let ana = world.demo_user("advertiser").await;
    let board = world.board_of(&marta, 2).await;
    let id = world.market.start_conversation(&ana, board).await.expect("starts");

    let for_ana = world.market.board(&Viewer::user(ana), board).await.expect("shows");
    assert_eq!((for_ana.conversation_id, for_ana.is_own), (Some(id), false));
    let for_marta = world.market.board(&Viewer::user(marta), board).await.expect("shows");
    assert_eq!((for_marta.conversation_id, for_marta.is_own), (None, true));
    let for_visitors = world.market.board(&Viewer::visitor(), board).await.expect("shows");
    assert_eq!((for_visitors.conversation_id, for_visitors.is_own), (None, false));
}

#[tokio::test]
async fn an_unknown_board_is_not_found() {
    let world = World::demo().await;
    let error = refused(world.market.board(&Viewer::visitor(), BoardId(Uuid::nil())).await);
    assert_eq!(error.code, ErrorCode::NotFound);
}
