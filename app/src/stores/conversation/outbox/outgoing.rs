//! One message on its way out.

use protocol::{
    ErrorBody, ErrorCode, Timestamp,
    id::{ClientId, ConversationId, MessageId},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A message that could not be sent for so long is left to its author.
pub(super) const LIFETIME: Duration = Duration::from_hours(7 * 24);

/// Where an unacknowledged message stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendState {
    /// It is sent when its turn comes and the line is up.
    Waiting,
    /// On its way.
    Sending,
    /// Its author decides: try again or discard.
    Failed(ErrorBody),
}

/// A message on its way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Stays the same over all tries: the server stores it once.
    pub client_id: ClientId,
    /// Where to.
    pub conversation_id: ConversationId,
    /// As written.
    pub body: String,
    /// The message it answers.
    #[serde(default)]
    pub reply_to: Option<MessageId>,
    /// When it was written, by the author's clock.
    pub written_at: Timestamp,
    /// Where it stands.
    pub state: SendState,
    pub(super) tries: u32,
    pub(super) not_before: Timestamp,
}

impl Outgoing {
    /// As it is kept: after a reload nothing is on its way any more.
    #[must_use]
    pub fn at_rest(mut self) -> Self {
        if self.state == SendState::Sending {
            self.state = SendState::Waiting;
        }
        self
    }

    /// As it comes back after a reload at this time.
    pub(super) fn revived(mut self, now: Timestamp) -> Self {
        self.tries = 0;
        self.not_before = now;
        if self.state == SendState::Waiting && now.since(self.written_at) > LIFETIME {
            let text = "It could not be sent for a week. Send it now, or discard it.";
            self.state = SendState::Failed(ErrorBody::new(ErrorCode::Unavailable, text));
        }
        self
    }
}
