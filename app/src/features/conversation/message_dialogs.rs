use super::{api, talk::use_talk, text::rich_text};
use crate::{
    components::{Icon, Symbol},
    error::ApiResult,
    hooks::use_connection,
    time::{exact, use_clock},
};
use leptos::{html::Dialog, prelude::*, task::spawn_local};
use protocol::conversation::{DeleteMessage, Revision};

/// Opens a dialog while `shown` names something, and closes it when that is gone.
pub(super) fn follow<T: Send + Sync + 'static>(
    dialog: NodeRef<Dialog>,
    shown: RwSignal<Option<T>>,
) {
    Effect::new(move || {
        let is_shown = shown.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        match (is_shown, dialog.open()) {
            // Fails only when the dialog has left the document, with the page.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
}

/// Asks before a message is deleted: there is no way back.
#[component]
pub(super) fn DeleteDialog() -> impl IntoView {
    let talk = use_talk();
    let connection = use_connection();
    let dialog = NodeRef::<Dialog>::new();
    let refusal = RwSignal::new(None::<String>);
    follow(dialog, talk.deleting);
    let delete = move |_| {
        let Some(message_id) = talk.deleting.get_untracked() else { return };
        let answer = connection.request(&DeleteMessage { conversation_id: talk.id, message_id });
        spawn_local(async move {
            match answer.await {
                Ok(changed) => {
                    talk.store.message_updated(&changed.message);
                    talk.deleting.try_set(None);
                }
                Err(error) => drop(refusal.try_set(Some(error.message))),
            }
        });
    };
    let closed = move |_| {
        talk.deleting.set(None);
        refusal.set(None);
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="delete-title"
            data-testid="delete-dialog"
            on:close=closed
        >
            <h2 id="delete-title">"Delete this message?"</h2>
            <p class="dialog__text">
                "Everybody will see that a message was deleted, and nobody what it said."
            </p>
            {move || {
                refusal
                    .get()
                    .map(|text| view! { <p class="composer__error" role="alert">{text}</p> })
            }}
            <form method="dialog" class="dialog__buttons">
                <button class="button" type="submit">
                    "Keep it"
                </button>
                <button class="button" type="button" data-testid="delete-confirm" on:click=delete>
                    <Icon symbol=Symbol::Delete />
                    "Delete"
                </button>
            </form>
        </dialog>
    }
}

/// The texts a message had before.
#[component]
pub(super) fn RevisionsDialog() -> impl IntoView {
    let talk = use_talk();
    let dialog = NodeRef::<Dialog>::new();
    let revisions = RwSignal::new(None::<ApiResult<Vec<Revision>>>);
    follow(dialog, talk.history);
    Effect::new(move || {
        revisions.set(None);
        let Some(id) = talk.history.get() else { return };
        spawn_local(async move {
            let answer = api::message_revisions(talk.id, id).await;
            // An answer about a message that is no longer asked for is dropped.
            if talk.history.try_get_untracked() == Some(Some(id)) {
                revisions.set(Some(answer));
            }
        });
    });
    let content = move || match revisions.get() {
        None => view! { <p class="muted">"Loading…"</p> }.into_any(),
        Some(Err(error)) => {
            view! { <p class="composer__error" role="alert">{error.0.message}</p> }.into_any()
        }
        Some(Ok(texts)) => view! { <Revisions texts /> }.into_any(),
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="revisions-title"
            data-testid="revisions-dialog"
            on:close=move |_| talk.history.set(None)
        >
            <form method="dialog" class="dialog__head">
                <h2 id="revisions-title">"Before the edit"</h2>
                <button class="icon-button" type="submit" aria-label="Close">
                    <Icon symbol=Symbol::Close />
                </button>
            </form>
            {content}
        </dialog>
    }
}

#[component]
fn Revisions(texts: Vec<Revision>) -> impl IntoView {
    let clock = use_clock();
    let row = move |revision: Revision| {
        view! {
            <li class="revision" data-testid="revision">
                <p class="revision__time">{move || exact(revision.written_at, clock.get())}</p>
                <div class="message__body" dir="auto">
                    {rich_text(&revision.body)}
                </div>
            </li>
        }
    };
    view! { <ol class="revisions">{texts.into_iter().map(row).collect_view()}</ol> }
}
