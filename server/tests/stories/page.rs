//! The pages as the server renders them, before any script.

use crate::app::{TestApp, code};
use marketplace::Viewer;
use reqwest::StatusCode;
use serde_json::Value;
use uuid::Uuid;

#[tokio::test]
async fn every_page_answers() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let board = app.board_of(&marta.me).await;
    for (path, expected) in [
        ("/".to_owned(), "200"),
        ("/?city=Berlin&status=live&page=2".to_owned(), "Berlin"),
        (format!("/boards/{board}"), "Marta Lindqvist"),
        ("/sign-in".to_owned(), "owner@example.com"),
        ("/sign-up".to_owned(), "password"),
    ] {
        let response = app.get(&path, None).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(response.text().await.unwrap().contains(expected), "{path} without {expected}");
    }
    for (path, expected) in [
        ("/conversations".to_owned(), "Marta Lindqvist"),
        (format!("/conversations/{id}"), "Marta Lindqvist"),
        ("/account".to_owned(), "advertiser@example.com"),
        ("/test-websocket".to_owned(), "joinRoom"),
    ] {
        let response = app.get(&path, Some(&ana)).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(response.text().await.unwrap().contains(expected), "{path} without {expected}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    let nothing = Uuid::nil();
    for path in [
        "/no-such-page".to_owned(),
        format!("/boards/{nothing}"),
        "/boards/nonsense".to_owned(),
        format!("/boards/{nothing}/picture.svg"),
        format!("/conversations/{nothing}"),
    ] {
        let status = app.get(&path, Some(&ana)).await.status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn somebody_elses_conversation_is_not_found() {
    let app = TestApp::start().await;
    let (_, _, id) = app.ana_and_marta().await;
    let stranger = app.sign_in("tester").await;
    let response = app.get(&format!("/conversations/{id}"), Some(&stranger)).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(!response.text().await.unwrap().contains("Marta Lindqvist"));
}

#[tokio::test]
async fn every_board_has_its_own_picture() {
    let app = TestApp::start().await;
    let boards = app
        .market
        .boards(&Viewer::visitor(), &protocol::board::BoardFilter::default())
        .await
        .unwrap()
        .boards;
    let mut pictures = std::collections::HashSet::new();
    for board in &boards {
        let response = app.get(&format!("/boards/{}/picture.svg", board.id), None).await;
        assert_eq!(response.headers()["content-type"], "image/svg+xml");
        pictures.insert(response.text().await.unwrap());
    }
    assert_eq!(pictures.len(), boards.len());
    assert!(app.market.board(&Viewer::visitor(), boards[0].id).await.is_ok());
}

#[tokio::test]
async fn the_server_says_whether_it_lives_and_works() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(app.get(path, None).await.status(), StatusCode::OK, "{path}");
    }
}

/// The address of a server function; it ends in a hash.
fn server_function(name: &str) -> &'static str {
    let mut paths = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path);
    paths.find(|path| path.starts_with(&format!("/api/{name}"))).expect("is registered")
}

#[tokio::test]
async fn a_refused_server_function_has_the_status_of_its_error() {
    let app = TestApp::start().await;
    let (_, _, id) = app.ana_and_marta().await;
    let stranger = app.sign_in("tester").await;
    let refused = app.post_form(server_function("read_inbox"), None, "").await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(code(refused).await, "unauthenticated");
    let form = format!("id={id}");
    let refused = app.post_form(server_function("open_thread"), Some(&stranger), &form).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
    assert_eq!(code(refused).await, "not_found");
}

#[tokio::test]
async fn programs_are_told_what_travels() {
    let app = TestApp::start().await;
    let described: Value = app.get("/api/asyncapi.json", None).await.json().await.unwrap();
    assert_eq!(described["asyncapi"], "3.0.0");
    assert_eq!(described["operations"]["command.sendMessage"]["action"], "receive");
    assert_eq!(described["operations"]["event.newMessage"]["action"], "send");
}
