use super::*;
use crate::{price_monitor::settings::PriceMonitorFlags, secret::Secret};
use protocol::Timestamp;
use serde_json::json;
use socketio_client::{CloseReason, Transport};

const KEY: &str = "k-planted-4711";

fn machine() -> Machine {
    let flags = PriceMonitorFlags {
        host: Some("https://prices.example".to_owned()),
        key: Some(Secret::new(KEY)),
        allowed: String::new(),
        timeout_ms: "1000".to_owned(),
        events: String::new(),
        patience: "30,30,120".to_owned(),
    };
    let mut machine = Machine::new(Settings::read(&flags).expect("is right"));
    machine.line(connected(), at(0));
    machine
}

fn at(seconds: u64) -> Now {
    let wall = Timestamp(i64::try_from(seconds * 1_000).expect("fits"));
    Now { since: Duration::from_secs(seconds), wall }
}

fn connected() -> ClientEvent {
    let transport = Transport::WebSocket;
    ClientEvent::Connected { sid: "s1".to_owned(), recovered: false, transport }
}

fn event(name: &str, arg: Value) -> ClientEvent {
    ClientEvent::Event {
        name: name.to_owned(),
        args: vec![arg],
        attachments: Vec::new(),
        reply_to: None,
    }
}

fn progress(percent: u64) -> ClientEvent {
    event("job-progress", json!({"jobId": "j1", "progress": percent}))
}

fn orders(machine: &mut Machine) -> Vec<Order> {
    std::iter::from_fn(|| machine.next_order()).collect()
}

fn lost(reason: &str) -> ClientEvent {
    let reason = CloseReason::TransportError(reason.to_owned());
    ClientEvent::Disconnected { reason, advice: Advice::After(Duration::from_secs(1)) }
}

#[test]
fn what_is_not_understood_is_counted_and_changes_nothing() {
    let mut machine = machine();
    let id = ExternalId::parse("j1").expect("is a name");
    machine.watch(&id, None, at(0)).expect("has room");
    for arg in
        [json!(null), json!([]), json!("{broken"), json!({"progress": 4}), json!({"jobId": "../x"})]
    {
        machine.line(event("job-progress", arg), at(1));
    }
    machine.line(
        event("job-progress", json!({"jobId": "j1", "note": format!("I know {KEY}")})),
        at(1),
    );
    machine.line(event("weather", json!({"jobId": "j1"})), at(1));
    machine.line(event("job-progress", json!({"jobId": "j2", "progress": 3})), at(1));
    machine.line(progress(40), at(2));
    let counts = machine.health(at(3).since).counts;
    assert_eq!((counts.malformed, counts.ignored, counts.reports), (6, 2, 1));
    assert_eq!(machine.health(at(5).since).last_event_age_ms, Some(3_000));
    let known = machine.book.update(&id).and_then(|it| it.progress.as_ref()?.progress);
    assert_eq!(known, Some(40));
}

/// Ten, doubled each time, up to five minutes.
fn growing(pauses: usize) -> impl Iterator<Item = Duration> {
    [10, 20, 40, 80, 160, 300, 300].into_iter().take(pauses).map(Duration::from_secs)
}

fn connecting() -> ClientEvent {
    ClientEvent::State(State::Connecting { attempt: 0 })
}

#[test]
fn a_flood_of_sensible_things_is_cut_and_kept_away_longer_each_time() {
    let mut machine = machine();
    machine.watch(&ExternalId::parse("j1").expect("is a name"), None, at(0)).expect("has room");
    let mut cut = Vec::new();
    for round in 0..7 {
        let start = round * 400;
        machine.line(connecting(), at(start));
        machine.line(connected(), at(start));
        for number in 0..7_000 {
            machine.line(progress(number % 100), at(start));
        }
        // What waited when the line was cut, read when there is room again.
        for _ in 0..256 {
            machine.line(progress(7), at(start + 2));
        }
        let is_open =
            matches!(machine.health(at(start + 2).since).line, Some(BreakerState::Open { .. }));
        assert!(is_open, "round {round}");
        machine.line(lost("cut"), at(start + 2));
        let orders = orders(&mut machine);
        assert!(!orders.iter().any(|it| matches!(it, Order::Hold(_))), "how long is said already");
        cut.extend(orders.into_iter().filter(|it| matches!(it, Order::Cut(_))));
    }
    assert_eq!(cut, growing(7).map(Order::Cut).collect::<Vec<_>>());
    assert_eq!(machine.health(at(3_000).since).counts.floods, 7);
}

#[test]
fn half_a_minute_without_refusals_is_peace_and_one_good_word_is_not() {
    let mut machine = machine();
    let line = |machine: &Machine, second| machine.health(at(second).since).line;
    for _ in 0..7_000 {
        machine.line(progress(1), at(0));
    }
    machine.line(lost("cut"), at(0));
    machine.line(connecting(), at(10));
    machine.line(connected(), at(10));
    machine.line(progress(2), at(12));
    assert_eq!(line(&machine, 12), Some(BreakerState::HalfOpen));
    for _ in 0..1_100 {
        machine.line(progress(3), at(20));
    }
    machine.tick(at(49));
    assert_eq!(line(&machine, 49), Some(BreakerState::HalfOpen), "some were refused at 20 s");
    machine.tick(machine_deadline(&machine));
    assert_eq!(line(&machine, 50), Some(BreakerState::Closed));
    assert_eq!(machine.deadline(), None, "and nothing more is due");
}

