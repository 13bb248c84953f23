//! The client against the official server (npm `socket.io`), in stories.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod support;

use serde_json::{Value, json};
use socketio_client::{ClientEvent, CloseReason, EmitError, RequestError, State};
use support::{OfficialServer, TestClient};

#[tokio::test]
async fn ann_is_let_in_and_the_server_knows_her_auth_and_headers() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, |config| {
        config.auth = Some(json!({ "token": "ann" }));
        config.headers.push(("X-Story".to_owned(), "first".to_owned()));
    });
    assert_eq!(ann.joined().await.len(), 20, "a session id of the official server");
    assert_eq!(ann.event("hello").await, [json!({ "token": "ann" }), json!("first")]);
    assert_eq!(server.fact("joined").await["auth"], json!({ "token": "ann" }));
    assert_eq!(ann.client.state(), State::Connected);
}

#[tokio::test]
async fn ann_joins_another_namespace() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, |config| {
        config.namespace = "members".to_owned();
        config.auth = Some(json!({ "token": "ann" }));
    });
    ann.joined().await;
    assert_eq!(server.fact("joined").await["namespace"], "/members");
    assert_eq!(ann.client.request("sum", &[1, 2]).await, Ok(json!(3)));
    ann.client.disconnect();
    assert_eq!(server.fact("left").await["reason"], "client namespace disconnect");
}

#[tokio::test]
async fn a_refusal_carries_its_details_and_is_not_retried() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, |config| {
        config.namespace = "/closed".to_owned();
    });
    let details = json!({ "code": "session_expired", "retry": false });
    let refusal =
        ClientEvent::ConnectError { message: "session ended".to_owned(), data: Some(details) };
    ann.state(State::Refused).await;
    assert_eq!(ann.next().await, refusal);
    assert_eq!(ann.client.emit("echo", &1), Err(EmitError::NotConnected));

    ann.client.connect_again();
    ann.state(State::Connecting { attempt: 0 }).await;
    ann.state(State::Refused).await;
}

#[tokio::test]
async fn an_unknown_namespace_is_refused() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, |config| {
        config.namespace = "/nowhere".to_owned();
    });
    ann.state(State::Refused).await;
    let message = "Invalid namespace".to_owned();
    assert_eq!(ann.next().await, ClientEvent::ConnectError { message, data: None });
}

#[tokio::test]
async fn events_come_back_as_they_were_sent_and_in_order() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    let payloads =
        [json!({ "text": "grüß dich 👋 \" \\ \u{2028}" }), json!([1, [2, []]]), Value::Null];
    for payload in &payloads {
        ann.client.emit("echo", payload).unwrap();
    }
    for number in 0..500 {
        ann.client.emit("echo", &number).unwrap();
    }
    for payload in payloads {
        assert_eq!(ann.event("echoed").await, [payload]);
    }
    for number in 0..500 {
        assert_eq!(ann.event("echoed").await, [json!(number)]);
    }
}

#[tokio::test]
async fn requests_are_answered_each_with_its_own_answer() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    let requests: Vec<_> = (0..100).map(|n| ann.client.request("sum", &[n, n])).collect();
    for (n, request) in requests.into_iter().enumerate() {
        assert_eq!(request.await, Ok(json!(2 * n)));
    }
    let answer_with = |args: Value| ann.client.request("answer with", &args);
    assert_eq!(answer_with(json!([])).await, Ok(Value::Null));
    assert_eq!(answer_with(json!([{ "ok": 1 }])).await, Ok(json!({ "ok": 1 })));
    assert_eq!(answer_with(json!([1, 2])).await, Ok(json!([1, 2])));
}

