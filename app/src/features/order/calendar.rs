//! A board's calendar, a month at a time: a grid one walks with the arrow keys.

mod walk;

use walk::moved;
pub(super) use walk::turned;

use super::{
    choice::{Choice, DayState},
    day_name,
};
use crate::{
    components::{Icon, Symbol},
    format::day::{month_and_year, weekday_names},
    shell::focus,
};
use leptos::{ev, html, prelude::*};
use protocol::{Day, limits, order::Availability};

/// Weeks of a month, so that no month is higher than another.
const WEEKS: i32 = 6;

/// What the calendar shows, and what picking changes.
#[derive(Clone, Copy)]
pub(super) struct Picking {
    /// The newest word on the board.
    pub(super) calendar: Memo<Availability>,
    /// The chosen days.
    pub(super) choice: RwSignal<Choice>,
    /// The first day of the month that is shown.
    pub(super) month: RwSignal<Day>,
    /// Whether the viewer owns the board, and picks nothing.
    pub(super) is_own: bool,
}

/// Where in the grid one is.
#[derive(Clone, Copy)]
struct Cursor {
    /// The day the arrow keys start from, also in a month that is not shown now.
    at: RwSignal<Day>,
    /// The day that Tab leads to: always one of the month that is shown.
    stop: Memo<Day>,
}

