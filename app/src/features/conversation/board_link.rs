use crate::{
    components::{Money, StatusPill},
    features::board::{live_status, watch_statuses},
    routes,
};
use leptos::prelude::*;
use protocol::{Room, board::BoardRef};

/// The board a thread is about: what it is, what it costs, whether it is on air now.
#[component]
pub(super) fn BoardLink(
    /// Which.
    board: BoardRef,
) -> impl IntoView {
    watch_statuses(Room::Board(board.id), vec![board.id]);
    let status = live_status(board.id, board.status, board.status_version);
    view! {
        <a
            class="board-link"
            href=routes::board(board.id)
            data-testid="thread-board"
        >
            <img
                class="board-link__picture"
                src=routes::board_picture(board.id)
                alt=""
                width="96"
                height="48"
                loading="lazy"
            />
            <span class="board-link__title">{board.title.clone()}</span>
            <span class="board-link__facts">
                <span class="board-link__city">{board.city.clone()} " · "</span>
                <Money cents=board.price_per_day_cents currency=board.currency /> " a day"
            </span>
            {move || view! { <StatusPill status=status.get() /> }}
        </a>
    }
}
