//! Plain forms: everything works without scripts.

use crate::app::{TestApp, cookie};
use protocol::board::BoardDraft;
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

#[tokio::test]
async fn an_owner_writes_and_edits_a_board_with_forms_alone_and_loses_nothing_to_a_refusal() {
    let app = TestApp::start().await;
    let (marta, ana) = (app.sign_in("owner").await, app.sign_in("advertiser").await);
    let written = |title: &str, more: &str| {
        let draft = BoardDraft {
            title: title.into(),
            city: "Berlin".into(),
            address: "Torstraße 1".into(),
            facing: "the square".into(),
            width: "4".into(),
            height: "3".into(),
            audience_per_week: "1000".into(),
            price_per_day: "50".into(),
            description: "x".repeat(1_900),
            ..BoardDraft::fresh()
        };
        format!("{}{more}", serde_urlencoded::to_string(draft).unwrap())
    };
    let asked = leads_to(&app.post_form("/boards/new", None, &written("A", "")).await);
    assert_eq!(asked, "/sign-in?next=%2Fboards%2Fnew");
    let refused = app.post_form("/boards/new", Some(&marta), &written("  ", "")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text().await.unwrap();
    assert!(page.contains(&"x".repeat(1_900)) && page.contains("This is needed."));
    let others = app.post_form("/boards/new", Some(&ana), &written("A", "")).await;
    assert_eq!(others.status(), StatusCode::FORBIDDEN);

    let path = leads_to(&app.post_form("/boards/new", Some(&marta), &written("Corner", "")).await);
    let edit = format!("{path}/edit");
    let page = app.get(&edit, Some(&marta)).await.text().await.unwrap();
    assert!(page.contains("value=\"Corner\"") && page.contains("name=\"version\""));
    for user in [None, Some(&ana)] {
        assert_eq!(app.get(&edit, user).await.status(), StatusCode::NOT_FOUND);
    }
    let saved = app.post_form(&edit, Some(&marta), &written("North corner", "&version=1")).await;
    assert_eq!(leads_to(&saved), path);
    let late = app.post_form(&edit, Some(&marta), &written("South corner", "&version=1")).await;
    assert_eq!(late.status(), StatusCode::CONFLICT);
    // Without the empty comments that mark places for the page's script.
    let page = late.text().await.unwrap().replace("<!>", "");
    assert!(page.contains("value=\"South corner\""), "what was typed is still there");
    assert!(page.contains("<q>North corner</q>"), "beside what is stored");
    assert!(page.contains("name=\"version\" value=\"2\""), "and is saved over it knowingly");
    // She has touched the title only; the price was 40 before somebody else made it 50.
    let seen = [("seen", r#"{"title":"Corner","pricePerDay":"40"}"#)];
    let seen = format!("&version=1&{}", serde_urlencoded::to_string(seen).unwrap());
    let old = written("South corner", &seen).replace("pricePerDay=50", "pricePerDay=40");
    let page = app.post_form(&edit, Some(&marta), &old).await.text().await.unwrap();
    let page = page.replace("<!>", "");
    assert!(page.contains("value=\"South corner\""), "what she touched says what she typed");
    assert!(page.contains("value=\"50\"") && page.contains("<q>50</q>"), "the rest is theirs");
    let wrong = app.post_form(&edit, Some(&marta), &written("  ", "&version=1")).await;
    let page = wrong.text().await.unwrap().replace("<!>", "");
    assert!(page.contains("This is needed.") && page.contains("name=\"version\" value=\"1\""));

    let mine = app.get("/boards/mine", Some(&marta)).await.text().await.unwrap();
    assert!(mine.contains("North corner"));
    let queue = app.get("/admin/boards", Some(&marta)).await;
    assert_eq!(queue.status(), StatusCode::NOT_FOUND);
    let adrian = app.sign_in("admin").await;
    let queue = app.get("/admin/boards", Some(&adrian)).await.text().await.unwrap();
    assert!(queue.contains("boards wait") && queue.contains("Approve"));
}

#[tokio::test]
async fn a_batch_leads_back_to_the_list_it_was_chosen_from() {
    let app = TestApp::start().await;
    let adrian = app.sign_in("admin").await;
    let page = app.get("/admin/pipeline?run=paused", Some(&adrian)).await.text().await.unwrap();
    assert!(page.contains("name=\"run\" value=\"paused\""), "the form says which list it is of");
    let batch =
        async |form: &str| leads_to(&app.post_form("/admin/pipeline", Some(&adrian), form).await);
    let told = batch("run=paused&steer=resume&all=true").await;
    assert_eq!(told, "/admin/pipeline?run=paused&done=0&refused=0");
    let refused = batch("run=paused").await;
    assert_eq!(refused, "/admin/pipeline?error=invalid&field=steer&run=paused");
}

#[tokio::test]
async fn a_browser_without_cookies_is_told_why_its_plan_stays_empty() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let board = app.board_of(&marta.me).await;
    let days = "first=2030-05-01&last=2030-05-02";
    let next = leads_to(&app.post_form(&format!("/boards/{board}/plan"), None, days).await);
    let next = leads_to(&app.get(&next, None).await);
    let page = app.get(&next, None).await.text().await.unwrap();
    assert!(page.contains("keeps no cookies"), "nothing is there, though it was added");
    let page = app.get("/plan", None).await.text().await.unwrap();
    assert!(!page.contains("keeps no cookies"), "nobody has added anything");
}
