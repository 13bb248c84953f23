//! A board's status over sockets and forms.

use crate::app::TestApp;
use protocol::{
    ErrorCode, Room, ServerEvent,
    board::{BoardStatus, BoardStatusUpdate, FollowBoard, SetBoardStatus},
    command::JoinRoom,
};

fn status(event: ServerEvent) -> BoardStatusUpdate {
    match event {
        ServerEvent::BillboardStatusUpdate(update) => update,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn viewers_hear_a_change_and_whoever_joins_later_hears_how_it_stands() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let ana = app.sign_in("advertiser").await;
    let board = app.board_of(&marta.me).await;
    let owner = app.socket(&marta).await;
    let (mut page, mut list) = (app.visitor_socket().await, app.visitor_socket().await);
    let mut elsewhere = app.socket(&ana).await;
    let follow = FollowBoard { board_id: board, is_followed: true };
    elsewhere.ask(&follow).await.expect("follows");
    page.ask(&JoinRoom { room: Room::Board(board).to_string() }).await.expect("may join");
    status(page.expect("billboardStatusUpdate").await);
    list.ask(&JoinRoom { room: Room::Boards.to_string() }).await.expect("may join");

    let change = SetBoardStatus::new(board, BoardStatus::Maintenance);
    let update = owner.ask(&change).await.expect("changes");
    for socket in [&mut page, &mut list, &mut elsewhere] {
        assert_eq!(status(socket.expect("billboardStatusUpdate").await), update);
    }
    let mut late = app.visitor_socket().await;
    late.ask(&JoinRoom { room: Room::Board(board).to_string() }).await.expect("may join");
    assert_eq!(status(late.expect("billboardStatusUpdate").await), update);

    let refused = elsewhere.ask(&change).await.expect_err("is not hers");
    assert_eq!(refused.code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn status_and_following_work_with_forms_alone() {
    let app = TestApp::start().await;
    let (marta, ana) = (app.sign_in("owner").await, app.sign_in("advertiser").await);
    let board = app.board_of(&marta.me).await;
    let path = format!("/boards/{board}");
    let place = |response: &reqwest::Response| {
        response.headers()["location"].to_str().expect("is text").to_owned()
    };
    let set = format!("{path}/status");
    assert_eq!(place(&app.post_form(&set, Some(&marta), "status=paused").await), path);
    let page = app.get(&path, Some(&marta)).await.text().await.unwrap();
    assert!(page.contains("board-picture--paused") && page.contains("Change the status"));

    let refused = place(&app.post_form(&set, Some(&ana), "status=live").await);
    assert_eq!(refused, format!("{path}?error=forbidden"));
    let nonsense = place(&app.post_form(&set, Some(&marta), "status=upside-down").await);
    assert!(nonsense.starts_with(&format!("{path}?error=invalid")), "{nonsense}");
    let visitor = place(&app.post_form(&set, None, "status=live").await);
    assert!(visitor.starts_with("/sign-in?next="), "{visitor}");

    let follow = format!("{path}/follow");
    assert_eq!(place(&app.post_form(&follow, Some(&ana), "isFollowed=true").await), path);
    let page = app.get(&path, Some(&ana)).await.text().await.unwrap();
    assert!(page.contains("Stop following") && !page.contains("Change the status"));
}

#[tokio::test]
async fn a_board_off_the_market_is_there_for_its_people_only() {
    let app = TestApp::start().await;
    let (marta, adrian) = (app.sign_in("owner").await, app.sign_in("admin").await);
    let board = app.board_of(&marta.me).await;
    let (path, picture) = (format!("/boards/{board}"), format!("/boards/{board}/picture.svg"));
    let set = format!("{path}/status");
    let refused = app.post_form(&set, Some(&adrian), "status=draft&reason=+").await;
    let place = refused.headers()["location"].to_str().expect("is text");
    assert_eq!(place, format!("{path}?error=invalid&field=reason"));
    let mut page = app.visitor_socket().await;
    page.ask(&JoinRoom { room: Room::Board(board).to_string() }).await.expect("may join");
    status(page.expect("billboardStatusUpdate").await);
    app.post_form(&set, Some(&adrian), "status=draft&reason=Too+dark").await;
    assert_eq!(status(page.expect("billboardStatusUpdate").await).status, BoardStatus::Draft);

    for (user, answer) in [(None, 404), (Some(&marta), 200), (Some(&adrian), 200)] {
        assert_eq!(app.get(&path, user).await.status(), answer);
        assert_eq!(app.get(&picture, user).await.status(), answer);
    }
    let cached = app.get(&picture, Some(&marta)).await;
    assert!(cached.headers()["cache-control"].to_str().unwrap().starts_with("private"));
    let hers = app.get(&path, Some(&marta)).await.text().await.unwrap();
    assert!(hers.contains("Submit for review") && hers.contains("Too dark"));
    assert!(!hers.contains("Send it back") && !hers.contains("Approve"));
    let late = app.visitor_socket().await;
    let refused = late.ask(&JoinRoom { room: Room::Board(board).to_string() }).await;
    assert_eq!(refused.expect_err("is not hers").code, ErrorCode::NotFound);
}
