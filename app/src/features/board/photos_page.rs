//! Where a board's owner, or an admin, sees to its photos. Every step is a form: it works without scripts.

use super::{open_board, photo_form::AddForm, photo_row::Row, watch::watch_statuses};
use crate::{
    components::{EmptyState, ErrorNotice, Icon, Skeleton, SkeletonShape, Symbol},
    error::ApiError,
    features::account::{use_form_error, use_me},
    routes,
    shell::NotFound,
    stores::use_stores,
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use protocol::{
    ErrorBody, ErrorCode, Room,
    board::{BoardDetail, PhotoView, life::Parts, photo::check_change},
    id::BoardId,
    limits,
};

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
                Ok(read) if read.may_change_status => view! { <Photos read /> }.into_any(),
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

/// What the page and its rows share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) board: BoardId,
    pub(super) detail: RwSignal<BoardDetail>,
    /// What was refused last.
    pub(super) refused: RwSignal<Option<ErrorBody>>,
    /// What was done last, for those who do not see it.
    pub(super) said: RwSignal<String>,
    pub(super) heading: NodeRef<html::H1>,
}

impl Shown {
    fn new(read: BoardDetail) -> Self {
        Self {
            board: read.board.id,
            detail: RwSignal::new(read),
            refused: RwSignal::new(None),
            said: RwSignal::default(),
            heading: NodeRef::new(),
        }
    }

    fn photos(self) -> Vec<PhotoView> {
        self.detail.with(|detail| detail.photos.clone())
    }

    fn count(self) -> usize {
        self.detail.with(|detail| detail.photos.len())
    }
}

#[component]
fn Photos(read: BoardDetail) -> impl IntoView {
    let (id, title) = (read.board.id, read.board.title.clone());
    let parts = use_me().map(|me| Parts::of(me.user_id, me.role, read.board.owner.id));
    let parts = parts.unwrap_or_default();
    let posted = use_form_error();
    let shown = Shown::new(read);
    let refusal = Memo::new(move |_| {
        check_change(shown.detail.with(|detail| detail.board.status), parts).err()
    });
    let may_change = Memo::new(move |_| refusal.with(Option::is_none));
    watch_statuses(Room::Board(id), vec![id]);
    follow_changes(shown);
    // Of a form posted without scripts; what is done here is not about that any more.
    let is_posted = move || shown.said.with(String::is_empty);
    let posted = move || posted.get().filter(|_| is_posted()).map(|error| error.0);
    let refused = move || shown.refused.get().or_else(posted);
    let is_empty = Memo::new(move |_| shown.count() == 0);
    let is_full = Memo::new(move |_| shown.count() >= limits::PHOTOS);
    view! {
        <Title text=format!("Photos of {title}") />
        <div class="photos">
            <a class="back-link" href=routes::board(id)>
                <Icon symbol=Symbol::Back />
                "To the board"
            </a>
            <h1 tabindex="-1" node_ref=shown.heading>
                "Photos of "
                {title}
            </h1>
            {move || refused().map(|error| view! { <ErrorNotice error /> })}
            {move || refusal.get().map(|error| view! { <ErrorNotice error /> })}
            <p class="visually-hidden" role="status" data-testid="photos-said">
                {shown.said}
            </p>
            <Show when=move || is_empty.get()>
                <EmptyState
                    symbol=Symbol::Board
                    title="No photos yet"
                    text="Lists show a generated picture until there is one. The first photo becomes the cover."
                />
            </Show>
            <ol class="photos__list" data-testid="photos">
                <For
                    each=move || shown.photos()
                    key=|photo| photo.file_id
                    children=move |photo| view! { <Row shown photo may_change /> }
                />
            </ol>
            <Show when=move || may_change.get()>
                <Add shown is_full />
            </Show>
        </div>
    }
}

/// Reads them again when somebody has changed them since.
fn follow_changes(shown: Shown) {
    let boards = use_stores().boards;
    // What is shown while there is something newer: a reading that came too early is followed by another.
    let outdated = Memo::new(move |_| {
        let version = shown.detail.with(|detail| detail.version);
        boards.with(|boards| boards.is_newer(shown.board, version)).then_some(version)
    });
    Effect::new(move || {
        if outdated.get().is_some() {
            spawn_local(async move {
                match open_board(shown.board).await {
                    Ok(read) => drop(shown.detail.try_set(read)),
                    Err(error) => drop(shown.refused.try_set(Some(error.0))),
                }
            });
        }
    });
}

/// The words that stand for a photo.
#[component]
pub(super) fn Alt(#[prop(into)] value: Signal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">"What is to be seen"</span>
            <input
                class="field__input"
                name="alt"
                value=value.get_untracked()
                prop:value=value
                maxlength=limits::PHOTO_ALT_CHARS.to_string()
                required=true
                autocomplete="off"
            />
            <span class="field__note">
                "A few words, as “The board at night, seen from the station”. They stand for the photo where it is not seen."
            </span>
        </label>
    }
}

/// Once more, until there are enough.
#[component]
fn Add(shown: Shown, is_full: Memo<bool>) -> impl IntoView {
    move || {
        if is_full.get() {
            view! { <Full /> }.into_any()
        } else {
            view! { <AddForm shown /> }.into_any()
        }
    }
}

#[component]
fn Full() -> impl IntoView {
    let text = format!("{} photos are as many as a board has.", limits::PHOTOS);
    view! {
        <p class="muted" data-testid="photos-full">
            {text}
            " Remove one to add another."
        </p>
    }
}
