//! Booking a board, on its page.

use super::{
    calendar::{Calendar, Picking},
    choice::Choice,
    hold_form::{HoldForm, Holding, first_try, new_try},
    watch::watch_calendar,
};
use crate::{
    components::{ErrorNotice, Icon, Symbol},
    error::ApiResult,
    features::account::use_form_error,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};
use protocol::{
    Day, ErrorBody,
    board::BoardStatus,
    id::{BoardId, ClientId},
    order::Availability,
};

/// Where the links to it lead.
pub const BOOKING: &str = "#book";

/// The calendar of a board, and the form that holds days of it. Owners see the calendar of their own.
#[component]
pub fn Booking(
    /// As it was read for the page.
    calendar: ApiResult<Availability>,
    /// Whether the viewer owns the board.
    is_own: bool,
    /// As it is now.
    status: Signal<BoardStatus>,
    /// What was chosen on this page before it was read again.
    kept: Kept,
) -> impl IntoView {
    match calendar {
        Ok(calendar) => view! { <Loaded calendar is_own status kept /> }.into_any(),
        Err(error) => view! {
            <section class="booking" id="book" aria-label="Availability">
                <ErrorNotice error=error.0 />
            </section>
        }
        .into_any(),
    }
}

/// Days that are chosen, the month that is shown, and the try to hold them: they outlive a board that is edited
/// meanwhile.
#[derive(Clone, Copy)]
pub struct Kept {
    chosen: StoredValue<Option<(BoardId, Choice, Day)>>,
    client_id: RwSignal<ClientId>,
}

impl Default for Kept {
    fn default() -> Self {
        Self { chosen: StoredValue::new(None), client_id: RwSignal::new(first_try()) }
    }
}

impl Kept {
    /// What was chosen of this board. Of another one it is a new try.
    fn of(self, board: BoardId) -> Option<(Choice, Day)> {
        let (of, choice, month) = self.chosen.try_get_value().flatten()?;
        if of != board {
            self.client_id.set(new_try());
            return None;
        }
        Some((choice, month))
    }
}

#[component]
fn Loaded(
    calendar: Availability,
    is_own: bool,
    status: Signal<BoardStatus>,
    kept: Kept,
) -> impl IntoView {
    let store = use_stores().orders.calendars;
    let board = calendar.board_id;
    store.update(|known| known.load(calendar.clone()));
    let read = calendar;
    let calendar =
        Memo::new(move |_| store.with(|known| known.get(board).unwrap_or(&read).clone()));
    let before = kept.of(board);
    let choice = RwSignal::new(before.map_or_else(typed_choice, |(choice, _)| choice));
    let month = before.map(|(_, month)| month);
    let month = RwSignal::new(month.unwrap_or_else(|| first_month(calendar, choice)));
    Effect::new(move || {
        kept.chosen.try_set_value(Some((board, choice.get(), month.get())));
    });
    let reader = watch_calendar(board, month, status);
    let refused =
        RwSignal::new(use_form_error().get_untracked().and_then(|error| about_booking(error.0)));
    let holding = Holding { board, calendar, choice, reader, refused, client_id: kept.client_id };
    let title = if is_own { "Your calendar" } else { "Book this board" };
    let closed = move || calendar.with(|shown| shown.closed.clone());
    keep_in_address(choice);
    // A chosen day in another month is shown, as when it comes from the fields.
    Effect::new(move |before: Option<Choice>| {
        let now = choice.get();
        if let (Some(before), Some(first)) = (before, now.first())
            && before.first() != now.first()
        {
            month.set(first.month_start());
        }
        now
    });
    let form = move || match closed() {
        None => view! { <HoldForm holding /> }.into_any(),
        Some(why) => view! {
            <p class="booking__closed" data-testid="booking-closed">
                <Icon symbol=Symbol::Pause />
                {why}
            </p>
        }
        .into_any(),
    };
    view! {
        <section class="booking" id="book" aria-labelledby="book-title" data-testid="booking">
            <h2 id="book-title">{title}</h2>
            <div class="booking__parts">
                <div class="booking__calendar">
                    <Calendar picking=Picking { calendar, choice, month, is_own } />
                    <Legend calendar />
                </div>
                {(!is_own).then_some(form)}
            </div>
        </section>
    }
}

#[component]
fn Legend(calendar: Memo<Availability>) -> impl IntoView {
    let slots = move || calendar.with(|shown| shown.slots);
    let lead = move || match calendar.with(|shown| shown.rate.lead_days) {
        ..=0 => String::new(),
        1 => " Bookings begin tomorrow at the earliest.".to_owned(),
        days => format!(" Bookings begin in {days} days at the earliest."),
    };
    view! {
        <p class="booking__legend muted">
            "The small figure is how many of the " {slots} " places in the loop are free." {lead}
        </p>
    }
}

/// A reload, and whoever comes back, finds the chosen days again. Inert on the server.
fn keep_in_address(choice: RwSignal<Choice>) {
    let (navigate, path) = (use_navigate(), use_location().pathname);
    Effect::new(move |before: Option<Choice>| {
        let now = choice.get();
        if before.is_some_and(|before| before != now) {
            let address = match now.range() {
                Some(days) => format!("?first={}&last={}", days.first(), days.last()),
                None => String::new(),
            };
            let options =
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&format!("{}{address}", path.get_untracked()), options);
        }
        now
    });
}

/// The days in the address: of a form that was refused, or of whoever came back from signing in.
fn typed_choice() -> Choice {
    let query = use_query_map();
    let day =
        |name: &'static str| query.with_untracked(|query| query.get_str(name)?.parse::<Day>().ok());
    Choice::of(day("first"), day("last"))
}

/// The month of the chosen days, if it can be shown; else of the first day that can be booked.
fn first_month(calendar: Memo<Availability>, choice: RwSignal<Choice>) -> Day {
    calendar.with_untracked(|shown| {
        let earliest = shown.today.plus(shown.rate.lead_days.max(0));
        let chosen = choice.get_untracked().first().filter(|day| shown.range.contains(*day));
        chosen.unwrap_or(earliest).month_start()
    })
}

/// Whether a refused form was this one, by the field its refusal names.
pub(crate) fn about_booking(error: ErrorBody) -> Option<ErrorBody> {
    let is_ours =
        matches!(error.field.as_deref(), Some("wishes" | "first" | "last" | "totalCents"));
    is_ours.then_some(error)
}
