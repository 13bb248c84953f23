//! The only place that emits events. One task takes them from one queue, so that everybody sees them in
//! the order in which they were published.

use super::{Live, backlog::Told, guest::Left, hearing::Heard, pace, rooms};
use marketplace::{
    clock::{Clock, SystemClock},
    publish::Publisher,
};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent,
    id::{SessionId, UserId},
    presence::{OnlineCount, Presence},
    privacy::Privacy,
};
use socketioxide::{SocketIo, extract::SocketRef};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::sync::mpsc;

/// Between two tries to hand something to a transport that had no room.
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// Something to be told.
pub(super) enum Post {
    /// To everybody in any of the rooms, once.
    Event { rooms: Vec<String>, event: ServerEvent },
    /// To everybody.
    All(ServerEvent),
    /// To one socket (by its own room): the online count as everybody else knows it. Another one, however true,
    /// would stay wrong there if the next count were the one that all others know already.
    TellCount { socket: String },
    /// To one socket (by its own room): the presence of these people as it is when this is emitted.
    Snapshot { socket: String, users: Vec<UserId> },
    /// All sockets of a person leave a room.
    Evict { user: UserId, room: Room },
    /// All sockets of a session are closed.
    EndSession(SessionId),
    /// All sockets of a person are closed, to come back with other rights.
    Readmit(UserId),
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
        self.put(Post::Event { rooms: rooms::names(rooms), event });
    }
}

impl Live {
    fn stop_typing(&self, user: UserId, room: Room) {
        let Room::Conversation(id) = room else { return };
        let stopped = self.typing().stop(id, user);
        if let Some(typing) = stopped {
            self.postbox.event(&[room], ServerEvent::Typing(typing));
        }
    }
}

impl Publisher for Live {
    fn publish(&self, rooms: &[Room], event: ServerEvent) {
        if let ServerEvent::JobUpdate(update) = &event {
            self.hearing.tell(Heard::Job(Arc::new(update.clone())));
        }
        match event {
            ServerEvent::MessageRead(read) => self.receipts.tell(rooms, read),
            event => match pace::work_of(&event) {
                Some(work) => self.pace.tell(work, rooms::names(rooms), event),
                None => self.postbox.event(rooms, event),
            },
        }
    }

    fn evict(&self, user: UserId, room: Room) {
        self.postbox.put(Post::Evict { user, room });
        if let Room::Conversation(id) = room {
            self.receipts.forget(user, id);
        }
        self.stop_typing(user, room);
    }

    fn introduce(&self, user: UserId, to: &[UserId]) {
        self.introduce_to(user, to);
        for other in to {
            self.introduce_to(*other, &[user]);
        }
    }

    fn set_privacy(&self, user: UserId, privacy: Privacy) {
        if self.presence().set_privacy(user, privacy, SystemClock.now()) {
            self.presence_changed(user);
        }
        if !privacy.tells_typing() {
            let stopped = self.typing().silence(user);
            for typing in stopped {
                let room = Room::Conversation(typing.conversation_id);
                self.postbox.event(&[room], ServerEvent::Typing(typing));
            }
        }
    }

    fn end_session(&self, session: SessionId) {
        self.hearing.tell(Heard::SessionEnded(session));
        self.postbox.put(Post::EndSession(session));
    }

    fn readmit(&self, user: UserId) {
        self.hearing.tell(Heard::Readmitted(user));
        self.postbox.put(Post::Readmit(user));
    }

    fn online(&self) -> Vec<UserId> {
        self.presence().online()
    }

    fn connected(&self) -> Vec<UserId> {
        self.presence().connected()
    }

    fn visitors(&self) -> usize {
        self.visitors.load(Ordering::Relaxed)
    }
}

/// Emits as long as the server lives.
pub(super) async fn emit_all(
    io: SocketIo,
    live: Arc<Live>,
    mut posts: mpsc::UnboundedReceiver<Post>,
) {
    while let Some(post) = posts.recv().await {
        emit(&io, &live, post);
    }
}

fn emit(io: &SocketIo, live: &Live, post: Post) {
    match post {
        // To socketioxide no rooms means all sockets; to us it means nobody.
        Post::Event { rooms, .. } if rooms.is_empty() => {}
        Post::Event { rooms, event } => tell(io, live, rooms, event),
        Post::TellCount { socket } => {
            let users = live.told_online.load(Ordering::SeqCst);
            tell(io, live, vec![socket], ServerEvent::OnlineCount(OnlineCount { users }));
        }
        Post::All(event) => {
            if let ServerEvent::OnlineCount(count) = &event {
                live.told_online.store(count.users, Ordering::SeqCst);
            }
            let told = Told::new(event);
            live.all_guests().iter().for_each(|guest| live.tell(guest.socket.id, &told));
        }
        Post::Snapshot { socket, users } => {
            let users = live.presence().of(&users);
            tell(io, live, vec![socket], ServerEvent::Presence(Presence { users }));
        }
        Post::Evict { user, room } => {
            for socket in sockets(io, vec![Room::User(user).to_string()]) {
                socket.leave(room.to_string());
            }
            // Until now they could begin to type once more.
            live.stop_typing(user, room);
        }
        Post::EndSession(session) => {
            send_away(io, live, rooms::of_session(session), &session_ended());
        }
        Post::Readmit(user) => {
            send_away(io, live, Room::User(user).to_string(), &rights_changed());
        }
    }
}

/// Why sockets of a session that is over are closed.
pub(super) fn session_ended() -> ErrorBody {
    ErrorBody::new(ErrorCode::SessionExpired, "This session has ended. Sign in again.")
}

/// Why sockets of somebody whose role has changed are closed.
pub(super) fn rights_changed() -> ErrorBody {
    let text = "What you may do here has changed. Load the page again.";
    ErrorBody::new(ErrorCode::RightsChanged, text)
}

fn send_away(io: &SocketIo, live: &Live, room: String, reason: &ErrorBody) {
    for socket in sockets(io, vec![room]) {
        live.send_away(socket.id, reason.clone());
    }
}

fn tell(io: &SocketIo, live: &Live, rooms: Vec<String>, event: ServerEvent) {
    let told = Told::new(event);
    for socket in sockets(io, rooms) {
        live.tell(socket.id, &told);
    }
}

/// Who is in any of these rooms; nobody once the live layer is closed.
fn sockets(io: &SocketIo, rooms: Vec<String>) -> Vec<SocketRef> {
    io.of("/").map(|all| all.to(rooms).sockets()).unwrap_or_default()
}

/// Hands over what had no room, as long as the server lives.
pub(super) async fn flush_all(live: Arc<Live>) {
    loop {
        live.has_behind.notified().await;
        while flush(&live) == Left::Some {
            tokio::time::sleep(TRY_AGAIN).await;
        }
    }
}

fn flush(live: &Live) -> Left {
    let behind: Vec<_> = live.behind().iter().copied().collect();
    for socket in behind {
        // Taken out first: what has to wait from now on puts it in again, and is not forgotten.
        live.behind().remove(&socket);
        if live.guest(socket).is_some_and(|guest| guest.flush() == Left::Some) {
            live.behind().insert(socket);
        }
    }
    if live.behind().is_empty() { Left::Nothing } else { Left::Some }
}
