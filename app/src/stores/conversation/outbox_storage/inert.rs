//! Keeps nothing.

use super::Outgoing;
use protocol::id::{ClientId, UserId};

/// A storage that is never there.
pub(in crate::stores::conversation) struct OutboxStorage;

#[expect(clippy::unused_async, reason = "the browser's storage needs it")]
impl OutboxStorage {
    pub(in crate::stores::conversation) async fn open(_owner: UserId) -> Option<Self> {
        None
    }

    pub(in crate::stores::conversation) async fn adopt(&self) -> Vec<Outgoing> {
        Vec::new()
    }

    pub(in crate::stores::conversation) async fn save(&self, _message: &Outgoing) {}

    pub(in crate::stores::conversation) async fn forget(&self, _id: ClientId) {}
}
