use super::check_form::Check;
use crate::{
    components::{EmptyState, PricePerDay, StatusPill, Symbol},
    routes,
};
use leptos::{ev, prelude::*};
use protocol::{
    board::{BoardStatus, BoardView, OwnBoards},
    limits::BOARD_PAGE,
};

/// A page of one's boards, to tick those whose prices are compared.
#[component]
pub(super) fn BoardChoice(check: Check, own: OwnBoards) -> impl IntoView {
    let OwnBoards { boards, total, page, .. } = own;
    let last = total.div_ceil(BOARD_PAGE).max(1);
    let boards: Vec<_> =
        boards.into_iter().filter(|board| board.status != BoardStatus::Retired).collect();
    let is_empty = boards.is_empty();
    let rows = boards.into_iter().map(|board| view! { <Choice check board /> }).collect_view();
    view! {
        {is_empty.then(|| view! { <EmptyState symbol=Symbol::Board title="No boards to compare here" /> })}
        <ul class="price-choice" data-testid="price-choice">{rows}</ul>
        {(last > 1)
            .then(|| {
                let link = |page: u32, rel: &'static str, text: &'static str| {
                    view! { <a class="button" rel=rel href=routes::prices_page(page)>{text}</a> }
                };
                view! {
                    <div class="pages price-choice__pages">
                        {(page > 1).then(|| link(page - 1, "prev", "Previous boards"))}
                        {(page < last).then(|| link(page + 1, "next", "More boards"))}
                        <p class="muted">{format!("Page {page} of {last}")}</p>
                    </div>
                }
            })}
    }
}

#[component]
fn Choice(check: Check, board: BoardView) -> impl IntoView {
    let id = board.id;
    let is_chosen = Memo::new(move |_| check.chosen.with(|chosen| chosen.contains(&id)));
    let tick = move |event: ev::Event| {
        let is_chosen = event_target_checked(&event);
        check.chosen.update(|chosen| {
            if is_chosen {
                chosen.insert(id)
            } else {
                chosen.remove(&id)
            };
        });
    };
    view! {
        <li>
            <label class="price-choice__row">
                <input
                    type="checkbox"
                    name="boardId"
                    value=id.to_string()
                    checked=move || is_chosen.get()
                    prop:checked=move || is_chosen.get()
                    on:change=tick
                />
                <span class="price-choice__title">{board.title}</span>
                <span class="muted price-choice__price">
                    <PricePerDay cents=board.price_per_day_cents currency=board.currency />
                </span>
                <StatusPill status=board.status />
            </label>
        </li>
    }
}
