//! Adding a photo. Sent without leaving the page, so that a line that is cut takes neither the file nor the words along;
//! without scripts the browser posts the form.

use super::{
    api::open_board,
    photos_page::{Alt, Shown},
};
use crate::{components::ErrorNotice, format::counted, picture::post, routes};
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
    /// Of one photo and its words, however often they have to be sent.
    client_id: RwSignal<ClientId>,
    /// What was typed into a form that the server sent back.
    typed: RwSignal<String>,
    form: NodeRef<html::Form>,
    is_under_way: RwSignal<bool>,
    refused: RwSignal<Option<ErrorBody>>,
}

impl Adding {
    fn new(shown: Shown, typed: String) -> Self {
        Self {
            shown,
            client_id: RwSignal::new(ClientId(Uuid::now_v7())),
            typed: RwSignal::new(typed),
            form: NodeRef::new(),
            is_under_way: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// Another photo, or other words: what was refused is not about them, and is not sent again by itself.
    fn change(self) {
        self.client_id.set(ClientId(Uuid::now_v7()));
        self.refused.set(None);
        self.shown.refused.set(None);
    }

    fn send(self) {
        let Some(form) = self.form.get_untracked() else { return };
        if self.is_under_way.get_untracked() {
            return;
        }
        self.is_under_way.set(true);
        self.refused.set(None);
        let sent = self.client_id.get_untracked();
        spawn_local(async move {
            let path = format!("/api/boards/{}/photos", self.shown.board);
            let answer = post::<BoardUpdated>(&form, &path).await;
            self.is_under_way.try_set(false);
            match answer {
                Ok(_) => self.added(&form, sent).await,
                Err(error) => drop(self.refused.try_set(Some(error))),
            }
        });
    }

    async fn added(self, form: &web_sys::HtmlFormElement, sent: ClientId) {
        // What was chosen meanwhile is the next one, and stays.
        if self.client_id.try_get_untracked() == Some(sent) {
            self.typed.try_set(String::new());
            form.reset();
            self.client_id.try_set(ClientId(Uuid::now_v7()));
        }
        self.shown.refused.try_set(None);
        // Without an answer the event that tells of it has the page read again.
        if let Ok(read) = open_board(self.shown.board).await {
            let count =
                counted(read.photos.len().try_into().unwrap_or(i64::MAX), "photo", "photos");
            self.shown.said.try_set(format!("The photo is added: {count} now."));
            self.shown.detail.try_set(read);
        }
    }
}

#[component]
pub(super) fn AddForm(shown: Shown) -> impl IntoView {
    let typed = use_query_map().with_untracked(|query| query.get("alt")).unwrap_or_default();
    let adding = Adding::new(shown, typed);
    let board: BoardId = shown.board;
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
            on:input=move |_| adding.change()
        >
            <h2>"Add a photo"</h2>
            <input
                type="hidden"
                name="clientId"
                value=move || adding.client_id.get().to_string()
            />
            <FileField />
            <Alt value=adding.typed />
            {move || adding.refused.get().map(|error| view! { <ErrorNotice error on_retry /> })}
            <button
                class="button button--primary"
                type="submit"
                data-testid="photo-add"
                aria-busy=move || adding.is_under_way.get().then_some("true")
                aria-disabled=move || adding.is_under_way.get().then_some("true")
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
