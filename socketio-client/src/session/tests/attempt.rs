//! Lines that come up, hold, break and come back.

use serde_json::json;

use super::{Did, JOINED, OPEN, Story, ended, failed, send, state, waiting};
use crate::event::{Advice, ClientEvent, CloseReason, State, Transport};
use crate::session::Input;
use crate::{Config, RequestError, Transports};

#[test]
fn the_handshake_step_by_step() {
    let mut story = Story::with(&Config {
        namespace: "/admin".to_owned(),
        auth: Some(json!({ "token": "t" })),
        transports: Transports::WebSocketOnly,
        ..Config::new("http://localhost")
    });
    let connecting = state(State::Connecting { attempt: 0 });
    assert_eq!(story.feed(Input::Connect), [connecting, Did::Open(Transport::WebSocket)]);
    assert_eq!(story.opened(), []);
    assert_eq!(story.text(OPEN), [send(r#"40/admin,{"token":"t"}"#)]);
    let connected = ClientEvent::Connected {
        sid: "s".to_owned(),
        recovered: false,
        transport: Transport::WebSocket,
    };
    let joined = story.text(r#"40/admin,{"sid":"s"}"#);
    assert_eq!(joined, [state(State::Connected), Did::Event(connected)]);
    let emitted = story.emit(r#"["e",1]"#);
    assert_eq!(emitted, [send(r#"42/admin,["e",1]"#)]);
    assert_eq!(story.request(1), [send(r#"42/admin,0["ask"]"#)]);
    let left = story.feed(Input::Disconnect);
    assert_eq!(left[..3], [send("41/admin,"), send("1"), Did::Close]);
}

#[test]
fn one_time_limit_covers_the_whole_attempt() {
    for steps in 0..3 {
        let mut story = Story::new();
        story.feed(Input::Connect);
        let progress = [Story::opened, |story: &mut Story| story.text(OPEN)];
        for step in progress.into_iter().take(steps) {
            story.after(5_000);
            step(&mut story);
        }
        let left = 20_000 - 5_000 * steps as u64;
        assert_eq!(story.after(left - 1), []);
        let timed_out = [Did::Abort, waiting(1, 250), ended(CloseReason::ConnectTimeout)];
        assert_eq!(story.after(1), timed_out);
    }
}

#[test]
fn a_ping_is_answered_and_any_frame_keeps_the_line() {
    let mut story = Story::connected();
    assert_eq!(story.text("2x"), [send("3x"), Did::Event(ClientEvent::Pinged)]);
    story.after(44_999);
    story.text("6");
    assert_eq!(story.after(44_999), []);
    let dead = [Did::Abort, waiting(1, 250), ended(CloseReason::HeartbeatTimeout)];
    assert_eq!(story.after(1), dead);
}

#[test]
fn waits_double_until_a_connection_has_held() {
    let mut story = Story::connected();
    let lost = |story: &mut Story| story.broken(None)[0].clone();
    for (attempt, millis) in [(1, 250), (2, 500), (3, 1_000), (4, 2_000)] {
        assert_eq!(lost(&mut story), waiting(attempt, millis));
        assert_eq!(story.deadline_in(), Some(millis.into()));
        let connecting = state(State::Connecting { attempt });
        assert_eq!(story.after(millis), [connecting, Did::Open(Transport::WebSocket)]);
    }
    story.opened();
    story.text(OPEN);
    story.text(JOINED);
    story.after(29_999);
    assert_eq!(lost(&mut story), waiting(5, 4_000), "too short to count");
    story.join();
    story.after(30_000);
    assert_eq!(lost(&mut story), waiting(1, 250));
}

#[test]
fn a_wait_can_be_ended_by_hand() {
    for input in [Input::RetryNow, Input::Connect] {
        let mut story = Story::connected();
        story.feed(Input::Cut);
        assert_eq!(
            story.feed(input),
            [state(State::Connecting { attempt: 1 }), Did::Open(Transport::WebSocket)]
        );
        assert_eq!(story.feed(Input::RetryNow), [], "once is enough");
    }
}

#[test]
fn a_refusal_stays_until_asked_again() {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.opened();
    story.text(OPEN);
    let refusal = story.text(r#"44{"message":"no","data":{"code":1}}"#);
    let message = "no".to_owned();
    let data = Some(json!({ "code": 1 }));
    let error = ClientEvent::ConnectError { message, data, advice: Advice::Never };
    let refused = state(State::Refused);
    assert_eq!(refusal, [send("1"), Did::Close, refused, Did::Event(error)]);
    assert_eq!(story.deadline_in(), None);
    assert_eq!(story.after(3_600_000), []);
    assert_eq!(story.request(1), [failed(1, RequestError::NotConnected)]);
    let connecting = state(State::Connecting { attempt: 0 });
    assert_eq!(story.feed(Input::Connect), [connecting, Did::Open(Transport::WebSocket)]);
}

#[test]
fn sent_away_means_wait_and_ask_again() {
    let mut story = Story::connected();
    let kicked = story.text("41");
    let reason = CloseReason::ServerDisconnect;
    assert_eq!(kicked, [send("1"), Did::Close, waiting(1, 250), ended(reason)]);
}

#[test]
fn leaving_is_final_until_asked_again() {
    let mut story = Story::connected();
    story.request(1);
    let left = story.feed(Input::Disconnect);
    let expected = [
        send("41"),
        send("1"),
        Did::Close,
        state(State::Closed),
        failed(1, RequestError::Disconnected),
        Did::Ended(CloseReason::ClientDisconnect, Some(Advice::Never)),
    ];
    assert_eq!(left, expected);
    assert_eq!(story.deadline_in(), None);
    assert_eq!(story.feed(Input::Disconnect), []);
    assert_eq!(story.request(2), [failed(2, RequestError::Closed)]);
    assert_eq!(story.feed(Input::Connect)[1], Did::Open(Transport::WebSocket));
    assert_eq!(story.feed(Input::Disconnect)[0], Did::Abort, "nothing to say goodbye to");
}

#[test]
fn after_the_line_is_gone_its_last_words_are_ignored() {
    let mut story = Story::connected();
    story.feed(Input::Cut);
    assert_eq!(story.text("2"), []);
    assert_eq!(story.bytes(&[1]), []);
    assert_eq!(story.opened(), []);
    assert_eq!(story.broken(Some("reset")), []);
}

#[test]
fn the_server_may_close_politely() {
    let mut story = Story::connected();
    let reason = CloseReason::TransportClosed;
    assert_eq!(story.text("1"), [send("1"), Did::Close, waiting(1, 250), ended(reason)]);
}
