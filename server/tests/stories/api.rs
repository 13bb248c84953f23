//! What programs may get wrong in an address: each refusal is an error they can read.

use crate::app::{TestApp, code};
use reqwest::StatusCode;

#[tokio::test]
async fn an_address_that_says_nothing_is_refused_in_the_words_of_every_refusal() {
    let app = TestApp::start().await;
    let adrian = app.sign_in("admin").await;
    for path in [
        "/api/orders?show=elsewhere",
        "/api/orders/7",
        "/api/orders/7/status",
        "/api/orders/7/logs",
        "/api/boards/7/availability",
        "/api/boards/map?zoom=near",
        "/api/dashboard/owner?page=first",
        "/api/dashboard/admin?run=x",
    ] {
        let response = app.get(path, Some(&adrian)).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(code(response).await, "invalid", "{path}");
    }
}
