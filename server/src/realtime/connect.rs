//! A socket's beginning and end.

mod credential;

use super::{
    Live, binding::Bindings, guest::Guest, inbox, presence::lease, publisher::Post, rooms,
};
use crate::http::session::Identity;
use credential::{Admitted, Comer};
use marketplace::{
    Marketplace, Viewer,
    clock::{Clock, SystemClock},
};
use protocol::{ErrorCode, Room, ServerEvent, event::Hello, id::UserId, limits};
use socketioxide::{
    SocketIo,
    extract::{MaybeHttpExtension, SocketRef, TryData},
    handler::ConnectHandler,
    socket::DisconnectReason,
};
use std::{
    fmt,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

/// Registers the namespace.
///
/// Everything a socket needs is set up in the *middleware*: socketioxide answers CONNECT before it calls the
/// connect handler, so an event the client sends at once would find no handler there and be dropped.
pub(super) fn register(io: &SocketIo, door: Door) {
    let (admit, welcome) = (door.clone(), door);
    let middleware = async move |socket: SocketRef, MaybeHttpExtension(identity), TryData(auth)| {
        let comer = admit.who(identity.unwrap_or(Identity::Visitor), auth.ok()).await?;
        admit.admit(&socket, &comer).await
    };
    let handler = async move |socket: SocketRef| welcome.welcome(&socket).await;
    io.ns("/", handler.with(middleware));
}

/// Why a CONNECT was refused. The client finds the code as the error's `message`.
struct Refused(ErrorCode);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = serde_json::to_value(self.0).unwrap_or_default();
        f.write_str(code.as_str().unwrap_or("unavailable"))
    }
}

/// Where sockets come in and go.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) live: Arc<Live>,
    pub(super) marketplace: Marketplace,
    pub(super) bindings: Arc<Bindings>,
}

impl Door {
    /// Checks who comes, and prepares the socket: rooms, queue, end.
    async fn admit(&self, socket: &SocketRef, comer: &Comer) -> Result<(), Refused> {
        if self.live.is_draining.load(Ordering::SeqCst) {
            return Err(Refused(ErrorCode::ShuttingDown));
        }
        if matches!(comer.identity, Identity::Expired) {
            return Err(Refused(ErrorCode::SessionExpired));
        }
        let mut viewer = comer.identity.viewer();
        if let Some(me) = viewer.me() {
            socket.join([Room::User(me.user_id).to_string(), rooms::of_session(me.session_id)]);
        }
        match self.check_in(socket, viewer, comer.is_simulated).await {
            Ok(checked) => viewer = checked,
            Err(refused) => {
                socket.leave_all();
                return Err(refused);
            }
        }
        self.bindings.keep(socket.id);
        socket.join([rooms::of_socket(socket.id), Room::Announcements.to_string()]);
        let user = viewer.me().map(|me| me.user_id);
        socket.extensions.insert(Owner(user));
        if let Some(me) = viewer.me() {
            socket.extensions.insert(Admitted(me.clone()));
        }
        let guest = Arc::new(Guest::new(socket.clone(), user, SystemClock.now()));
        self.live.guests.insert(socket.id, guest.clone());
        inbox::open(inbox::Desk {
            socket: socket.clone(),
            guest,
            viewer,
            marketplace: self.marketplace.clone(),
            live: self.live.clone(),
        });
        let door = self.clone();
        socket.on_disconnect(async move |socket: SocketRef, reason: DisconnectReason| {
            door.part(&socket, user, reason);
        });
        Ok(())
    }

    /// The identity is that of the transport's handshake, and a transport outlives its session: whoever was
    /// sent away could connect again on it.
    async fn check_in(
        &self,
        socket: &SocketRef,
        viewer: Viewer,
        is_simulated: bool,
    ) -> Result<Viewer, Refused> {
        let viewer = match viewer.me() {
            None => viewer,
            Some(me) => match self.marketplace.renew(me).await {
                Ok(Some(me)) => Viewer::user(me),
                Ok(None) => return Err(Refused(ErrorCode::SessionExpired)),
                Err(error) => {
                    tracing::error!(%error, "a session could not be checked");
                    return Err(Refused(ErrorCode::Unavailable));
                }
            },
        };
        let user = viewer.me().map(|me| me.user_id);
        self.count_in(socket, user, is_simulated)?;
        if let Some(user) = user {
            self.let_be_seen(socket, user).await?;
        }
        Ok(viewer)
    }

