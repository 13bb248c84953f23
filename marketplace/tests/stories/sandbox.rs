//! Sandboxes: apart from everybody else, limited, and gone in the end.

use crate::world::{World, refused};
use marketplace::{Asker, Error, Viewer};
use protocol::{
    ErrorCode, Room,
    account::{Me, Role},
    announcement::{AnnouncementDraft, Dismissals},
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    test_websocket::{OpenSandbox, Sandbox, SandboxAct},
};

/// The demonstration's people in earnest, with the test page open, and Tessa, a tester.
async fn lab() -> (World, Me) {
    let mut world = World::demo().await;
    world.market = world.market.with_test_page(true);
    let tessa = world.demo_user("tester").await;
    (world, tessa)
}

async fn open(world: &World, tester: &Me) -> Result<Sandbox, Error> {
    let viewer = Viewer::user(tester.clone());
    let asker = Asker { viewer: &viewer, address: "10.0.0.1" };
    world.market.open_sandbox(asker, &OpenSandbox { people: 2 }).await
}

async fn act(world: &World, tester: &Me, on: &Sandbox, act: SandboxAct) -> Result<(), Error> {
    let viewer = Viewer::user(tester.clone());
    let asker = Asker { viewer: &viewer, address: "10.0.0.1" };
    world.market.act_on_sandbox(asker, on.id, act).await
}

/// Ada, who owns the boards, and Bo.
async fn people(world: &World, sandbox: &Sandbox) -> (Me, Me) {
    let mut found = Vec::new();
    for person in &sandbox.people[..2] {
        found.extend(world.market.simulated(&person.token).await.expect("answers"));
    }
    let bo = found.pop().expect("Bo");
    (found.pop().expect("Ada"), bo)
}

fn announcing(title: &str) -> SandboxAct {
    SandboxAct::Announce { title: title.into() }
}

#[track_caller]
fn is_missing<T>(result: Result<T, Error>) {
    assert_eq!(refused(result).code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_sandboxs_boards_are_there_for_its_people_only() {
    let (world, tessa) = lab().await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    let (ada, bo) = people(&world, &sandbox).await;
    let (ana, adrian) = (world.demo_user("advertiser").await, world.demo_user("admin").await);
    let (market, board) = (&world.market, sandbox.board_id);
    let follow = FollowBoard { board_id: board, is_followed: true };
    let paused = SetBoardStatus { board_id: board, status: BoardStatus::Paused };
    for me in [&ana, &adrian, &tessa] {
        is_missing(market.start_conversation(me, board).await);
        is_missing(market.follow_board(me, follow).await);
        is_missing(market.set_board_status(me, &paused).await);
    }
    for viewer in [Viewer::visitor(), Viewer::user(ana.clone()), Viewer::user(adrian.clone())] {
        is_missing(market.board(&viewer, board).await);
        is_missing(market.join(&viewer, Room::Board(board)).await);
    }
    assert!(market.board_statuses(&[board]).await.expect("reads").is_empty());
    is_missing(market.set_role(&adrian, ada.user_id, Role::Admin).await);

    let bo_sees = Viewer::user(bo.clone());
    market.board(&bo_sees, board).await.expect("is there");
    market.join(&bo_sees, Room::Board(board)).await.expect("may");
    market.follow_board(&bo, follow).await.expect("may");
    market.set_board_status(&ada, &paused).await.expect("is hers");
    let told = world.told.take();
    assert!(told.iter().all(|(rooms, _)| !rooms.contains(&Room::Boards)), "{told:?}");
}

#[tokio::test]
async fn simulated_people_find_no_real_boards() {
    let (world, tessa) = lab().await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    let (_, bo) = people(&world, &sandbox).await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    is_missing(world.market.start_conversation(&bo, board).await);
    let follow = FollowBoard { board_id: board, is_followed: true };
    is_missing(world.market.follow_board(&bo, follow).await);
    is_missing(world.market.join(&Viewer::user(bo), Room::Board(board)).await);
}

#[tokio::test]
async fn what_is_announced_in_a_sandbox_is_nothing_to_admins() {
    let (world, tessa) = lab().await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    act(&world, &tessa, &sandbox, announcing("Works on Sunday")).await.expect("is told");
    let (_, bo) = people(&world, &sandbox).await;
    let banners = world.market.banners(&Viewer::user(bo), &Dismissals::default()).await;
    let id = banners.expect("reads").announcements[0].id;

    let adrian = world.demo_user("admin").await;
    assert!(world.market.announcements(&adrian).await.expect("lists").is_empty());
    let draft = AnnouncementDraft {
        title: "Mine now".into(),
        severity: "info".into(),
        audience: "everybody".into(),
        ..AnnouncementDraft::default()
    };
    is_missing(world.market.edit_announcement(&adrian, id, &draft).await);
    is_missing(world.market.recall_announcement(&adrian, id).await);
}
