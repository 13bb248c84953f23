use super::{suggested::Suggested, words::difference};
use crate::{
    components::{ErrorNotice, Money, Pill, Symbol, TimeText, Tone},
    routes,
};
use leptos::{ev, html, prelude::*};
use protocol::price::PriceSuggestion;

/// What is suggested for a board, and the button that makes it so.
#[component]
pub(super) fn SuggestionRow(
    /// As it was read first.
    first: PriceSuggestion,
    suggested: Suggested,
) -> impl IntoView {
    let (board, job) = (first.board_id, first.job_id);
    let known = Memo::new(move |_| {
        let is_this = |it: &&PriceSuggestion| it.board_id == board && it.job_id == job;
        suggested
            .list
            .with(|list| list.iter().find(is_this).cloned())
            .unwrap_or_else(|| first.clone())
    });
    let title = known.with_untracked(|it| it.title.clone());
    let suggested_at = known.with_untracked(|it| it.suggested_at);
    view! {
        <li
            class="price-row"
            data-testid="price-row"
            data-id=board.to_string()
            data-state=move || known.with(state)
        >
            <p class="price-row__title">
                <a href=routes::board(board)>{title}</a>
            </p>
            <Prices known />
            <p class="price-row__time muted">
                <TimeText at=suggested_at />
            </p>
            <Action known suggested />
            {move || suggested.refusal(board).map(|error| view! { <ErrorNotice error /> })}
        </li>
    }
}

/// For tests and styles.
fn state(suggestion: &PriceSuggestion) -> &'static str {
    match suggestion {
        PriceSuggestion { applied_at: Some(_), .. } => "applied",
        PriceSuggestion { is_applicable: true, .. } => "open",
        _ => "closed",
    }
}

#[component]
fn Prices(known: Memo<PriceSuggestion>) -> impl IntoView {
    // Of what is done the price alone is left to say.
    let is_open =
        |it: &PriceSuggestion| it.applied_at.is_none() && it.current_cents != it.suggested_cents;
    let amounts =
        Memo::new(move |_| known.with(|it| (it.current_cents, it.suggested_cents, is_open(it))));
    let currency = known.with_untracked(|it| it.currency.clone());
    let currency = StoredValue::new(currency);
    let money = move |cents| view! { <Money cents currency=currency.get_value() /> };
    let prices = move || {
        let (current, suggestion, is_open) = amounts.get();
        if !is_open {
            return view! {
                <strong class="price-row__suggested">
                    <span class="visually-hidden">"Now "</span>
                    {money(current)}
                </strong>
            }
            .into_any();
        }
        view! {
            <span class="price-row__now">
                <span class="visually-hidden">"Now "</span>
                {money(current)}
            </span>
            <span class="price-row__arrow" aria-hidden="true">"→"</span>
            <strong class="price-row__suggested" data-testid="price-suggested">
                <span class="visually-hidden">", suggested "</span>
                {money(suggestion)}
            </strong>
            <span class="price-row__difference">{difference(current, suggestion)}</span>
        }
        .into_any()
    };
    view! {
        <p
            class="price-row__prices"
            data-testid="price-current"
            data-cents=move || amounts.get().0.to_string()
        >
            {prices}
        </p>
    }
}

/// The button; where there is nothing to press, why.
#[component]
fn Action(known: Memo<PriceSuggestion>, suggested: Suggested) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let focus = move || {
        if let Some(Ok(())) = place.get_untracked().map(|place| place.focus()) {}
    };
    let shown = Memo::new(move |_| known.with(|it| (state(it), it.applied_at, it.why_not.clone())));
    let content = move || match shown.get() {
        (_, Some(at), _) => view! {
            <Pill tone=Tone::Live symbol=Symbol::Checks label="Applied" />
            <span class="muted price-row__since">
                <TimeText at />
            </span>
        }
        .into_any(),
        ("open", ..) => view! { <Apply known suggested focus /> }.into_any(),
        (.., why) => view! { <span class="muted">{why}</span> }.into_any(),
    };
    view! {
        <div class="price-row__action" tabindex="-1" node_ref=place>
            {content}
        </div>
    }
}

#[component]
fn Apply(
    known: Memo<PriceSuggestion>,
    suggested: Suggested,
    /// Where the button was.
    focus: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        suggested.apply(known.get_untracked(), focus);
    };
    let (board, job, title) = known.with_untracked(|it| (it.board_id, it.job_id, it.title.clone()));
    let is_applying = move || suggested.is_applying(board);
    view! {
        <form method="post" action=routes::form::APPLY_PRICE on:submit=submit>
            <input type="hidden" name="boardId" value=board.to_string() />
            <input type="hidden" name="jobId" value=job.to_string() />
            <input
                type="hidden"
                name="expectedCents"
                value=move || known.with(|it| it.current_cents.to_string())
            />
            {suggested.is_of_job.then(|| view! { <input type="hidden" name="from" value="job" /> })}
            <button
                class="button"
                type="submit"
                data-testid="price-apply"
                aria-busy=move || is_applying().then_some("true")
                aria-disabled=move || is_applying().then_some("true")
            >
                {move || if is_applying() { "Applying …" } else { "Apply" }}
                <span class="visually-hidden">" to " {title}</span>
            </button>
        </form>
    }
}
