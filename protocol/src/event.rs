//! Everything the server pushes. The Socket.IO event name is the variant's tag.

#[macro_use]
mod register;

pub use register::EventFacts;

use crate::{
    announcement::{AnnouncementDismissed, AnnouncementRevoked, AnnouncementShown},
    board::{BoardStatusUpdate, BoardUpdated},
    conversation::{Membership, MessageRead, MessageUpdated, NewMessage, Typing, Unread, Withheld},
    error::ErrorBody,
    id::UserId,
    job::JobUpdate,
    notification::{NotificationAdded, NotificationsRead},
    order::{AvailabilityUpdate, OrderLog, OrderProgress, OrderStatus, OrderUpdated},
    presence::{OnlineCount, Presence, UserPresence},
    privacy::Privacy,
    room::Room,
    stream::{Head, Position},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// How an event is kept and repaired; decides everything about its delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Stored with a number in the change's transaction; replayed by `sync`.
    Durable,
    /// Only the newest value counts; sent again after a reconnect.
    Latest,
    /// Not stored, dropped first, expires by itself.
    Ephemeral,
}

impl Class {
    /// The name in the documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Durable => "durable",
            Self::Latest => "latest",
            Self::Ephemeral => "ephemeral",
        }
    }
}

events! {
    /// The greeting, the first event on every connection: who the server takes the client for, and its limits.
    Hello(Hello): "hello", Latest, "the socket";
    /// A message was stored.
    NewMessage(NewMessage): "newMessage", Durable, "members, in `conversation:{id}`";
    /// A message was edited or deleted. It keeps its own `seq`; of two versions the higher one is valid, also
    /// in the quotes of others.
    MessageUpdated(MessageUpdated): "messageUpdated", Durable, "members, in `conversation:{id}`";
    /// This user came into a conversation, or is out of it: nothing of it is theirs any more, and all of their
    /// sockets have left its room. `by` is absent when they did it themselves.
    Membership(Membership): "membership", Latest, "the user";
    /// An event about what was said before this user joined. Only its number is for them: count it and go on.
    Withheld(Withheld): "withheld", Durable, "members who joined later, in `conversation:{id}`";
    /// A member's marker moved; told at most 4 times a second for each conversation.
    MessageRead(MessageRead): "messageRead", Latest, "members";
    /// Who types in a conversation now: the whole set, empty when nobody does.
    Typing(Typing): "typing", Ephemeral, "who joined the conversation";
    /// Somebody came online. `presence` says the same; kept for older clients.
    UserOnline(UserPresence): "userOnline", Latest, "people one shares a conversation with";
    /// Somebody went offline. `presence` says the same; kept for older clients.
    UserOffline(UserPresence): "userOffline", Latest, "people one shares a conversation with";
    /// The presence of people this user shares a conversation with: all at connect, then changes, at most one event
    /// a second with the latest of each. The best of somebody's devices counts.
    Presence(Presence): "presence", Latest, "people one shares a conversation with";
    /// What this user lets others see: at connect, then changes, on whatever device they were made. The higher
    /// `version` holds.
    Privacy(Privacy): "privacy", Latest, "the user";
    /// How many people are online.
    OnlineCount(OnlineCount): "onlineCount", Latest, "everybody";
    /// A conversation's unread count for this user, as the server counts it. Of two for one conversation the one
    /// with the higher `version` is the later.
    Unread(Unread): "unread", Latest, "the user";
    /// A notification is new, or stands for more than before: one that is known by its `id` has grown.
    Notification(NotificationAdded): "notification", Durable, "the user, in `user:{id}`";
    /// Notifications were read, on any device.
    NotificationRead(NotificationsRead): "notificationRead", Durable, "the user, in `user:{id}`";
    /// An announcement is shown from now on, or was edited. It is `null` for those it is not for: take away what
    /// you have under this `id`. Those it is for may get the full event and then, with the same number, the
    /// empty one.
    Announcement(AnnouncementShown): "announcement", Durable, "everybody, in `announcements`";
    /// An announcement is over, or was taken back.
    AnnouncementRevoked(AnnouncementRevoked): "announcementRevoked", Durable, "everybody, in `announcements`";
    /// The user has put an announcement away, on any device.
    AnnouncementDismissed(AnnouncementDismissed): "announcementDismissed", Latest, "the user";
    /// A board's status, when it changes and to whoever joins its room. The higher version holds.
    BillboardStatusUpdate(BoardStatusUpdate): "billboardStatusUpdate", Latest,
        "who joined `board:{id}` or `boards`, and the board's followers";
    /// Days of a board's were taken or given back. The page of a board that misses one reads its calendar again.
    Availability(AvailabilityUpdate): "availability", Latest, "who joined `board:{id}`";
    /// An order has changed: state, time limit, balance.
    OrderUpdated(OrderUpdated): "orderUpdated", Durable,
        "its parties and admins, in `order:{id}`; its parties everywhere";
    /// How the work on an order stands, when that changes and to whoever joins its room. The higher version holds.
    Status(OrderStatus): "status", Latest, "who joined `order:{id}` or `orders`";
    /// How far the work on an order has come. Of `status`, `progress` and `log` a watcher hears one in 300 ms for
    /// each order.
    Progress(OrderProgress): "progress", Latest, "who joined `order:{id}`";
    /// Lines of an order's log. Numbered: who misses some asks `getLogs` for them.
    Log(OrderLog): "log", Ephemeral, "who joined `order:{id}`";
    /// How an import or export stands, when that changes and to whoever joins its room; at most four times a second,
    /// the first and the last always. The higher version holds. Its end is also a `notification`, which is not lost.
    JobUpdate(JobUpdate): "jobUpdate", Latest, "who joined `job:{id}` or `jobs`, and whoever started it";
    /// A board was edited, or its photos were changed; also told to whoever joins its room. Read it again, unless you
    /// have this version.
    BoardUpdated(BoardUpdated): "boardUpdated", Latest, "who joined `board:{id}` or `boards`, and the board's owner";
    /// Where the joined streams stand, every 30 s: shows a lost last event.
    Heads(Heads): "heads", Latest, "the socket";
    /// The last event on a connection the server ends: why (`session_expired`, `rights_changed`,
    /// `slow_consumer`, `shutting_down`), and when to come back.
    Goodbye(ErrorBody): "goodbye", Latest, "the socket, last of all";
}

