//! What a device says by itself: what waits in its outbox, and how far messages have arrived; as
//! `app::stores::conversation::{sending, receiving}`.

use crate::{
    device::{Device, now},
    matters::{Answer, Done, Moment},
};
use app::stores::conversation::outbox::SendState;
use protocol::{
    ErrorBody, Retry, ServerEvent,
    conversation::{MarkDelivered, NewMessage, SendMessage, Sent},
    id::ClientId,
};
use socketio_client::RequestError;
use std::time::Duration;

/// As the page: a burst of messages is acknowledged once.
const GATHER: Duration = Duration::from_millis(300);

/// As the page: so long may a line that did not answer take to prove that it is alive.
pub(crate) const PROBE: Duration = Duration::from_secs(2);

impl Device {
    /// Sends whatever is due.
    pub(crate) fn pump(&mut self) {
        if !self.is_up() {
            return;
        }
        for message in self.outbox.take_due(now()) {
            let id = message.client_id;
            let answer = self.ask::<SendMessage>(&message);
            self.spawn(async move { Done::Sent(id, answer.await) });
        }
    }

    pub(crate) fn on_sent(&mut self, id: ClientId, answer: Answer<Sent>) {
        let me = self.reader.me.user_id;
        match answer {
            Ok(Ok(sent)) => {
                self.ledger.sent(&sent);
                let Sent { position, message } = sent;
                self.page.add(message.clone(), &mut self.outbox, me);
                self.take(ServerEvent::NewMessage(NewMessage { position, message }));
                self.outbox.stored(id);
                self.pump();
            }
            Ok(Err(error)) => self.refused(id, error),
            Err(error) => {
                if matches!(error, RequestError::Timeout) {
                    self.client.probe(PROBE);
                }
                self.outbox.interrupted(id);
                self.pump();
            }
        }
    }

    pub(crate) fn refused(&mut self, id: ClientId, error: ErrorBody) {
        assert_ne!(error.retry, Retry::Never, "{}: {error}", self.name);
        let why = error.to_string();
        self.outbox.refused(id, error, now());
        // Nothing here is more than the server can do for long: nobody is asked whether to try again.
        let failed = self.outbox.all().find(|one| matches!(one.state, SendState::Failed(_)));
        assert!(failed.is_none(), "{}: given up: {why}", self.name);
        if let Some(at) = self.outbox.next_try() {
            self.later(at.since(now()), Moment::Pump);
        }
    }

    pub(crate) fn report_soon(&mut self) {
        if !self.is_reporting && !self.page.unreported.is_empty() {
            self.is_reporting = true;
            self.later(GATHER, Moment::Report);
        }
    }

    pub(crate) fn report(&mut self) {
        self.is_reporting = false;
        for (conversation_id, up_to_seq) in std::mem::take(&mut self.page.unreported) {
            let answer = self.ask(&MarkDelivered { conversation_id, up_to_seq });
            self.spawn(async move {
                Done::Delivered(conversation_id, up_to_seq, matches!(answer.await, Ok(Ok(_))))
            });
        }
    }
}
