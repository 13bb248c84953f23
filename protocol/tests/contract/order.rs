//! Orders on the wire.

use super::{A, A_TEXT, ana};
use protocol::{
    Day, DayRange, Room, ServerEvent, Timestamp, Weekdays,
    id::{BoardId, Epoch, OrderId},
    order::{
        AvailabilityUpdate, DayFree, LogLevel, LogLine, OrderAction, OrderLine, OrderLog,
        OrderProgress, OrderState, OrderStatus, OrderUpdated, OrderView, Party, Phase, Rate,
        RunState, TimelineEntry, quote,
    },
    stream::Position,
};
use serde_json::{Value, json};

const ORDER: OrderId = OrderId(A);

#[track_caller]
#[expect(clippy::unwrap_used, reason = "a day of a test that is none is a mistake of the test")]
fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn availability() -> (ServerEvent, Value) {
    let day = day("2026-12-24");
    let update = AvailabilityUpdate {
        board_id: BoardId(A),
        version: 4,
        days: vec![DayFree { day, free: 2, is_closed: false }],
    };
    let days = json!([{"day": "2026-12-24", "free": 2, "isClosed": false}]);
    let payload = json!({"boardId": A_TEXT, "version": 4, "days": days});
    (ServerEvent::Availability(update), payload)
}

#[expect(clippy::unwrap_used, reason = "it ends after it begins")]
fn week() -> DayRange {
    DayRange::new(day("2026-12-24"), day("2026-12-30")).unwrap()
}

fn view() -> OrderView {
    let days = week();
    let dark_weekdays = Weekdays::default();
    let (currency, lead_days) = ("EUR".into(), 1);
    let rate = Rate { price_per_day_cents: 10_000, currency, lead_days, dark_weekdays };
    let line = OrderLine {
        board_id: BoardId(A),
        title: "Station".into(),
        city: "Berlin".into(),
        days,
        dark_weekdays,
        quote: quote(days, &rate),
    };
    OrderView {
        id: ORDER,
        state: OrderState::Submitted,
        version: 2,
        buyer: ana(),
        owner: ana(),
        lines: vec![line],
        total_cents: 66_500,
        balance_cents: 0,
        currency: "EUR".into(),
        until: Some(Timestamp(9)),
        is_extended: false,
        reason: None,
        conversation_id: None,
        created_at: Timestamp(5),
        updated_at: Timestamp(6),
    }
}

pub fn updated() -> (ServerEvent, Value) {
    let position = Position { stream: Room::Order(ORDER), epoch: Epoch(A), seq: 2 };
    let entry = TimelineEntry {
        version: 2,
        action: Some(OrderAction::Submit),
        state: OrderState::Submitted,
        party: Party::Buyer,
        by: Some(ana()),
        reason: None,
        creatives: Vec::new(),
        at: Timestamp(6),
    };
    let person = json!({"id": A_TEXT, "name": "Ana", "role": "owner"});
    let quote = json!({"days": 7, "darkDays": 0, "pricePerDayCents": 10_000, "grossCents": 70_000,
        "reductionPermille": 50, "reductionCents": 3_500, "totalCents": 66_500, "currency": "EUR"});
    let line = json!({"boardId": A_TEXT, "title": "Station", "city": "Berlin",
        "days": {"first": "2026-12-24", "last": "2026-12-30"}, "darkWeekdays": [], "quote": quote});
    let order = json!({"id": A_TEXT, "state": "submitted", "version": 2, "buyer": person,
        "owner": person, "lines": [line], "totalCents": 66_500, "balanceCents": 0,
        "currency": "EUR", "until": 9, "isExtended": false, "reason": null,
        "conversationId": null, "createdAt": 5, "updatedAt": 6});
    let payload = json!({"stream": format!("order:{A_TEXT}"), "epoch": A_TEXT, "seq": 2,
        "order": order, "entry": {"version": 2, "action": "submit", "state": "submitted",
        "party": "buyer", "by": person, "reason": null, "at": 6}});
    (ServerEvent::OrderUpdated(OrderUpdated { position, order: view(), entry }), payload)
}

pub fn status() -> (ServerEvent, Value) {
    let status = OrderStatus {
        order_id: ORDER,
        version: 7,
        state: OrderState::Scheduled,
        phase: Phase::Traffic,
        run: RunState::SetAside,
        done: 3,
        total: 7,
        failures: 5,
        reason: Some("No answer.".into()),
        started_at: Timestamp(1),
        phase_started_at: Timestamp(2),
        updated_at: Timestamp(3),
        last_line: 12,
    };
    let payload = json!({"orderId": A_TEXT, "version": 7, "state": "scheduled", "phase": "traffic",
        "run": "set_aside", "done": 3, "total": 7, "failures": 5, "reason": "No answer.",
        "startedAt": 1, "phaseStartedAt": 2, "updatedAt": 3, "lastLine": 12});
    (ServerEvent::Status(status), payload)
}

pub fn progress() -> (ServerEvent, Value) {
    let (phase, updated_at) = (Phase::Verify, Timestamp(3));
    let event = OrderProgress { order_id: ORDER, version: 8, phase, done: 4, total: 7, updated_at };
    let payload = json!({"orderId": A_TEXT, "version": 8, "phase": "verify", "done": 4, "total": 7,
        "updatedAt": 3});
    (ServerEvent::Progress(event), payload)
}

pub fn log() -> (ServerEvent, Value) {
    let line = LogLine {
        number: 1,
        level: LogLevel::Warn,
        at: Timestamp(3),
        message: "Trying again.".into(),
    };
    let payload = json!({"orderId": A_TEXT, "lines": [
        {"number": 1, "level": "warn", "at": 3, "message": "Trying again."}]});
    (ServerEvent::Log(OrderLog { order_id: ORDER, lines: vec![line] }), payload)
}
