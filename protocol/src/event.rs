//! Everything the server pushes. The Socket.IO event name is the variant's tag.

use crate::{
    announcement::{AnnouncementDismissed, AnnouncementRevoked, AnnouncementShown},
    board::BoardStatusUpdate,
    conversation::{MessageRead, MessageUpdated, NewMessage, Typing, Unread},
    error::ErrorBody,
    id::UserId,
    notification::{NotificationAdded, NotificationsRead},
    presence::{OnlineCount, Presence, UserPresence},
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

/// The closed set of pushed events: `{"event": name, "data": payload}` inside a `sync` answer, and a
/// Socket.IO event of that name with that payload on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", content = "data", rename_all = "camelCase")]
pub enum ServerEvent {
    /// First event on every connection.
    Hello(Hello),
    /// A message was stored.
    NewMessage(NewMessage),
    /// A message was edited or deleted.
    MessageUpdated(MessageUpdated),
    /// A member's marker moved.
    MessageRead(MessageRead),
    /// Who types in a conversation now: the whole set, empty when nobody does.
    Typing(Typing),
    /// Somebody came online. `presence` says the same; kept for older clients.
    UserOnline(UserPresence),
    /// Somebody went offline. `presence` says the same; kept for older clients.
    UserOffline(UserPresence),
    /// The presence of people this user shares a conversation with: all at connect, then changes.
    Presence(Presence),
    /// How many people are online.
    OnlineCount(OnlineCount),
    /// A conversation's unread count for this user, as the server counts it.
    Unread(Unread),
    /// A notification is new, or stands for more than before.
    Notification(NotificationAdded),
    /// Notifications were read, on any device.
    NotificationRead(NotificationsRead),
    /// An announcement is shown from now on, or was edited.
    Announcement(AnnouncementShown),
    /// An announcement is over, or was taken back.
    AnnouncementRevoked(AnnouncementRevoked),
    /// The user has put an announcement away, on any device.
    AnnouncementDismissed(AnnouncementDismissed),
    /// A board's status, when it changes and to whoever joins its room.
    BillboardStatusUpdate(BoardStatusUpdate),
    /// Where the joined streams stand, every 30 s: shows a lost last event.
    Heads(Heads),
    /// The last event on a connection the server ends: why, and when to come back.
    Goodbye(ErrorBody),
}

impl ServerEvent {
    /// Every event's wire name.
    pub const NAMES: [&'static str; 18] = [
        "hello",
        "newMessage",
        "messageUpdated",
        "messageRead",
        "typing",
        "userOnline",
        "userOffline",
        "presence",
        "onlineCount",
        "unread",
        "notification",
        "notificationRead",
        "announcement",
        "announcementRevoked",
        "announcementDismissed",
        "billboardStatusUpdate",
        "heads",
        "goodbye",
    ];

    /// The Socket.IO event name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Hello(_) => "hello",
            Self::NewMessage(_) => "newMessage",
            Self::MessageUpdated(_) => "messageUpdated",
            Self::MessageRead(_) => "messageRead",
            Self::Typing(_) => "typing",
            Self::UserOnline(_) => "userOnline",
            Self::UserOffline(_) => "userOffline",
            Self::Presence(_) => "presence",
            Self::OnlineCount(_) => "onlineCount",
            Self::Unread(_) => "unread",
            Self::Notification(_) => "notification",
            Self::NotificationRead(_) => "notificationRead",
            Self::Announcement(_) => "announcement",
            Self::AnnouncementRevoked(_) => "announcementRevoked",
            Self::AnnouncementDismissed(_) => "announcementDismissed",
            Self::BillboardStatusUpdate(_) => "billboardStatusUpdate",
            Self::Heads(_) => "heads",
            Self::Goodbye(_) => "goodbye",
        }
    }

    /// The event's delivery class.
    pub fn class(&self) -> Class {
        match self {
            Self::NewMessage(_)
            | Self::MessageUpdated(_)
            | Self::Notification(_)
            | Self::NotificationRead(_)
            | Self::Announcement(_)
            | Self::AnnouncementRevoked(_) => Class::Durable,
            Self::Typing(_) => Class::Ephemeral,
            Self::Hello(_)
            | Self::MessageRead(_)
            | Self::UserOnline(_)
            | Self::UserOffline(_)
            | Self::Presence(_)
            | Self::OnlineCount(_)
            | Self::Unread(_)
            | Self::AnnouncementDismissed(_)
            | Self::BillboardStatusUpdate(_)
            | Self::Heads(_)
            | Self::Goodbye(_) => Class::Latest,
        }
    }

    /// Whether whoever has not been told `older` yet need not hear of it any more. Only for [`Class::Latest`].
    pub fn replaces(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::OnlineCount(_), Self::OnlineCount(_)) | (Self::Heads(_), Self::Heads(_)) => true,
            (Self::Unread(new), Self::Unread(old)) => {
                new.conversation_id == old.conversation_id && new.version >= old.version
            }
            (Self::MessageRead(new), Self::MessageRead(old)) => {
                (new.conversation_id, new.user_id) == (old.conversation_id, old.user_id)
            }
            (Self::Presence(new), Self::Presence(old)) => {
                let is_in_new =
                    |old: &UserPresence| new.users.iter().any(|new| new.user_id == old.user_id);
                old.users.iter().all(is_in_new)
            }
            (
                Self::UserOnline(new) | Self::UserOffline(new),
                Self::UserOnline(old) | Self::UserOffline(old),
            ) => new.user_id == old.user_id,
            (Self::BillboardStatusUpdate(new), Self::BillboardStatusUpdate(old)) => {
                new.board_id == old.board_id && new.version >= old.version
            }
            _ => false,
        }
    }

    /// Where a durable event stands in its stream; `None` for the other classes.
    pub fn position(&self) -> Option<&Position> {
        match self {
            Self::NewMessage(event) => Some(&event.position),
            Self::MessageUpdated(event) => Some(&event.position),
            Self::Notification(event) => Some(&event.position),
            Self::NotificationRead(event) => Some(&event.position),
            Self::Announcement(event) => Some(&event.position),
            Self::AnnouncementRevoked(event) => Some(&event.position),
            _ => None,
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
pub struct Heads {
    /// One entry a stream.
    pub streams: Vec<StreamHead>,
}

/// One stream's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamHead {
    /// The stream.
    pub name: Room,
    /// Where it stands.
    #[serde(flatten)]
    pub head: Head,
}
