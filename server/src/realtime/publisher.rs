//! The only place that emits events. One task takes them from one queue, so that everybody sees them in
//! the order in which they were published.

use super::{Live, rooms};
use marketplace::publish::Publisher;
use protocol::{
    Room, ServerEvent,
    id::{SessionId, UserId},
    presence::Presence,
};
use socketioxide::{BroadcastError, SocketIo};
use std::{sync::Arc, time::Duration};
use tokio::sync::mpsc;

const END_AGAIN: Duration = Duration::from_millis(250);

/// Something to be told.
pub(super) enum Post {
    /// To everybody in any of the rooms, once.
    Event { rooms: Vec<String>, event: ServerEvent },
    /// To everybody.
    All(ServerEvent),
    /// To one socket (by its own room): the presence of these people as it is when this is emitted.
    Snapshot { socket: String, users: Vec<UserId> },
    /// All sockets of a person leave a room.
    Evict { user: UserId, room: Room },
    /// All sockets of a session are closed.
    EndSession(SessionId),
}

/// The queue's entry. Never blocks, never fails the caller.
#[derive(Clone)]
pub(super) struct Postbox(mpsc::UnboundedSender<Post>);

impl Postbox {
    pub(super) fn new(sender: mpsc::UnboundedSender<Post>) -> Self {
        Self(sender)
    }

    pub(super) fn put(&self, post: Post) {
        if self.0.send(post).is_err() {
            tracing::debug!("an event was published after the server stopped");
        }
    }

    pub(super) fn event(&self, rooms: &[Room], event: ServerEvent) {
        let rooms = rooms.iter().map(Room::to_string).collect();
        self.put(Post::Event { rooms, event });
    }
}

impl Publisher for Live {
    fn publish(&self, rooms: &[Room], event: ServerEvent) {
        self.postbox.event(rooms, event);
    }

    fn evict(&self, user: UserId, room: Room) {
        self.postbox.put(Post::Evict { user, room });
    }

    fn end_session(&self, session: SessionId) {
        self.postbox.put(Post::EndSession(session));
    }

    fn online(&self) -> Vec<UserId> {
        self.presence().online()
    }
}

/// Emits as long as the server lives.
pub(super) async fn emit_all(
    io: SocketIo,
    live: Arc<Live>,
    mut posts: mpsc::UnboundedReceiver<Post>,
) {
    while let Some(post) = posts.recv().await {
        if let Err(error) = emit(&io, &live, post).await {
            // Whoever missed it sees the gap in the numbers and syncs.
            tracing::debug!(%error, "some sockets missed an event");
        }
    }
}

/// A socket whose queue is full cannot be told to go. Tried until it has room, or is gone by itself.
fn end_again(postbox: Postbox, session: SessionId) {
    tokio::spawn(async move {
        tokio::time::sleep(END_AGAIN).await;
        postbox.put(Post::EndSession(session));
    });
}

async fn emit(io: &SocketIo, live: &Live, post: Post) -> Result<(), BroadcastError> {
    match post {
        // To socketioxide no rooms means all sockets; to us it means nobody.
        Post::Event { rooms, .. } if rooms.is_empty() => Ok(()),
        Post::Event { rooms, event } => io.to(rooms).emit(event.name(), &event.payload()).await,
        Post::All(event) => io.broadcast().emit(event.name(), &event.payload()).await,
        Post::Snapshot { socket, users } => {
            let users = live.presence().of(&users);
            let event = ServerEvent::Presence(Presence { users });
            io.to(socket).emit(event.name(), &event.payload()).await
        }
        Post::Evict { user, room } => {
            // The local adapter's error type has no values.
            let Ok(()) = io.within(Room::User(user).to_string()).leave(room.to_string()).await;
            Ok(())
        }
        Post::EndSession(session) => {
            let ended = io.within(rooms::of_session(session)).disconnect().await;
            if ended.is_err() {
                end_again(live.postbox.clone(), session);
            }
            ended
        }
    }
}