/// When it wants to be looked at next.
fn machine_deadline(machine: &Machine) -> Now {
    at(machine.deadline().expect("something is due").as_secs())
}

#[test]
fn a_line_that_comes_says_one_thing_and_goes_is_tried_less_and_less() {
    let mut machine = machine();
    let mut held = Vec::new();
    for round in 0..9 {
        machine.line(connecting(), at(round * 400));
        machine.line(connected(), at(round * 400));
        machine.line(progress(round), at(round * 400));
        machine.line(lost("away"), at(round * 400 + 1));
        held.extend(orders(&mut machine));
    }
    assert_eq!(held, growing(7).map(Order::Hold).collect::<Vec<_>>());
}

#[test]
fn three_lost_lines_make_a_pause_and_a_steady_one_is_no_failure() {
    let mut machine = machine();
    for (event, second) in
        [(lost("away"), 1), (lost("away"), 2), (connected(), 3), (lost("away"), 40)]
    {
        machine.line(event, at(second));
    }
    assert_eq!(orders(&mut machine), [], "it would have been the third");
    let mut machine = self::machine();
    for second in [1, 2, 3] {
        machine.line(lost(&format!("refused {KEY}")), at(second));
    }
    assert_eq!(orders(&mut machine), [Order::Hold(Duration::from_secs(10))]);
    let health = machine.health(at(3).since);
    assert_eq!((health.state, health.counts.errors), (LineState::Reconnecting, 3));
    let shown = serde_json::to_string(&health).expect("is JSON");
    assert!(shown.contains("[hidden]") && !shown.contains(KEY), "{shown}");
}

#[test]
fn whoever_is_refused_asks_again_after_a_minute() {
    let mut machine = machine();
    let advice = Advice::Never;
    let message = format!("bad key {KEY}");
    machine.line(ClientEvent::ConnectError { message, data: None, advice }, at(5));
    let health = machine.health(at(5).since);
    assert_eq!(
        (health.state, health.reason.as_deref()),
        (LineState::Refused, Some("bad key [hidden]"))
    );
    assert_eq!(machine.deadline(), Some(at(65).since));
    machine.tick(at(64));
    assert_eq!(orders(&mut machine), []);
    machine.tick(at(65));
    assert_eq!(orders(&mut machine), [Order::Retry]);
    assert_eq!(machine.deadline(), None);
}

#[test]
fn requests_rest_when_three_have_failed() {
    let mut machine = machine();
    for _ in 0..3 {
        assert_eq!(machine.may_ask(at(1)), Ok(()));
        machine.asked(Some(&CallError::TimedOut), at(1));
    }
    assert_eq!(machine.may_ask(at(2)), Err(Duration::from_secs(9)));
    assert_eq!(machine.may_ask(at(11)), Ok(()));
    machine.asked(None, at(11));
    assert_eq!(machine.health(at(11).since).requests, Some(BreakerState::Closed));
    assert_eq!(machine.health(at(11).since).counts.requests, 4);
}

#[test]
fn a_service_that_asks_for_rest_has_it_at_once() {
    let mut machine = machine();
    assert_eq!(machine.may_ask(at(1)), Ok(()));
    machine.asked(Some(&CallError::Resting(Duration::from_secs(7))), at(1));
    assert_eq!(machine.may_ask(at(2)), Err(Duration::from_secs(6)));
    let health = machine.health(at(2).since);
    assert_eq!(health.reason.as_deref(), Some("the price monitor rests for 7 s"));
    assert_eq!(health.counts.errors, 1);
}

#[test]
fn the_key_is_found_however_it_is_written() {
    let mut machine = machine();
    let id = ExternalId::parse("j1").expect("is a name");
    machine.watch(&id, None, at(0)).expect("has room");
    let text = json!({"jobId": "j1", "error": format!("I know {KEY}")}).to_string();
    let escaped = text.replace(KEY, "\\u006b-planted-4711");
    assert!(!escaped.contains(KEY));
    let long = format!("{}{KEY}", "x".repeat(495));
    for arg in [
        json!(escaped),
        json!({"jobId": "j1", "error": "I know k-plan\nted-4711"}),
        json!({"jobId": "j1", "error": long}),
        json!({"jobId": "j1", "result": [{"note": KEY}]}),
        json!({"jobId": KEY}),
    ] {
        machine.line(event("job-failed", arg), at(1));
    }
    let counts = machine.health(at(1).since).counts;
    assert_eq!((counts.malformed, counts.reports), (5, 0));
    assert_eq!(machine.book.update(&id).expect("is watched").progress, None);
    machine.line(lost(&format!("\"{}\"", KEY.replace("pl", "p\u{7}l"))), at(2));
    assert_eq!(machine.health(at(2).since).reason.as_deref(), Some("\"[hidden]\""));
}
