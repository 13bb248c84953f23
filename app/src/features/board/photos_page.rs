//! Where a board's owner, or an admin, sees to its photos. Every step is a form: it works without scripts.

use super::{gallery::Photo, open_board, watch::watch_statuses};
use crate::{
    components::{EmptyState, ErrorNotice, Icon, Skeleton, SkeletonShape, Symbol},
    error::ApiError,
    features::account::{use_form_error, use_me},
    routes,
    shell::NotFound,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use protocol::{
    ErrorBody, ErrorCode, Room,
    board::{BoardDetail, PhotoView, life::Parts, photo::check_change},
    id::{BoardId, ClientId},
    limits,
    picture::PictureKind,
};
use uuid::Uuid;

/// `/boards/:id/photos`. For others there is no such page.
#[component]
pub fn BoardPhotosPage() -> impl IntoView {
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
                Ok(read) if read.may_change_status => {
                    let on_changed = Callback::new(move |()| detail.refetch());
                    view! { <Photos detail=read on_changed /> }.into_any()
                }
                Ok(_) => view! { <NotFound text="Only its owner sees to a board's photos." /> }
                    .into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFound text="This board does not exist." /> }.into_any()
                }
                Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
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
fn Photos(
    detail: BoardDetail,
    /// Somebody has changed them since they were read.
    on_changed: Callback<()>,
) -> impl IntoView {
    let (id, version, count) = (detail.board.id, detail.version, detail.photos.len());
    watch_statuses(Room::Board(id), vec![id]);
    let boards = use_stores().boards;
    let is_changed = Memo::new(move |_| boards.with(|boards| boards.is_newer(id, version)));
    Effect::new(move || {
        if is_changed.get() {
            on_changed.run(());
        }
    });
    let parts = use_me().map(|me| Parts::of(me.user_id, me.role, detail.board.owner.id));
    let refusal = check_change(detail.board.status, parts.unwrap_or_default()).err();
    let may_change = refusal.is_none();
    let refused = use_form_error();
    let rows = detail.photos.into_iter().enumerate().map(|(at, photo)| {
        let is_last = at + 1 == count;
        view! { <Row board=id photo at is_last may_change /> }
    });
    view! {
        <Title text=format!("Photos of {}", detail.board.title) />
        <div class="photos">
            <a class="back-link" href=routes::board(id)>
                <Icon symbol=Symbol::Back />
                "To the board"
            </a>
            <h1>"Photos of " {detail.board.title}</h1>
            {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
            {refusal.map(|error| view! { <ErrorNotice error /> })}
            {(count == 0)
                .then(|| {
                    view! {
                        <EmptyState
                            symbol=Symbol::Board
                            title="No photos yet"
                            text="Lists show a generated picture until there is one. The first photo becomes the cover."
                        />
                    }
                })}
            <ol class="photos__list" data-testid="photos">{rows.collect_view()}</ol>
            {may_change.then(|| view! { <Add board=id count /> })}
        </div>
    }
}

/// One photo and what can be done with it.
#[component]
fn Row(
    board: BoardId,
    photo: PhotoView,
    at: usize,
    is_last: bool,
    may_change: bool,
) -> impl IntoView {
    let action = routes::form::act_on_photo(board, photo.file_id);
    let name = format!("photo {}", at + 1);
    let step = |act: &'static str, label: &'static str, is_off: bool| {
        view! {
            <form method="post" action=action.clone()>
                <input type="hidden" name="act" value=act />
                <button
                    class="button"
                    type="submit"
                    disabled=is_off
                    aria-label=format!("{label}: {name}")
                    data-act=act
                >
                    {label}
                </button>
            </form>
        }
    };
    let steps = may_change.then(|| {
        view! {
            <div class="photos__steps">
                {step("cover", "Make it the cover", at == 0)}
                {step("earlier", "Earlier", at == 0)}
                {step("later", "Later", is_last)}
                {step("remove", "Remove", false)}
            </div>
        }
    });
    let (alt, id) = (photo.alt.clone(), photo.file_id.to_string());
    let describe = may_change.then(|| {
        view! {
            <form method="post" action=action.clone() class="photos__describe">
                <input type="hidden" name="act" value="describe" />
                <Alt value=alt />
                <button class="button" type="submit" data-act="describe">
                    "Save"
                </button>
            </form>
        }
    });
    view! {
        <li class="photos__row" data-testid="photo" data-id=id>
            <div class="photos__picture">
                <Photo photo is_in_view=at < 2 sizes="(min-width: 44rem) 18rem, 90vw" />
                {(at == 0).then(|| view! { <span class="gallery__place">"Cover"</span> })}
            </div>
            <div class="photos__forms">{describe} {steps}</div>
        </li>
    }
}

#[component]
fn Alt(value: String) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">"What is to be seen"</span>
            <input
                class="field__input"
                name="alt"
                value=value
                maxlength=limits::PHOTO_ALT_CHARS.to_string()
                autocomplete="off"
            />
            <span class="field__note">"For those who do not see the photo."</span>
        </label>
    }
}

/// Once more, until there are enough.
#[component]
fn Add(board: BoardId, count: usize) -> impl IntoView {
    if count >= limits::PHOTOS {
        let text = format!("{count} photos are as many as a board has. Remove one to add another.");
        return view! { <p class="muted" data-testid="photos-full">{text}</p> }.into_any();
    }
    let (width, height) = limits::PHOTO_PIXELS;
    let note = format!("PNG, JPEG or WebP, at least {width} × {height} pixels, at most 10 MB.");
    view! {
        <form
            class="photos__add"
            method="post"
            enctype="multipart/form-data"
            action=routes::board_photos(board)
            data-testid="photo-form"
        >
            <h2>"Add a photo"</h2>
            <input type="hidden" name="clientId" value=ClientId(Uuid::now_v7()).to_string() />
            <label class="field">
                <span class="field__label">"Photo"</span>
                <input
                    class="field__input creative-form__file"
                    type="file"
                    name="file"
                    accept=PictureKind::ACCEPT
                    required=true
                    data-testid="photo-pick"
                />
                <span class="field__note">{note}</span>
            </label>
            <Alt value=String::new() />
            <button class="button button--primary" type="submit" data-testid="photo-add">
                "Add the photo"
            </button>
        </form>
    }
    .into_any()
}
