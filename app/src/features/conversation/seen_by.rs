use super::{
    message_dialogs::follow,
    rows::{Delivery, MessageRow},
    talk::use_talk,
};
use crate::{
    components::{Avatar, Icon, Symbol},
    stores::conversation::thread::Receipt,
    time::{exact, use_clock},
};
use leptos::{html::Dialog, prelude::*};
use protocol::conversation::MemberView;
use std::sync::Arc;

/// How far an own message has come, as icon and word. Pressed, it says with whom.
#[component]
pub(super) fn Tick(
    /// As laid out.
    message: Memo<Arc<MessageRow>>,
) -> impl IntoView {
    let talk = use_talk();
    let delivery = Memo::new(move |_| {
        message.with(|message| message.delivery.clone().filter(|_| !message.is_deleted))
    });
    let seq = Memo::new(move |_| message.with(|message| message.seq));
    move || {
        let delivery = delivery.get()?;
        let (symbol, word) = match &delivery {
            Delivery::Sending => (Symbol::Clock, "Sending"),
            Delivery::Failed(_) => (Symbol::Alert, "Not sent"),
            Delivery::Stored(receipt) => in_words(*receipt),
        };
        let class = format!("tick tick--{}", delivery.as_str());
        Some(view! {
            <button
                class=class
                type="button"
                disabled=move || seq.get().is_none()
                data-testid="message-state"
                on:click=move |_| talk.seen.set(seq.get_untracked())
            >
                <Icon symbol />
                {word}
            </button>
        })
    }
}

fn in_words(receipt: Receipt) -> (Symbol, &'static str) {
    match receipt {
        Receipt::Sent => (Symbol::Check, "Sent"),
        Receipt::Delivered => (Symbol::Checks, "Delivered"),
        Receipt::Read => (Symbol::Checks, "Read"),
    }
}

/// Who has seen a message of the viewer's, and by when. Changes while it is open.
#[component]
pub(super) fn SeenBy() -> impl IntoView {
    let talk = use_talk();
    let dialog = NodeRef::<Dialog>::new();
    follow(dialog, talk.seen);
    let receipts = Memo::new(move |_| {
        let seq = talk.seen.get()?;
        talk.store.with_thread(talk.id, |thread| thread.receipts(seq, talk.me))
    });
    let rows = move || {
        let receipts = receipts.get().unwrap_or_default();
        receipts
            .into_iter()
            .map(|(member, receipt)| view! { <Reader member receipt /> })
            .collect_view()
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="seen-title"
            data-testid="seen-by"
            on:close=move |_| talk.seen.set(None)
        >
            <form method="dialog" class="dialog__head">
                <h2 id="seen-title">"Seen by"</h2>
                <button class="icon-button" type="submit" aria-label="Close">
                    <Icon symbol=Symbol::Close />
                </button>
            </form>
            <ul class="readers">{rows}</ul>
        </dialog>
    }
}

#[component]
fn Reader(member: MemberView, receipt: Receipt) -> impl IntoView {
    let clock = use_clock();
    let (symbol, word) = in_words(receipt);
    // There is one marker for all messages: they were read then, or before.
    let read_at = member.marker.read_at.filter(|_| receipt == Receipt::Read);
    let time = move || read_at.map(|at| format!("by {}", exact(at, clock.get())));
    view! {
        <li class="reader" data-testid="reader">
            <Avatar name=member.user.name.clone() />
            <span class="reader__name">{member.user.name}</span>
            <span class="reader__state">
                <Icon symbol />
                {if receipt == Receipt::Sent { "Not yet" } else { word }}
                " "
                {time}
            </span>
        </li>
    }
}
