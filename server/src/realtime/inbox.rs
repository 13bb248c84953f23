//! The ordered way in: socketioxide would start a task for every event, without order and without limit.
//! Here each event is put into its socket's bounded queue while it is being read, and one task a socket
//! works the queue off.

use super::{
    Live, commands,
    guest::{Guest, Reply},
    publisher::Post,
    rate::Bucket,
    rooms,
};
use marketplace::{
    Marketplace, Viewer,
    clock::{Clock, SystemClock},
};
use protocol::{
    Ack, ErrorBody, ErrorCode, Room, ServerEvent,
    event::{Heads, StreamHead},
    limits,
};
use serde_json::Value;
use socketioxide::{
    adapter::LocalAdapter,
    extract::{Event, SocketRef, TryData},
    handler::FromMessageParts,
    socket::Socket,
};
use std::{
    convert::Infallible,
    sync::{Arc, atomic::Ordering},
};
use tokio::{
    sync::mpsc,
    time::{Instant, interval_at},
};

/// Commands that may wait. More than this means the client does not wait for its acknowledgements.
const WAITING: usize = 128;

/// A command as it came from the wire.
pub(super) struct Letter {
    pub(super) event: String,
    /// Its first argument; `None` when there is none, or when it is no JSON.
    pub(super) payload: Option<Value>,
    reply: Reply,
}

/// The entry of one socket's queue, kept with the socket.
#[derive(Clone)]
struct Entry {
    queue: mpsc::Sender<Letter>,
    live: Arc<Live>,
}

/// What one socket's task works with.
pub(super) struct Desk {
    pub(super) socket: SocketRef,
    pub(super) guest: Arc<Guest>,
    pub(super) viewer: Viewer,
    pub(super) marketplace: Marketplace,
    pub(super) live: Arc<Live>,
}

/// Proof that an event was put into its queue. Extractors run one after the other in the read loop, which
/// is what keeps the order; by the time a handler runs it would be too late.
pub(super) struct Received;

impl FromMessageParts<LocalAdapter> for Received {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket<LocalAdapter>>,
        value: &mut socketioxide::handler::Value,
        ack_id: &Option<i64>,
    ) -> Result<Self, Infallible> {
        let Ok(Event(event)) = Event::from_message_parts(socket, value, ack_id) else {
            return Ok(Self);
        };
        let TryData(payload) = TryData::<Value>::from_message_parts(socket, value, ack_id)?;
        let reply = Reply { socket: socket.clone(), id: *ack_id };
        let letter = Letter { event, payload: payload.ok(), reply };
        if let Some(Entry { queue, live }) = socket.extensions.get::<Entry>() {
            refuse_when_full(&live, queue.try_send(letter));
        } else {
            tracing::debug!("an event came after its socket was closed");
        }
        Ok(Self)
    }
}

fn refuse_when_full(live: &Live, sent: Result<(), mpsc::error::TrySendError<Letter>>) {
    if let Err(mpsc::error::TrySendError::Full(letter)) = sent {
        let text = "Too many commands are waiting. Wait for their acknowledgements.";
        reply(live, letter.reply, &Err(ErrorBody::new(ErrorCode::RateLimited, text)));
    }
}

/// Opens a socket's queue and starts its task. Called before the client can send anything.
pub(super) fn open(desk: Desk) {
    let (entry, queue) = mpsc::channel(WAITING);
    desk.socket.extensions.insert(Entry { queue: entry, live: desk.live.clone() });
    desk.socket.on_fallback(async |_: Received| {});
    let at_work = AtWork::begin(desk.live.clone());
    tokio::spawn(async move {
        work(desk, queue).await;
        drop(at_work);
    });
}

/// Counts a queue that is worked off: the server does not stop before it is empty.
struct AtWork(Arc<Live>);

impl AtWork {
    fn begin(live: Arc<Live>) -> Self {
        live.at_work.fetch_add(1, Ordering::SeqCst);
        Self(live)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.at_work.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Ends a socket's queue; what is waiting is still done, unless its session or role has ended.
pub(super) fn close(socket: &SocketRef) {
    socket.extensions.remove::<Entry>();
}

async fn work(desk: Desk, mut queue: mpsc::Receiver<Letter>) {
    let mut bucket = Bucket::new(desk.live.limits, SystemClock.now());
    let mut heads = interval_at(Instant::now() + limits::HEADS_EVERY, limits::HEADS_EVERY);
    loop {
        tokio::select! {
            letter = queue.recv() => match letter {
                Some(letter) => answer(&desk, &mut bucket, letter).await,
                None => return,
            },
            _ = heads.tick() => tell_heads(&desk).await,
        }
    }
}

async fn answer(desk: &Desk, bucket: &mut Bucket, letter: Letter) {
    // Whose session or role has ended does nothing more, however much of it was on its way.
    if let Some(code @ (ErrorCode::SessionExpired | ErrorCode::RightsChanged)) = desk.guest.ending()
    {
        let text = "This connection has ended. Nothing was done.";
        return reply(&desk.live, letter.reply, &Err(ErrorBody::new(code, text)));
    }
    let answer = match bucket.take(SystemClock.now()) {
        Ok(()) => commands::run(desk, &letter.event, letter.payload).await,
        Err(refused) => Err(refused),
    };
    reply(&desk.live, letter.reply, &answer);
}

/// Tells a socket where its streams stand, so that it notices when the last event of one was lost.
async fn tell_heads(desk: &Desk) {
    let names = desk.socket.rooms();
    let rooms: Vec<Room> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let heads = match desk.marketplace.heads(&rooms).await {
        Ok(heads) => heads,
        Err(error) => return tracing::error!(%error, "no heads for a socket"),
    };
    let streams: Vec<_> = heads.into_iter().map(|(name, head)| StreamHead { name, head }).collect();
    if !streams.is_empty() {
        let event = ServerEvent::Heads(Heads { streams });
        desk.live.postbox.put(Post::Event { rooms: vec![rooms::of_socket(desk.socket.id)], event });
    }
}

fn reply(live: &Live, to: Reply, answer: &Result<Value, ErrorBody>) {
    let ack: Ack<Value> = answer.clone().into();
    match serde_json::to_value(&ack) {
        Ok(body) => live.answer(to, body),
        Err(error) => tracing::error!(%error, "an acknowledgement is no JSON"),
    }
}
