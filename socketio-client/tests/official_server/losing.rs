//! Lines that end, and lines that only seem to live.

use serde_json::json;
use socketio_client::{ClientEvent, CloseReason, EmitError, RequestError, State, Transports};
use std::time::Duration;

use super::support::{OfficialServer, TestClient, in_time};

pub async fn a_line_that_proves_to_be_alive_is_kept(way: Transports) {
    let server = OfficialServer::start_with_short_heartbeat().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.event("hello").await;
    ann.client.probe(Duration::from_secs(2));
    // More time than the proof may take.
    for _ in 0..8 {
        assert_eq!(ann.next().await, ClientEvent::Pinged);
    }
}

pub async fn a_line_that_does_not_is_replaced_at_once(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect_with(&server, way, |config| {
        config.reconnect.first = Duration::from_hours(1);
        config.reconnect.cap = Duration::from_hours(1);
    });
    ann.joined().await;
    server.freeze();
    ann.client.probe(Duration::from_millis(100));
    assert_eq!(ann.disconnected().await, CloseReason::ProbeTimeout);
    server.thaw();
    ann.joined().await;
}

pub async fn sent_away_by_the_server_the_client_comes_back(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.client.emit("send me away", &()).unwrap();
    assert_eq!(ann.disconnected().await, CloseReason::ServerDisconnect);
    assert_eq!(server.fact("left").await["reason"], "server namespace disconnect");
    ann.joined().await;
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

pub async fn a_server_that_hangs_up_is_called_again(way: Transports) {
    let server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.client.emit("hang up", &()).unwrap();
    ann.disconnected().await;
    ann.joined().await;
}

pub async fn a_killed_server_is_found_again_on_the_same_port(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
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

pub async fn a_clean_leave_is_seen_as_one_and_the_client_can_return(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.client.disconnect();
    assert_eq!(server.fact("left").await["reason"], "client namespace disconnect");
    ann.state(State::Closed).await;
    assert_eq!(ann.disconnected().await, CloseReason::ClientDisconnect);
    assert_eq!(ann.client.emit("echo", &1), Err(EmitError::Closed));

    ann.client.connect_again();
    ann.joined().await;
}

pub async fn dropping_the_last_handle_is_a_clean_leave_too(way: Transports) {
    let mut server = OfficialServer::start().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    let TestClient { client, driver, .. } = ann;
    drop(client);
    in_time(driver).await.unwrap();
    assert_eq!(server.fact("left").await["reason"], "client namespace disconnect");
}

pub async fn a_cut_line_is_lost_without_a_word_and_comes_back(way: Transports) {
    let mut server = OfficialServer::start_with_short_heartbeat().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.client.cut();
    assert_eq!(ann.disconnected().await, CloseReason::TransportClosed);
    let reason = server.fact("left").await["reason"].clone();
    assert!(
        ["transport close", "transport error", "ping timeout"].contains(&reason.as_str().unwrap())
    );
    ann.joined().await;
}

pub async fn the_heartbeat_keeps_a_quiet_line(way: Transports) {
    let server = OfficialServer::start_with_short_heartbeat().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    ann.event("hello").await;
    for _ in 0..4 {
        assert_eq!(ann.next().await, ClientEvent::Pinged);
    }
    assert_eq!(ann.client.request("sum", &[1]).await, Ok(json!(1)));
}

pub async fn a_frozen_server_is_noticed_by_its_silence(way: Transports) {
    let server = OfficialServer::start_with_short_heartbeat().await;
    let mut ann = TestClient::connect(&server, way);
    ann.joined().await;
    server.freeze();
    assert_eq!(ann.disconnected().await, CloseReason::HeartbeatTimeout);
    server.thaw();
    ann.joined().await;
}
