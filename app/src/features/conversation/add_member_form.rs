use super::talk::use_talk;
use crate::{features::account::use_form_error, hooks::use_connection, routes};
use leptos::{ev, html, prelude::*, task::spawn_local};
use protocol::{
    ErrorBody,
    account::UserRef,
    conversation::{AddMember, History},
    id::ConversationId,
    limits,
};

/// Adds somebody who has an account. A plain form without scripts.
#[component]
pub(super) fn AddMemberForm() -> impl IntoView {
    let adding = Adding::new(use_talk().id);
    let is_wrong = move || adding.refusal.with(Option::is_some);
    let note = move || match (adding.refusal.get(), adding.added.get()) {
        (Some(text), _) => view! { <p class="field__note" role="alert">{text}</p> }.into_any(),
        (None, Some(name)) => {
            view! { <p class="field__note" role="status">{format!("{name} is in now.")}</p> }
                .into_any()
        }
        (None, None) => ().into_any(),
    };
    view! {
        <form
            class="add-member"
            method="post"
            action=routes::form::add_member(adding.id)
            novalidate
            on:submit=move |event| adding.submit(&event)
            data-testid="add-member"
        >
            <h3 class="add-member__title">"Add somebody"</h3>
            <div class="field" class:field--wrong=is_wrong>
                <label class="field__label" for="member-email">
                    "Their mail address here"
                </label>
                <input
                    class="field__input"
                    id="member-email"
                    name="email"
                    r#type="email"
                    inputmode="email"
                    autocomplete="off"
                    maxlength=limits::EMAIL_CHARS
                    required
                    aria-describedby="member-note"
                    aria-invalid=move || is_wrong().then_some("true")
                    node_ref=adding.email
                    on:input=move |_| adding.typed()
                />
                <div id="member-note" data-testid="add-member-note">
                    {note}
                </div>
            </div>
            <HistoryChoice whole=adding.whole />
            <button
                class="button button--primary"
                type="submit"
                disabled=move || adding.is_busy.get()
            >
                "Add"
            </button>
        </form>
    }
}

/// What the new member may read.
#[component]
fn HistoryChoice(whole: NodeRef<html::Input>) -> impl IntoView {
    view! {
        <fieldset class="choices add-member__history">
            <legend>"What they may read"</legend>
            <label class="choice">
                <input r#type="radio" name="history" value=History::FromNow.as_str() checked />
                <span class="choice__title">"From now on"</span>
                <span class="choice__text">"Nothing that was said before."</span>
            </label>
            <label class="choice">
                <input
                    r#type="radio"
                    name="history"
                    value=History::Whole.as_str()
                    node_ref=whole
                />
                <span class="choice__title">"The whole conversation"</span>
                <span class="choice__text">"Everything that you can read."</span>
            </label>
        </fieldset>
    }
}

/// What the form holds and what came of it.
#[derive(Clone, Copy)]
struct Adding {
    id: ConversationId,
    email: NodeRef<html::Input>,
    whole: NodeRef<html::Input>,
    refusal: RwSignal<Option<String>>,
    added: RwSignal<Option<String>>,
    is_busy: RwSignal<bool>,
    connection: crate::connection::Connection,
}

impl Adding {
    fn new(id: ConversationId) -> Self {
        let refused = use_form_error().get_untracked().and_then(|error| error.about("member"));
        Self {
            id,
            email: NodeRef::new(),
            whole: NodeRef::new(),
            refusal: RwSignal::new(refused),
            added: RwSignal::new(None),
            is_busy: RwSignal::new(false),
            connection: use_connection(),
        }
    }

    fn typed(self) {
        self.refusal.set(None);
        self.added.set(None);
    }

    fn submit(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        let (Some(email), Some(whole)) = (self.email.get_untracked(), self.whole.get_untracked())
        else {
            return;
        };
        let history = if whole.checked() { History::Whole } else { History::FromNow };
        let input = AddMember { conversation_id: self.id, email: email.value(), history };
        self.typed();
        self.is_busy.set(true);
        let answer = self.connection.request(&input);
        spawn_local(async move {
            let answer = answer.await;
            // The thread may be left meanwhile; then its signals are gone.
            if self.is_busy.try_set(false).is_none() {
                self.answered(answer);
            }
        });
    }

    fn answered(self, answer: Result<UserRef, ErrorBody>) {
        match answer {
            Ok(user) => {
                self.added.set(Some(user.name));
                if let Some(email) = self.email.get_untracked() {
                    email.set_value("");
                }
            }
            Err(error) => self.refusal.set(Some(error.message)),
        }
        if let Some(email) = self.email.get_untracked() {
            drop(email.focus());
        }
    }
}
