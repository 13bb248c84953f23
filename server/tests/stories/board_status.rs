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

    let change = SetBoardStatus { board_id: board, status: BoardStatus::Maintenance };
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
