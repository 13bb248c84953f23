use super::{picture, watch::live_status};
use crate::{
    components::{Icon, PricePerDay, StatusPill, Symbol},
    format::{rough, size},
    routes,
};
use leptos::prelude::*;
use protocol::{
    board::{BoardStatus, BoardView, PhotoView},
    id::BoardId,
    picture as files,
};

/// The width a cover is asked for in where nothing is known of the screen.
const SMALL: u32 = 480;

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
                <BoardPicture id=board.id cover=board.cover.clone() status is_in_view />
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

/// The board's cover, or its generated picture. Decoration: everything it shows is also said in words.
#[component]
pub(crate) fn BoardPicture(
    id: BoardId,
    cover: Option<PhotoView>,
    status: Signal<BoardStatus>,
    is_in_view: bool,
) -> impl IntoView {
    let cover = cover.map(|photo| (photo.file_id, photo.width));
    let shown = |(id, width): (_, u32)| files::address(id, width.min(SMALL));
    let src = cover.map_or_else(|| routes::board_picture(id), shown);
    let srcset = cover.map(|(id, width)| files::srcset(id, width));
    view! {
        <img
            class=move || format!("board-picture board-picture--{}", status.get())
            src=src
            srcset=srcset
            sizes=cover.map(|_| "(min-width: 60rem) 22rem, 90vw")
            alt=""
            width=picture::WIDTH
            height=picture::HEIGHT
            loading=if is_in_view { "eager" } else { "lazy" }
            decoding="async"
        />
    }
}
