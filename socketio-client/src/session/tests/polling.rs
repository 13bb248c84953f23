//! A connection over HTTP.

use super::{Did, JOINED, OPEN, Story, ended, event, post, state, text, waiting};
use crate::Transports;
use crate::engine::{Failure, Signal};
use crate::event::{ClientEvent, CloseReason, State, Transport};
use crate::session::Input;

fn joined() -> Story {
    let mut story = Story::over(Transports::PollingOnly);
    story.feed(Input::Connect);
    story.got(OPEN);
    story.first(Signal::Posted);
    story.got(JOINED);
    story
}

#[test]
fn the_handshake_step_by_step() {
    let mut story = Story::over(Transports::PollingOnly);
    let connecting = state(State::Connecting { attempt: 0 });
    let begun = story.feed(Input::Connect);
    assert_eq!(begun, [connecting, Did::Open(Transport::Polling), Did::Get]);
    assert_eq!(story.got(OPEN), [Did::Get, post("40")]);
    assert_eq!(story.first(Signal::Posted), []);
    let connected = ClientEvent::Connected {
        sid: "s".to_owned(),
        recovered: false,
        transport: Transport::Polling,
    };
    let joined = story.got(JOINED);
    assert_eq!(joined, [Did::Get, state(State::Connected), Did::Event(connected)]);
}

#[test]
fn one_post_at_a_time_carries_what_has_gathered() {
    let mut story = joined();
    assert_eq!(story.emit(r#"["a"]"#), [post(r#"42["a"]"#)]);
    assert_eq!(story.emit(r#"["b"]"#), []);
    assert_eq!(story.emit(r#"["c"]"#), []);
    assert_eq!(story.first(Signal::Posted), [post("42[\"b\"]\u{1e}42[\"c\"]")]);
    assert_eq!(story.first(Signal::Posted), []);
}

#[test]
fn a_body_is_no_longer_than_the_server_takes() {
    let mut story = joined();
    story.emit(r#"["first"]"#);
    let long = format!(r#"["{}"]"#, "x".repeat(60_000));
    story.emit(&long);
    story.emit(&long);
    assert_eq!(story.first(Signal::Posted), [post(&format!("42{long}"))]);
    assert_eq!(story.first(Signal::Posted), [post(&format!("42{long}"))]);
}

#[test]
fn one_answer_may_bring_many_packets_in_order() {
    let mut story = joined();
    let brought = story.got("42[\"a\"]\u{1e}2\u{1e}42[\"b\"]");
    let expected = [post("3"), Did::Get, event("a"), Did::Event(ClientEvent::Pinged), event("b")];
    assert_eq!(brought, expected);
}

#[test]
fn what_is_volatile_goes_now_or_never() {
    let mut story = joined();
    let volatile = |story: &mut Story| {
        story.feed(Input::Emit { body: super::body(r#"["v"]"#), is_volatile: true })
    };
    assert_eq!(volatile(&mut story), [post(r#"42["v"]"#)]);
    assert_eq!(volatile(&mut story), []);
    assert_eq!(story.first(Signal::Posted), []);
    assert_eq!(volatile(&mut story), [post(r#"42["v"]"#)]);
}

#[test]
fn leaving_posts_the_goodbye_last() {
    let mut story = joined();
    story.emit(r#"["under way"]"#);
    story.emit(r#"["waits"]"#);
    let left = story.feed(Input::Disconnect);
    assert_eq!(left[..3], [post("42[\"waits\"]\u{1e}41"), post("1"), Did::Close]);
}

#[test]
fn a_silent_or_a_deaf_server_is_given_up() {
    let mut story = joined();
    assert_eq!(story.after(44_999), []);
    let dead = [Did::Abort, waiting(1, 250), ended(CloseReason::HeartbeatTimeout)];
    assert_eq!(story.after(1), dead);

    let mut story = joined();
    story.emit(r#"["nobody takes it"]"#);
    story.after(30_000);
    story.got("42[\"but speaks\"]");
    assert_eq!(story.after(14_999), []);
    assert_eq!(story.after(1), dead);
}

#[test]
fn a_failed_request_ends_the_connection() {
    let mut story = joined();
    let failure = Failure { text: "status 400".to_owned(), advice: None };
    let failed = story.first(Signal::Closed(Some(failure)));
    let reason = CloseReason::TransportError("status 400".to_owned());
    assert_eq!(failed, [waiting(1, 250), ended(reason)]);
}

#[test]
fn an_empty_answer_is_the_servers_end() {
    let mut story = joined();
    let reason = CloseReason::TransportClosed;
    assert_eq!(story.got(""), [post("1"), Did::Close, waiting(1, 250), ended(reason)]);
}

#[test]
fn where_a_websocket_cannot_be_opened_polling_takes_over_in_the_same_attempt() {
    let mut refused = Story::over(Transports::WebSocketFirst);
    refused.feed(Input::Connect);
    let tried = |error: &str| {
        let transport = Transport::WebSocket;
        Did::Event(ClientEvent::TransportFailed { transport, error: error.to_owned() })
    };
    let polling = [Did::Open(Transport::Polling), Did::Get];
    assert_eq!(refused.broken(Some("403")), [&polling[..], &[tried("403")]].concat());

    let mut hanging = Story::over(Transports::WebSocketFirst);
    hanging.feed(Input::Connect);
    hanging.opened();
    assert_eq!(hanging.after(3_999), []);
    let expected = [&[Did::Abort], &polling[..], &[tried("no answer in 4s")]].concat();
    assert_eq!(hanging.after(1), expected);
}

#[test]
fn a_frame_of_a_dropped_websocket_is_ignored() {
    let mut story = Story::over(Transports::WebSocketFirst);
    story.feed(Input::Connect);
    let old = story.first;
    story.after(4_000);
    assert_eq!(story.feed(Input::Line { link: old, signal: text(OPEN) }), []);
    assert_eq!(story.got(OPEN), [Did::Get, post("40")]);
}
