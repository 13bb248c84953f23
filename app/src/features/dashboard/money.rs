//! Money week by week.

use super::figure::Figure;
use crate::{
    components::chart::{BarChart, ChartData, Look, Point, Series, Unit},
    format::day::{day_and_month, short_day},
};
use leptos::prelude::*;
use protocol::dashboard::{MoneyByWeek, WeekMoney};

/// A kind of movement: its name, how it is drawn, and which it is.
pub(super) type Kind = (&'static str, Look, fn(&WeekMoney) -> i64);

/// As owners see it.
pub(super) const REVENUE: [Kind; 3] = [
    ("Booked", Look::Outline, |week| week.charged_cents),
    ("Earned", Look::Solid, |week| week.paid_out_cents),
    ("Refunded", Look::Hatched, |week| week.refunded_cents),
];

/// As buyers see it.
pub(super) const SPENDING: [Kind; 2] = [
    ("Spent", Look::Solid, |week| week.charged_cents),
    ("Refunded", Look::Hatched, |week| week.refunded_cents),
];

/// Weeks from one word on the axis to the next.
const TICKS: usize = 3;

/// What was paid in all weeks and did not go back. The chart beside it has both.
#[component]
pub(super) fn NetFigure(
    /// For tests: which.
    id: &'static str,
    label: &'static str,
    money: MoneyByWeek,
) -> impl IntoView {
    let has_refunds = money.sum(|week| week.refunded_cents) > 0;
    let note = if has_refunds { "refunds taken off" } else { "" };
    view! { <Figure id label value=money.net_cents() currency=money.currency note /> }
}

/// One chart a currency.
#[component]
pub(super) fn MoneyCharts(
    title: &'static str,
    money: Vec<MoneyByWeek>,
    kinds: &'static [Kind],
) -> impl IntoView {
    let is_single = money.len() == 1;
    let chart = |money: MoneyByWeek| {
        let title =
            if is_single { title.to_owned() } else { format!("{title}, {}", money.currency) };
        view! { <BarChart data=data(title, &money, kinds) /> }
    };
    money.into_iter().map(chart).collect_view()
}

fn data(title: String, money: &MoneyByWeek, kinds: &'static [Kind]) -> ChartData {
    let point = |(at, week): (usize, &WeekMoney)| Point {
        name: format!("week of {}", short_day(week.monday)),
        tick: (at % TICKS == 1).then(|| day_and_month(week.monday)),
    };
    let series = |(name, look, cents): &Kind| Series {
        name,
        look: *look,
        values: money.weeks.iter().map(cents).collect(),
    };
    ChartData {
        id: format!("money-{}", money.currency),
        title,
        points_are: "Week",
        points: money.weeks.iter().enumerate().map(point).collect(),
        series: kinds.iter().map(series).collect(),
        unit: Unit::Money(money.currency.clone()),
    }
}