    /// Keeps one person, or all visitors together, from taking every socket.
    fn count_in(
        &self,
        socket: &SocketRef,
        user: Option<UserId>,
        is_simulated: bool,
    ) -> Result<(), Refused> {
        let limits = &self.live.limits;
        let Some(user) = user else {
            if self.live.visitors.fetch_add(1, Ordering::Relaxed) < limits.visitor_sockets {
                return Ok(());
            }
            self.live.visitors.fetch_sub(1, Ordering::Relaxed);
            return Err(Refused(ErrorCode::RateLimited));
        };
        let mut presence = self.live.presence();
        if presence.sockets(user) >= limits.sockets_per_user {
            return Err(Refused(ErrorCode::RateLimited));
        }
        if is_simulated {
            presence.simulate(user);
        }
        let is_news = presence.connect(user, socket.id, SystemClock.now());
        drop(presence);
        if is_news {
            self.live.presence_changed(user);
        }
        Ok(())
    }

    /// Reads what somebody lets others see once they are counted in, so that no change of it falls between the
    /// two. Until then nobody sees a person who has just come.
    async fn let_be_seen(&self, socket: &SocketRef, user: UserId) -> Result<(), Refused> {
        let privacy = self.marketplace.privacy(user).await;
        let now = SystemClock.now();
        let mut presence = self.live.presence();
        let (is_news, result) = match privacy {
            Ok(privacy) => (presence.set_privacy(user, privacy, now), Ok(())),
            Err(error) => {
                tracing::error!(%error, "nobody knows what somebody lets others see");
                let is_news = presence.disconnect(user, socket.id, now, Duration::ZERO);
                (is_news, Err(Refused(ErrorCode::Unavailable)))
            }
        };
        drop(presence);
        if is_news {
            self.live.presence_changed(user);
        }
        result
    }

    /// Greets the socket and tells it what is so now: who of its people is online, and how many are.
    async fn welcome(&self, socket: &SocketRef) {
        self.check_again(socket).await;
        let user_id = socket.extensions.get::<Owner>().and_then(|owner| owner.0);
        let own_room = rooms::of_socket(socket.id);
        self.live.postbox.put(Post::Event {
            rooms: vec![own_room.clone()],
            event: ServerEvent::Hello(Hello {
                user_id,
                build: env!("CARGO_PKG_VERSION").into(),
                server_time: self.marketplace.now(),
                max_packet: limits::PACKET_BYTES,
                max_message: limits::MESSAGE_CHARS,
            }),
        });
        self.live.postbox.put(Post::TellCount { socket: own_room.clone() });
        let Some(user) = user_id else { return };
        let privacy = self.live.presence().privacy(user);
        if let Some(privacy) = privacy {
            let (rooms, event) = (vec![own_room.clone()], ServerEvent::Privacy(privacy));
            self.live.postbox.put(Post::Event { rooms, event });
        }
        match self.marketplace.peers(user).await {
            Ok(users) => {
                lease::recall(&self.live, &self.marketplace, &users).await;
                self.live.postbox.put(Post::Snapshot { socket: own_room, users });
            }
            Err(error) => tracing::error!(%error, "no presence for a new socket"),
        }
    }

    /// Parts with those whose end was never told: a line that closes while its CONNECT is being answered
    /// has no disconnect.
    pub(super) fn sweep(&self, io: &SocketIo) {
        let now = SystemClock.now();
        // No namespace: the live layer is closed.
        let Some(all) = io.of("/") else { return };
        let is_stray = |guest: &Guest| {
            now.since(guest.since) > CONNECTING && all.get_socket(guest.socket.id).is_none()
        };
        for stray in self.live.all_guests().iter().filter(|guest| is_stray(guest)) {
            self.part(&stray.socket, stray.user, DisconnectReason::TransportClose);
        }
    }

    fn part(&self, socket: &SocketRef, user: Option<UserId>, reason: DisconnectReason) {
        let Some((_, guest)) = self.live.guests.remove(&socket.id) else { return };
        inbox::close(socket);
        self.bindings.release(socket.id, SystemClock.now());
        for typing in self.live.typing().leave(socket.id) {
            let room = Room::Conversation(typing.conversation_id);
            self.live.postbox.event(&[room], ServerEvent::Typing(typing));
        }
        match user {
            Some(user) => {
                let grace = self.grace(reason, guest.ending());
                let now = SystemClock.now();
                if self.live.presence().disconnect(user, socket.id, now, grace) {
                    self.live.presence_changed(user);
                }
            }
            None => {
                self.live.visitors.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    /// Whoever signs out is gone at once; a closed tab may be a page that is being loaded again; a broken
    /// line may be a tunnel, and whoever was sent away for the server's own sake comes back.
    fn grace(&self, reason: DisconnectReason, ending: Option<ErrorCode>) -> Duration {
        match reason {
            _ if ending == Some(ErrorCode::SessionExpired) => Duration::ZERO,
            DisconnectReason::TransportClose | DisconnectReason::ClientNSDisconnect => {
                self.live.limits.leave()
            }
            _ => self.live.limits.grace(),
        }
    }
}

/// Longer than a CONNECT takes to be answered.
const CONNECTING: Duration = Duration::from_secs(30);

/// Whose a socket is.
#[derive(Clone, Copy)]
struct Owner(Option<UserId>);
