//! What is to be sent, and sending it.

use super::{
    options::Setting,
    past::Past,
    templates::{Filling, check, template},
};
use crate::{
    connection::{Connection, LineError, now},
    features::{account::use_is_demo, conversation::api::read_inbox},
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    Ack, Command, Room,
    command::{CommandName, Done, JoinRoom, Joined, LeaveRoom},
    conversation::ConversationSummary,
    id::{ClientId, ConversationId, UserId},
    limits::PACKET_BYTES,
    stream::Head,
    test_websocket::TestUse,
};
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// What came of the last attempt to send.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) is_ok: bool,
    pub(super) text: String,
}

/// The parts of the form.
#[derive(Clone, Copy)]
pub(super) struct Sender {
    pub(super) connection: Connection,
    pub(super) conversations: RwSignal<Vec<ConversationSummary>>,
    pub(super) conversation: RwSignal<Option<ConversationId>>,
    pub(super) command: RwSignal<String>,
    pub(super) payload: RwSignal<String>,
    pub(super) setting: RwSignal<Setting>,
    pub(super) answer: RwSignal<Option<Answer>>,
    pub(super) is_repeating: RwSignal<bool>,
    pub(super) past: RwSignal<Past>,
    joined: RwSignal<Vec<Room>>,
    /// The payload as [`Sender::fill`] wrote it last.
    filled: StoredValue<String>,
    me: Option<UserId>,
    is_demo: bool,
}

impl Sender {
    pub(super) fn new(
        connection: Connection,
        me: Option<UserId>,
        joined: RwSignal<Vec<Room>>,
    ) -> Self {
        Self {
            connection,
            conversations: RwSignal::default(),
            conversation: RwSignal::new(None),
            command: RwSignal::new(JoinRoom::NAME.to_owned()),
            payload: RwSignal::default(),
            setting: RwSignal::default(),
            answer: RwSignal::new(None),
            is_repeating: RwSignal::new(false),
            past: RwSignal::default(),
            joined,
            filled: StoredValue::default(),
            me,
            is_demo: use_is_demo(),
        }
    }

    /// The chosen conversation, and where its stream stood when it was read.
    pub(super) fn chosen(self) -> Option<(ConversationId, Head)> {
        let id = self.conversation.get()?;
        let is_chosen = |row: &&ConversationSummary| row.id == id;
        self.conversations.with(|rows| rows.iter().find(is_chosen).map(|row| (id, row.head)))
    }

    pub(super) async fn find_conversations(self) {
        // Without them the templates name nothing real; the pane works all the same.
        let Ok(rows) = read_inbox().await else { return };
        let first = rows.first().map(|first| first.id);
        // The pane may be gone by now.
        if self.conversations.try_set(rows).is_none() && first.is_some() {
            self.conversation.set(first);
            // What somebody has begun to write meanwhile stays.
            if self.filled.with_value(|filled| self.payload.with_untracked(|it| it == filled)) {
                self.fill();
            }
        }
    }

    /// Writes the payload anew, with a client id that was not used before.
    pub(super) fn fill(self) {
        let nobody = Filling::nobody();
        let filling = Filling {
            user: self.me.unwrap_or(nobody.user),
            conversation: self.conversation.get_untracked().unwrap_or(nobody.conversation),
            client_id: ClientId(Uuid::now_v7()),
            cursors: untrack(|| self.connection.cursors()),
        };
        // A name of one's own keeps what was written for it.
        if let Some(command) = self.command.with_untracked(|name| CommandName::parse(name)) {
            let text = template(command, &filling);
            self.filled.set_value(text.clone());
            self.payload.set(text);
        }
    }

    /// The payload, if it is JSON.
    pub(super) fn value(self) -> Result<Value, String> {
        let text = self.payload.get();
        let text = if text.trim().is_empty() { "null" } else { &text };
        serde_json::from_str(text).map_err(|error| format!("This is not JSON: {error}"))
    }

    /// Why it is not sent like this; nothing when all is well.
    pub(super) fn problem(self) -> Option<String> {
        let value = match self.value() {
            Ok(value) => value,
            Err(error) => return Some(error),
        };
        if self.setting.with(|setting| setting.is_checked)
            && let Some(command) = self.command.with(|name| CommandName::parse(name))
            && let Err(error) = check(command, &value)
        {
            return Some(format!("invalid: {error}"));
        }
        let size = self.size();
        (size > PACKET_BYTES).then(|| format!("{size} bytes are more than {PACKET_BYTES}"))
    }

