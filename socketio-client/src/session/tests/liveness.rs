//! Proofs of life, and hints about the network.

use std::time::Duration;

use serde_json::json;

use super::{Did, Story, ended, send, state, waiting};
use crate::event::{CloseReason, State, Transport};
use crate::session::Input;
use crate::{Config, LivenessProbe, Transports};

const PROBE: Input = Input::Probe { limit: Duration::from_secs(2) };

fn dead() -> Vec<Did> {
    let again = state(State::Connecting { attempt: 1 });
    let ended = ended(CloseReason::ProbeTimeout);
    vec![Did::Abort, waiting(1, 0), ended, again, Did::Open(Transport::WebSocket)]
}

#[test]
fn a_line_that_answers_is_kept_and_one_that_does_not_is_replaced_at_once() {
    let mut story = Story::connected();
    assert_eq!(story.feed(PROBE), [send("40/~are-you-there,")]);
    assert_eq!(story.feed(PROBE), [], "one question at a time");
    story.text(r#"44/~are-you-there,{"message":"Invalid namespace"}"#);
    assert_eq!(story.after(2_000), []);
    story.feed(PROBE);
    story.text(r#"42["from a buffer"]"#);
    assert_eq!(story.after(1_999), []);
    assert_eq!(story.after(1), dead());
}

#[test]
fn a_namespace_that_exists_after_all_is_left_again() {
    let mut story = Story::connected();
    story.feed(PROBE);
    let left = story.text(r#"40/~are-you-there,{"sid":"x"}"#);
    assert_eq!(left, [send("41/~are-you-there,")]);
    assert_eq!(story.after(2_000), []);
}

#[test]
fn the_question_can_be_an_event_that_is_acknowledged() {
    let probe = LivenessProbe::Event { name: "sync".to_owned(), payload: json!({}) };
    let transports = Transports::WebSocketOnly;
    let mut story = Story::with(&Config { transports, probe, ..Config::new("http://localhost") });
    story.join();
    assert_eq!(story.feed(PROBE), [send(r#"420["sync",{}]"#)]);
    assert_eq!(story.request(1), [send(r#"421["ask"]"#)]);
    story.text("430[]");
    assert_eq!(story.after(2_000), []);
    story.feed(PROBE);
    story.text("431[]");
    assert!(story.after(2_000).contains(&ended(CloseReason::ProbeTimeout)));
}

#[test]
fn without_a_network_attempts_rest_and_with_one_they_start_at_once() {
    let mut story = Story::connected();
    assert_eq!(story.feed(Input::Online(false)), [], "the line is kept as long as it holds");
    let offline = state(State::Offline { attempt: 1 });
    let lost = story.broken(None);
    assert_eq!(lost, [offline, ended(CloseReason::TransportClosed)]);
    assert_eq!(story.deadline_in(), None);
    let connecting = state(State::Connecting { attempt: 1 });
    let open = Did::Open(Transport::WebSocket);
    assert_eq!(story.feed(Input::Online(true)), [connecting, open.clone()]);

    let mut story = Story::connected();
    story.broken(None);
    assert_eq!(story.feed(Input::Online(false)), [state(State::Offline { attempt: 1 })]);
    assert!(story.feed(Input::RetryNow).contains(&open), "whoever insists may try");
}

#[test]
fn whoever_wakes_up_late_reads_what_has_come_before_judging() {
    let mut story = Story::connected();
    story.feed(PROBE);
    assert_eq!(story.after(20_000), []);
    story.text(r#"44/~are-you-there,{"message":"Invalid namespace"}"#);
    assert_eq!(story.after(500), []);
    story.feed(PROBE);
    story.after(20_000);
    assert_eq!(story.after(500), dead());
}