#[tokio::test]
async fn a_request_nobody_answers_times_out_and_the_line_stays_up() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, |config| {
        config.ack_timeout = std::time::Duration::from_millis(100);
    });
    ann.joined().await;
    assert_eq!(ann.client.request("silence", &()).await, Err(RequestError::Timeout));
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_at_once() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    assert_eq!(ann.client.emit("echo", &1), Err(EmitError::NotConnected));
    assert_eq!(ann.client.request("sum", &[1]).await, Err(RequestError::NotConnected));
    ann.joined().await;
    assert_eq!(ann.client.emit("disconnect", &1), Err(EmitError::ReservedName));
    let huge = "x".repeat(1_000_000);
    assert_eq!(ann.client.emit("echo", &huge), Err(EmitError::TooLarge { limit: 1_000_000 }));
    let unfit = std::collections::HashMap::from([((1, 2), 3)]);
    assert!(matches!(ann.client.emit("echo", &unfit), Err(EmitError::Serialize(_))));
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

#[tokio::test]
async fn binary_events_are_skipped_and_the_next_event_is_read() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.event("hello").await;
    ann.client.emit("binary", &()).unwrap();
    assert_eq!(ann.next().await, ClientEvent::BinarySkipped { attachments: 2 });
    assert_eq!(ann.event("after the picture").await, [] as [Value; 0]);
}

#[tokio::test]
async fn an_event_that_wants_an_answer_is_an_event() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.client.emit("ask me", &()).unwrap();
    assert_eq!(ann.event("question").await, ["why?"]);
}

#[tokio::test]
async fn sent_away_by_the_server_the_client_comes_back() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.client.emit("send me away", &()).unwrap();
    assert_eq!(ann.disconnected().await, CloseReason::ServerDisconnect);
    assert_eq!(server.fact("left").await["reason"], "server namespace disconnect");
    ann.joined().await;
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

#[tokio::test]
async fn a_server_that_hangs_up_is_called_again() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.client.emit("hang up", &()).unwrap();
    ann.disconnected().await;
    ann.joined().await;
}

#[tokio::test]
async fn a_killed_server_is_found_again_on_the_same_port() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    let unanswered = ann.client.request("silence", &());
    server.kill().await;
    assert_eq!(unanswered.await, Err(RequestError::Disconnected));
    ann.disconnected().await;
    assert!(matches!(ann.disconnected().await, CloseReason::TransportError(_)), "a failed retry");

    server.restart().await;
    ann.joined().await;
    assert_eq!(ann.client.request("sum", &[4, 5]).await, Ok(json!(9)));
}

#[tokio::test]
async fn a_clean_leave_is_seen_as_one_and_the_client_can_return() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.client.disconnect();
    assert_eq!(server.fact("left").await["reason"], "client namespace disconnect");
    ann.state(State::Closed).await;
    assert_eq!(ann.disconnected().await, CloseReason::ClientDisconnect);
    assert_eq!(ann.client.emit("echo", &1), Err(EmitError::Closed));

    ann.client.connect_again();
    ann.joined().await;
}

#[tokio::test]
async fn dropping_the_last_handle_is_a_clean_leave_too() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    let TestClient { client, driver, .. } = ann;
    drop(client);
    support::in_time(driver).await.unwrap();
    assert_eq!(server.fact("left").await["reason"], "client namespace disconnect");
}

#[tokio::test]
async fn a_cut_line_is_lost_without_a_word_and_comes_back() {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.client.cut();
    assert_eq!(ann.disconnected().await, CloseReason::TransportClosed);
    assert!(server.fact("left").await["reason"].as_str().unwrap().starts_with("transport"));
    ann.joined().await;
}

#[tokio::test]
async fn the_heartbeat_keeps_a_quiet_line() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    ann.event("hello").await;
    for _ in 0..4 {
        assert_eq!(ann.next().await, ClientEvent::Pinged);
    }
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

#[tokio::test]
async fn a_frozen_server_is_noticed_by_its_silence() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server);
    ann.joined().await;
    server.freeze();
    assert_eq!(ann.disconnected().await, CloseReason::HeartbeatTimeout);
    server.thaw();
    ann.joined().await;
}
