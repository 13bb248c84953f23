//! What passes between a device, its line and the director: orders, answers, and what is shown in the end.

use crate::habits::Change;
use app::{
    connection::catch_up::Question,
    stores::{
        conversation::{inbox::Inbox, thread::ThreadState, unread::UnreadCounts},
        notification::Notifications,
        presence::People,
    },
};
use protocol::{
    ErrorBody, Room,
    command::{Done as Said, Joined},
    conversation::{Changed, ConversationSummary, Sent, Thread, UnreadCount},
    id::{ClientId, ConversationId},
    notification::Bell,
    stream::Synced,
};
use socketio_client::RequestError;
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::oneshot;

/// What a device is told from outside.
pub enum Order {
    /// The page is loaded again, as after a crash of the tab.
    Reload,
    /// The device wakes up: the line must prove that it is alive, and every stream is asked for.
    Wake,
    /// Goes for good.
    Leave(Leaving),
    /// Shows what it shows.
    Show(oneshot::Sender<Shown>),
}

/// How somebody goes.
#[derive(Clone, Copy, Debug)]
pub enum Leaving {
    /// With a goodbye.
    Politely,
    /// The line breaks, and both ends see it.
    Abruptly,
    /// The line falls silent: only the heartbeat finds out, 25 s later.
    Silently,
}

/// What a device shows, and whether it has anything left to do.
pub struct Shown {
    pub inbox: Inbox,
    pub unread: UnreadCounts,
    pub threads: BTreeMap<ConversationId, ThreadState>,
    /// Those the page is open on and says that they are closed.
    pub closed: BTreeSet<ConversationId>,
    pub bell: Notifications,
    pub people: People,
    pub is_settled: bool,
    /// How it stands, in words.
    pub why: String,
}

/// What the line answered, or what was read.
pub(crate) enum Done {
    Sent(ClientId, Answer<Sent>),
    Changed(Answer<Changed>, Change),
    Read(ConversationId, i64, Answer<Said>),
    Delivered(ConversationId, i64, bool),
    Synced(Question, Result<Synced, ErrorBody>),
    Joined(Room, Answer<Joined>),
    Inbox(Option<Vec<ConversationSummary>>),
    Reloaded(ConversationId, Option<Thread>),
    ReloadedBell(Option<Bell>),
    Visited(Option<Thread>),
    Turned(Answer<()>),
    Counted(Option<Vec<(ConversationId, UnreadCount)>>),
    Moment(Moment),
}

/// Something to do a little later.
pub(crate) enum Moment {
    Pump,
    Resume,
    Report,
    Join(Room),
    Change(Change),
    Turn,
    ConnectAgain,
}

/// The line's word, or the server's.
pub(crate) type Answer<T> = Result<Result<T, ErrorBody>, RequestError>;
