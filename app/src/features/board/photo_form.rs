//! Adding a photo. Sent without leaving the page, so that a line that is cut takes neither the file nor the words along;
//! without scripts the browser posts the form.

use super::{
    api::open_board,
    photos_page::{Alt, Shown},
};
use crate::{components::ErrorNotice, picture::post, routes};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorBody,
    board::BoardUpdated,
    id::{BoardId, ClientId},
    limits,
    picture::PictureKind,
};
use uuid::Uuid;

/// What is being sent.
#[derive(Clone, Copy)]
struct Adding {
    shown: Shown,
    /// Of one photo, however often it has to be sent.
    client_id: RwSignal<ClientId>,
    form: NodeRef<html::Form>,
    is_under_way: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
}

impl Adding {
    fn new(shown: Shown) -> Self {
        Self {
            shown,
            client_id: RwSignal::new(ClientId(Uuid::now_v7())),
            form: NodeRef::new(),
            is_under_way: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    fn send(self) {
        let Some(form) = self.form.get_untracked() else { return };
        if self.is_under_way.get_untracked() {
            return;
        }
        self.is_under_way.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let path = format!("/api/boards/{}/photos", self.shown.board);
            let answer = post::<BoardUpdated>(&form, &path).await;
            self.is_under_way.try_set(false);
            match answer {
                Ok(_) => self.added(&form).await,
                Err(error) => drop(self.refused.try_set(Some(error))),
            }
        });
    }

    async fn added(self, form: &web_sys::HtmlFormElement) {
        form.reset();
        self.client_id.try_set(ClientId(Uuid::now_v7()));
        self.shown.refused.try_set(None);
        self.shown.said.try_set("The photo is added.");
        // Without an answer the event that tells of it has the page read again.
        if let Ok(read) = open_board(self.shown.board).await {
            self.shown.detail.try_set(read);
        }
    }
}

#[component]
pub(super) fn AddForm(shown: Shown) -> impl IntoView {
    let adding = Adding::new(shown);
    let board: BoardId = shown.board;
    // What was typed into a form that was refused.
    let typed = use_query_map().with_untracked(|query| query.get("alt")).unwrap_or_default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        adding.send();
    };
    let on_retry = Callback::new(move |()| adding.send());
    view! {
        <form
            class="photos__add"
            method="post"
            enctype="multipart/form-data"
            action=routes::board_photos(board)
            data-testid="photo-form"
            node_ref=adding.form
            on:submit=submit
        >
            <h2>"Add a photo"</h2>
            <input
                type="hidden"
                name="clientId"
                value=move || adding.client_id.get().to_string()
            />
            <FileField />
            <Alt value=Signal::stored(typed) />
            {move || adding.refused.get().map(|error| view! { <ErrorNotice error on_retry /> })}
            <button
                class="button button--primary"
                type="submit"
                data-testid="photo-add"
                aria-busy=move || adding.is_under_way.get().then_some("true")
                disabled=adding.is_under_way
            >
                {move || if adding.is_under_way.get() { "Sending …" } else { "Add the photo" }}
            </button>
        </form>
    }
}

#[component]
fn FileField() -> impl IntoView {
    let (width, height) = limits::PHOTO_PIXELS;
    let note = format!("PNG, JPEG or WebP, at least {width} × {height} pixels, at most 10 MB.");
    view! {
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
    }
}
