//! Photos of boards: who adds them, how many, in which order, who sees them, and what becomes of removed ones.

use crate::{
    database::TestDatabase,
    picture::{jpeg, png, turned_jpeg},
    world::{World, refused},
};
use marketplace::{Asker, Error, Shape, Viewer};
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    board::{AddPhoto, BoardFilter, BoardStatus, PhotoAct, PhotoView, SetBoardStatus},
    id::{BoardId, ClientId, FileId},
    limits,
    picture::shown_widths,
    test_websocket::OpenSandbox,
};
use std::time::Duration;
use uuid::Uuid;

fn adding(board_id: BoardId, alt: &str) -> AddPhoto {
    AddPhoto { client_id: ClientId(Uuid::now_v7()), board_id, alt: alt.into() }
}

async fn add(world: &World, who: &Me, input: AddPhoto, file: Vec<u8>) -> Result<(), Error> {
    world.market.add_photo(who, input, file.into()).await
}

async fn photos(world: &World, board: BoardId) -> Vec<PhotoView> {
    world.market.board(&Viewer::visitor(), board).await.unwrap().photos
}

async fn alts(world: &World, board: BoardId) -> Vec<String> {
    photos(world, board).await.into_iter().map(|photo| photo.alt).collect()
}

async fn marta_and_a_live_board(world: &World) -> (Me, BoardId) {
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    let live = SetBoardStatus::new(board, BoardStatus::Live);
    world.market.set_board_status(&marta, &live).await.expect("is live");
    world.told.take();
    (marta, board)
}

#[tokio::test]
async fn photos_are_added_described_and_put_in_order_for_everybody_to_see() {
    let world = World::demo().await;
    let (marta, board) = marta_and_a_live_board(&world).await;
    add(&world, &marta, adding(board, "by day"), png(800, 450)).await.unwrap();
    add(&world, &marta, adding(board, "by night"), jpeg(640, 360)).await.unwrap();
    let told = world.told.take();
    assert_eq!(told.len(), 2);
    let (rooms, ServerEvent::BoardUpdated(updated)) = &told[1] else { panic!("{told:?}") };
    assert!(rooms.contains(&Room::Board(board)) && rooms.contains(&Room::Boards));
    let detail = world.market.board(&Viewer::visitor(), board).await.unwrap();
    assert_eq!(updated.version, detail.version);
    assert_eq!(updated.profile_version, detail.profile_version);
    assert!(updated.version > updated.profile_version, "a photo is no edit");
    assert_eq!((detail.photos[0].width, detail.photos[0].height), (800, 450));
    let second = detail.photos[1].file_id;
    for (act, order) in [
        (PhotoAct::Cover, ["by night", "by day"]),
        (PhotoAct::Later, ["by day", "by night"]),
        (PhotoAct::Earlier, ["by night", "by day"]),
        (PhotoAct::Describe { alt: " at  dusk ".into() }, ["at dusk", "by day"]),
    ] {
        world.market.act_on_photo(&marta, (board, second), act).await.unwrap();
        assert_eq!(alts(&world, board).await, order);
    }
    let filter = BoardFilter { city: Some(detail.board.city), ..BoardFilter::default() };
    let mut listed = Vec::new();
    for page in 1..=3 {
        let filter = BoardFilter { page, ..filter.clone() };
        listed.extend(world.market.boards(&Viewer::visitor(), &filter).await.unwrap().boards);
    }
    let own = listed.iter().find(|it| it.id == board).unwrap();
    assert_eq!(own.cover.as_ref().unwrap().file_id, second, "the first is the cover in lists");
    let adrian = world.demo_user("admin").await;
    world.market.act_on_photo(&adrian, (board, second), PhotoAct::Remove).await.unwrap();
    let record = world.market.audit(&adrian, None).await.unwrap().entries;
    assert_eq!((record[0].action.as_str(), record[0].detail.as_str()), ("board", "photo removed"));
    assert_eq!(record[0].subject, board.to_string());
}

#[tokio::test]
async fn eight_photos_fit_and_a_ninth_does_not() {
    let world = World::demo().await;
    let (marta, board) = marta_and_a_live_board(&world).await;
    let file = png(640, 360);
    for number in 1..=limits::PHOTOS {
        add(&world, &marta, adding(board, &number.to_string()), file.clone()).await.unwrap();
    }
    let ninth = refused(add(&world, &marta, adding(board, "9"), file.clone()).await);
    assert_eq!((ninth.code, ninth.limit), (ErrorCode::TooLarge, Some(8)));
    let first = photos(&world, board).await[0].file_id;
    world.market.act_on_photo(&marta, (board, first), PhotoAct::Remove).await.unwrap();
    add(&world, &marta, adding(board, "9"), file).await.unwrap();
    assert_eq!(alts(&world, board).await, ["2", "3", "4", "5", "6", "7", "8", "9"]);
}

