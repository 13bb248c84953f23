use super::{
    bench::Bench,
    faults::FaultControls,
    socket::{Heard, SimSocket},
};
use crate::connection::{Line, TransportName};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{Command, Room, conversation::SendMessage, id::ClientId};
use serde_json::{Value, json};
use uuid::Uuid;

/// A simulated person with their line, what they can do, and what they hear.
#[component]
pub(super) fn Column(bench: Bench, socket: SimSocket) -> impl IntoView {
    let name = socket.name.get_value();
    view! {
        <section
            class="lab__column"
            aria-label=name.clone()
            data-testid="lab-column"
            data-number=socket.number
            data-state=move || socket.state.get()
        >
            <h3 class="panel__subtitle">
                {name.clone()} " "
                <span class="panel__note">
                    {move || socket.state.get()} " "
                    {move || socket.transport.get().map(TransportName::as_str)}
                </span>
            </h3>
            <Say bench socket />
            <Acts bench socket />
            <FaultControls socket />
            <ol class="lab__heard" tabindex="0" aria-label=format!("What {name} hears")>
                <For each=move || socket.heard.get() key=|heard| heard.number let:heard>
                    <HeardRow heard />
                </For>
            </ol>
        </section>
    }
}

#[component]
fn HeardRow(heard: Heard) -> impl IntoView {
    let time = super::super::log::list::time_of_day(heard.at.0);
    view! {
        <li data-testid="lab-heard" data-name=heard.name.clone() title=heard.payload.clone()>
            <span class="log__time">{time}</span>
            " "
            <strong>{heard.name.clone()}</strong>
            " "
            {heard.payload.clone()}
        </li>
    }
}

/// Sends, and shows a refusal where events are shown.
fn tell(socket: SimSocket, name: &'static str, payload: &Value) {
    let answer = socket.request(name, payload);
    spawn_local(async move {
        let text = match answer.await {
            Ok(answer) => match answer.pointer("/err/message").and_then(Value::as_str) {
                Some(refused) => refused.to_owned(),
                None => return,
            },
            Err(error) => error.to_string(),
        };
        socket.hear(format!("{name} refused"), text);
    });
}

#[component]
fn Say(bench: Bench, socket: SimSocket) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let say = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(conversation_id) = bench.of(|sandbox| sandbox.conversation_id) else { return };
        let body = text.try_update(std::mem::take).unwrap_or_default();
        let client_id = ClientId(Uuid::now_v7());
        let message = SendMessage { client_id, conversation_id, body, reply_to: None };
        tell(socket, SendMessage::NAME, &json!(message));
    };
    view! {
        <form class="try" on:submit=say>
            <label class="try__field">
                <span class="visually-hidden">"Message"</span>
                <input
                    class="field__input"
                    placeholder="Say something"
                    autocomplete="off"
                    data-testid="lab-text"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
            <button class="button" type="submit" data-testid="lab-say">
                "Say"
            </button>
        </form>
    }
}

#[component]
fn Acts(bench: Bench, socket: SimSocket) -> impl IntoView {
    let join = move |_| {
        if let Some(id) = bench.of(|sandbox| sandbox.conversation_id) {
            tell(socket, "joinRoom", &json!({ "room": Room::Conversation(id) }));
        }
    };
    let is_typing = RwSignal::new(false);
    let typing = move |_| {
        is_typing.update(|is_typing| *is_typing = !*is_typing);
        let is_typing = is_typing.get_untracked();
        if let Some(id) = bench.of(|sandbox| sandbox.conversation_id) {
            tell(socket, "typing", &json!({ "conversationId": id, "isTyping": is_typing }));
        }
    };
    view! {
        <div class="panel__buttons">
            <button class="button" type="button" data-testid="lab-join" on:click=join>
                "Join"
            </button>
            <button
                class="button"
                type="button"
                data-testid="lab-typing"
                aria-pressed=move || is_typing.get().to_string()
                on:click=typing
            >
                "Type"
            </button>
            <button
                class="button"
                type="button"
                data-testid="lab-cut"
                on:click=move |_| socket.act(Line::cut)
            >
                "Cut"
            </button>
            <button
                class="button"
                type="button"
                on:click=move |_| socket.act(Line::disconnect)
            >
                "Leave"
            </button>
            <button
                class="button"
                type="button"
                on:click=move |_| socket.act(Line::connect_again)
            >
                "Come"
            </button>
        </div>
    }
}
