//! Writing boards, and letting them in.

use crate::{
    picture::jpeg,
    world::{World, refused},
};
use marketplace::Viewer;
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    board::{AddPhoto, BoardDraft, BoardProfile, BoardStatus, SetBoardStatus},
    id::{BoardId, ClientId},
    order::DayFree,
};
use uuid::Uuid;

pub fn draft() -> BoardDraft {
    BoardDraft {
        title: "Torstraße, north face".into(),
        city: "Berlin".into(),
        address: "Torstraße 1".into(),
        facing: "northbound traffic".into(),
        latitude: "52.529".into(),
        longitude: "13.4".into(),
        width: "14.63".into(),
        height: "4.27".into(),
        audience_per_week: "120000".into(),
        price_per_day: "350.50".into(),
        sunday: String::new(),
        blackouts: "2026-12-25 2026-12-24".into(),
        content_rules: "No flashing.".into(),
        ..BoardDraft::fresh()
    }
}

/// What is stored of a board now, as the form shows it, and its version.
pub async fn stored(world: &World, me: &Me, board: BoardId) -> (BoardDraft, i64) {
    let detail = world.market.board(&Viewer::user(me.clone()), board).await.expect("shows");
    (BoardDraft::of(&BoardProfile::of(&detail.board, &detail.terms)), detail.profile_version)
}

#[tokio::test]
async fn what_an_owner_writes_is_stored_as_a_draft_and_found_among_their_boards() {
    let world = World::demo().await;
    let (marta, ana) = (world.demo_user("owner").await, world.demo_user("advertiser").await);
    let before = world.market.own_boards(&marta, (None, 1)).await.expect("lists");
    let id = world.market.create_board(&marta, &draft()).await.expect("is stored");
    let (found, version) = stored(&world, &marta, id).await;
    assert_eq!(found.check(), draft().check());
    assert_eq!(version, 1);

    let own = world.market.own_boards(&marta, (None, 1)).await.expect("lists");
    assert_eq!((own.total, own.boards[0].id), (before.total + 1, id), "the latest first");
    let drafts =
        world.market.own_boards(&marta, (Some(BoardStatus::Draft), 1)).await.expect("lists");
    assert_eq!((drafts.total, drafts.boards[0].status), (1, BoardStatus::Draft));
    assert!(own.counts.contains(&(BoardStatus::Draft, 1)), "{:?}", own.counts);
    let hers = world.market.own_boards(&ana, (None, 1)).await.expect("lists");
    assert_eq!((hers.total, hers.boards.len()), (0, 0));
    assert_eq!(refused(world.market.create_board(&ana, &draft()).await).code, ErrorCode::Forbidden);
    let broken = BoardDraft { title: " ".into(), ..draft() };
    let error = refused(world.market.create_board(&marta, &broken).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("title")));
}

#[tokio::test]
async fn an_edit_of_a_live_board_is_told_and_an_edit_of_a_draft_to_its_owner_alone() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 2).await;
    let (mut written, version) = stored(&world, &marta, board).await;
    written.price_per_day = "123.45".into();
    written.blackouts = "2027-01-01".into();
    world.told.take();
    let updated = world.market.edit_board(&marta, (board, version), &written).await.expect("saves");
    assert_eq!((updated.board_id, updated.profile_version), (board, version + 1));
    let event = ServerEvent::BoardUpdated(updated);
    let rooms = vec![Room::User(marta.user_id), Room::Board(board), Room::Boards];
    assert_eq!(world.told.take(), [(rooms, event)]);
    assert_eq!(stored(&world, &marta, board).await, (written.clone(), version + 1));
    let visitor = world.market.board_version(&Viewer::visitor(), board).await.expect("is there");
    assert_eq!(visitor, updated);
    let day = "2027-01-01".parse().unwrap();
    let shown = world.market.availability(&Viewer::visitor(), board, Some(day)).await;
    assert_eq!(shown.expect("shows").days, [DayFree { day, free: 0, is_closed: true }]);

    let draft_id = world.market.create_board(&marta, &draft()).await.expect("is stored");
    world.market.edit_board(&marta, (draft_id, 1), &written).await.expect("saves");
    let told = world.told.take();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, [Room::User(marta.user_id)]);
}

