use super::{
    line_panel::millis,
    templates::{COMMANDS, Filling, template},
    typing_toggle::TypingToggle,
};
use crate::{
    connection::{Connection, now},
    features::{account::use_me, conversation::api::read_inbox},
    hooks::use_connection,
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    Ack, Command, Room,
    command::{Done, JoinRoom, Joined, LeaveRoom},
    conversation::ConversationSummary,
    id::{ClientId, ConversationId},
    stream::Head,
};
use serde_json::Value;
use uuid::Uuid;

/// What came of the last attempt to send.
#[derive(Clone, Debug, PartialEq)]
struct Answer {
    is_ok: bool,
    text: String,
}

/// The parts of the form.
#[derive(Clone, Copy)]
struct Sender {
    connection: Connection,
    conversations: RwSignal<Vec<ConversationSummary>>,
    conversation: RwSignal<Option<ConversationId>>,
    command: RwSignal<String>,
    payload: RwSignal<String>,
    answer: RwSignal<Option<Answer>>,
    joined: RwSignal<Vec<Room>>,
}

/// Any command of the contract, with any payload.
#[component]
pub(super) fn SendPanel(
    /// Takes note of rooms joined by hand.
    joined: RwSignal<Vec<Room>>,
) -> impl IntoView {
    let sender = Sender {
        connection: use_connection(),
        conversations: RwSignal::default(),
        conversation: RwSignal::new(None),
        command: RwSignal::new(COMMANDS[0].to_owned()),
        payload: RwSignal::default(),
        answer: RwSignal::new(None),
        joined,
    };
    let me = use_me().map(|me| me.user_id);
    let fill = move || sender.fill(me);
    Effect::new(move || {
        fill();
        if me.is_some() {
            spawn_local(sender.find_conversations());
        }
    });
    Effect::new(move || {
        sender.conversation.track();
        sender.command.track();
        fill();
    });
    view! {
        <section class="panel" aria-labelledby="panel-send">
            <h2 class="panel__title" id="panel-send">
                "Send"
            </h2>
            <form class="panel__form" on:submit=move |event| sender.submit(&event)>
                <ConversationChoice sender />
                <CommandChoice sender />
                <Payload sender />
                <div class="panel__buttons">
                    <button
                        class="button button--primary"
                        type="submit"
                        data-testid="panel-send"
                    >
                        "Send"
                    </button>
                    <button class="button" type="button" on:click=move |_| fill()>
                        "Reset"
                    </button>
                    {move || {
                        sender.chosen().map(|(id, head)| view! { <TypingToggle id head /> })
                    }}
                </div>
                <AnswerLine sender />
            </form>
        </section>
    }
}

#[component]
fn ConversationChoice(sender: Sender) -> impl IntoView {
    let option = move |row: ConversationSummary| {
        let names = row.members.iter().map(|member| member.user.name.as_str());
        let text = names.collect::<Vec<_>>().join(", ");
        view! { <option value=row.id.to_string()>{text}</option> }
    };
    let chosen = move |event| sender.conversation.set(event_target_value(&event).parse().ok());
    view! {
        <label class="panel__field">
            <span>"Conversation"</span>
            <span class="select">
                <select data-testid="panel-conversation" on:change=chosen>
                    {move || sender.conversations.get().into_iter().map(option).collect_view()}
                </select>
            </span>
        </label>
    }
}

#[component]
fn CommandChoice(sender: Sender) -> impl IntoView {
    let options = COMMANDS.map(|name| view! { <option value=name>{name}</option> });
    view! {
        <label class="panel__field">
            <span>"Command"</span>
            <span class="select">
                <select
                    data-testid="panel-command"
                    on:change=move |event| sender.command.set(event_target_value(&event))
                >
                    {options.collect_view()}
                </select>
            </span>
        </label>
    }
}

