//! Signing in as a program, and what ends with a session.

use crate::{
    app::{TestApp, code, cookie},
    raw_socket::RawSocket,
    socket::TestSocket,
};
use protocol::{ErrorCode, command::JoinRoom};
use reqwest::{StatusCode, header};
use serde_json::json;

#[tokio::test]
async fn a_program_signs_in_and_out() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    assert_eq!(app.get("/api/session", Some(&ana)).await.status(), StatusCode::OK);
    let response = app.http.delete(format!("{}/api/session", app.url));
    let response = response.header(header::COOKIE, &ana.cookie).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(cookie(&response), "session=");
    let response = app.get("/api/session", Some(&ana)).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(code(response).await, "unauthenticated");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::start_with(&["--origin", "https://boards.example"]).await;
    let input = json!({"email": "owner@example.com", "password": "demo-password"});
    let response = app.http.post(format!("{}/api/session", app.url)).json(&input).send().await;
    let set = response.unwrap().headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(set.starts_with("__Host-session="), "{set}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }
    assert!(!set.contains("Domain"), "{set}");
}

#[tokio::test]
async fn bad_input_gets_a_typed_error() {
    let app = TestApp::start().await;
    let post = || app.http.post(format!("{}/api/session", app.url));
    let json = "application/json";
    let cases = [
        (
            post().json(&json!({"email": "owner@example.com", "password": "wrong"})),
            403,
            "forbidden",
        ),
        (post().json(&json!({"email": "x", "password": "wrong"})), 422, "invalid"),
        (post().json(&json!({"email": "owner@example.com"})), 422, "invalid"),
        (post().body("{").header(header::CONTENT_TYPE, json), 422, "invalid"),
        (post().body("a=b"), 422, "invalid"),
        (post().body("x".repeat(70_000)).header(header::CONTENT_TYPE, json), 413, "too_large"),
    ];
    for (request, status, expected) in cases {
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(code(response).await, expected);
    }
}

#[tokio::test]
async fn revoking_a_session_closes_its_sockets_and_no_others() {
    let app = TestApp::start().await;
    let phone = app.sign_in("advertiser").await;
    let laptop = app.sign_in("advertiser").await;
    let mut on_phone = app.socket(&phone).await;
    let on_laptop = app.socket(&laptop).await;
    app.market.revoke_session(&laptop.me, phone.me.session_id).await.expect("revokes");
    on_phone.expect_disconnect().await;
    assert_eq!(on_phone.expect_refusal().await, "session_expired", "and it cannot come back");
    let room = format!("user:{}", laptop.me.user_id);
    on_laptop.ask(&JoinRoom { room }).await.expect("the other device goes on");
}

/// The server ends the session's place in the namespace; the line itself stays up.
#[tokio::test]
async fn a_line_that_outlives_its_session_does_not_let_it_in_again() {
    let app = TestApp::start().await;
    let phone = app.sign_in("advertiser").await;
    let mut line = RawSocket::connect(&app, &phone).await;
    app.market.revoke_session(&phone.me, phone.me.session_id).await.expect("revokes");
    line.hear("41").await;
    line.send("40").await;
    let answer = line.hear("4").await;
    assert!(answer.starts_with("44") && answer.contains("session_expired"), "{answer}");
}

#[tokio::test]
async fn a_page_that_comes_back_with_somebody_elses_cookie_is_not_let_in() {
    let app = TestApp::start().await;
    let (ana, marta) = (app.sign_in("advertiser").await, app.sign_in("owner").await);
    let mut own = TestSocket::open_as(&app.url, &ana.cookie, ana.me.user_id);
    own.expect("hello").await;
    let mut foreign = TestSocket::open_as(&app.url, &marta.cookie, ana.me.user_id);
    assert_eq!(foreign.expect_refusal().await, "session_expired");
}

#[tokio::test]
async fn a_visitor_is_greeted_but_may_not_do_anything() {
    let app = TestApp::start().await;
    let (_, _, id) = app.ana_and_marta().await;
    let visitor = app.visitor_socket().await;
    let error = visitor.ask(&JoinRoom { room: id.to_string() }).await.expect_err("is refused");
    assert_eq!(error.code, ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn a_made_up_cookie_is_refused() {
    let app = TestApp::start().await;
    let mut socket = TestSocket::open(&app.url, Some("session=0123"), None);
    assert_eq!(socket.expect_refusal().await, "session_expired");
}
