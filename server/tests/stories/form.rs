//! Plain forms: everything works without scripts.

use crate::app::{TestApp, cookie};
use reqwest::{Response, StatusCode, header};
use uuid::Uuid;

#[track_caller]
fn leads_to(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn signing_in_leads_on_and_a_mistake_leads_back_without_the_password() {
    let app = TestApp::start().await;
    let good = "email=owner%40example.com&password=demo-password&next=%2Fconversations";
    let response = app.post_form("/sign-in", None, good).await;
    assert_eq!(leads_to(&response), "/conversations");
    assert!(cookie(&response).starts_with("session="));

    let bad = "email=owner%40example.com&password=wrong-secret&next=%2Fconversations";
    let back = leads_to(&app.post_form("/sign-in", None, bad).await);
    assert!(back.starts_with("/sign-in?error=forbidden&"), "{back}");
    assert!(back.contains("email=owner%40example.com"), "{back}");
    assert!(back.contains("next=%2Fconversations"), "{back}");
    assert!(!back.contains("wrong-secret"), "{back}");
}

#[tokio::test]
async fn signing_up_opens_an_account() {
    let app = TestApp::start().await;
    let good = "name=Zoe&email=zoe%40example.com&password=long-enough&role=advertiser";
    let response = app.post_form("/sign-up", None, good).await;
    assert_eq!(leads_to(&response), "/");
    let bad = "name=Zoe&email=zoe2%40example.com&password=short&role=advertiser";
    let back = leads_to(&app.post_form("/sign-up", None, bad).await);
    assert!(back.starts_with("/sign-up?error=invalid&"), "{back}");
    assert!(back.contains("field=password") && back.contains("name=Zoe"), "{back}");
}

#[tokio::test]
async fn a_conversation_works_with_forms_alone() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    let marta = app.sign_in("owner").await;
    let board = app.board_of(&marta.me).await;
    let start = format!("/boards/{board}/conversation");
    let asked = leads_to(&app.post_form(&start, None, "").await);
    assert_eq!(asked, format!("/sign-in?next=%2Fboards%2F{board}"), "visitors sign in first");
    let thread = leads_to(&app.post_form(&start, Some(&ana), "").await);
    assert!(thread.starts_with("/conversations/"), "{thread}");

    let form = format!("clientId={}&body=Hello+Marta", Uuid::now_v7());
    let send = format!("{thread}/messages");
    for _ in 0..2 {
        assert_eq!(leads_to(&app.post_form(&send, Some(&ana), &form).await), thread);
    }
    let page = app.get(&thread, Some(&marta)).await.text().await.unwrap();
    // Without the empty comments that mark places for the page's script.
    let page = page.replace("<!>", "");
    assert_eq!(page.matches("Hello Marta</p>").count(), 1, "sent twice, stored once, shown once");

    let empty = format!("clientId={}&body=+", Uuid::now_v7());
    let back = leads_to(&app.post_form(&send, Some(&ana), &empty).await);
    assert!(back.starts_with(&format!("{thread}?error=invalid&")), "{back}");
}

#[tokio::test]
async fn a_session_is_ended_by_a_form() {
    let app = TestApp::start().await;
    let phone = app.sign_in("advertiser").await;
    let laptop = app.sign_in("advertiser").await;
    let form = format!("id={}", phone.me.session_id);
    let response = app.post_form("/account/sessions/revoke", Some(&laptop), &form).await;
    assert_eq!(leads_to(&response), "/account");
    assert_eq!(app.get("/api/session", Some(&phone)).await.status(), StatusCode::UNAUTHORIZED);
    let response = app.post_form("/sign-out", Some(&laptop), "").await;
    assert_eq!((leads_to(&response), cookie(&response)), ("/".into(), "session=".into()));
    assert_eq!(app.get("/api/session", Some(&laptop)).await.status(), StatusCode::UNAUTHORIZED);
}
