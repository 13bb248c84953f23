//! From long-polling to a WebSocket, and what can go wrong on the way.

use super::{Did, JOINED, Story, ended, event, post, send, text, waiting};
use crate::Transports;
use crate::engine::Signal;
use crate::event::{ClientEvent, CloseReason, Transport};
use crate::session::Input;

const OPEN: &str =
    r#"0{"sid":"e","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#;

fn upgraded() -> Did {
    Did::Event(ClientEvent::Upgraded { transport: Transport::WebSocket })
}

fn failed(error: &str) -> Did {
    let error = error.to_owned();
    Did::Event(ClientEvent::TransportFailed { transport: Transport::WebSocket, error })
}

/// Joined over polling, with the second link asked for.
fn trying() -> Story {
    let mut story = Story::over(Transports::PollingFirst);
    story.feed(Input::Connect);
    assert!(story.got(OPEN).contains(&Did::OpenSecond));
    story.first(Signal::Posted);
    story.got(JOINED);
    story
}

#[test]
fn the_move_step_by_step() {
    let mut story = trying();
    assert_eq!(story.second(Signal::Opened), [send("2probe")]);
    assert_eq!(story.second(text("3probe")), []);
    assert_eq!(story.got("6"), [send("5"), Did::Abort, upgraded()]);
    assert_eq!(story.second(text(r#"42["news"]"#)), [event("news")]);
    assert_eq!(story.emit(r#"["said"]"#), [send(r#"42["said"]"#)]);
    assert_eq!(story.deadline_in(), Some(45_000));
}

#[test]
fn what_is_under_way_comes_to_its_end_first_and_what_is_said_meanwhile_goes_after() {
    let mut story = trying();
    story.second(Signal::Opened);
    assert_eq!(story.emit(r#"["a"]"#), [post(r#"42["a"]"#)]);
    story.second(text("3probe"));
    assert_eq!(story.emit(r#"["b"]"#), []);
    assert_eq!(story.got(r#"42["last over polling"]"#), [event("last over polling")]);
    let moved = [send("5"), Did::Abort, send(r#"42["b"]"#), upgraded()];
    assert_eq!(story.first(Signal::Posted), moved);
}

#[test]
fn a_get_answered_with_nothing_is_not_repeated_while_the_try_lasts() {
    let mut story = trying();
    assert_eq!(story.got("6"), []);
    story.second(Signal::Opened);
    assert_eq!(story.second(text("3probe")), [send("5"), Did::Abort, upgraded()]);
    let mut story = trying();
    story.got("6");
    assert_eq!(story.second(Signal::Closed(None)), [Did::Get, failed("closed")]);
}

#[test]
fn a_try_that_fails_at_any_step_costs_nothing_and_comes_again_later() {
    for steps in 0..3 {
        let mut story = trying();
        let progress = [Signal::Opened, text("3probe")];
        for signal in progress.into_iter().take(steps) {
            story.second(signal);
        }
        story.emit(r#"["kept"]"#);
        let gone = story.second(Signal::Closed(Some("reset".to_owned().into())));
        let kept = post(r#"42["kept"]"#);
        let expected = if steps == 2 { vec![kept, failed("reset")] } else { vec![failed("reset")] };
        assert_eq!(gone, expected);
        story.first(Signal::Posted);
        assert_eq!(story.got(r#"42["still here"]"#), [Did::Get, event("still here")]);
        assert_eq!(story.deadline_in(), Some(3_000));
        assert_eq!(story.after(3_000), [Did::OpenSecond]);
        story.second(Signal::Closed(None));
        assert_eq!(story.deadline_in(), Some(6_000), "growing pauses");
    }
}

#[test]
fn a_try_that_hangs_is_given_up() {
    for steps in 0..3 {
        let mut story = trying();
        let progress = [Signal::Opened, text("3probe")];
        for signal in progress.into_iter().take(steps) {
            story.second(signal);
        }
        assert_eq!(story.after(3_999), []);
        assert_eq!(story.after(1), [Did::Abort, failed("no answer in 4s")]);
        assert_eq!(story.got(r#"42["still here"]"#), [Did::Get, event("still here")]);
    }
}

#[test]
fn when_polling_dies_during_the_try_both_are_dropped() {
    let mut story = trying();
    story.second(Signal::Opened);
    let reason = CloseReason::TransportError("reset".to_owned());
    assert_eq!(story.broken(Some("reset")), [Did::Abort, waiting(1, 250), ended(reason)]);
    assert_eq!(story.second(text("3probe")), []);
}

#[test]
fn whoever_could_not_have_a_websocket_starts_with_polling_the_next_time() {
    let mut story = Story::over(Transports::WebSocketFirst);
    story.feed(Input::Connect);
    story.broken(Some("blocked"));
    story.got(OPEN);
    assert_eq!(story.deadline_in(), Some(3_000), "the try comes later: one has just failed");
    story.feed(Input::Cut);
    assert!(story.feed(Input::RetryNow).contains(&Did::Open(Transport::WebSocket)), "asked for");
    story.broken(Some("blocked"));
    story.got(OPEN);
    story.feed(Input::Cut);
    assert!(story.after(60_000).contains(&Did::Open(Transport::Polling)), "by itself");
}

#[test]
fn where_both_fail_the_server_is_away_and_a_websocket_comes_first_again() {
    let mut story = Story::over(Transports::WebSocketFirst);
    story.feed(Input::Connect);
    story.broken(Some("refused"));
    story.broken(Some("refused"));
    assert!(story.after(250).contains(&Did::Open(Transport::WebSocket)));
}

#[test]
fn a_nudge_tries_at_once() {
    let mut story = trying();
    story.second(Signal::Closed(None));
    assert_eq!(story.feed(Input::Online(true)), [Did::OpenSecond]);
}

#[test]
fn leaving_in_the_middle_of_a_move_loses_nothing() {
    let mut story = trying();
    story.second(Signal::Opened);
    story.second(text("3probe"));
    story.emit(r#"["last words"]"#);
    let left = story.feed(Input::Disconnect);
    let said = [post("42[\"last words\"]\u{1e}41"), post("1"), Did::Close, Did::Abort];
    assert_eq!(left[..4], said);
}
