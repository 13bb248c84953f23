use super::{
    rows::{Delivery, MessageRow},
    text::RichText,
};
use crate::{
    components::{Icon, Symbol},
    stores::{conversation::thread::Receipt, use_stores},
    time::{clock_time, exact, iso, use_clock},
};
use leptos::prelude::*;
use protocol::{ErrorBody, Timestamp, conversation::MessageKind, id::ClientId};
use std::sync::Arc;

/// One message.
#[component]
pub(super) fn Message(
    /// As laid out.
    message: Memo<Arc<MessageRow>>,
) -> impl IntoView {
    let (kind, client_id, author) =
        message.with_untracked(|m| (m.kind, m.client_id, m.author.name.clone()));
    let is_own = message.with_untracked(|message| message.delivery.is_some());
    let state = move || message.with(|m| m.delivery.as_ref().map_or("received", Delivery::as_str));
    let seq = move || message.with(|message| message.seq);
    let body = Memo::new(move |_| message.with(|message| message.body.clone()));
    let at = Memo::new(move |_| message.with(|message| message.at));
    let failure = Memo::new(move |_| {
        message.with(|message| match &message.delivery {
            Some(Delivery::Failed(error)) => Some(error.clone()),
            _ => None,
        })
    });
    view! {
        <li
            class=class_name(kind, is_own)
            class:message--continued=move || message.with(|message| message.continues_run)
            data-testid="message"
            data-state=state
            data-seq=seq
            data-client-id=client_id.to_string()
        >
            {match kind {
                MessageKind::Text => view! {
                    <span class="message__author">{if is_own { "You".to_owned() } else { author }}</span>
                    <div class="message__bubble">
                        <div class="message__body" data-testid="message-body" dir="auto">
                            {move || view! { <RichText body=body.get() /> }}
                        </div>
                        <p class="message__foot">
                            {move || view! { <MessageTime at=at.get() /> }}
                            <Tick message />
                        </p>
                    </div>
                    {move || failure.get().map(|error| view! { <Failure error client_id /> })}
                }
                    .into_any(),
                MessageKind::Joined => view! { <p>{author} " joined"</p> }.into_any(),
                MessageKind::Left => view! { <p>{author} " left"</p> }.into_any(),
            }}
        </li>
    }
}

fn class_name(kind: MessageKind, is_own: bool) -> &'static str {
    match (kind, is_own) {
        (MessageKind::Text, true) => "message message--own",
        (MessageKind::Text, false) => "message",
        _ => "message message--system",
    }
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

/// How far an own message has come, as icon and word.
#[component]
fn Tick(message: Memo<Arc<MessageRow>>) -> impl IntoView {
    let delivery = Memo::new(move |_| message.with(|message| message.delivery.clone()));
    move || {
        let delivery = delivery.get()?;
        let (symbol, word) = match &delivery {
            Delivery::Sending => (Symbol::Clock, "Sending"),
            Delivery::Failed(_) => (Symbol::Alert, "Not sent"),
            Delivery::Stored(Receipt::Sent) => (Symbol::Check, "Sent"),
            Delivery::Stored(Receipt::Delivered) => (Symbol::Checks, "Delivered"),
            Delivery::Stored(Receipt::Read) => (Symbol::Checks, "Read"),
        };
        let class = format!("tick tick--{}", delivery.as_str());
        Some(view! {
            <span class=class data-testid="message-state">
                <Icon symbol />
                {word}
            </span>
        })
    }
}

/// Why a message was not sent, and what its author can do.
#[component]
fn Failure(error: ErrorBody, client_id: ClientId) -> impl IntoView {
    let store = use_stores().conversations;
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
}
