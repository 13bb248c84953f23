//! Answers, events and breaches of the protocol.

use serde_json::json;

use super::{JOINED, OPEN, Story, event, resolved, send, waiting};
use crate::RequestError;
use crate::event::{ClientEvent, CloseReason};
use crate::session::{Input, Output};

#[test]
fn answers_find_their_request_once() {
    let mut story = Story::connected();
    story.request(10);
    story.request(11);
    assert_eq!(story.text(r#"431["b"]"#), [resolved(11, Ok(json!("b")))]);
    assert_eq!(story.text(r#"431["again"]"#), []);
    assert_eq!(story.text("4399[]"), []);
    assert_eq!(story.text("430[]"), [resolved(10, Ok(json!(null)))]);
}

#[test]
fn an_answer_after_the_time_limit_or_on_the_next_line_is_dropped() {
    let mut story = Story::connected();
    story.request(1);
    assert_eq!(story.after(9_999), []);
    assert_eq!(story.after(1), [resolved(1, Err(RequestError::Timeout))]);
    assert_eq!(story.text("430[]"), []);
    story.request(2);
    let lost = story.feed(Input::Cut);
    assert!(lost.contains(&resolved(2, Err(RequestError::Disconnected))));
    story.join();
    assert_eq!(story.text("431[]"), []);
    assert_eq!(story.request(3), [send(r#"422["ask"]"#)], "ids are never used twice");
}

#[test]
fn events_that_overtake_the_connect_reply_wait_for_it() {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.feed(Input::TransportOpened);
    story.text(OPEN);
    assert_eq!(story.text(r#"42["first"]"#), []);
    assert_eq!(story.text(r#"42["second"]"#), []);
    assert_eq!(story.text(JOINED)[2..], [event("first"), event("second")]);
}

#[test]
fn a_flood_before_the_connect_reply_is_cut_off() {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.feed(Input::TransportOpened);
    story.text(OPEN);
    let quiet = (0..256).all(|_| story.text(r#"42["flood"]"#).is_empty());
    assert!(quiet);
    assert!(story.text(r#"42["flood"]"#).contains(&Output::Close));
}

#[test]
fn a_binary_packet_is_skipped_with_its_frames_and_nothing_else_is() {
    let mut story = Story::connected();
    let skipped = Output::Event(ClientEvent::BinarySkipped { attachments: 2 });
    assert_eq!(story.text(r#"452-["picture",{"_placeholder":true,"num":0}]"#), [skipped]);
    assert_eq!(story.feed(Input::Binary), []);
    assert_eq!(story.text("2"), [send("3"), Output::Event(ClientEvent::Pinged)]);
    assert_eq!(story.feed(Input::Binary), []);
    assert_eq!(story.text(r#"42["next"]"#), [event("next")]);
}

#[test]
fn attachments_still_due_are_forgotten_with_their_line() {
    let mut story = Story::connected();
    story.text("452-[]");
    story.feed(Input::Cut);
    story.join();
    assert_eq!(story.text(r#"42["next"]"#), [event("next")]);
}

#[test]
fn breaches_of_the_protocol_end_the_line_and_start_the_wait() {
    let unexpected = ["", "9", "5", OPEN, JOINED, "42{}", r#"44{"message":"late"}"#];
    for frame in unexpected {
        let mut story = Story::connected();
        let outputs = story.text(frame);
        assert_eq!(outputs[1..3], [Output::Close, waiting(1, 250)], "{frame}");
        let reason = matches!(
            outputs.last(),
            Some(Output::Event(ClientEvent::Disconnected { reason: CloseReason::Protocol(_) }))
        );
        assert!(reason, "{frame}");
    }
    let mut story = Story::connected();
    assert!(story.feed(Input::Binary).contains(&Output::Close), "unannounced bytes");
    let mut story = Story::connected();
    story.text("451-[]");
    assert!(story.text(r#"42["too soon"]"#).contains(&Output::Close), "missing bytes");
}

#[test]
fn other_namespaces_and_idle_packets_are_nobodys_business() {
    let mut story = Story::connected();
    for frame in [r#"42/other,["x"]"#, "41/other,", r#"44/other,{"message":"no"}"#, "3", "6"] {
        assert_eq!(story.text(frame), [], "{frame}");
    }
}
