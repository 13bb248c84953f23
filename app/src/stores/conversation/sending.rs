//! Sending what is in the outbox, and keeping it when the page goes.

use super::{
    ConversationStore, Outbox,
    outbox_storage::{OutboxStorage, Saved},
};
use crate::connection::{Connection, LineError, now};
use futures_util::StreamExt;
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    ErrorBody, ServerEvent,
    conversation::{MessageView, NewMessage, SendMessage, Sent},
    id::{ClientId, ConversationId, MessageId, UserId},
};
use uuid::Uuid;

impl ConversationStore {
    /// Sends whatever is due, now and from now on, whenever the line allows. Inert on the server.
    pub(crate) fn send_over(self, connection: Connection) {
        let is_connected = connection.is_connected();
        Effect::new(move || {
            self.outbox.track();
            if is_connected.get() {
                self.pump(connection);
            }
        });
        // In the browser only.
        Effect::new(move || {
            if let Some(owner) = self.me_id() {
                spawn_local(self.keep(owner));
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
            // A line that does not answer is replaced, or slow; either way the message keeps its place.
            Err(LineError::Timeout) => {
                connection.probe();
                self.outbox.update(|outbox| outbox.interrupted(client_id));
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

    /// Takes over what earlier pages left, then keeps the outbox for the next one, as long as the page lives.
    async fn keep(self, owner: UserId) {
        let Some(storage) = OutboxStorage::open(owner).await else { return };
        let left = storage.adopt().await;
        let mut saved = Saved::new(&left);
        self.outbox.update(|outbox| outbox.adopt(left, now()));
        let mut changes = self.outbox.to_stream();
        while let Some(outbox) = changes.next().await {
            let (written, gone) = saved.follow(&outbox);
            for message in &written {
                storage.save(message).await;
            }
            for id in gone {
                storage.forget(id).await;
            }
        }
    }
}
