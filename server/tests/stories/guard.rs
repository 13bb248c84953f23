//! What keeps foreign pages and stolen ids out.

use crate::{app::TestApp, socket::TestSocket};
use reqwest::{StatusCode, header};

#[tokio::test]
async fn from_a_foreign_origin_nothing_opens() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    let evil = "https://evil.example";
    let mut socket = TestSocket::open(&app.url, Some(&ana.cookie), Some(evil));
    socket.expect_disconnect().await;
    for path in ["/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=websocket"] {
        let request = app.http.get(format!("{}{path}", app.url)).header(header::ORIGIN, evil);
        let status = request.header(header::COOKIE, &ana.cookie).send().await.unwrap().status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in ["/api/session", "/sign-in", "/sign-out", "/boards/x/conversation"] {
        let request = app.http.post(format!("{}{path}", app.url)).header(header::ORIGIN, evil);
        let status = request.header(header::COOKIE, &ana.cookie).send().await.unwrap().status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn our_own_origin_opens() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    let own = app.url.clone();
    TestSocket::open(&app.url, Some(&ana.cookie), Some(&own)).expect("hello").await;
}

#[tokio::test]
async fn a_transport_session_is_worth_nothing_with_another_cookie() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    let marta = app.sign_in("owner").await;
    let polling = format!("{}/socket.io/?EIO=4&transport=polling", app.url);
    let open = app.http.get(&polling).header(header::COOKIE, &ana.cookie).send().await.unwrap();
    let text = open.text().await.unwrap();
    let open: serde_json::Value = serde_json::from_str(&text[1..]).unwrap();
    let stolen = format!("{polling}&sid={}", open["sid"].as_str().unwrap());
    for cookie in [Some(&marta.cookie), None] {
        let mut request = app.http.post(&stolen).body("40");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        assert_eq!(request.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    }
    let own = app.http.post(&stolen).body("40").header(header::COOKIE, &ana.cookie);
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::start().await;
    for path in ["/", "/healthz", "/no-such-page", "/api/session"] {
        let response = app.get(path, None).await;
        let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
    }
    let page = app.get("/", None).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("'nonce-") && !policy.contains("unsafe-inline"), "{policy}");
}
