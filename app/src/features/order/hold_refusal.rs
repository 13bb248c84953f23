//! Why days were not held, and which are free instead.

use super::{choice::Choice, hold_form::Holding};
use crate::{
    components::{ErrorNotice, Icon, Symbol},
    format::day::day_range,
    routes,
};
use leptos::{ev, prelude::*};
use protocol::{ErrorBody, ErrorCode};

/// Beside what has to be changed: the days, or only the price that has to be looked at again.
#[component]
pub(super) fn Refusal(error: ErrorBody, holding: Holding) -> impl IntoView {
    let is_about_days = error.field.is_some() || error.code == ErrorCode::Conflict;
    if is_about_days {
        return view! {
            <p class="hold-form__error" role="alert" data-testid="hold-refused">
                <Icon symbol=Symbol::Alert />
                {error.message}
            </p>
            <Instead holding />
        }
        .into_any();
    }
    let on_retry = Callback::new(move |()| {
        holding.refused.set(None);
        holding.reader.read();
    });
    view! { <ErrorNotice error on_retry /> }.into_any()
}

/// Days that are free, where the chosen ones are not.
#[component]
fn Instead(holding: Holding) -> impl IntoView {
    let Holding { board, calendar, choice, .. } = holding;
    let instead = move || calendar.with(|shown| choice.get().instead(shown));
    move || {
        let days = instead()?;
        let take = move |event: ev::MouseEvent| {
            event.prevent_default();
            choice.set(Choice::of(Some(days.first()), Some(days.last())));
        };
        Some(view! {
            <p class="hold-form__instead">
                <a href=format!("{}#book", routes::board_on(board, days)) data-testid="instead" on:click=take>
                    {format!("Take {} instead", day_range(days))}
                </a>
            </p>
        })
    }
}
