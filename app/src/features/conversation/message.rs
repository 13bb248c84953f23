use super::{
    edit_form::EditForm,
    member_words::member_words,
    message_body::MessageBody,
    message_menu::MenuButton,
    rows::{Delivery, MessageRow},
    seen_by::Tick,
    talk::{anchor, use_talk},
};
use crate::{
    components::{Icon, Symbol},
    hooks::use_connection,
    routes,
    stores::use_stores,
    time::{clock_time, exact, iso, use_clock},
};
use leptos::prelude::*;
use protocol::{
    ErrorBody, Timestamp,
    conversation::MessageKind,
    id::{ClientId, MessageId, UserId},
};
use std::sync::Arc;

/// One message.
#[component]
pub(super) fn Message(
    /// As laid out.
    message: Memo<Arc<MessageRow>>,
) -> impl IntoView {
    let talk = use_talk();
    let (kind, client_id, author) =
        message.with_untracked(|m| (m.kind, m.client_id, m.author.name.clone()));
    let is_own = message.with_untracked(|message| message.delivery.is_some());
    let state = move || message.with(|m| m.delivery.as_ref().map_or("received", Delivery::as_str));
    let seq = Memo::new(move |_| message.with(|message| message.seq));
    let is_marked = move || seq.get().is_some() && talk.marked.get() == seq.get();
    view! {
        <li
            class=class_name(kind, is_own)
            class:message--continued=move || message.with(|message| message.continues_run)
            class:message--marked=is_marked
            id=move || seq.get().map(anchor)
            tabindex="-1"
            data-testid="message"
            data-state=state
            data-seq=move || seq.get()
            data-client-id=client_id.to_string()
        >
            {match kind {
                MessageKind::Text => view! {
                    <span class="message__author">{if is_own { "You".to_owned() } else { author }}</span>
                    <Bubble message />
                    <Failure message client_id />
                }
                    .into_any(),
                MessageKind::Order => view! { <OrderLine message /> }.into_any(),
                _ => view! { <p>{move || message.with(|message| in_words(message, talk.me))}</p> }
                    .into_any(),
            }}
        </li>
    }
}

/// What has become of an order. The line leads to it.
#[component]
fn OrderLine(message: Memo<Arc<MessageRow>>) -> impl IntoView {
    let (text, order) = message.with_untracked(|message| (message.body.clone(), message.order_id));
    match order {
        Some(id) => view! { <p><a href=routes::order(id)>{text}</a></p> }.into_any(),
        None => view! { <p>{text}</p> }.into_any(),
    }
}

/// A line that the system wrote.
fn in_words(message: &MessageRow, me: UserId) -> String {
    member_words(message.kind, (&message.author, message.subject.as_ref()), me)
}

fn class_name(kind: MessageKind, is_own: bool) -> &'static str {
    match (kind, is_own) {
        (MessageKind::Text, true) => "message message--own",
        (MessageKind::Text, false) => "message",
        _ => "message message--system",
    }
}

/// What was written, with its time and its menu; or the form to change it.
#[component]
fn Bubble(message: Memo<Arc<MessageRow>>) -> impl IntoView {
    let talk = use_talk();
    let id = Memo::new(move |_| message.with(|message| message.id));
    let is_deleted = Memo::new(move |_| message.with(|message| message.is_deleted));
    let edited = move || {
        let id = id.get().filter(|id| talk.editing.get() == Some(*id));
        id.and_then(|id| untrack(|| talk.message(id))).filter(|message| !message.is_deleted())
    };
    let at = Memo::new(move |_| message.with(|message| message.at));
    let content = move || match edited() {
        Some(message) => view! { <EditForm message /> }.into_any(),
        None => view! { <MessageBody message /> }.into_any(),
    };
    view! {
        <div class="message__line">
            <div class="message__bubble" class:message__bubble--deleted=move || is_deleted.get()>
                {content}
                <p class="message__foot">
                    <Edited message />
                    {move || view! { <MessageTime at=at.get() /> }}
                    <Tick message />
                    <TakeBack message />
                </p>
            </div>
            {move || {
                let id = id.get().filter(|_| !is_deleted.get())?;
                Some(view! { <MenuButton id /> })
            }}
        </div>
    }
}

/// Says that the text was changed, and leads to what it was before.
#[component]
fn Edited(message: Memo<Arc<MessageRow>>) -> impl IntoView {
    let talk = use_talk();
    let clock = use_clock();
    let edited = Memo::new(move |_| message.with(|message| message.edited_at.zip(message.id)));
    let button = move |(at, id): (Timestamp, MessageId)| {
        view! {
            <button
                class="message__edited"
                type="button"
                title=move || format!("Edited {}", exact(at, clock.get()))
                data-testid="message-edited"
                on:click=move |_| talk.history.set(Some(id))
            >
                "edited"
            </button>
        }
    };
    move || edited.get().map(button)
}

#[component]
fn MessageTime(at: Timestamp) -> impl IntoView {
    let clock = use_clock();
    view! {
        <time datetime=iso(at) title=move || exact(at, clock.get())>
            {move || clock_time(at, clock.get())}
        </time>
    }
}

/// While the line is down a message that waits can be taken back.
#[component]
fn TakeBack(message: Memo<Arc<MessageRow>>) -> impl IntoView {
    let client_id = message.with_untracked(|message| message.client_id);
    let store = use_stores().conversations;
    let is_connected = use_connection().is_connected();
    let waits = Memo::new(move |_| {
        let is_sending = message.with(|row| matches!(row.delivery, Some(Delivery::Sending)));
        is_sending && !is_connected.get()
    });
    move || {
        waits.get().then(|| {
            view! {
                <button
                    class="message__take-back"
                    type="button"
                    data-testid="message-take-back"
                    on:click=move |_| store.discard(client_id)
                >
                    "Discard"
                </button>
            }
        })
    }
}

/// Why a message was not sent, and what its author can do.
#[component]
fn Failure(message: Memo<Arc<MessageRow>>, client_id: ClientId) -> impl IntoView {
    let store = use_stores().conversations;
    let failure = Memo::new(move |_| {
        message.with(|message| match &message.delivery {
            Some(Delivery::Failed(error)) => Some(error.clone()),
            _ => None,
        })
    });
    let notice = move |error: ErrorBody| {
        view! {
            <div class="message__failure" role="alert">
                <p>{error.message}</p>
                <button
                    class="button"
                    type="button"
                    data-testid="message-retry"
                    on:click=move |_| store.retry(client_id)
                >
                    <Icon symbol=Symbol::Retry />
                    "Try again"
                </button>
                <button
                    class="button"
                    type="button"
                    data-testid="message-discard"
                    on:click=move |_| store.discard(client_id)
                >
                    "Discard"
                </button>
            </div>
        }
    };
    move || failure.get().map(notice)
}
