use super::{
    board_form::BoardForm,
    differences::Differences,
    kept_form::Typed,
    open_board,
    refused::{Over, RefusedBoard, use_refused},
    watch::watch_statuses,
};
use crate::{
    components::{ErrorNotice, Icon, Skeleton, SkeletonShape, Symbol},
    error::ApiError,
    routes,
    shell::NotFound,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use protocol::{
    ErrorBody, ErrorCode, Room,
    board::{
        BoardDetail, BoardDraft, BoardProfile, BoardStatus,
        life::{Parts, check_edit},
    },
    id::BoardId,
};

/// `/boards/:id/edit`: where its owner edits a board. For others there is no such page.
#[component]
pub fn EditBoardPage() -> impl IntoView {
    let refused = StoredValue::new(use_refused());
    let id = use_params_map().with_untracked(|map| map.get_str("id")?.parse::<BoardId>().ok());
    let detail = Resource::new_blocking(
        move || id,
        |id| async move {
            let missing = || ApiError(ErrorBody::not_found("board"));
            open_board(id.ok_or_else(missing)?).await
        },
    );
    let content = move || {
        Suspend::new(async move {
            match detail.await {
                Ok(detail) if detail.is_own => {
                    view! { <Edit detail refused=refused.get_value() /> }.into_any()
                }
                Ok(_) => view! { <NotFound text="Only its owner edits a board." /> }.into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFound text="This board does not exist." /> }.into_any()
                }
                Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
            }
        })
    };
    view! {
        <Suspense fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=12 /> }
        }>{content}</Suspense>
    }
}

#[component]
fn Edit(detail: BoardDetail, refused: Option<RefusedBoard>) -> impl IntoView {
    let id = detail.board.id;
    watch_statuses(Room::Board(id), vec![id]);
    let stored = BoardDraft::of(&BoardProfile::of(&detail.board, &detail.terms));
    let conflict = refused.clone().filter(RefusedBoard::is_conflict);
    let errors = refused.as_ref().map(RefusedBoard::errors).unwrap_or_default();
    let is_refused = refused.is_some();
    // Whoever saves after a conflict has seen what differs; any other refusal has shown nothing of it.
    let now = Over { version: Some(detail.profile_version), seen: Some(stored.clone()) };
    let (draft, over) = match refused {
        Some(refused) if conflict.is_none() => (refused.draft, refused.over),
        Some(refused) => (refused.carried_over(&stored), now),
        None => (stored.clone(), now),
    };
    let version = over.version.unwrap_or_default();
    let latest = detail.changes.first().filter(|_| detail.board.status == BoardStatus::Draft);
    let sent_back = latest.map(|change| change.reason.clone()).filter(|reason| !reason.is_empty());
    let parts = Parts { is_owner: true, is_admin: false };
    let form = match check_edit(detail.board.status, parts) {
        Ok(()) => {
            let action = routes::edit_board(id);
            let typed = Typed { draft, over };
            view! { <BoardForm action typed errors is_refused /> }.into_any()
        }
        Err(error) => view! { <ErrorNotice error /> }.into_any(),
    };
    let differences = conflict.map(|refused| view! { <Differences refused stored /> });
    view! {
        <Title text=format!("Edit {}", detail.board.title) />
        <div class="board-edit">
            <a class="back-link" href=routes::board(id)>
                <Icon symbol=Symbol::Back />
                "To the board"
            </a>
            <h1>"Edit the board"</h1>
            {differences}
            {sent_back.map(|reason| view! { <SentBack reason /> })}
            <Overtaken id version />
            {form}
        </div>
    }
}

/// Why it is a draft again: what is to be mended here.
#[component]
fn SentBack(reason: String) -> impl IntoView {
    view! {
        <div class="notice" data-testid="sent-back">
            <Icon symbol=Symbol::Info />
            <div class="notice__text">
                <p class="notice__title">"It was sent back to you"</p>
                <p>{reason}</p>
            </div>
        </div>
    }
}

/// Says so while one still types that somebody else has saved.
#[component]
fn Overtaken(
    id: BoardId,
    /// Of the profile.
    version: i64,
) -> impl IntoView {
    let boards = use_stores().boards;
    let is_overtaken = Memo::new(move |_| boards.with(|boards| boards.is_overtaken(id, version)));
    move || {
        is_overtaken.get().then(|| {
            view! {
                <p class="notice" role="status" data-testid="overtaken">
                    "Somebody has just saved this board. Go on: what differs is shown when you save."
                </p>
            }
        })
    }
}
