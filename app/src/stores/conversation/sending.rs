//! Sending what is in the outbox, and keeping it over a reload of the page.

use super::{ConversationStore, Outbox};
use crate::connection::{Connection, LineError, now};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    ErrorBody, ServerEvent,
    conversation::{MessageView, NewMessage, SendMessage, Sent},
    id::{ClientId, ConversationId, MessageId},
};
use uuid::Uuid;

/// Where unsent messages outlive the page; of this tab only, and gone with it.
const STORAGE_KEY: &str = "bulletin.outbox";

impl ConversationStore {
    /// Sends whatever is due, now and from now on, whenever the line allows. Inert on the server.
    pub(crate) fn send_over(self, connection: Connection) {
        let is_connected = connection.is_connected();
        let restored = StoredValue::new(false);
        Effect::new(move || {
            if !restored.get_value() {
                restored.set_value(true);
                self.restore();
            }
            self.outbox.track();
            self.keep();
            if is_connected.get() {
                self.pump(connection);
            }
        });
    }

    /// Writes a message, perhaps an answer: it is shown at once and sent as soon as possible.
    pub fn write(self, id: ConversationId, body: String, reply_to: Option<MessageId>) {
        let client_id = ClientId(Uuid::now_v7());
        let message = SendMessage { client_id, conversation_id: id, body, reply_to };
        self.outbox.update(|outbox| outbox.push(message, now()));
    }

    /// Tries a failed message again.
    pub fn retry(self, client_id: ClientId) {
        self.outbox.update(|outbox| outbox.retry(client_id, now()));
    }

    /// Forgets a failed message.
    pub fn discard(self, client_id: ClientId) {
        self.outbox.update(|outbox| outbox.discard(client_id));
    }

    pub(super) fn forget_stored(self, messages: &[MessageView]) {
        let is_waiting = self.outbox.with_untracked(|outbox| !outbox.is_empty());
        if is_waiting {
            self.outbox.update(|outbox| {
                for message in messages {
                    outbox.stored(message.client_id);
                }
            });
        }
    }

    fn pump(self, connection: Connection) {
        if !self.outbox.with_untracked(|outbox| outbox.has_due(now())) {
            return;
        }
        let due = self.outbox.try_update(|outbox| outbox.take_due(now())).unwrap_or_default();
        for message in due {
            let answer = connection.send(&message);
            spawn_local(async move { self.answered(connection, message.client_id, answer.await) });
        }
    }

    /// The answer and the echo say the same; whichever comes first wins.
    fn answered(
        self,
        connection: Connection,
        client_id: ClientId,
        answer: Result<Result<Sent, ErrorBody>, LineError>,
    ) {
        match answer {
            Ok(Ok(Sent { position, message })) => {
                self.add(message.clone());
                connection.take(ServerEvent::NewMessage(NewMessage { position, message }));
                self.outbox.update(|outbox| outbox.stored(client_id));
            }
            Err(LineError::Down | LineError::Interrupted) => {
                self.outbox.update(|outbox| outbox.interrupted(client_id));
            }
            Ok(Err(error)) => self.refused(connection, client_id, error),
            Err(error) => self.refused(connection, client_id, error.into()),
        }
    }

    fn refused(self, connection: Connection, client_id: ClientId, error: ErrorBody) {
        self.outbox.update(|outbox| outbox.refused(client_id, error, now()));
        let next_try = self.outbox.with_untracked(Outbox::next_try);
        if let Some(pause) = next_try.map(|at| at.since(now())) {
            let again = move || {
                if connection.is_up() {
                    self.pump(connection);
                }
            };
            set_timeout(again, pause);
        }
    }

    fn restore(self) {
        let Some(owner) = self.me_id() else { return };
        let stored = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
        let kept = stored.and_then(|text| serde_json::from_str::<Kept>(&text).ok());
        // On a shared computer the next person must not send what the last one wrote.
        if let Some(kept) = kept.filter(|kept| kept.owner == owner) {
            self.outbox.set(kept.outbox.restored());
        }
    }

    fn keep(self) {
        let (Some(owner), Some(storage)) = (self.me_id(), storage()) else { return };
        let outbox = self.outbox.get_untracked();
        let result = if outbox.is_empty() {
            storage.remove_item(STORAGE_KEY)
        } else {
            let text = serde_json::to_string(&Kept { owner, outbox }).unwrap_or_default();
            storage.set_item(STORAGE_KEY, &text)
        };
        // A full or forbidden storage costs only the safety of a reload.
        drop(result);
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    owner: protocol::id::UserId,
    outbox: Outbox,
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}
