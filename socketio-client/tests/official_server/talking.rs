//! Events, requests and answers.

use serde_json::{Value, json};
use socketio_client::{EmitError, Message, Patience, RequestError, Transports, attachment};
use std::time::Duration;

use super::support::{OfficialServer, TestClient};

pub async fn events_come_back_as_they_were_sent_and_in_order(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
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

pub async fn requests_are_answered_each_with_its_own_answer(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
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

pub async fn a_request_nobody_answers_times_out_and_the_line_stays_up(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, way, |config| {
        config.ack_timeout = Duration::from_millis(100);
    });
    ann.joined().await;
    assert_eq!(ann.client.request("silence", &()).await, Err(RequestError::Timeout));
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

pub async fn what_cannot_be_sent_is_said_at_once(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
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

pub async fn bytes_travel_both_ways_in_events_and_in_answers(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.client.emit("binary", &()).unwrap();
    let (args, attachments) = ann.event_with_bytes("picture").await;
    assert_eq!(attachment(&args[0], &attachments), Some(&b"first"[..]));
    assert_eq!(attachment(&args[1]["nested"], &attachments), Some(&b"second"[..]));
    assert_eq!(ann.event("after the picture").await, [] as [Value; 0]);

    let picture: Vec<u8> = (0..=255).cycle().take(3_000).collect();
    let mut message = Message::new("echo bytes").arg(&"sketch").bytes(picture.clone());
    let nested = message.attach(vec![]);
    let answer = ann.client.ask(message.arg(&json!({ "nested": nested }))).await.unwrap();
    assert_eq!(answer.args[0], "sketch");
    assert_eq!(attachment(&answer.args[1], &answer.attachments), Some(&picture[..]));
    assert_eq!(attachment(&answer.args[2]["nested"], &answer.attachments), Some(&[][..]));
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

pub async fn the_server_gets_the_answer_it_asks_for(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    for bytes in [vec![], vec![1, 2, 3]] {
        ann.client.emit("ask me", &()).unwrap();
        let to = ann.question("question").await;
        let answer = Message::default().arg(&"because").bytes(bytes.clone());
        ann.client.reply(to, answer).unwrap();
        let fact = server.fact("answered").await;
        assert_eq!(fact["args"], json!(["because", { "bytes": bytes }]));
    }
}

pub async fn a_request_is_repeated_until_it_is_answered(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    let patience = Patience { timeout: Duration::from_millis(100), tries: 100 };
    let answer = ann.client.ask_with(Message::new("third time lucky"), patience).await.unwrap();
    assert!(answer.into_value().as_u64().unwrap() >= 3);
}