    /// Bytes of the packet, about.
    pub(super) fn size(self) -> usize {
        let payload = self.value().map_or(0, |value| value.to_string().len());
        // Type, id, brackets, quotes, comma.
        payload + self.command.with(String::len) + 10
    }

    /// Ctrl or ⌘ with Enter sends from within the field; Alt with an arrow leafs through what was sent.
    pub(super) fn key(self, event: &ev::KeyboardEvent) {
        let leaf = match event.key().as_str() {
            "Enter" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                if self.problem().is_none() {
                    self.send();
                }
                return;
            }
            "ArrowUp" if event.alt_key() => -1,
            "ArrowDown" if event.alt_key() => 1,
            _ => return,
        };
        event.prevent_default();
        let found = self.past.try_update(|past| past.leaf(leaf)).flatten();
        if let Some((command, payload)) = found {
            self.recall(command, payload);
        }
    }

    /// Takes something up that was sent or kept before.
    pub(super) fn recall(self, command: String, payload: String) {
        self.command.set(command);
        // After the effect that fills in the command's template.
        request_animation_frame(move || drop(self.payload.try_set(payload)));
    }

    pub(super) fn submit(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        if self.problem().is_none() {
            self.send();
        }
    }

    fn send(self) {
        let setting = self.setting.get_untracked();
        let command = self.command.get_untracked();
        let payload = self.payload.get_untracked();
        self.past.update(|past| past.sent(command.clone(), payload));
        self.note(&command, setting.times);
        if setting.times > 1 {
            self.is_repeating.set(true);
        }
        self.send_on(setting, setting.times);
    }

    /// One now, the others later.
    fn send_on(self, setting: Setting, left: u32) {
        let Ok(mut payload) = untrack(|| self.value()) else { return };
        if !setting.keeps_client_id
            && left < setting.times
            && let Some(id) = payload.get_mut("clientId")
        {
            *id = Uuid::now_v7().to_string().into();
        }
        self.send_one(setting, payload);
        if left <= 1 {
            self.is_repeating.set(false);
            return;
        }
        let pause = Duration::from_millis(u64::from(1_000 / setting.per_second.max(1)));
        set_timeout(
            move || {
                if self.is_repeating.try_get_untracked() == Some(true) {
                    self.send_on(setting, left - 1);
                }
            },
            pause,
        );
    }

    fn send_one(self, setting: Setting, payload: Value) {
        let command = self.command.get_untracked();
        if !setting.asks {
            self.connection.emit(&command, payload, setting.is_volatile);
            let text = "Sent; no answer was asked for".to_owned();
            return self.answer.set(Some(Answer { is_ok: true, text }));
        }
        let timeout = Duration::from_millis(setting.timeout_ms.into());
        let answer = self.connection.call_within(&command, payload.clone(), timeout);
        let sent_at = now();
        spawn_local(async move {
            let answer = answer.await;
            let took = now().since(sent_at);
            if let Ok(answer) = &answer {
                self.take_note(&command, &payload, answer);
            }
            // The pane may be gone when the answer comes.
            self.answer.try_set(Some(shown(answer, took)));
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

    /// Outside a demonstration it is on record what is sent by hand.
    fn note(self, command: &str, times: u32) {
        if !self.is_demo {
            let done = TestUse::Sent { command: command.to_owned(), times };
            // The record is the server's; without a line nothing was sent either.
            spawn_local(async move { drop(super::super::api::note_test_use(done).await) });
        }
    }
}

fn shown(answer: Result<Value, LineError>, took: Duration) -> Answer {
    let took = format!("{} ms", took.as_millis());
    match answer {
        Ok(answer) => {
            let is_ok = answer.get("ok").is_some();
            let json = serde_json::to_string_pretty(&answer).unwrap_or_default();
            Answer { is_ok, text: format!("{took}\n{json}") }
        }
        Err(error) => Answer { is_ok: false, text: format!("{took}\n{error}") },
    }
}
