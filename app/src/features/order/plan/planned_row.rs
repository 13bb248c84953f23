use super::use_plan;
use crate::{
    components::{Icon, Money, Symbol},
    features::{
        board::BoardPicture,
        order::{choice::Choice, price::percent},
    },
    format::{counted, day::day_range},
    routes,
};
use leptos::{ev, prelude::*};
use protocol::{
    board::{BoardStatus, BoardView},
    id::UserId,
    order::{PlannedBoard, Quote, apart, quote},
};

/// What these days cost now.
pub(super) fn price(planned: &PlannedBoard) -> Option<Quote> {
    planned.calendar.as_ref().map(|calendar| quote(planned.wish.days, &calendar.rate))
}

/// Why each of them cannot be held as it is.
pub(super) fn refusals(planned: &[PlannedBoard], me: Option<UserId>) -> Vec<Option<String>> {
    let apart = apart(planned.iter().filter_map(|one| {
        let currency = one.calendar.as_ref()?.rate.currency.as_str();
        Some((one.wish, one.board.as_ref()?.owner.id, currency))
    }));
    let another = "This owner's boards above are paid in another currency. Hold these days alone.";
    let apart = |one: &PlannedBoard| apart.contains(&one.wish).then(|| another.to_owned());
    planned.iter().map(|one| refusal(one, me).or_else(|| apart(one))).collect()
}

fn refusal(planned: &PlannedBoard, me: Option<UserId>) -> Option<String> {
    let (Some(board), Some(calendar)) = (&planned.board, &planned.calendar) else {
        return Some("This board is not on the market any more.".to_owned());
    };
    if me == Some(board.owner.id) {
        return Some("This is your own board.".to_owned());
    }
    let days = planned.wish.days;
    let chosen = || Choice::of(Some(days.first()), Some(days.last())).refusal(calendar);
    calendar.closed.clone().or_else(|| chosen().map(|error| error.message))
}

/// A planned booking: the board, the days, the price, or why it cannot be held.
#[component]
pub(super) fn PlannedRow(
    planned: PlannedBoard,
    /// Why it cannot be held.
    refusal: Option<String>,
) -> impl IntoView {
    let is_refused = refusal.is_some();
    let (price, wish) = (price(&planned), planned.wish);
    let name = planned.board.as_ref().map_or_else(|| "A board".to_owned(), |it| it.title.clone());
    let days = day_range(wish.days);
    let label = format!("Remove {name}, {days}, from your plan");
    let remove = move |event: ev::SubmitEvent| {
        event.prevent_default();
        use_plan().remove(&[wish]);
        crate::shell::focus_main();
    };
    view! {
        <li
            class="planned"
            class:planned--refused=is_refused
            data-testid="planned"
            data-id=wish.board_id.to_string()
        >
            {planned.board.map(|board| view! { <Picture board /> })}
            <div class="planned__text">
                <p class="planned__title">
                    <a href=format!("{}#book", routes::board_on(wish.board_id, wish.days))>{name}</a>
                </p>
                <p class="muted">{days}</p>
                {price.clone().map(|price| view! { <Reckoning price /> })}
                {refusal
                    .map(|text| {
                        view! {
                            <p class="planned__refusal" data-testid="plan-refused">
                                <Icon symbol=Symbol::Alert />
                                {text}
                            </p>
                        }
                    })}
            </div>
            {price
                .map(|price| {
                    view! {
                        <p class="planned__price">
                            <Money cents=price.total_cents currency=price.currency />
                        </p>
                    }
                })}
            <form class="planned__remove" method="post" action=routes::form::UNPLAN on:submit=remove>
                <input r#type="hidden" name="boardId" value=wish.board_id.to_string() />
                <input r#type="hidden" name="first" value=wish.days.first().to_string() />
                <input r#type="hidden" name="last" value=wish.days.last().to_string() />
                <button class="button" type="submit" aria-label=label data-testid="plan-remove">
                    "Remove"
                </button>
            </form>
        </li>
    }
}

#[component]
fn Picture(board: BoardView) -> impl IntoView {
    let status = Signal::stored(BoardStatus::Live);
    view! {
        <div class="planned__picture">
            <BoardPicture id=board.id cover=board.cover status is_in_view=true />
        </div>
    }
}

/// `6 days × €120.00, 1 dark day not booked`.
#[component]
fn Reckoning(price: Quote) -> impl IntoView {
    let Quote { days, dark_days, price_per_day_cents, reduction_permille, currency, .. } = price;
    let dark = (dark_days > 0)
        .then(|| format!(", {} not booked", counted(dark_days, "dark day", "dark days")));
    let reduced =
        (reduction_permille > 0).then(|| format!(", {} off", percent(reduction_permille)));
    view! {
        <p class="muted">
            {counted(days, "day", "days")} " × " <Money cents=price_per_day_cents currency /> {reduced} {dark}
        </p>
    }
}
