use super::{
    rows::MessageRow,
    talk::{anchor, use_talk},
    text::rich_text,
};
use crate::components::{Icon, Symbol};
use leptos::prelude::*;
use protocol::{conversation::Quote, id::UserId};
use std::sync::Arc;

/// What a message says, below what it answers; or that it was deleted.
#[component]
pub(super) fn MessageBody(
    /// As laid out.
    message: Memo<Arc<MessageRow>>,
) -> impl IntoView {
    let body = Memo::new(move |_| {
        message.with(|message| (!message.is_deleted).then(|| message.body.clone()))
    });
    let quote = Memo::new(move |_| message.with(|message| message.reply_to.clone()));
    let text = move || match body.get() {
        Some(body) => view! {
            <div class="message__body" data-testid="message-body" dir="auto">
                {rich_text(&body)}
            </div>
        }
        .into_any(),
        None => view! {
            <p class="message__deleted" data-testid="message-deleted">
                <Icon symbol=Symbol::Delete />
                "This message was deleted"
            </p>
        }
        .into_any(),
    };
    view! {
        <div class="message__content">
            {move || quote.get().map(|quote| view! { <QuoteLink quote /> })} {text}
        </div>
    }
}

/// What a message answers; leads there.
#[component]
fn QuoteLink(quote: Quote) -> impl IntoView {
    let talk = use_talk();
    let seq = quote.seq;
    let note = if quote.is_deleted { None } else { (quote.version > 0).then_some(" · edited") };
    view! {
        <a
            class="quote"
            href=format!("#{}", anchor(seq))
            rel="external"
            data-testid="message-quote"
            on:click=move |event| {
                event.prevent_default();
                talk.go_to(seq);
            }
        >
            <span class="quote__author">
                <span class="visually-hidden">"Answer to "</span>
                {author(&quote, talk.me)}
                {note}
            </span>
            <span class="quote__text" dir="auto">
                {excerpt(&quote)}
            </span>
        </a>
    }
}

/// Whose words a quote is.
pub(super) fn author(quote: &Quote, me: UserId) -> String {
    if quote.author.id == me { "You".to_owned() } else { quote.author.name.clone() }
}

/// The words, or that they are gone.
pub(super) fn excerpt(quote: &Quote) -> String {
    if quote.is_deleted { "This message was deleted".to_owned() } else { quote.excerpt.clone() }
}
