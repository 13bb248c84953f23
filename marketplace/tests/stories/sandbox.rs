//! Sandboxes: apart from everybody else, limited, and gone in the end.

use crate::world::{World, message, refused};
use marketplace::{Asker, Error, Viewer};
use protocol::{
    ErrorCode, Room,
    account::{Me, Role},
    announcement::{AnnouncementDraft, Dismissals},
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    conversation::SendMessage,
    test_websocket::{OpenSandbox, Sandbox, SandboxAct},
};
use std::time::Duration;

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
    let real = world.board_of(&world.demo_user("owner").await, 0).await;
    assert!(market.is_board_public(real).await.unwrap());
    assert!(
        !market.is_board_public(board).await.unwrap(),
        "nothing in between keeps what it shows"
    );
    let follow = FollowBoard { board_id: board, is_followed: true };
    let paused = SetBoardStatus::new(board, BoardStatus::Paused);
    for me in [&ana, &adrian, &tessa] {
        is_missing(market.start_conversation(me, board).await);
        is_missing(market.follow_board(me, follow).await);
        is_missing(market.set_board_status(me, &paused).await);
    }
    for viewer in [Viewer::visitor(), Viewer::user(ana.clone()), Viewer::user(adrian.clone())] {
        is_missing(market.board(&viewer, board).await);
        is_missing(market.join(&viewer, Room::Board(board)).await);
    }
    assert!(market.board_statuses(&Viewer::visitor(), &[board]).await.expect("reads").is_empty());
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

#[tokio::test]
async fn one_that_cannot_be_cleared_holds_back_no_other() {
    let (world, tessa) = lab().await;
    open(&world, &tessa).await.expect("opens");
    // Something that leans on one of its people and that nothing knows of: nothing in the program makes it.
    world
        .execute(
            "INSERT INTO conversations (id, board_id, started_by, created_at, stream)
            SELECT user_id, NULL, user_id, 0, 'announcements' FROM sandbox_users
            ORDER BY user_id LIMIT 1"
                .to_owned(),
        )
        .await;
    open(&world, &tessa).await.expect("opens");
    world.clock.advance(Duration::from_mins(15));
    world.market.sweep_sandboxes().await.expect("goes on");
    assert_eq!(world.count("sandbox_users").await, 2, "the other one is gone");
    open(&world, &tessa).await.expect("opens all the same");
}

#[tokio::test]
async fn what_strangers_left_on_it_does_not_keep_a_sandbox_from_being_cleared() {
    let (world, tessa) = lab().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    world.say(&ana, talk, "Is it free in May?").await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    act(&world, &tessa, &sandbox, announcing("Works on Sunday")).await.expect("is told");
    // As it could happen before they were kept apart.
    let stream = Room::Conversation(talk);
    world
        .execute(format!(
            "UPDATE conversations SET board_id = (SELECT id FROM boards
                WHERE sandbox_id IS NOT NULL AND title = 'Sandbox board') WHERE stream = '{stream}'"
        ))
        .await;
    world
        .execute(format!(
            "UPDATE announcement_changes SET changed_by =
                (SELECT id FROM users WHERE email = '{}')",
            marta.email
        ))
        .await;
    world.clock.advance(Duration::from_mins(15));
    world.market.sweep_sandboxes().await.expect("sweeps");
    assert_eq!(world.count("sandbox_users").await, 0);
    assert_eq!(world.count("announcement_changes").await, 0);
    is_missing(world.market.thread(&ana, talk).await);
}

#[tokio::test]
async fn much_that_was_said_is_cleared_as_well() {
    let (world, tessa) = lab().await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    let before = (world.count("messages").await, world.count("stream_events").await);
    let (ada, _) = people(&world, &sandbox).await;
    let first = world.say(&ada, sandbox.conversation_id, "one").await.message.id;
    for number in 0..600 {
        let said = message(sandbox.conversation_id, &number.to_string());
        let answer = SendMessage { reply_to: Some(first), ..said };
        world.market.send_message(&ada, answer).await.expect("is sent");
    }
    world.clock.advance(Duration::from_mins(15));
    world.market.sweep_sandboxes().await.expect("sweeps");
    assert_eq!((world.count("messages").await, world.count("stream_events").await), before);
    assert_eq!(world.count("sandbox_users").await, 0);
}

#[tokio::test]
async fn simulated_people_cannot_sign_in_and_are_refused_as_nobody_is() {
    let (world, tessa) = lab().await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    let email = format!("ada-{}@sandbox.invalid", sandbox.id.simple());
    let ada = refused(world.sign_in(&email, "").await);
    let known = refused(world.sign_in(&email, "a password to try").await);
    let unknown = refused(world.sign_in("nobody@sandbox.invalid", "a password to try").await);
    assert_eq!((known.code, &known), (ErrorCode::Forbidden, &unknown));
    assert_ne!(ada.code, ErrorCode::Unavailable);
}

/// On Postgres they really are at once.
#[tokio::test]
async fn who_asks_for_many_at_once_gets_as_many_as_one_after_the_other() {
    let (world, tessa) = lab().await;
    let asked = (0..8).map(|_| open(&world, &tessa));
    let answers = futures::future::join_all(asked).await;
    let (opened, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((opened.len(), refused.len()), (4, 4));
    for error in refused.into_iter().filter_map(Result::err) {
        assert_eq!(error.into_body().code, ErrorCode::RateLimited);
    }
}

#[tokio::test]
async fn one_thing_at_a_time_is_announced_in_a_sandbox() {
    let (world, tessa) = lab().await;
    let sandbox = open(&world, &tessa).await.expect("opens");
    assert_eq!(
        refused(act(&world, &tessa, &sandbox, announcing(" ")).await).code,
        ErrorCode::Invalid,
        "and nothing is announced"
    );
    act(&world, &tessa, &sandbox, announcing("Works on Sunday")).await.expect("is told");
    let second = act(&world, &tessa, &sandbox, announcing("On Monday, too")).await;
    assert_eq!(refused(second).code, ErrorCode::Conflict);
    act(&world, &tessa, &sandbox, SandboxAct::Recall).await.expect("is recalled");
    act(&world, &tessa, &sandbox, announcing("On Monday")).await.expect("is told");
    let other = open(&world, &tessa).await.expect("opens");
    act(&world, &tessa, &other, announcing("Elsewhere")).await.expect("is told");
}

#[tokio::test]
async fn nobody_acts_on_sandboxes_without_end() {
    let (world, tessa) = lab().await;
    let first = open(&world, &tessa).await.expect("opens");
    for _ in 0..300 {
        act(&world, &tessa, &first, SandboxAct::Recall).await.expect("does nothing");
    }
    let second = open(&world, &tessa).await.expect("opens");
    for sandbox in [&first, &second] {
        let refused = refused(act(&world, &tessa, sandbox, SandboxAct::Recall).await);
        assert_eq!(refused.code, ErrorCode::RateLimited);
        assert!(refused.retry_after_ms.is_some());
    }
    world.clock.advance(Duration::from_mins(15));
    let third = open(&world, &tessa).await.expect("opens");
    act(&world, &tessa, &third, SandboxAct::Recall).await.expect("may again");
}
