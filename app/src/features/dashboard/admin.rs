//! The whole pipeline at a glance.

use super::{
    admin_table::{StateCounts, WorkTable},
    api::read_admin_dashboard,
    batch::Batch,
    figure::Figure,
    refresh::{Currency, keep_current},
};
use crate::{
    components::chart::{BarChart, ChartData, LineChart, Look, Point, Series, Unit},
    hooks::use_connection,
    time::{Clock, clock_time, use_clock},
};
use leptos::prelude::*;
use protocol::{ServerEvent, Timestamp, dashboard::AdminDashboard, order::RunState};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Shows what was read, and keeps it current. For whoever is in `orders`.
#[component]
pub(crate) fn Overview(read: AdminDashboard) -> impl IntoView {
    let run = read.run;
    let shown = RwSignal::new(read);
    let matters = |event: &ServerEvent| {
        matches!(event, ServerEvent::OrderUpdated(_) | ServerEvent::Status(_))
    };
    let kept = keep_current(shown, matters, move || read_admin_dashboard(run));
    let (clock, online) = (use_clock(), use_connection().online_count());
    let charts = move || {
        let (shown, clock) = (shown.get(), clock.get());
        view! {
            <section class="dash-panel" aria-label="Orders finished by hour">
                <BarChart data=by_hour(&shown, clock) />
            </section>
            <section class="dash-panel" aria-label="Orders finished by minute">
                <LineChart data=by_minute(&shown, clock) />
            </section>
        }
    };
    let figures = move || {
        let shown = shown.get();
        let online = online.get().unwrap_or(shown.online);
        view! { <Figures shown online /> }
    };
    view! {
        <Currency at=Signal::derive(move || shown.with(|shown| shown.at)) kept />
        {figures}
        <StateCounts shown />
        <div class="dashboard__halves">{charts}</div>
        <WorkTable shown />
        <Batch shown />
    }
}

#[component]
fn Figures(shown: AdminDashboard, online: usize) -> impl IntoView {
    let aside = shown.work.iter().filter(|one| one.run == RunState::SetAside);
    let aside = aside.map(|one| one.count).sum::<i64>();
    let (hour, day) = (shown.per_minute.iter().sum::<i64>(), shown.per_hour.iter().sum::<i64>());
    view! {
        <ul class="dash-figures">
            <Figure id="online" label="Online now" value=i64::try_from(online).unwrap_or(i64::MAX) />
            <Figure id="aside" label="Set aside" value=aside />
            <Figure id="hour" label="Finished in an hour" value=hour />
            <Figure id="day" label="Finished in a day" value=day />
        </ul>
    }
}

fn by_hour(shown: &AdminDashboard, clock: Clock) -> ChartData {
    let title = "Orders finished by hour".to_owned();
    finished(
        ("by-hour", title),
        &shown.per_hour,
        &Parts { at: shown.at, part: HOUR, every: 6, clock },
    )
}

fn by_minute(shown: &AdminDashboard, clock: Clock) -> ChartData {
    let title = "Orders finished by minute".to_owned();
    let parts = Parts { at: shown.at, part: MINUTE, every: 15, clock };
    finished(("by-minute", title), &shown.per_minute, &parts)
}

/// Parts of the clock up to now.
struct Parts {
    at: Timestamp,
    /// In milliseconds.
    part: i64,
    /// Parts from one word on the axis to the next.
    every: usize,
    clock: Clock,
}

fn finished((id, title): (&str, String), values: &[i64], parts: &Parts) -> ChartData {
    let count = i64::try_from(values.len()).unwrap_or_default();
    let first = (parts.at.0.div_euclid(parts.part) + 1 - count) * parts.part;
    let point = |at: usize| {
        let begun = Timestamp(first + i64::try_from(at).unwrap_or_default() * parts.part);
        let name = clock_time(begun, parts.clock);
        Point { tick: (at % parts.every == parts.every / 2).then(|| name.clone()), name }
    };
    ChartData {
        id: id.to_owned(),
        title,
        points_are: "From",
        points: (0..values.len()).map(point).collect(),
        series: vec![Series { name: "Finished", look: Look::Solid, values: values.to_vec() }],
        unit: Unit::Count("order", "orders"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_is_the_present_one() {
        // 09:05 in UTC.
        let at = Timestamp(1_772_355_900_000);
        let parts = Parts { at, part: HOUR, every: 2, clock: Clock::Utc };
        let data = finished(("by-hour", "Finished".into()), &[0, 1, 2], &parts);
        let names: Vec<_> = data.points.iter().map(|point| point.name.as_str()).collect();
        assert_eq!(names, ["07:00", "08:00", "09:00"]);
        assert_eq!(data.points.iter().filter(|point| point.tick.is_some()).count(), 1);
    }
}
