//! Being let in, or not.

use serde_json::json;
use socketio_client::{Advice, ClientEvent, EmitError, State, Transports};

use super::support::{OfficialServer, TestClient};

pub async fn ann_is_let_in_and_the_server_knows_her_auth_and_headers(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, way, |config| {
        config.auth = Some(json!({ "token": "ann" }));
        config.headers.push(("X-Story".to_owned(), "first".to_owned()));
    });
    assert_eq!(ann.joined().await.len(), 20, "a session id of the official server");
    assert_eq!(ann.event("hello").await, [json!({ "token": "ann" }), json!("first")]);
    assert_eq!(server.fact("joined").await["auth"], json!({ "token": "ann" }));
    assert_eq!(ann.client.state(), State::Connected);
}

pub async fn ann_joins_another_namespace(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, way, |config| {
        config.namespace = "members".into();
        config.auth = Some(json!({ "token": "ann" }));
    });
    ann.joined().await;
    assert_eq!(server.fact("joined").await["namespace"], "/members");
    assert_eq!(ann.client.request("sum", &[1, 2]).await, Ok(json!(3)));
    ann.client.disconnect();
    assert_eq!(server.fact("left").await["reason"], "client namespace disconnect");
}

pub async fn a_refusal_carries_its_details_and_is_not_retried(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, way, |config| {
        config.namespace = "/closed".into();
    });
    let details = json!({ "code": "session_expired", "retry": "login" });
    let refusal = ClientEvent::ConnectError {
        message: "session ended".to_owned(),
        data: Some(details),
        advice: Advice::Login,
    };
    ann.state(State::Refused).await;
    assert_eq!(ann.next().await, refusal);
    assert_eq!(ann.client.emit("echo", &1), Err(EmitError::NotConnected));

    ann.client.connect_again();
    ann.state(State::Connecting { attempt: 0 }).await;
    ann.state(State::Refused).await;
}

pub async fn an_unknown_namespace_is_refused(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, way, |config| {
        config.namespace = "/nowhere".into();
    });
    ann.state(State::Refused).await;
    let message = "Invalid namespace".to_owned();
    let advice = Advice::Never;
    assert_eq!(ann.next().await, ClientEvent::ConnectError { message, data: None, advice });
}
