//! The port through which use cases tell what happened.

use protocol::{
    Room, ServerEvent,
    id::{SessionId, UserId},
    privacy::Privacy,
};

/// Tells connected clients. Never fails and never waits: who misses an event finds it by `sync`.
pub trait Publisher: Send + Sync + 'static {
    /// Sends `event` to every socket in any of `rooms`, once each.
    fn publish(&self, rooms: &[Room], event: ServerEvent);

    /// Takes all sockets of `user` out of `room`, before anything published later.
    fn evict(&self, user: UserId, room: Room);

    /// Tells somebody and those they share a conversation with now of each other's presence.
    fn introduce(&self, user: UserId, to: &[UserId]);

    /// What somebody lets others see is this from now on, before anything published later.
    fn set_privacy(&self, user: UserId, privacy: Privacy);

    /// Closes all sockets that came with this session.
    fn end_session(&self, session: SessionId);

    /// Closes all sockets of `user`, who comes back with rights read anew.
    fn readmit(&self, user: UserId);

    /// Who lets others see that they are online now.
    fn online(&self) -> Vec<UserId>;

    /// Everybody who has a connection now, those out of sight included: for telling them something, never for
    /// telling others of them.
    fn connected(&self) -> Vec<UserId>;

    /// How many connections visitors have.
    fn visitors(&self) -> usize {
        0
    }
}

/// Tells nobody. For commands that work on the database alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Publisher for Nobody {
    fn publish(&self, _: &[Room], _: ServerEvent) {}

    fn evict(&self, _: UserId, _: Room) {}

    fn introduce(&self, _: UserId, _: &[UserId]) {}

    fn set_privacy(&self, _: UserId, _: Privacy) {}

    fn end_session(&self, _: SessionId) {}

    fn readmit(&self, _: UserId) {}

    fn online(&self) -> Vec<UserId> {
        Vec::new()
    }

    fn connected(&self) -> Vec<UserId> {
        Vec::new()
    }
}

/// What is stored stays stored when it could not be told: clients find it by `sync`.
pub(crate) fn noted(published: crate::Result<()>) {
    if let Err(error) = published {
        tracing::error!(%error, "a stored change was not published");
    }
}
