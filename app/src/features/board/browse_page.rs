use super::{
    card::BoardCard,
    filter_form::FilterForm,
    list_boards,
    map::BoardMap,
    pagination::Pagination,
    query,
    view_toggle::{ViewToggle, in_same_view, use_map_view},
    watch::watch_statuses,
};
use crate::{
    components::{EmptyState, ErrorNotice, Icon, Skeleton, SkeletonShape, Symbol},
    error::ApiResult,
    format::counted,
    hooks::{use_connection, use_event},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{
    Room, ServerEvent,
    board::{BoardFilter, BoardPage},
};

/// Cards that are in view when the page opens; the pictures of the others load when needed.
const AT_ONCE: usize = 6;

/// `/`: the boards on offer.
#[component]
pub fn BrowsePage() -> impl IntoView {
    let map = use_query_map();
    let asked = Memo::new(move |_| map.with(query::read));
    let filter = Memo::new(move |_| asked.with(|(filter, _)| filter.clone()));
    let boards = Resource::new_blocking(move || filter.get(), list_boards);
    read_again_when_edited(boards);
    let is_map = use_map_view();
    let content = move || {
        Suspend::new(async move {
            match boards.await {
                Ok(page) => view! { <Boards filter=filter.get() page /> }.into_any(),
                Err(error) => {
                    let on_retry = Callback::new(move |()| boards.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <Title text="Digital billboards" />
        <div class="browse-page" class:browse-page--map=move || is_map.get()>
            <div class="browse-page__head">
                <h1>"Digital billboards"</h1>
                <ViewToggle filter />
            </div>
            {move || not_understood(&asked.with(|(_, unknown)| unknown.clone()))}
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Cards count=AT_ONCE /> }
            }>{content}</Transition>
            {move || is_map.get().then(|| view! { <BoardMap filter /> })}
        </div>
    }
}

/// A title or a price may have changed: at once when it is told, and after every gap in the line.
fn read_again_when_edited(boards: Resource<ApiResult<BoardPage>>) {
    use_event(move |event| {
        let ServerEvent::BoardUpdated(update) = event else { return };
        let is_shown = boards.with_untracked(|page| {
            let Some(Ok(page)) = page else { return false };
            page.boards.iter().any(|board| board.id == update.board_id)
        });
        if is_shown {
            boards.refetch();
        }
    });
    let is_connected = use_connection().is_connected();
    // How often the line was there: the first time the page is new.
    Effect::new(move |lines: Option<u32>| {
        let lines = lines.unwrap_or(0);
        if !is_connected.get() {
            return lines;
        }
        if lines > 0 {
            boards.refetch();
        }
        lines + 1
    });
}

#[component]
fn Boards(filter: BoardFilter, page: BoardPage) -> impl IntoView {
    let BoardPage { boards, total, page: number, cities } = page;
    let is_empty = boards.is_empty();
    let way_out = filter.clone();
    watch_statuses(Room::Boards, boards.iter().map(|board| board.id).collect());
    let found = summary(&filter, total);
    let cards = boards
        .into_iter()
        .enumerate()
        .map(|(place, board)| view! { <BoardCard board is_in_view=place < AT_ONCE /> })
        .collect_view();
    view! {
        <FilterForm filter=filter.clone() cities>
            <p class="browse-page__count" role="status">
                {found}
            </p>
        </FilterForm>
        <Narrowing filter=filter.clone() />
        {if is_empty {
            view! { <NoBoards total filter=way_out /> }.into_any()
        } else {
            view! { <ul class="board-wall">{cards}</ul> }.into_any()
        }}
        <Pagination filter total page=number />
    }
}

/// Parts of the address that filter nothing, because nobody can say what they mean.
fn not_understood(parts: &[&'static str]) -> Option<impl IntoView + use<>> {
    let names = parts.iter().map(|part| query::name(part)).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| {
        view! {
            <p class="notice" role="status" data-testid="not-understood">
                "Not understood, and left out: "
                {names}
                "."
            </p>
        }
    })
}

/// What narrows the list, each to be taken away with one press. Absent when nothing does.
#[component]
fn Narrowing(filter: BoardFilter) -> impl IntoView {
    let parts = query::narrowing(&filter);
    (!parts.is_empty()).then(|| {
        let chips = parts.into_iter().map(|(name, without)| {
            view! {
                <li>
                    <a class="chip" href=in_same_view(without)>
                        <span class="visually-hidden">"Without "</span>
                        {name}
                        <Icon symbol=Symbol::Close />
                    </a>
                </li>
            }
        });
        view! {
            <ul class="chips" aria-label="What narrows the list">
                {chips.collect_view()}
            </ul>
        }
    })
}

/// `17 boards in Berlin, live only`.
fn summary(filter: &BoardFilter, total: u32) -> String {
    let boards = counted(total.into(), "board", "boards");
    let place = filter.city.as_ref().map(|city| format!(" in {city}")).unwrap_or_default();
    let status = filter.status.map(|status| format!(", {status} only")).unwrap_or_default();
    format!("{boards}{place}{status}")
}

#[component]
fn NoBoards(total: u32, filter: BoardFilter) -> impl IntoView {
    let (text, start) = if total == 0 {
        ("Take away what narrows the list, above, or begin anew.", None)
    } else {
        (
            "The list is shorter than that. Go back to its start.",
            Some(in_same_view(query::address(&filter, 1))),
        )
    };
    view! {
        <EmptyState symbol=Symbol::Board title="No boards here" text>
            {start.map(|href| view! { <a class="button button--primary" href=href>"To its start"</a> })}
            <a class="button" href=in_same_view(routes::BROWSE.into())>
                "Show all boards"
            </a>
        </EmptyState>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::board::BoardStatus;

    #[test]
    fn the_summary_says_what_is_shown() {
        let filter = BoardFilter {
            city: Some("Berlin".into()),
            status: Some(BoardStatus::Live),
            ..BoardFilter::default()
        };
        assert_eq!(summary(&filter, 1), "1 board in Berlin, live only");
        assert_eq!(summary(&BoardFilter::default(), 1_200), "1,200 boards");
    }
}