#[tokio::test]
async fn a_double_submit_adds_one_photo_and_strangers_none() {
    let world = World::demo().await;
    let (marta, board) = marta_and_a_live_board(&world).await;
    let input = adding(board, "once");
    let file = || png(640, 360);
    let (one, other) = futures::join!(
        add(&world, &marta, input.clone(), file()),
        add(&world, &marta, input.clone(), file())
    );
    assert!(one.is_ok() && other.is_ok());
    add(&world, &marta, input, file()).await.unwrap();
    assert_eq!(alts(&world, board).await, ["once"]);
    for name in ["owner2", "advertiser"] {
        let stranger = world.demo_user(name).await;
        let code = refused(add(&world, &stranger, adding(board, "x"), file()).await).code;
        assert_eq!(code, ErrorCode::Forbidden, "{name}");
    }
    let small = refused(add(&world, &marta, adding(board, "x"), png(639, 360)).await);
    assert_eq!(small.field.as_deref(), Some("photo"));
    let wordless = refused(add(&world, &marta, adding(board, " "), file()).await);
    assert_eq!(wordless.field.as_deref(), Some("alt"));
    assert_eq!(alts(&world, board).await, ["once"]);
}

/// Cameras do not turn pixels; they write down how they were held.
#[tokio::test]
async fn a_photo_that_lies_is_shown_upright_and_keeps_nothing_but_pixels() {
    let world = World::demo().await;
    let (marta, board) = marta_and_a_live_board(&world).await;
    let file = turned_jpeg(800, 640);
    assert!(is_in(&file, b"Exif"));
    add(&world, &marta, adding(board, "held upright"), file).await.unwrap();
    let photo = photos(&world, board).await.remove(0);
    assert_eq!((photo.width, photo.height), (640, 800));
    let viewer = Viewer::visitor();
    for width in shown_widths(640) {
        let shape = Shape::Width(width);
        let shown = world.market.picture(&viewer, photo.file_id, shape).await.unwrap().content;
        assert!(!is_in(&shown, b"Exif"));
        let shown = image::load_from_memory(&shown).expect("is a picture").into_rgb8();
        assert_eq!(shown.dimensions(), (width, width * 800 / 640));
        // Red grew to the right and green downwards: turned to the right, red grows downwards and green to the left.
        let (right, bottom) = (shown.width() - 1, shown.height() - 1);
        let is_bright = |x, y, colour: usize| shown.get_pixel(x, y).0[colour] > 127;
        let corners = [(0, 0), (right, 0), (0, bottom), (right, bottom)];
        assert_eq!(corners.map(|(x, y)| is_bright(x, y, 0)), [false, false, true, true]);
        assert_eq!(corners.map(|(x, y)| is_bright(x, y, 1)), [true, false, true, false]);
    }
}

fn is_in(file: &[u8], part: &[u8]) -> bool {
    file.windows(part.len()).any(|window| window == part)
}