/// The month, its days, and how to get to the next.
#[component]
pub(super) fn Calendar(picking: Picking) -> impl IntoView {
    let Picking { calendar, month, .. } = picking;
    // The day the arrow keys start from.
    let at = RwSignal::new(start(picking));
    let stop = Memo::new(move |_| {
        let (at, month) = (at.get(), month.get());
        if at.month_start() == month { at } else { month }
    });
    let cursor = Cursor { at, stop };
    let grid = NodeRef::<html::Table>::new();
    let this_month = Memo::new(move |_| calendar.with(|shown| shown.today).month_start());
    let last_month = Memo::new(move |_| {
        calendar.with(|shown| shown.today).plus(limits::BOOKING_AHEAD_DAYS).month_start()
    });
    let is_first = move || month.get() <= this_month.get();
    let is_last = move || month.get() >= last_month.get();
    let turn = Callback::new(move |by: i32| {
        let (shown, wanted) = (month.get_untracked(), turned(month.get_untracked(), by));
        let wanted = wanted.clamp(this_month.get_untracked(), last_month.get_untracked());
        if wanted != shown {
            month.set(wanted);
            at.set(wanted);
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        let Some(wanted) = moved(stop.get_untracked(), &event.key()) else { return };
        event.prevent_default();
        let end = turned(last_month.get_untracked(), 1).plus(-1);
        let wanted = wanted.clamp(this_month.get_untracked(), end);
        at.set(wanted);
        month.set(wanted.month_start());
        request_animation_frame(move || focus_day(grid, wanted));
    };
    view! {
        <div class="calendar" data-testid="calendar">
            <Head month is_first=Signal::derive(is_first) is_last=Signal::derive(is_last) turn />
            <table
                class="calendar__grid"
                role="grid"
                aria-labelledby="calendar-month"
                node_ref=grid
                on:keydown=key
            >
                <Weekdays />
                <tbody>{move || weeks(picking, month.get(), cursor)}</tbody>
            </table>
        </div>
    }
}

/// Which month it is, and the way to others.
#[component]
fn Head(
    month: RwSignal<Day>,
    is_first: Signal<bool>,
    is_last: Signal<bool>,
    /// By so many months.
    turn: Callback<i32>,
) -> impl IntoView {
    view! {
        <div class="calendar__head">
            <button
                class="icon-button"
                type="button"
                aria-label="Previous month"
                disabled=is_first
                on:click=move |_| turn.run(-1)
            >
                <Icon symbol=Symbol::Back />
            </button>
            <p class="calendar__month" id="calendar-month" aria-live="polite">
                {move || month_and_year(month.get())}
            </p>
            <button
                class="icon-button"
                type="button"
                aria-label="Next month"
                disabled=is_last
                on:click=move |_| turn.run(1)
            >
                <Icon symbol=Symbol::Forward />
            </button>
        </div>
    }
}

#[component]
fn Weekdays() -> impl IntoView {
    let names = weekday_names().map(|name| {
        view! {
            <th scope="col" abbr=name>
                {name.get(..2)}
            </th>
        }
    });
    view! {
        <thead>
            <tr>{names}</tr>
        </thead>
    }
}

/// The chosen day, or the first that is free, or today.
fn start(picking: Picking) -> Day {
    let chosen = picking.choice.get_untracked().first();
    let free = picking.calendar.with_untracked(|shown| {
        let mut days = shown.range.days();
        days.find(|day| DayState::of(*day, shown).is_free()).unwrap_or(shown.today)
    });
    chosen.unwrap_or(free)
}

fn focus_day(grid: NodeRef<html::Table>, day: Day) {
    let Some(grid) = grid.try_get_untracked().flatten() else { return };
    if let Ok(Some(button)) = grid.query_selector(&format!("[data-day='{day}']")) {
        focus(&button);
    }
}

fn weeks(picking: Picking, month: Day, cursor: Cursor) -> impl IntoView {
    let first = month.plus(-i32::from(month.weekday()));
    let week = move |week: i32| {
        let days = (0..7).map(move |day| {
            let day = first.plus(week * 7 + day);
            if day.month_start() == month {
                view! { <DayCell picking day cursor /> }.into_any()
            } else {
                view! { <td class="calendar__none"></td> }.into_any()
            }
        });
        view! { <tr>{days.collect_view()}</tr> }
    };
    (0..WEEKS).map(week).collect_view()
}

#[component]
fn DayCell(picking: Picking, day: Day, cursor: Cursor) -> impl IntoView {
    let Picking { calendar, choice, is_own, .. } = picking;
    let is_open = move || !is_own && calendar.with(|shown| shown.closed.is_none());
    let state = Memo::new(move |_| calendar.with(|shown| DayState::of(day, shown)));
    let slots = move || calendar.with(|shown| shown.slots);
    let is_chosen =
        Memo::new(move |_| choice.get().range().is_some_and(|range| range.contains(day)));
    let is_today = move || calendar.with(|shown| shown.today == day);
    let press = move |_| {
        cursor.at.set(day);
        if untrack(is_open) && state.get_untracked().is_free() {
            choice.update(|choice| *choice = choice.pick(day));
        }
    };
    view! {
        <td role="gridcell" aria-selected=move || is_chosen.get().to_string()>
            <button
                class=move || class_of(state.get(), slots())
                class:calendar__day--chosen=is_chosen
                class:calendar__day--today=is_today
                type="button"
                data-day=day.to_string()
                data-free=move || free_of(state.get()).to_string()
                tabindex=move || if cursor.stop.get() == day { "0" } else { "-1" }
                aria-disabled=move || (!is_open() || !state.get().is_free()).to_string()
                aria-current=move || is_today().then_some("date")
                aria-label=move || label(day, state.get(), slots())
                on:click=press
            >
                <span class="calendar__number">{day.day()}</span>
                <span class="calendar__free">{move || free_text(state.get())}</span>
            </button>
        </td>
    }
}

fn free_of(state: DayState) -> i32 {
    if let DayState::Free(free) = state { free } else { 0 }
}

fn free_text(state: DayState) -> String {
    match state {
        DayState::Free(free) => free.to_string(),
        DayState::Full => "full".to_owned(),
        DayState::Closed => "closed".to_owned(),
        DayState::Dark => "dark".to_owned(),
        DayState::TooEarly | DayState::TooFar | DayState::Unknown => String::new(),
    }
}

fn class_of(state: DayState, slots: i32) -> &'static str {
    match state {
        DayState::Free(free) if free * 4 <= slots => "calendar__day calendar__day--few",
        DayState::Free(_) => "calendar__day",
        DayState::Dark => "calendar__day calendar__day--dark",
        DayState::Full | DayState::Closed => "calendar__day calendar__day--full",
        DayState::TooEarly | DayState::TooFar | DayState::Unknown => {
            "calendar__day calendar__day--out"
        }
    }
}

fn label(day: Day, state: DayState, slots: i32) -> String {
    let name = day_name(day);
    match state {
        DayState::Free(free) => format!("{name}, {free} of {slots} places free"),
        DayState::Full => format!("{name}, full"),
        DayState::Closed => format!("{name}, closed by the owner"),
        DayState::Dark => format!("{name}, the board is dark"),
        DayState::TooEarly => format!("{name}, too early to book"),
        DayState::TooFar => format!("{name}, too far ahead to book"),
        DayState::Unknown => format!("{name}, loading"),
    }
}
