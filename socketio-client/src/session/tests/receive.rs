//! Answers, events and breaches of the protocol.

use serde_json::json;

use super::{Did, JOINED, OPEN, Story, answered, body, event, event_with, failed, send, waiting};
use crate::RequestError;
use crate::event::{ClientEvent, CloseReason, ReplyTo};
use crate::message::Answer;
use crate::session::Input;

#[test]
fn answers_find_their_request_once() {
    let mut story = Story::connected();
    story.request(10);
    story.request(11);
    assert_eq!(story.text(r#"431["b"]"#), [answered(11, json!("b"))]);
    assert_eq!(story.text(r#"431["again"]"#), []);
    assert_eq!(story.text("4399[]"), []);
    assert_eq!(story.text("430[]"), [Did::Resolved(10, Ok(Answer::default()))]);
}

#[test]
fn an_answer_after_the_time_limit_or_on_the_next_line_is_dropped() {
    let mut story = Story::connected();
    story.request(1);
    assert_eq!(story.after(9_999), []);
    assert_eq!(story.after(1), [failed(1, RequestError::Timeout)]);
    assert_eq!(story.text("430[]"), []);
    story.request(2);
    let lost = story.feed(Input::Cut);
    assert!(lost.contains(&failed(2, RequestError::Disconnected)));
    story.join();
    assert_eq!(story.text("431[]"), []);
    assert_eq!(story.request(3), [send(r#"422["ask"]"#)], "ids are never used twice");
}

#[test]
fn events_that_overtake_the_connect_reply_wait_for_it() {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.opened();
    story.text(OPEN);
    assert_eq!(story.text(r#"42["first"]"#), []);
    assert_eq!(story.text(r#"42["second"]"#), []);
    assert_eq!(story.text(JOINED)[2..], [event("first"), event("second")]);
}

#[test]
fn a_flood_before_the_connect_reply_is_cut_off() {
    let mut story = Story::new();
    story.feed(Input::Connect);
    story.opened();
    story.text(OPEN);
    let quiet = (0..256).all(|_| story.text(r#"42["flood"]"#).is_empty());
    assert!(quiet);
    assert!(story.text(r#"42["flood"]"#).contains(&Did::Close));
}

#[test]
fn a_binary_event_is_told_when_all_its_bytes_are_there() {
    let mut story = Story::connected();
    let head = r#"452-["picture",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"#;
    assert_eq!(story.text(head), []);
    assert_eq!(story.bytes(b"first"), []);
    assert_eq!(story.text("2"), [send("3"), Did::Event(ClientEvent::Pinged)]);
    let placeholder = |num: u8| json!({ "_placeholder": true, "num": num });
    let args = vec![placeholder(1), placeholder(0)];
    let whole = event_with("picture", args.clone(), vec![b"first".to_vec(), b"second".to_vec()]);
    assert_eq!(story.bytes(b"second"), [whole]);
    let bytes = [b"first".to_vec(), b"second".to_vec()];
    assert_eq!(crate::attachment(&args[0], &bytes), Some(&b"second"[..]));
    assert_eq!(story.text(r#"42["next"]"#), [event("next")]);
}

#[test]
fn bytes_go_out_after_the_packet_they_belong_to_and_come_back_in_an_answer() {
    let mut story = Story::connected();
    let mut picture = body(r#"["picture",{"_placeholder":true,"num":0}]"#);
    picture.attachments.push(vec![1, 2]);
    let emitted = story.feed(Input::Emit { body: picture, is_volatile: false });
    let head = send(r#"451-["picture",{"_placeholder":true,"num":0}]"#);
    assert_eq!(emitted, [head, Did::Bytes(vec![1, 2])]);
    story.request(1);
    assert_eq!(story.text(r#"461-0[{"_placeholder":true,"num":0}]"#), []);
    let args = vec![json!({ "_placeholder": true, "num": 0 })];
    let answer = Answer { args, attachments: vec![vec![3]] };
    assert_eq!(story.bytes(&[3]), [Did::Resolved(1, Ok(answer))]);
}

#[test]
fn an_answer_the_server_asks_for_is_given_on_the_same_connection_only() {
    let mut story = Story::connected();
    let asked = story.text(r#"427["why?"]"#);
    let [Did::Event(ClientEvent::Event { reply_to: Some(to), .. })] = asked[..] else {
        panic!("{asked:?}");
    };
    assert_eq!(to, ReplyTo { id: 7, connection: 1 });
    let reply = |story: &mut Story| story.feed(Input::Reply { to, body: body(r#"["because"]"#) });
    assert_eq!(reply(&mut story), [send(r#"437["because"]"#)]);
    story.feed(Input::Cut);
    assert_eq!(reply(&mut story), []);
    story.join();
    assert_eq!(reply(&mut story), []);
}

#[test]
fn a_request_is_repeated_as_often_as_it_may_be_and_any_tries_answer_counts() {
    let mut story = Story::connected();
    assert_eq!(story.request_with(1, 3), [send(r#"420["ask"]"#)]);
    assert_eq!(story.after(10_000), [send(r#"421["ask"]"#)]);
    assert_eq!(story.after(9_999), []);
    assert_eq!(story.text(r#"430["late"]"#), [answered(1, json!("late"))]);
    assert_eq!(story.text(r#"431["again"]"#), []);
    story.request_with(2, 2);
    story.after(10_000);
    assert_eq!(story.after(10_000), [failed(2, RequestError::Timeout)]);
    assert_eq!(story.text("433[]"), []);
}

#[test]
fn attachments_still_due_are_forgotten_with_their_line() {
    let mut story = Story::connected();
    story.text(r#"452-["x"]"#);
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
        assert_eq!(outputs[1..3], [Did::Close, waiting(1, 250)], "{frame}");
        let reason = matches!(outputs.last(), Some(Did::Ended(CloseReason::Protocol(_), None)));
        assert!(reason, "{frame}");
    }
    let mut story = Story::connected();
    assert!(story.bytes(&[1]).contains(&Did::Close), "unannounced bytes");
    let mut story = Story::connected();
    story.text(r#"451-["x"]"#);
    assert!(story.text(r#"42["too soon"]"#).contains(&Did::Close), "missing bytes");
}

#[test]
fn other_namespaces_and_idle_packets_are_nobodys_business() {
    let mut story = Story::connected();
    for frame in [r#"42/other,["x"]"#, "41/other,", r#"44/other,{"message":"no"}"#, "3", "6"] {
        assert_eq!(story.text(frame), [], "{frame}");
    }
}
