use super::{
    board_form::BoardForm,
    form_fields::label,
    kept_form::Typed,
    open_board,
    refused::{RefusedBoard, use_refused},
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
    let conflict = refused.as_ref().filter(|refused| refused.is_conflict());
    let conflict = conflict.map(|refused| (refused.error.clone(), refused.draft.clone()));
    let errors = refused.as_ref().map(RefusedBoard::errors).unwrap_or_default();
    let is_refused = refused.is_some();
    // Whoever saves after a conflict has seen what differs; any other refusal has shown nothing of it.
    let (draft, version) = match refused {
        Some(refused) if conflict.is_none() => (refused.draft, refused.version),
        Some(refused) => (refused.draft, Some(detail.profile_version)),
        None => (stored.clone(), Some(detail.profile_version)),
    };
    let latest = detail.changes.first().filter(|_| detail.board.status == BoardStatus::Draft);
    let sent_back = latest.map(|change| change.reason.clone()).filter(|reason| !reason.is_empty());
    let parts = Parts { is_owner: true, is_admin: false };
    let form = match check_edit(detail.board.status, parts) {
        Ok(()) => {
            let action = routes::edit_board(id);
            let typed = Typed { draft, version };
            view! { <BoardForm action typed errors is_refused /> }.into_any()
        }
        Err(error) => view! { <ErrorNotice error /> }.into_any(),
    };
    view! {
        <Title text=format!("Edit {}", detail.board.title) />
        <div class="board-edit">
            <a class="back-link" href=routes::board(id)>
                <Icon symbol=Symbol::Back />
                "To the board"
            </a>
            <h1>"Edit the board"</h1>
            {conflict
                .map(|(error, typed)| view! { <Differences message=error.message stored typed /> })}
            {sent_back.map(|reason| view! { <SentBack reason /> })}
            <Overtaken id version=version.unwrap_or_default() />
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

/// What is stored now, where it is not what was typed. Saving once more is a choice then, not an accident.
#[component]
fn Differences(message: String, stored: BoardDraft, typed: BoardDraft) -> impl IntoView {
    let differs = |name: &&&str| stored.get(name).trim() != typed.get(name).trim();
    let rows = BoardDraft::NAMES.iter().filter(differs).map(|name| {
        let theirs = match stored.get(name) {
            "" => "empty".to_owned(),
            text => text.to_owned(),
        };
        view! {
            <li>
                <a href=format!("#{name}")>{label(name).to_owned()}</a>
                ": "
                <q>{theirs}</q>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="notice notice--trouble" role="alert" data-testid="conflict">
            <Icon symbol=Symbol::Alert />
            <div class="notice__text">
                <p class="notice__title">{message}</p>
                <p>
                    "Nothing you typed is lost: it is below. Stored now, where it differs from yours:"
                </p>
                <ul class="board-edit__differences">{rows}</ul>
                <p>"Take over what you want to keep, then save again."</p>
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