/// No pixel of a file is looked at that could not be added anyway: what is no picture at all is refused for other reasons.
#[tokio::test]
async fn a_file_is_looked_into_only_when_it_may_be_added() {
    let mut world = World::demo().await;
    world.market = world.market.with_test_page(true);
    let (marta, board) = marta_and_a_live_board(&world).await;
    let nothing = || b"no picture".to_vec();
    let input = adding(board, "once");
    add(&world, &marta, input.clone(), png(640, 360)).await.unwrap();
    add(&world, &marta, input, nothing()).await.expect("is there already");
    for number in 2..=limits::PHOTOS {
        add(&world, &marta, adding(board, &number.to_string()), png(640, 360)).await.unwrap();
    }
    let ninth = refused(add(&world, &marta, adding(board, "9"), nothing()).await);
    assert_eq!((ninth.code, ninth.field.as_deref()), (ErrorCode::TooLarge, Some("photos")));
    let tester = Viewer::user(world.demo_user("tester").await);
    let asker = Asker { viewer: &tester, address: "10.0.0.1" };
    let sandbox = world.market.open_sandbox(asker, &OpenSandbox { people: 2 }).await.unwrap();
    let ada = world.market.simulated(&sandbox.people[0].token).await.unwrap().expect("is there");
    let played = refused(add(&world, &ada, adding(sandbox.board_id, "a game"), nothing()).await);
    assert_eq!(played.code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn after_many_pictures_somebody_pauses() {
    let world = World::demo().await;
    let (marta, board) = marta_and_a_live_board(&world).await;
    for _ in 0..limits::PICTURE_TRIES {
        let refused = refused(add(&world, &marta, adding(board, "small"), png(64, 36)).await);
        assert_eq!(refused.field.as_deref(), Some("photo"));
    }
    let paused = refused(add(&world, &marta, adding(board, "at dusk"), png(640, 360)).await);
    assert_eq!((paused.code, paused.field.as_deref()), (ErrorCode::RateLimited, Some("file")));
    assert!(paused.retry_after_ms.is_some_and(|millis| millis > 0));
    let adrian = world.demo_user("admin").await;
    add(&world, &adrian, adding(board, "by day"), png(640, 360)).await.expect("counts for herself");
    world.clock.advance(limits::TRIES_WINDOW + Duration::from_millis(1));
    add(&world, &marta, adding(board, "by night"), png(640, 360)).await.expect("the time is over");
}

/// So many pictures that nothing has referred to for long, the oldest first.
async fn unused_pictures(world: &World, count: usize) -> Vec<Uuid> {
    let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
    for id in &ids {
        let row = format!("VALUES ({}, 'png', 1, 1, 1, 0, 0)", world.id(*id));
        let into = "INSERT INTO files (id, kind, width, height, bytes, created_at, unused_since)";
        world.execute(format!("{into} {row}")).await;
    }
    ids
}

#[tokio::test]
async fn one_sweep_removes_however_many_are_unused() {
    let world = World::demo().await;
    unused_pictures(&world, 230).await;
    assert_eq!(world.market.sweep_files().await.unwrap(), 230);
    assert_eq!(world.count("files").await, 0);
}

#[tokio::test]
async fn one_file_that_cannot_be_removed_keeps_no_other() {
    let world = World::demo().await;
    let ids = unused_pictures(&world, 230).await;
    let folder = TestDatabase::files_of(&world.database.url).join("pictures");
    let folder = folder.join(ids[0].to_string());
    std::fs::create_dir_all(&folder).unwrap();
    // Whoever follows it comes to no end.
    std::os::unix::fs::symlink(".", folder.join("loop")).unwrap();
    assert_eq!(world.market.sweep_files().await.unwrap(), 229, "the oldest is passed over");
    assert_eq!(world.market.sweep_files().await.unwrap(), 0);
    std::fs::remove_file(folder.join("loop")).unwrap();
    assert_eq!(world.market.sweep_files().await.unwrap(), 1, "somebody has mended it");
    assert_eq!(world.count("files").await, 0);
}

async fn sees(world: &World, who: &Viewer, photo: FileId) -> Option<bool> {
    let served = world.market.picture(who, photo, Shape::Width(480)).await;
    served.ok().map(|served| served.is_public)
}

#[tokio::test]
async fn a_photo_is_there_for_whom_the_board_is_and_goes_an_hour_after_it_was_removed() {
    let world = World::demo().await;
    let (marta, board) = marta_and_a_live_board(&world).await;
    add(&world, &marta, adding(board, "x"), png(640, 360)).await.unwrap();
    let photo = photos(&world, board).await[0].file_id;
    let (visitor, owner) = (Viewer::visitor(), Viewer::user(marta.clone()));
    assert_eq!(sees(&world, &visitor, photo).await, Some(true));
    world
        .execute(format!("UPDATE boards SET status = 'draft' WHERE id = {}", world.id(board.0)))
        .await;
    assert_eq!(sees(&world, &visitor, photo).await, None, "a draft is nobody else's");
    assert_eq!(sees(&world, &owner, photo).await, Some(false), "and nothing in between keeps it");
    world.market.act_on_photo(&marta, (board, photo), PhotoAct::Remove).await.unwrap();
    assert_eq!(sees(&world, &owner, photo).await, None);
    world.clock.advance(Duration::from_mins(59));
    assert_eq!(world.market.sweep_files().await.unwrap(), 0);
    world.clock.advance(Duration::from_mins(1));
    let folder = TestDatabase::files_of(&world.database.url).join("pictures");
    let folder = folder.join(photo.to_string());
    assert!(folder.exists());
    assert_eq!(world.market.sweep_files().await.unwrap(), 1);
    assert_eq!(world.count("files").await, 0);
    assert!(!folder.exists(), "not even an empty folder is left");
}
