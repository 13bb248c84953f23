use super::{
    card::BoardPicture, facts::Facts, read_review_queue, status_form::StatusForm,
    watch::live_status,
};
use crate::{
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol, TimeText},
    features::account::use_form_error,
    format::counted,
    hooks::use_event,
    routes,
    shell::NotFound,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::{
    ErrorCode, ServerEvent,
    board::{ReviewQueue, WaitingBoard, life::Parts},
};

/// `/admin/boards`: the boards that wait to be let in, the one that waits longest first. For admins; others find
/// nothing here.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let queue = Resource::new_blocking(|| (), |()| read_review_queue());
    use_event(move |event| {
        if matches!(event, ServerEvent::BillboardStatusUpdate(_)) {
            queue.refetch();
        }
    });
    let content = move || {
        Suspend::new(async move {
            match queue.await {
                Ok(queue) => view! { <Queue queue /> }.into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFound text="The address may be mistyped, or the page has moved." /> }
                        .into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| queue.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Rows count=4 /> }
        }>{content}</Transition>
    }
}

#[component]
fn Queue(queue: ReviewQueue) -> impl IntoView {
    let ReviewQueue { boards, total } = queue;
    let refused = use_form_error();
    let is_empty = boards.is_empty();
    let rows = boards.into_iter().map(|waiting| view! { <Waiting waiting /> }).collect_view();
    view! {
        <Title text="Boards to review" />
        <div class="review-page">
            <h1>"Boards to review"</h1>
            {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
            <p class="muted" role="status" data-testid="review-count">
                {counted(total.into(), "board waits", "boards wait")}
            </p>
            {if is_empty {
                view! {
                    <EmptyState
                        symbol=Symbol::Checks
                        title="Nothing waits"
                        text="Boards that owners submit appear here at once."
                    />
                }
                    .into_any()
            } else {
                view! { <ol class="review-list">{rows}</ol> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Waiting(waiting: WaitingBoard) -> impl IntoView {
    let WaitingBoard { board, since } = waiting;
    let status = live_status(board.id, board.status, board.status_version);
    let parts = Parts { is_owner: false, is_admin: true };
    view! {
        <li class="review-row" data-testid="review-row" data-id=board.id.to_string()>
            <BoardPicture id=board.id cover=board.cover.clone() status is_in_view=false />
            <div class="review-row__text">
                <h2 class="board-row__title">
                    <a href=routes::board(board.id)>{board.title.clone()}</a>
                </h2>
                <p class="muted">
                    {board.city.clone()} ", by " {board.owner.name.clone()} ", waits since "
                    <TimeText at=since />
                </p>
                <p>{board.description.clone()}</p>
                <Facts board=board.clone() />
            </div>
            <StatusForm id=board.id status parts changes=Vec::new() next=routes::REVIEW />
        </li>
    }
}
