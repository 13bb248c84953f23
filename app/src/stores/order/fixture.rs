//! Orders for the tests of this crate.

use crate::stores::fixture::{ana, ben};
use protocol::{
    DayRange, Timestamp, Weekdays,
    id::{BoardId, OrderId},
    order::{
        LogLevel, LogLine, OrderLine, OrderState, OrderStatus, OrderView, Phase, Rate, RunState,
        quote,
    },
};
use uuid::Uuid;

/// Ana books a week on a board of Ben's.
pub(crate) fn order(id: u128) -> OrderView {
    let days = DayRange::new("2026-12-24".parse().unwrap(), "2026-12-30".parse().unwrap()).unwrap();
    let (currency, dark_weekdays) = ("EUR".into(), Weekdays::default());
    let rate = Rate { price_per_day_cents: 10_000, currency, lead_days: 1, dark_weekdays };
    let line = OrderLine {
        board_id: BoardId(Uuid::from_u128(1)),
        title: "Station".into(),
        city: "Berlin".into(),
        days,
        dark_weekdays,
        quote: quote(days, &rate),
    };
    OrderView {
        id: OrderId(Uuid::from_u128(id)),
        state: OrderState::Held,
        version: 1,
        buyer: ana(),
        owner: ben(),
        lines: vec![line],
        total_cents: 66_500,
        balance_cents: 0,
        currency: "EUR".into(),
        until: None,
        is_extended: false,
        reason: None,
        conversation_id: None,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

/// The screens get the creative.
pub(crate) fn status(id: u128, version: i64) -> OrderStatus {
    OrderStatus {
        order_id: OrderId(Uuid::from_u128(id)),
        version,
        state: OrderState::Scheduled,
        phase: Phase::Traffic,
        run: RunState::Working,
        done: 2,
        total: 9,
        failures: 0,
        reason: None,
        started_at: Timestamp(0),
        phase_started_at: Timestamp(0),
        updated_at: Timestamp(0),
        last_line: 0,
    }
}

/// A line of a log.
pub(crate) fn line(number: i64) -> LogLine {
    let message = format!("Line {number}.");
    LogLine { number, level: LogLevel::Info, at: Timestamp(number), message }
}
