use super::{card::BoardPicture, list_own_boards, pagination::Steps, watch::live_status};
use crate::{
    components::{EmptyState, Loaded, PricePerDay, StatusPill, Symbol, status_name},
    error::ApiError,
    features::account::{SignInFirst, use_me},
    format::counted,
    hooks::use_event,
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorBody, ServerEvent,
    board::{
        BoardStatus, BoardView, OwnBoards,
        life::{Parts, check_create, check_edit},
    },
    limits::BOARD_PAGE,
};

/// What somebody is to their own boards.
const OWNER: Parts = Parts { is_owner: true, is_admin: false };

/// `/boards/mine`: an owner's boards, whatever their status.
#[component]
pub fn MyBoardsPage() -> impl IntoView {
    let content = if use_me().is_some() {
        view! { <List /> }.into_any()
    } else {
        view! { <SignInFirst text="Owners find their boards here." /> }.into_any()
    };
    view! {
        <Title text="Your boards" />
        <div class="my-boards">
            <div class="my-boards__head">
                <h1>"Your boards"</h1>
                {use_me()
                    .is_some_and(|me| check_create(me.role).is_ok())
                    .then(|| {
                        view! {
                            <div class="my-boards__tools">
                                <a class="button" href=routes::PRICES>
                                    "Prices"
                                </a>
                                <a class="button button--primary" href=routes::NEW_BOARD>
                                    "New board"
                                </a>
                            </div>
                        }
                    })}
            </div>
            {content}
        </div>
    }
}

#[component]
fn List() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let page = query.get_str("page").and_then(|page| page.parse().ok()).unwrap_or(1);
            (query.get("status").filter(|status| !status.is_empty()), page)
        })
    });
    let boards = Resource::new_blocking(
        move || asked.get(),
        |(status, page)| async move {
            let status = status.map(|status| status.parse()).transpose();
            list_own_boards(status.map_err(|error: ErrorBody| ApiError(error))?, page).await
        },
    );
    use_event(move |event| {
        if matches!(event, ServerEvent::BillboardStatusUpdate(_) | ServerEvent::BoardUpdated(_)) {
            boards.refetch();
        }
    });
    view! {
        <Loaded resource=boards count=8 let:own>
            <Own own status=asked.get_untracked().0 />
        </Loaded>
    }
}

#[component]
fn Own(own: OwnBoards, status: Option<String>) -> impl IntoView {
    let OwnBoards { boards, total, page, counts } = own;
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let tab = |name: String, key: Option<BoardStatus>, count: u32| {
        let is_current = status.as_deref() == key.map(BoardStatus::as_str);
        view! {
            <li>
                <a
                    class="tab"
                    href=address(key.map(BoardStatus::as_str), 1)
                    aria-current=is_current.then_some("true")
                >
                    {name}
                    " "
                    <span class="muted">{count}</span>
                </a>
            </li>
        }
    };
    let tabs = std::iter::once(tab("All".into(), None, all)).chain(
        counts
            .iter()
            .map(|(status, count)| tab(status_name(*status).to_owned(), Some(*status), *count)),
    );
    let tabs = tabs.collect_view();
    let is_empty = boards.is_empty();
    let rows = boards.into_iter().map(|board| view! { <Row board /> }).collect_view();
    let last = total.div_ceil(BOARD_PAGE);
    let back = (page > 1).then(|| address(status.as_deref(), page - 1));
    let forward = (page < last).then(|| address(status.as_deref(), page + 1));
    view! {
        <nav aria-label="By status">
            <ul class="tabs">{tabs}</ul>
        </nav>
        <p class="muted" role="status">
            {counted(total.into(), "board", "boards")}
        </p>
        {if is_empty {
            view! { <EmptyState symbol=Symbol::Board title="No boards here" text="What you offer appears here." /> }
                .into_any()
        } else {
            view! { <ul class="board-rows">{rows}</ul> }.into_any()
        }}
        {(last > 1).then(|| view! { <Steps back forward /> })}
    }
}

fn address(status: Option<&str>, page: u32) -> String {
    let status = status.map(|status| format!("status={status}"));
    let page = (page > 1).then(|| format!("page={page}"));
    let query: Vec<_> = status.into_iter().chain(page).collect();
    if query.is_empty() {
        return routes::MY_BOARDS.to_owned();
    }
    format!("{}?{}", routes::MY_BOARDS, query.join("&"))
}

#[component]
fn Row(board: BoardView) -> impl IntoView {
    let status = live_status(board.id, board.status, board.status_version);
    view! {
        <li class="board-row" data-testid="own-board">
            <BoardPicture id=board.id cover=board.cover.clone() status is_in_view=false />
            <div class="board-row__text">
                <h2 class="board-row__title">
                    <a href=routes::board(board.id)>{board.title.clone()}</a>
                </h2>
                <p class="muted">
                    {board.city.clone()} " · "
                    <PricePerDay cents=board.price_per_day_cents currency=board.currency />
                </p>
            </div>
            {move || view! { <StatusPill status=status.get() /> }}
            {move || {
                check_edit(status.get(), OWNER)
                    .is_ok()
                    .then(|| {
                        view! {
                            <a class="button" href=routes::edit_board(board.id)>
                                "Edit"
                                <span class="visually-hidden">" " {board.title.clone()}</span>
                            </a>
                        }
                    })
            }}
        </li>
    }
}
