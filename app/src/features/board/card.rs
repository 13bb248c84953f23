use super::{picture, watch::live_status};
use crate::{
    components::{Icon, PricePerDay, StatusPill, Symbol},
    format::{rough, size},
    routes,
};
use leptos::prelude::*;
use protocol::{
    board::{BoardStatus, BoardView},
    id::BoardId,
};

/// A board in the list. The whole card leads to its page.
#[component]
pub(super) fn BoardCard(
    /// Which.
    board: BoardView,
    /// Whether its picture is needed at once.
    is_in_view: bool,
) -> impl IntoView {
    let status = live_status(board.id, board.status, board.status_version);
    view! {
        <li>
            <article class=move || format!("board-card board-card--{}", status.get())>
                <BoardPicture id=board.id status is_in_view />
                <div class="board-card__text">
                    <h2 class="board-card__title">
                        <a href=routes::board(board.id)>{board.title.clone()}</a>
                    </h2>
                    <p class="board-card__place">
                        <Icon symbol=Symbol::Location />
                        {board.city.clone()}
                    </p>
                    <p class="board-card__facts">
                        {size(&board)} " · " {rough(board.audience_per_week)} " people a week"
                    </p>
                    <div class="board-card__foot">
                        <p class="price">
                            <PricePerDay cents=board.price_per_day_cents currency=board.currency />
                        </p>
                        {move || view! { <StatusPill status=status.get() /> }}
                    </div>
                </div>
            </article>
        </li>
    }
}

/// The board's generated picture. Decoration: everything it shows is also said in words.
#[component]
pub(super) fn BoardPicture(
    id: BoardId,
    status: Signal<BoardStatus>,
    is_in_view: bool,
) -> impl IntoView {
    view! {
        <img
            class=move || format!("board-picture board-picture--{}", status.get())
            src=routes::board_picture(id)
            alt=""
            width=picture::WIDTH
            height=picture::HEIGHT
            loading=if is_in_view { "eager" } else { "lazy" }
            decoding="async"
        />
    }
}