impl ServerEvent {
    /// Whether whoever has not been told `older` yet need not hear of it any more. Only for [`Class::Latest`].
    pub fn replaces(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::OnlineCount(_), Self::OnlineCount(_)) | (Self::Heads(_), Self::Heads(_)) => true,
            (Self::Unread(new), Self::Unread(old)) => {
                new.conversation_id == old.conversation_id && new.version >= old.version
            }
            (Self::Membership(new), Self::Membership(old)) => {
                new.conversation_id == old.conversation_id
            }
            (Self::MessageRead(new), Self::MessageRead(old)) => {
                (new.conversation_id, new.user_id) == (old.conversation_id, old.user_id)
                    && new.marker.furthest(old.marker) == new.marker
            }
            (Self::Privacy(new), Self::Privacy(old)) => new.version >= old.version,
            (Self::Presence(new), Self::Presence(old)) => {
                let is_in_new =
                    |old: &UserPresence| new.users.iter().any(|new| new.user_id == old.user_id);
                old.users.iter().all(is_in_new)
            }
            (
                Self::UserOnline(new) | Self::UserOffline(new),
                Self::UserOnline(old) | Self::UserOffline(old),
            ) => new.user_id == old.user_id,
            (Self::Status(new), Self::Status(old)) => {
                new.order_id == old.order_id && new.version >= old.version
            }
            (Self::Status(new), Self::Progress(old)) => {
                new.order_id == old.order_id && new.version >= old.version
            }
            (Self::Progress(new), Self::Progress(old)) => {
                new.order_id == old.order_id && new.version >= old.version
            }
            (Self::BillboardStatusUpdate(new), Self::BillboardStatusUpdate(old)) => {
                new.board_id == old.board_id && new.version >= old.version
            }
            (Self::JobUpdate(new), Self::JobUpdate(old)) => {
                new.job_id == old.job_id && new.version >= old.version
            }
            (Self::BoardUpdated(new), Self::BoardUpdated(old)) => {
                new.board_id == old.board_id && new.version >= old.version
            }
            _ => false,
        }
    }

    /// The payload alone, as it travels under [`ServerEvent::name`].
    pub fn payload(&self) -> serde_json::Value {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(mut fields)) => {
                fields.remove("data").unwrap_or(serde_json::Value::Null)
            }
            _ => serde_json::Value::Null,
        }
    }

    /// Reads an event from its wire name and payload.
    pub fn decode(name: &str, payload: serde_json::Value) -> Result<Self, serde_json::Error> {
        let mut tagged = serde_json::Map::new();
        tagged.insert("event".into(), name.into());
        tagged.insert("data".into(), payload);
        serde_json::from_value(tagged.into())
    }
}

/// The greeting: who the server takes the client for, and what it expects of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Hello {
    /// The signed-in user, `null` for a visitor.
    pub user_id: Option<UserId>,
    /// The server's version.
    pub build: String,
    /// The server's clock.
    pub server_time: Timestamp,
    /// Largest packet, in bytes.
    pub max_packet: usize,
    /// Longest message, in characters.
    pub max_message: usize,
}

/// The heads of the streams a socket has joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Heads {
    /// One entry a stream.
    pub streams: Vec<StreamHead>,
}

/// One stream's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StreamHead {
    /// The stream.
    pub name: Room,
    /// Where it stands.
    #[serde(flatten)]
    pub head: Head,
}
