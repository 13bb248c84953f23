//! The live layer: Socket.IO on `/socket.io/`, one namespace.
//!
//! The way of a command: `inbox.rs` takes it from the wire in order → `commands.rs` finds its use case →
//! the use case commits and publishes → the acknowledgement goes back.
//! The way of an event: `publisher.rs` queues it → one task hands it to every socket in its rooms, once →
//! `guest.rs` writes it, or keeps it in `backlog.rs` until the transport has room.
//! The end: `drain.rs` tells everybody when to come back.
//!
//! [`Bindings`] tie the transport's own session id to the cookie's session.

mod announcer;
mod backlog;
mod binding;
mod board;
mod commands;
mod connect;
mod drain;
mod guest;
mod hearing;
mod inbox;
mod job;
mod member;
mod order;
mod pace;
mod presence;
mod publisher;
mod rate;
mod receipts;
mod rooms;
mod ticker;
mod typing;

pub(crate) use binding::{Bindings, check_binding};
pub(crate) use hearing::{Heard, Hearing};

use crate::config::Limits;
use backlog::Told;
use dashmap::DashMap;
use guest::{Guest, Left, Reply};
use marketplace::{Marketplace, publish::Publisher};
use pace::Pace;
use presence::{PresenceBook, lease, news, news::News};
use protocol::{ErrorBody, limits};
use publisher::{Post, Postbox};
use receipts::Receipts;
use serde_json::Value;
use socketioxide::{ParserConfig, SocketIo, layer::SocketIoLayer, socket::Sid};
use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize},
    },
    time::Duration,
};
use tokio::sync::{Notify, mpsc};
use typing::TypingBook;
use uuid::Uuid;

/// Attachments a packet may announce. None of our commands has any.
const ATTACHMENTS: usize = 10;
const READ_BUFFER: usize = 1024;
/// Packets the transport keeps for a socket; what finds no room waits in its backlog.
const PACKETS: usize = 32;

/// The live layer's front door. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Gateway {
    io: SocketIo,
    layer: SocketIoLayer,
    live: Arc<Live>,
    posts: Arc<Mutex<Option<mpsc::UnboundedReceiver<Post>>>>,
}

/// What all sockets share.
pub(crate) struct Live {
    postbox: Postbox,
    receipts: Receipts,
    pace: Pace,
    hearing: Hearing,
    presence: Mutex<PresenceBook>,
    /// Presence that is still to be told.
    news: Mutex<News>,
    has_news: Notify,
    /// This life of the server among all that write to the database.
    node: Uuid,
    typing: Mutex<TypingBook>,
    visitors: AtomicUsize,
    /// The online count that everybody was told last.
    told_online: AtomicUsize,
    guests: DashMap<Sid, Arc<Guest>>,
    /// Sockets for which something waits.
    behind: Mutex<HashSet<Sid>>,
    has_behind: Notify,
    is_draining: AtomicBool,
    /// Sockets whose commands are being worked off.
    at_work: AtomicUsize,
    limits: Limits,
}

impl Live {
    fn presence(&self) -> MutexGuard<'_, PresenceBook> {
        self.presence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn typing(&self) -> MutexGuard<'_, TypingBook> {
        self.typing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn behind(&self) -> MutexGuard<'_, HashSet<Sid>> {
        self.behind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn guest(&self, socket: Sid) -> Option<Arc<Guest>> {
        self.guests.get(&socket).map(|guest| guest.clone())
    }

    fn all_guests(&self) -> Vec<Arc<Guest>> {
        self.guests.iter().map(|guest| guest.clone()).collect()
    }

    /// Tells one socket an event. Whoever is gone, or was sent away, is not told.
    fn tell(&self, socket: Sid, told: &Arc<Told>) {
        self.with_guest(socket, |guest| guest.tell(told));
    }

    fn answer(&self, to: Reply, body: Value) {
        self.with_guest(to.socket.id, |guest| guest.answer(to, body));
    }

    /// Tells one socket why, and ends its connection.
    fn send_away(&self, socket: Sid, reason: ErrorBody) {
        self.with_guest(socket, |guest| guest.send_away(reason));
    }

    fn with_guest(&self, socket: Sid, act: impl FnOnce(&Guest) -> Left) {
        if self.guest(socket).is_some_and(|guest| act(&guest) == Left::Some) {
            self.behind().insert(socket);
            self.has_behind.notify_one();
        }
    }
}

impl Gateway {
    /// Prepares the layer. Nobody can connect before [`Gateway::open`].
    pub(crate) fn new(limits: &Limits) -> Self {
        let (layer, io) = SocketIo::builder()
            .max_payload(limits::PACKET_BYTES as u64)
            .max_buffer_size(PACKETS)
            .ping_interval(limits.heartbeat())
            .ws_max_message_size(limits::PACKET_BYTES)
            .ws_max_frame_size(limits::PACKET_BYTES)
            .ws_read_buffer_size(READ_BUFFER)
            .with_parser(
                ParserConfig::common()
                    .max_incoming_binaries(ATTACHMENTS)
                    .max_incoming_binary_buf_size(limits::PACKET_BYTES)
                    .packet_completion_timeout(Duration::from_secs(5)),
            )
            .build_layer();
        let (sender, posts) = mpsc::unbounded_channel();
        let postbox = Postbox::new(sender);
        let live = Live {
            receipts: Receipts::new(postbox.clone()),
            pace: Pace::new(postbox.clone()),
            hearing: Hearing::default(),
            postbox,
            presence: Mutex::default(),
            news: Mutex::default(),
            has_news: Notify::new(),
            node: Uuid::new_v4(),
            typing: Mutex::default(),
            visitors: AtomicUsize::new(0),
            told_online: AtomicUsize::new(0),
            guests: DashMap::new(),
            behind: Mutex::default(),
            has_behind: Notify::new(),
            is_draining: AtomicBool::new(false),
            at_work: AtomicUsize::new(0),
            limits: *limits,
        };
        Self { io, layer, live: Arc::new(live), posts: Arc::new(Mutex::new(Some(posts))) }
    }

    /// The tower layer that answers `/socket.io/`.
    pub(crate) fn layer(&self) -> SocketIoLayer {
        self.layer.clone()
    }

    /// The port that use cases publish through.
    pub(crate) fn publisher(&self) -> Arc<dyn Publisher> {
        self.live.clone()
    }

    /// What is told, for those who listen over HTTP.
    pub(crate) fn hearing(&self) -> Hearing {
        self.live.hearing.clone()
    }

    /// Lets sockets in, and starts the tasks that emit and that keep time. Called once.
    pub(crate) fn open(&self, marketplace: Marketplace, bindings: Arc<Bindings>) {
        let posts = self.posts.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(posts) = posts else { return };
        let door = connect::Door { live: self.live.clone(), marketplace, bindings };
        connect::register(&self.io, door.clone());
        tokio::spawn(publisher::emit_all(self.io.clone(), self.live.clone(), posts));
        tokio::spawn(publisher::flush_all(self.live.clone()));
        tokio::spawn(news::run(self.live.clone(), door.marketplace.clone()));
        tokio::spawn(lease::run(self.live.clone(), door.marketplace.clone()));
        tokio::spawn(announcer::run(self.live.clone(), door.marketplace.clone()));
        tokio::spawn(ticker::run(self.io.clone(), door));
    }

    /// Sends every socket away, each told when to come back, then closes what is left.
    pub(crate) async fn close(&self, marketplace: &Marketplace) {
        self.live.hearing.tell(Heard::Stopping);
        drain::drain(&self.live).await;
        lease::part(&self.live, marketplace).await;
        self.io.close().await;
    }
}