#[component]
fn Payload(sender: Sender) -> impl IntoView {
    view! {
        <label class="panel__field">
            <span>"Payload (JSON)"</span>
            <textarea
                class="field__input panel__payload"
                rows="6"
                spellcheck="false"
                autocomplete="off"
                data-testid="panel-payload"
                prop:value=move || sender.payload.get()
                on:input=move |event| sender.payload.set(event_target_value(&event))
                on:keydown=move |event| sender.key(&event)
            ></textarea>
        </label>
    }
}

#[component]
fn AnswerLine(sender: Sender) -> impl IntoView {
    view! {
        <div class="panel__answer" role="status">
            {move || {
                sender
                    .answer
                    .get()
                    .map(|answer| {
                        let class = if answer.is_ok { "panel__ok" } else { "panel__trouble" };
                        view! {
                            <pre
                                class=class
                                data-testid="panel-answer"
                                data-ok=answer.is_ok.to_string()
                            >
                                {answer.text}
                            </pre>
                        }
                    })
            }}
        </div>
    }
}

impl Sender {
    /// The chosen conversation, and where its stream stood when it was read.
    fn chosen(self) -> Option<(ConversationId, Head)> {
        let id = self.conversation.get()?;
        let is_chosen = |row: &&ConversationSummary| row.id == id;
        self.conversations.with(|rows| rows.iter().find(is_chosen).map(|row| (id, row.head)))
    }

    async fn find_conversations(self) {
        // Without them the templates name nothing real; the panel works all the same.
        let Ok(rows) = read_inbox().await else { return };
        if let Some(first) = rows.first() {
            self.conversation.set(Some(first.id));
        }
        self.conversations.set(rows);
    }

    /// Writes the payload anew, with a client id that was not used before.
    fn fill(self, me: Option<protocol::id::UserId>) {
        let nobody = Filling::nobody();
        let filling = Filling {
            user: me.unwrap_or(nobody.user),
            conversation: self.conversation.get_untracked().unwrap_or(nobody.conversation),
            client_id: ClientId(Uuid::now_v7()),
            cursors: untrack(|| self.connection.cursors()),
        };
        let text = self.command.with_untracked(|command| template(command, &filling));
        self.payload.set(text.unwrap_or_default());
    }

    /// Ctrl or ⌘ with Enter sends from within the field.
    fn key(self, event: &ev::KeyboardEvent) {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            self.send();
        }
    }

    fn submit(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        self.send();
    }

    fn send(self) {
        let payload = match serde_json::from_str::<Value>(&self.payload.get_untracked()) {
            Ok(payload) => payload,
            Err(error) => {
                let text = format!("Not sent. This is not JSON: {error}");
                return self.answer.set(Some(Answer { is_ok: false, text }));
            }
        };
        let command = self.command.get_untracked();
        let answer = self.connection.call(&command, payload.clone());
        let sent_at = now();
        spawn_local(async move {
            let answer = answer.await;
            let took = millis(now().since(sent_at));
            let shown = match answer {
                Ok(answer) => {
                    self.take_note(&command, &payload, &answer);
                    let is_ok = answer.get("ok").is_some();
                    let json = serde_json::to_string_pretty(&answer).unwrap_or_default();
                    Answer { is_ok, text: format!("{took}\n{json}") }
                }
                Err(error) => Answer { is_ok: false, text: format!("{took}\n{error}") },
            };
            // The panel may be gone when the answer comes.
            self.answer.try_set(Some(shown));
        });
    }

    fn take_note(self, command: &str, payload: &Value, answer: &Value) {
        match command {
            JoinRoom::NAME => {
                if let Ok(Ack::Ok(Joined { room, .. })) = serde_json::from_value(answer.clone()) {
                    self.joined.try_update(|rooms| {
                        rooms.retain(|known| *known != room);
                        rooms.push(room);
                    });
                }
            }
            LeaveRoom::NAME => {
                let room = payload.get("room").and_then(Value::as_str);
                let room = room.and_then(|room| room.parse::<Room>().ok());
                if let Ok(Ack::Ok(Done {})) = serde_json::from_value(answer.clone()) {
                    self.joined.try_update(|rooms| rooms.retain(|known| Some(*known) != room));
                }
            }
            _ => {}
        }
    }
}
