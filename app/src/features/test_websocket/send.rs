//! Sending any command by hand: by a form, or as JSON, once or often, with an answer or without.

mod answer;
mod fields;
mod options;
mod past;
mod sender;
mod snippet;
pub(super) mod templates;
mod typing_toggle;

use super::panes::Pane;
use crate::{features::account::use_me, hooks::use_connection};
use answer::AnswerLine;
use fields::{CommandChoice, ConversationChoice, Fields, Payload};
use leptos::{prelude::*, task::spawn_local};
use options::Options;
use protocol::Room;
use sender::Sender;
use snippet::Snippets;
use typing_toggle::TypingToggle;

/// Any command of the contract, and any other.
#[component]
pub(super) fn SendPane(
    /// Takes note of rooms joined by hand.
    joined: RwSignal<Vec<Room>>,
) -> impl IntoView {
    let me = use_me().map(|me| me.user_id);
    let sender = Sender::new(use_connection(), me, joined);
    Effect::new(move || {
        if me.is_some() {
            spawn_local(sender.find_conversations());
        }
    });
    Effect::new(move || {
        sender.command.track();
        sender.fill();
    });
    view! {
        <Pane name="send" title="Send">
            <form class="panel__form" on:submit=move |event| sender.submit(&event)>
                <ConversationChoice sender />
                <CommandChoice sender />
                <Fields sender />
                <Payload sender />
                <Options sender />
                <Buttons sender />
                <AnswerLine sender />
            </form>
        </Pane>
    }
}

#[component]
fn Buttons(sender: Sender) -> impl IntoView {
    let is_fit = move || sender.problem().is_none();
    view! {
        <div class="panel__buttons">
            <button
                class="button button--primary"
                type="submit"
                data-testid="panel-send"
                disabled=move || !is_fit() || sender.is_repeating.get()
            >
                "Send"
            </button>
            <button class="button" type="button" on:click=move |_| sender.fill()>
                "Reset"
            </button>
            {move || sender.chosen().map(|(id, head)| view! { <TypingToggle id head /> })}
            <Snippets sender />
        </div>
    }
}
