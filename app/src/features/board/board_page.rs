use super::{
    facts::Facts,
    gallery::Gallery,
    kept_form::KeptForm,
    offer::Offer,
    open_board,
    terms::Terms,
    watch::{live_status, watch_statuses},
};
use crate::{
    components::{ErrorNotice, Icon, Skeleton, SkeletonShape, Symbol},
    error::{ApiError, ApiResult},
    features::{
        account::{use_form_error, use_me},
        order::{Booking, Kept, about_booking, read_availability},
    },
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
        BoardDetail, BoardProfile,
        life::{Parts, check_edit},
    },
    id::BoardId,
    order::Availability,
};

/// `/boards/:id`: everything about one board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get_str("id")?.parse::<BoardId>().ok()));
    let detail = Resource::new_blocking(
        move || id.get(),
        |id| async move {
            // What is no id names no board.
            let missing = || ApiError(ErrorBody::not_found("board"));
            open_board(id.ok_or_else(missing)?).await
        },
    );
    let detail_again = detail;
    let calendar = Resource::new_blocking(
        move || id.get(),
        |id| async move {
            let missing = || ApiError(ErrorBody::not_found("board"));
            read_availability(id.ok_or_else(missing)?, None).await
        },
    );
    let kept = Kept::default();
    let content = move || {
        Suspend::new(async move {
            let calendar = calendar.await;
            match detail.await {
                Ok(detail) => {
                    let on_edited = Callback::new(move |()| detail_again.refetch());
                    view! { <Board detail calendar on_edited kept /> }.into_any()
                }
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFound text="This board does not exist, or its owner took it down." /> }
                        .into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| detail.refetch());
                    view! {
                        <h1>"This board did not load"</h1>
                        <ErrorNotice error=error.0 on_retry />
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=8 /> }
        }>{content}</Transition>
    }
}

#[component]
fn Board(
    detail: BoardDetail,
    calendar: ApiResult<Availability>,
    /// Somebody has edited it since it was read.
    on_edited: Callback<()>,
    kept: Kept,
) -> impl IntoView {
    let board = detail.board.clone();
    let (id, version) = (board.id, detail.version);
    let boards = use_stores().boards;
    let is_edited = Memo::new(move |_| boards.with(|boards| boards.is_newer(id, version)));
    Effect::new(move || {
        if is_edited.get() {
            on_edited.run(());
        }
    });
    if let Some(me) = use_me().filter(|_| detail.is_own) {
        let stored = BoardProfile::of(&board, &detail.terms);
        let own = [routes::NEW_BOARD.to_owned(), routes::edit_board(id)];
        Effect::new(move || {
            for form in &own {
                KeptForm::of(me.user_id, form).forget_if_stored(&stored);
            }
        });
    }
    let (terms, photos) = (detail.terms.clone(), detail.photos.clone());
    let (is_own, may_see_to_photos) = (detail.is_own, detail.may_change_status);
    // What is about a booking is told there.
    let refused = use_form_error();
    let refused =
        move || refused.get().map(|error| error.0).filter(|it| about_booking(it.clone()).is_none());
    watch_statuses(Room::Board(board.id), vec![board.id]);
    let status = live_status(board.id, board.status, board.status_version);
    view! {
        <Title text=format!("{}, {}", board.title, board.city) />
        <article class="board-page">
            <a class="back-link" href=routes::BROWSE>
                <Icon symbol=Symbol::Back />
                "All boards"
            </a>
            <Gallery id photos status />
            <header class="board-page__head">
                <h1>{board.title.clone()}</h1>
                <p class="board-page__place">
                    <Icon symbol=Symbol::Location />
                    {board.city.clone()}
                </p>
                {move || {
                    check_edit(status.get(), Parts { is_owner: is_own, is_admin: false })
                        .is_ok()
                        .then(|| {
                            view! {
                                <a class="button" href=routes::edit_board(id)>
                                    <Icon symbol=Symbol::Edit />
                                    "Edit"
                                </a>
                            }
                        })
                }}
                {may_see_to_photos
                    .then(|| {
                        view! {
                            <a class="button" href=routes::board_photos(id)>
                                "Photos"
                            </a>
                        }
                    })}
            </header>
            <div class="board-page__side">
                {move || refused().map(|error| view! { <ErrorNotice error /> })}
                <Offer detail status />
            </div>
            <div class="board-page__text">
                <p class="board-page__description">{board.description.clone()}</p>
                <Booking calendar is_own status kept />
                <Facts board />
                <Terms terms />
            </div>
        </article>
    }
}
