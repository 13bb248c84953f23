//! Keeping the chosen days: the fields, the price, and the button. A plain form without scripts.

use super::{choice::Choice, hold_refusal::Refusal, plan::PlanButton, price::Price, watch::Reader};
use crate::{
    connection::Connection,
    features::account::{sign_in_then, use_me},
    hooks::use_connection,
    routes,
    stores::use_stores,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use protocol::{
    Day, ErrorBody,
    id::{BoardId, ClientId},
    limits,
    order::{Availability, HoldBoards, Quote, Wish, quote},
};
use uuid::Uuid;

/// What is held, and what came of it.
#[derive(Clone, Copy)]
pub(super) struct Holding {
    pub(super) board: BoardId,
    pub(super) calendar: Memo<Availability>,
    pub(super) choice: RwSignal<Choice>,
    pub(super) reader: Reader,
    /// Why the last try was refused.
    pub(super) refused: RwSignal<Option<ErrorBody>>,
    pub(super) client_id: RwSignal<ClientId>,
}

impl Holding {
    fn quote(self) -> Option<Quote> {
        let range = self.choice.get().range()?;
        Some(self.calendar.with(|shown| quote(range, &shown.rate)))
    }

    /// Why the days as they are cannot be held.
    pub(super) fn refusal(self) -> Option<ErrorBody> {
        self.calendar.with(|shown| self.choice.get().refusal(shown))
    }

    /// Whether its buttons would do nothing now. Never before the page runs: without scripts they post what is typed.
    pub(super) fn use_is_idle(self) -> Signal<bool> {
        let is_running = RwSignal::new(false);
        Effect::new(move || is_running.set(true));
        let is_idle = move || self.choice.get().range().is_none() || self.refusal().is_some();
        Signal::derive(move || is_running.get() && is_idle())
    }

    /// What was refused is about the days as they were, and other days are another try.
    fn begin_anew_with_other_days(self) {
        Effect::new(move |before: Option<Choice>| {
            let now = self.choice.get();
            if before.is_some_and(|before| before != now) {
                self.refused.set(None);
                self.client_id.set(new_try());
            }
            now
        });
    }

    fn hold(self, connection: Connection, go: impl Fn(String) + 'static) {
        let (Some(days), Some(quote)) =
            (self.choice.get_untracked().range(), untrack(|| self.quote()))
        else {
            return;
        };
        let answer = connection.request(&HoldBoards {
            client_id: self.client_id.get_untracked(),
            wishes: vec![Wish { board_id: self.board, days }],
            total_cents: quote.total_cents,
        });
        let orders = use_stores().orders.orders;
        spawn_local(async move {
            match answer.await {
                Ok(held) => {
                    let page = held.first().map(|order| routes::order(order.id));
                    orders.try_update(|orders| held.into_iter().for_each(|it| orders.learn(it)));
                    page.into_iter().for_each(go);
                }
                Err(error) => {
                    // Whatever was refused, the page shows what is so now.
                    self.reader.read();
                    self.refused.try_set(Some(error));
                }
            }
        });
    }
}

/// The form.
#[component]
pub(super) fn HoldForm(holding: Holding) -> impl IntoView {
    let Holding { board, refused, client_id, .. } = holding;
    let connection = use_connection();
    let navigate = use_navigate();
    let submit = move |event: ev::SubmitEvent| {
        if !connection.is_up() || asks_for_price(&event) {
            return;
        }
        event.prevent_default();
        refused.set(None);
        if untrack(|| holding.refusal()).is_none() {
            let navigate = navigate.clone();
            holding.hold(connection, move |page| navigate(&page, NavigateOptions::default()));
        }
    };
    holding.begin_anew_with_other_days();
    view! {
        <form
            class="hold-form"
            method="post"
            action=routes::form::hold_board(board)
            data-testid="hold-form"
            on:submit=submit
        >
            <Days holding />
            <input r#type="hidden" name="clientId" value=move || client_id.get().to_string() />
            <input
                r#type="hidden"
                name="totalCents"
                value=move || holding.quote().map_or(0, |quote| quote.total_cents).to_string()
            />
            <div class="hold-form__price">
                {move || match holding.quote() {
                    Some(quote) => view! { <Price quote /> }.into_any(),
                    None => {
                        view! {
                            <p class="muted">
                                "Choose the first and the last day. Seven days cost 5 % less, 28 days 15 %, 84 days 20 %."
                            </p>
                        }
                            .into_any()
                    }
                }}
            </div>
            <div class="hold-form__refusal" aria-live="polite">
                {move || {
                    refused
                        .get()
                        .or_else(|| holding.refusal())
                        .map(|error| view! { <Refusal error holding /> })
                }}
            </div>
            <Submit holding />
        </form>
    }
}

/// The button that only asks for the price, for those without scripts.
fn asks_for_price(event: &ev::SubmitEvent) -> bool {
    let button = event.submitter();
    button.is_some_and(|button| button.has_attribute("formmethod"))
}

#[component]
fn Days(holding: Holding) -> impl IntoView {
    let Holding { calendar, choice, .. } = holding;
    let today = calendar.with_untracked(|shown| shown.today);
    let earliest = calendar.with_untracked(|shown| today.plus(shown.rate.lead_days.max(0)));
    let latest = today.plus(limits::BOOKING_AHEAD_DAYS);
    let first = move || choice.get().first().map(|day| day.to_string()).unwrap_or_default();
    let last = move || choice.get().last().map(|day| day.to_string()).unwrap_or_default();
    let read = |event: ev::Event| event_target_value(&event).parse::<Day>().ok();
    view! {
        <div class="hold-form__days">
            <label class="field">
                <span class="field__label">"First day"</span>
                <input
                    class="field__input"
                    r#type="date"
                    name="first"
                    min=earliest.to_string()
                    max=latest.to_string()
                    required=true
                    value=first
                    prop:value=first
                    on:change=move |event| {
                        choice.update(|choice| *choice = Choice::of(read(event), choice.last()));
                    }
                />
            </label>
            <label class="field">
                <span class="field__label">"Last day"</span>
                <input
                    class="field__input"
                    r#type="date"
                    name="last"
                    min=earliest.to_string()
                    max=latest.to_string()
                    value=last
                    prop:value=last
                    on:change=move |event| {
                        choice.update(|choice| *choice = Choice::of(choice.first(), read(event)));
                    }
                />
            </label>
        </div>
    }
}

#[component]
fn Submit(holding: Holding) -> impl IntoView {
    let Holding { board, choice, .. } = holding;
    let minutes = limits::HOLD_FOR.as_secs() / 60;
    if use_me().is_none() {
        let back = move || match choice.get().range() {
            Some(days) => routes::board_on(board, days),
            None => routes::board(board),
        };
        return view! {
            <a class="button button--primary button--wide" href=move || sign_in_then(&back())>
                "Sign in to book"
            </a>
            <PlanButton holding />
        }
        .into_any();
    }
    let is_idle = holding.use_is_idle();
    view! {
        // The first one is pressed by the key Enter.
        <button
            class="button button--primary button--wide"
            type="submit"
            data-testid="hold"
            aria-disabled=move || is_idle.get().then_some("true")
        >
            {format!("Hold for {minutes} minutes")}
        </button>
        <button
            class="button hold-form__ask"
            type="submit"
            formmethod="get"
            formaction=routes::board(board)
        >
            "Show the price"
        </button>
        <p class="hold-form__note muted">
            "Nothing is paid yet. The days are kept for you while you decide."
        </p>
        <PlanButton holding />
    }
    .into_any()
}

/// A fresh id for a try.
pub(super) fn new_try() -> ClientId {
    ClientId(Uuid::now_v7())
}

/// The id of a page's first try: the one in the form that the server has rendered. A try over the line and the plain
/// form after it are then one hold. Called by the page itself: what waits for data has another order of things in the
/// browser.
pub(super) fn first_try() -> ClientId {
    SharedValue::new(new_try).into_inner()
}
