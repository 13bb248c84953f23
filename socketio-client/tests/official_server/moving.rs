//! From one transport to the other.

use serde_json::json;
use socketio_client::{Transport, Transports};
use std::time::Duration;

use super::support::{OfficialServer, Proxy, TestClient};

#[tokio::test]
async fn the_move_to_a_websocket_loses_and_doubles_nothing() {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, Transports::PollingFirst);
    ann.joined().await;
    let mut number = 0;
    // Something is always under way, until a while after the move.
    while !ann.upgraded || number < 300 {
        ann.client.emit("echo", &number).unwrap();
        let sum = ann.client.request("sum", &[number, 1]);
        assert_eq!(ann.event("echoed").await, [json!(number)]);
        assert_eq!(sum.await, Ok(json!(number + 1)));
        number += 1;
    }
}

#[tokio::test]
async fn where_websockets_are_refused_polling_is_used_until_they_are_allowed() {
    blocked_and_allowed(Proxy::refuse).await;
}

#[tokio::test]
async fn where_websockets_hang_polling_is_used_until_they_are_allowed() {
    blocked_and_allowed(Proxy::swallow).await;
}

async fn blocked_and_allowed(block: fn(&Proxy)) {
    let server = OfficialServer::start().await;
    let proxy = Proxy::start(server.port()).await;
    block(&proxy);
    let mut ann = TestClient::connect_with(&server, Transports::WebSocketFirst, |config| {
        config.url = proxy.url();
        config.websocket_patience = Duration::from_millis(300);
        config.upgrade.first = Duration::from_millis(50);
    });
    let failed = ann.transport_failed().await;
    assert_eq!(failed, Transport::WebSocket);
    ann.joined().await;
    assert_eq!(ann.client.request("sum", &[1, 2]).await, Ok(json!(3)));
    ann.transport_failed().await;
    assert_eq!(ann.client.request("sum", &[1, 2]).await, Ok(json!(3)));
    proxy.allow();
    // Sooner or later, by itself.
    let mut number = 0;
    while !ann.upgraded {
        ann.client.emit("echo", &number).unwrap();
        assert_eq!(ann.event("echoed").await, [json!(number)]);
        number += 1;
    }
    assert_eq!(ann.client.request("sum", &[1, 2]).await, Ok(json!(3)));
}
