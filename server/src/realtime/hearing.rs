//! What those hear who listen over HTTP (SSE) and have no socket.

use protocol::{
    id::{SessionId, UserId},
    job::JobUpdate,
};
use std::sync::Arc;
use tokio::sync::broadcast;

/// So much may wait for whoever listens slowly; after that they read anew.
const WAITING: usize = 256;

/// Something that was told, or that ends a line.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// How a job stands now.
    Job(Arc<JobUpdate>),
    /// A session is over, and with it everything that came with it.
    SessionEnded(SessionId),
    /// Somebody's rights have changed.
    Readmitted(UserId),
    /// The server stops.
    Stopping,
}

/// Where it is heard. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Hearing(broadcast::Sender<Heard>);

impl Default for Hearing {
    fn default() -> Self {
        Self(broadcast::Sender::new(WAITING))
    }
}

impl Hearing {
    /// Hears everything from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Heard> {
        self.0.subscribe()
    }

    /// Nobody may be listening.
    pub(super) fn tell(&self, heard: Heard) {
        if self.0.receiver_count() > 0 && self.0.send(heard).is_err() {
            tracing::debug!("the last listener has just left");
        }
    }
}
