//! The runner against a server of a few lines: what it was told comes back to everybody.

use super::*;
use crate::{LineState, Mistake, SHIPPED};
use serde_json::json;
use uuid::Uuid;

const MARKER: &str = "00000000-0000-0000-0000-0000000000bb";

fn cast() -> Cast {
    let names = [("conversation", "c"), ("room", "conversation:c"), ("ada", "1"), ("bo", "2")];
    let names = names.map(|(name, value)| (name.to_owned(), json!(value)));
    let first_id = Uuid::from_u128(1);
    Cast { people: Vec::new(), names: BTreeMap::from(names), marker: json!(MARKER), first_id }
}

/// Greets everybody, repeats every `say` to all as `typing`, gives signs, and refuses the rest.
fn play(text: &str) -> Runner {
    let scenario = Scenario::parse(text).unwrap_or_else(|mistake| panic!("{mistake}"));
    let mut runner = Runner::new(scenario, &cast(), Duration::ZERO);
    let (mut sockets, mut now) = (Vec::new(), Duration::ZERO);
    while runner.verdict() == Verdict::Running {
        let Some(order) = runner.next_order() else {
            now = runner.deadline().expect("it waits for something");
            runner.handle(Input::Tick, now);
            continue;
        };
        let mut inputs = Vec::new();
        let event = |socket: &String, name: &str, payload: Value| Input::Event {
            socket: socket.clone(),
            name: name.to_owned(),
            payload,
        };
        match order {
            Order::Open { socket, .. } => {
                inputs.push(Input::Line { socket: socket.clone(), state: LineState::Connected });
                inputs.push(event(&socket, "hello", json!({})));
                sockets.push(socket);
            }
            Order::Send { socket, id, command, payload } => match command.as_str() {
                "joinRoom" => {
                    inputs.push(event(
                        &socket,
                        "billboardStatusUpdate",
                        json!({"boardId": MARKER}),
                    ));
                }
                "say" => {
                    inputs.extend(sockets.iter().map(|it| event(it, "typing", payload.clone())));
                    inputs.push(Input::Answer { id, answer: Ok(json!({"ok": {"seq": 7}})) });
                }
                _ => {
                    let refusal = json!({"err": {"code": "invalid"}});
                    inputs.push(Input::Answer { id, answer: Ok(refusal) });
                }
            },
            Order::Line { socket, .. } => {
                for state in [LineState::Disconnected, LineState::Connected] {
                    inputs.push(Input::Line { socket: socket.clone(), state });
                }
            }
            Order::Fault { .. } => {}
            Order::Act(_) => inputs.push(Input::Acted(Ok(()))),
        }
        for input in inputs {
            runner.handle(input, now);
        }
    }
    runner
}

fn scenario(steps: &str) -> String {
    format!(r#"{{"name": "a story", "sockets": ["ada", "bo"], "steps": [{steps}]}}"#)
}

#[test]
fn what_was_sent_is_heard_and_kept() {
    let runner = play(&scenario(
        r#"{"as": "ada", "do": "say", "with": {"text": "hi", "n": "$n", "id": "$newId"}, "times": 3,
            "answer": {"ok": {"seq": "$any"}}, "save": {"seq": "/ok/seq"}},
           {"as": "bo", "expect": "typing", "where": {"text": "hi", "n": 3}},
           {"as": "bo", "expect": "typing", "times": 2},
           {"as": "bo", "expectNone": "typing"},
           {"as": "ada", "do": "say", "with": {"text": "$seq"}},
           {"as": "bo", "expect": "typing", "where": {"text": 7}},
           {"as": "ada", "line": "cut"}, {"as": "ada", "waitFor": "disconnected"},
           {"as": "ada", "waitFor": "connected"}, {"as": "ada", "forget": true},
           {"as": "ada", "do": "nonsense", "answer": {"err": {"code": "invalid"}}},
           {"act": {"act": "recall"}}"#,
    ));
    assert_eq!(runner.failure(), None);
}

#[test]
fn what_should_not_come_fails_the_step_and_says_what_it_was() {
    let failure = play(&scenario(
        "{\"as\": \"ada\", \"do\": \"say\", \"with\": {\"text\": \"hi\"}},\n{\"as\": \"bo\", \"expectNone\": \"typing\"}",
    ));
    let failure = failure.failure().unwrap();
    assert!(failure.starts_with("step 2 (line 2), bo hears no typing: there was one"), "{failure}");
}

#[test]
fn what_does_not_come_fails_when_its_time_is_over() {
    let steps = r#"{"as": "bo", "expect": "typing", "withinMs": 50}"#;
    let failure = play(&scenario(steps)).failure().unwrap();
    assert!(failure.contains("no typing came in time; there was hello"), "{failure}");
    let steps = r#"{"as": "ada", "do": "nonsense"}"#;
    let failure = play(&scenario(steps)).failure().unwrap();
    assert!(failure.contains("the answer does not fit: /ok is null"), "{failure}");
}

#[test]
fn an_event_that_is_awaited_anyway_can_be_the_sign() {
    let runner = play(&scenario(
        r#"{"as": "ada", "do": "say", "with": {"text": "first"}},
           {"as": "bo", "expectNone": "typing", "where": {"text": "second"},
            "until": {"event": "typing", "where": {"text": "first"}}}"#,
    ));
    assert_eq!(runner.failure(), None);
}

#[test]
fn a_mistake_is_named_with_its_line() {
    let mistake = |text: &str| Scenario::parse(text).expect_err("is refused");
    let at = |line, step, text: &str| Mistake { line, step, text: text.to_owned() };
    let steps = |step: &str| scenario(&format!("\n{{\"as\": \"ada\", \"forget\": true}},\n{step}"));
    assert_eq!(mistake("{\n\"name\": 1}").line, 2);
    assert_eq!(mistake("{").line, 1);
    let cases = [
        (r#"{"as": "ada"}"#, "nothing is done or expected here"),
        (r#"{"as": "bo/2", "forget": true}"#, "\"bo/2\" is not connected; name it in `sockets`"),
        (r#"{"as": "ada", "forget": true, "with": 1}"#, "`with` means nothing here"),
        (r#"{"forget": true}"#, "every step but an `act` says `as` whom it is"),
        (r#"{"as": "ada", "do": "x", "with": "$y"}"#, "nothing is called \"$y\" here"),
        (
            r#"{"as": "ada", "do": "x", "forget": true}"#,
            "one step does or expects one thing; make several of it",
        ),
    ];
    for (step, text) in cases {
        assert_eq!(mistake(&steps(step)), at(3, Some(2), text));
    }
    let unknown = mistake(&steps("{\"as\": \"ada\",\n\"expects\": 1}"));
    assert_eq!((unknown.line, unknown.step), (4, Some(2)));
    assert!(unknown.text.starts_with("unknown field `expects`"), "{unknown}");
    assert!(mistake(&steps(r#"{"as": "ada", "expect": "x"}"#)).text.contains("there is no event"));
}

#[test]
fn every_scenario_that_is_shipped_can_be_read() {
    assert!(SHIPPED.len() >= 12);
    for (name, text) in SHIPPED {
        let scenario = Scenario::parse(text).unwrap_or_else(|mistake| panic!("{name}: {mistake}"));
        assert!(!scenario.about.is_empty(), "{name} says what it is about");
    }
}
