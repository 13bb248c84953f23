//! Photos over HTTP: who keeps them for how long, and what is left when one is removed.

use crate::{
    app::{TestApp, User},
    picture::turned_jpeg,
    scenario::open,
};
use marketplace::Viewer;
use protocol::{
    board::{BoardStatus, BoardUpdated, PhotoAct, SetBoardStatus},
    id::{BoardId, FileId},
    picture::address,
};
use reqwest::{
    Response, StatusCode, header,
    multipart::{Form, Part},
};
use uuid::Uuid;

/// Adds a photo to a board, as a browser does, and says which it is.
async fn add(app: &TestApp, owner: &User, board: BoardId) -> FileId {
    let file = Part::bytes(turned_jpeg(480, 640)).file_name("board.jpg");
    let form = Form::new().text("clientId", Uuid::now_v7().to_string()).text("alt", "by day");
    let post = app.http.post(format!("{}/boards/{board}/photos", app.url));
    let post = post.header(header::COOKIE, &owner.cookie).multipart(form.part("file", file));
    let page = post.send().await.expect("answers");
    assert_eq!(page.headers()[header::LOCATION], format!("/boards/{board}/photos"));
    let viewer = Viewer::user(owner.me.clone());
    app.market.board(&viewer, board).await.expect("is there").photos[0].file_id
}

/// Adds a photo as the page does while it stays where it is.
async fn send(
    app: &TestApp,
    user: &User,
    board: BoardId,
    (id, bytes): (Uuid, Vec<u8>),
) -> Response {
    let file = Part::bytes(bytes).file_name("board.jpg");
    let form = Form::new().text("clientId", id.to_string()).text("alt", "by day");
    let post = app.http.post(format!("{}/api/boards/{board}/photos", app.url));
    let post = post.header(header::COOKIE, &user.cookie).multipart(form.part("file", file));
    post.send().await.expect("answers")
}

/// Asks again for what one has.
async fn get_again(app: &TestApp, path: &str, tag: &str) -> Response {
    let get = app.http.get(format!("{}{path}", app.url));
    get.header(header::IF_NONE_MATCH, tag).send().await.expect("answers")
}

#[track_caller]
fn caching(response: &Response) -> &str {
    response.headers()[header::CACHE_CONTROL].to_str().expect("is text")
}

#[tokio::test]
async fn a_photo_is_kept_for_an_hour_and_not_longer_than_it_may_be_seen() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let board = app.board_of(&marta.me).await;
    let live = SetBoardStatus::new(board, BoardStatus::Live);
    app.market.set_board_status(&marta.me, &live).await.expect("is live");
    let photo = add(&app, &marta, board).await;
    let path = address(photo, 480);
    let shown = app.get(&path, None).await;
    assert_eq!(caching(&shown), "public, max-age=3600");
    let tag = shown.headers()[header::ETAG].to_str().expect("is text").to_owned();
    let again = get_again(&app, &path, &format!("W/{tag}")).await;
    assert_eq!(
        (again.status(), caching(&again)),
        (StatusCode::NOT_MODIFIED, "public, max-age=3600")
    );
    assert_eq!(again.headers()[header::ETAG], tag);
    assert!(again.bytes().await.expect("ends").is_empty());
    let other = get_again(&app, &address(photo, 640), &tag).await;
    assert_eq!(other.status(), StatusCode::OK, "every width has its own tag");
    app.market.act_on_photo(&marta.me, (board, photo), PhotoAct::Remove).await.expect("is done");
    let gone = get_again(&app, &path, &tag).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND, "also for whoever has it");
}

#[tokio::test]
async fn the_picture_of_a_sandboxs_board_is_not_on_the_web() {
    let app = TestApp::start().await;
    let (tessa, marta) = (app.sign_in("tester").await, app.sign_in("owner").await);
    let sandbox = open(&app, &tessa, 2).await;
    let played = format!("/boards/{}/picture.svg", sandbox.board_id);
    for viewer in [None, Some(&tessa)] {
        assert_eq!(app.get(&played, viewer).await.status(), StatusCode::NOT_FOUND);
    }
    let real = format!("/boards/{}/picture.svg", app.board_of(&marta.me).await);
    assert_eq!(caching(&app.get(&real, None).await), "public, max-age=86400");
}

#[tokio::test]
async fn a_photo_whose_answer_was_lost_is_sent_again_and_added_once() {
    let app = TestApp::start().await;
    let (marta, ana) = (app.sign_in("owner").await, app.sign_in("advertiser").await);
    let board = app.board_of(&marta.me).await;
    let id = Uuid::now_v7();
    for _ in 0..2 {
        let added = send(&app, &marta, board, (id, turned_jpeg(480, 640))).await;
        assert_eq!(added.status(), StatusCode::CREATED);
        let updated: BoardUpdated = added.json().await.expect("is JSON");
        assert_eq!(updated.board_id, board);
    }
    let detail = app.market.board(&Viewer::user(marta.me.clone()), board).await.expect("is there");
    assert_eq!(detail.photos.len(), 1);
    let small = send(&app, &marta, board, (Uuid::now_v7(), turned_jpeg(48, 64))).await;
    assert_eq!(small.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let hers = send(&app, &ana, board, (Uuid::now_v7(), turned_jpeg(480, 640))).await;
    assert!(matches!(hers.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn an_empty_file_is_named_and_the_words_beside_it_are_kept() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let board = app.board_of(&marta.me).await;
    for name in ["board.jpg", ""] {
        let file = Part::bytes(Vec::new()).file_name(name);
        let form = Form::new().text("clientId", Uuid::now_v7().to_string()).part("file", file);
        let post = app.http.post(format!("{}/boards/{board}/photos", app.url));
        let post = post.header(header::COOKIE, &marta.cookie);
        let back = post.multipart(form.text("alt", "by day")).send().await.expect("answers");
        let back = back.headers()[header::LOCATION].to_str().expect("is text").to_owned();
        assert!(back.contains("error=invalid&field=file") && back.contains("alt=by+day"), "{back}");
    }
    let empty = send(&app, &marta, board, (Uuid::now_v7(), Vec::new())).await;
    assert_eq!(empty.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().await.expect("ends").contains("The file is empty"));
}