#[tokio::test]
async fn of_two_who_edit_at_once_the_second_is_told_and_neither_text_is_lost() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 2).await;
    let (written, version) = stored(&world, &marta, board).await;
    let dearer = BoardDraft { price_per_day: "999".into(), ..written.clone() };
    let renamed = BoardDraft { title: "Renamed".into(), ..written };
    let (one, other) = tokio::join!(
        world.market.edit_board(&marta, (board, version), &dearer),
        world.market.edit_board(&marta, (board, version), &renamed),
    );
    let (won, lost) = match (one, other) {
        (Ok(_), Err(error)) => (dearer, error),
        (Err(error), Ok(_)) => (renamed.clone(), error),
        both => panic!("{both:?}"),
    };
    let error = lost.into_body();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Conflict, Some("version")));
    assert_eq!(stored(&world, &marta, board).await, (won, version + 1));
    let again = world.market.edit_board(&marta, (board, version + 1), &renamed).await;
    assert_eq!(again.expect("saves knowingly").version, version + 2);
}

#[tokio::test]
async fn nobody_else_edits_a_board_and_nobody_one_that_is_in_review() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 2).await;
    for name in ["owner2", "advertiser", "admin"] {
        let somebody = world.demo_user(name).await;
        let error = refused(world.market.edit_board(&somebody, (board, 1), &draft()).await);
        assert_eq!(error.code, ErrorCode::Forbidden, "{name}");
    }
    let id = world.market.create_board(&marta, &draft()).await.expect("is stored");
    let jonas = world.demo_user("owner2").await;
    let error = refused(world.market.edit_board(&jonas, (id, 1), &draft()).await);
    assert_eq!(error.code, ErrorCode::NotFound, "a draft is not even there for others");
    let submitted = SetBoardStatus::new(id, BoardStatus::InReview);
    world.market.set_board_status(&marta, &submitted).await.expect("submits");
    let error = refused(world.market.edit_board(&marta, (id, 1), &draft()).await);
    assert_eq!((error.code, error.field), (ErrorCode::Conflict, None));
}

#[tokio::test]
async fn the_board_that_waits_longest_is_reviewed_first() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let before = world.market.review_queue(&adrian).await.expect("reads");
    assert_eq!((before.total, before.boards.len()), (3, 3));
    assert!(before.boards.is_sorted_by_key(|waiting| waiting.since));
    let id = world.market.create_board(&marta, &draft()).await.expect("is stored");
    let submitted = SetBoardStatus::new(id, BoardStatus::InReview);
    world.market.set_board_status(&marta, &submitted).await.expect("submits");
    let after = world.market.review_queue(&adrian).await.expect("reads");
    assert_eq!(after.boards[..3], before.boards);
    assert_eq!((after.boards[3].board.id, after.boards[3].since), (id, world.now()));
    assert_eq!(refused(world.market.review_queue(&marta).await).code, ErrorCode::NotFound);
}

/// A photo, or anything else that is not in the form, is no edit of it.
#[tokio::test]
async fn a_photo_that_is_added_meanwhile_is_no_conflict() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    let (written, version) = stored(&world, &marta, board).await;
    let photo = AddPhoto {
        client_id: ClientId(Uuid::now_v7()),
        board_id: board,
        alt: "Seen from the bridge".to_owned(),
    };
    world.market.add_photo(&marta, photo, jpeg(1_600, 900).into()).await.expect("is added");
    let updated = world.market.edit_board(&marta, (board, version), &written).await.expect("saves");
    assert_eq!(updated.version, 3, "whoever looks at the board reads it again for both");
}
