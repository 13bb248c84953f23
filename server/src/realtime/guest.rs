//! A socket that was let in, until it parts, and the way out to it. socketioxide keeps a few packets for a
//! socket and drops the next one; here what finds no room waits in a [`Backlog`], in order. A reader for whom
//! too much waits is sent away as `slow_consumer`: it comes back, and `sync` gives it everything.

use super::backlog::{Backlog, Parcel, Told};
use marketplace::clock::{Clock, SystemClock};
use protocol::{ErrorBody, ErrorCode, Retry, ServerEvent, Timestamp, id::UserId};
use serde_json::Value;
use socketioxide::{
    SendError, SocketError, TransportType,
    adapter::LocalAdapter,
    extract::{AckSender, SocketRef},
    handler::FromMessageParts,
    socket::Socket,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where an acknowledgement goes.
pub(super) struct Reply {
    pub(super) socket: Arc<Socket<LocalAdapter>>,
    pub(super) id: Option<i64>,
}

impl Reply {
    /// An [`AckSender`] is used up by trying, also when there is no room; so each try has its own.
    fn send(&self, body: &Value) -> Result<(), SendError> {
        let mut nothing = socketioxide::handler::Value::Str(String::new().into(), None);
        let Ok(sender) =
            AckSender::<LocalAdapter>::from_message_parts(&self.socket, &mut nothing, &self.id);
        sender.send(body)
    }
}

pub(super) struct Guest {
    pub(super) socket: SocketRef,
    pub(super) user: Option<UserId>,
    pub(super) since: Timestamp,
    way_out: Mutex<WayOut>,
}

struct WayOut {
    backlog: Backlog<Reply>,
    /// Why it is being sent away. From then on it is told nothing more.
    ending: Option<ErrorCode>,
}

/// Whether something had to stay behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    Nothing,
    Some,
}

/// What became of a try to hand something to the transport.
enum Handed {
    Over,
    /// The transport has no room now.
    Full,
    /// There is nobody any more.
    Gone,
}

impl Guest {
    pub(super) fn new(socket: SocketRef, user: Option<UserId>, since: Timestamp) -> Self {
        let way_out = Mutex::new(WayOut { backlog: Backlog::new(), ending: None });
        Self { socket, user, since, way_out }
    }

    /// Tells an event.
    pub(super) fn tell(&self, told: &Arc<Told>) -> Left {
        self.put(Parcel::Event(told.clone()))
    }

    /// Acknowledges a command.
    pub(super) fn answer(&self, to: Reply, body: Value) -> Left {
        self.put(Parcel::Answer { to, body })
    }

    /// Tells why, after everything that waits, and ends the connection.
    pub(super) fn send_away(&self, reason: ErrorBody) -> Left {
        let mut way_out = self.way_out();
        match way_out.ending {
            None => self.end(&mut way_out, reason),
            // It is on its way out already; but what it may still do ends with its session or role.
            Some(_) if reason.retry != Retry::After => way_out.ending = Some(reason.code),
            Some(_) => {}
        }
        self.hand_over(&mut way_out)
    }

    /// Why it was sent away, if it was.
    pub(super) fn ending(&self) -> Option<ErrorCode> {
        self.way_out().ending
    }

    /// Tries again what had no room.
    pub(super) fn flush(&self) -> Left {
        self.hand_over(&mut self.way_out())
    }

    fn put(&self, parcel: Parcel<Reply>) -> Left {
        let mut way_out = self.way_out();
        if way_out.ending.is_some() {
            return Left::Nothing;
        }
        if way_out.backlog.is_empty() {
            match self.hand(&parcel) {
                Handed::Over | Handed::Gone => return Left::Nothing,
                Handed::Full => {}
            }
        }
        way_out.backlog.push(parcel, SystemClock.now());
        self.hand_over(&mut way_out)
    }

    fn hand_over(&self, way_out: &mut WayOut) -> Left {
        while let Some(first) = way_out.backlog.first() {
            match self.hand(first) {
                Handed::Over => way_out.backlog.pop(),
                Handed::Gone => way_out.backlog.clear(),
                Handed::Full => {
                    self.give_up_when_too_slow(way_out);
                    return Left::Some;
                }
            }
        }
        Left::Nothing
    }

    fn give_up_when_too_slow(&self, way_out: &mut WayOut) {
        if way_out.ending.is_none() && way_out.backlog.is_too_much(SystemClock.now()) {
            tracing::info!(socket = %self.socket.id, "a reader was too slow and is sent away");
            way_out.backlog.clear();
            let text = "This connection could not keep up. It starts again and catches up.";
            self.end(way_out, ErrorBody::new(ErrorCode::SlowConsumer, text));
        }
    }

    fn end(&self, way_out: &mut WayOut, reason: ErrorBody) {
        let now = SystemClock.now();
        // It stays in its rooms, so that the end of its session still finds it.
        way_out.ending = Some(reason.code);
        // On long-polling the request that would fetch a second packet is refused with the session it came with.
        let has_one_packet = reason.code == ErrorCode::SessionExpired
            && self.socket.transport_type() == TransportType::Polling;
        if !has_one_packet {
            way_out.backlog.push(Parcel::Event(Told::new(ServerEvent::Goodbye(reason))), now);
        }
        way_out.backlog.push(Parcel::End, now);
    }

    fn hand(&self, parcel: &Parcel<Reply>) -> Handed {
        let result = match parcel {
            Parcel::Event(told) => self.socket.emit(told.event.name(), &told.payload),
            Parcel::Answer { to, body } => to.send(body),
            Parcel::End => self.socket.clone().disconnect().map_err(SendError::Socket),
        };
        match result {
            Ok(()) => Handed::Over,
            Err(SendError::Socket(SocketError::InternalChannelFull)) => Handed::Full,
            Err(SendError::Socket(SocketError::Closed)) => Handed::Gone,
            Err(error) => {
                tracing::error!(%error, "something could not be written for a socket");
                Handed::Over
            }
        }
    }

    fn way_out(&self) -> MutexGuard<'_, WayOut> {
        self.way_out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
