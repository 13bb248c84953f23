//! Rooms: who hears an event. A room and the stream of its durable events share one name.

use crate::id::{BoardId, ConversationId, JobId, OrderId, UserId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A named audience: `user:{id}`, `conversation:{id}`, `order:{id}`, `orders`, `job:{id}`, `jobs`,
/// `board:{id}`, `boards` or `announcements`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub enum Room {
    /// All sockets of one person. Joined by the server when a socket connects.
    User(UserId),
    /// The sockets of members who asked for this conversation.
    Conversation(ConversationId),
    /// The parties of an order and admins who look at it.
    Order(OrderId),
    /// Admins who watch the whole pipeline.
    Orders,
    /// Whoever looks at an import or export: the user whose it is, and admins.
    Job(JobId),
    /// Admins who watch all jobs.
    Jobs,
    /// Whoever looks at a board's page.
    Board(BoardId),
    /// Whoever looks at the list of boards.
    Boards,
    /// Everybody. Joined by the server when a socket connects.
    Announcements,
}

/// Why a socket was allowed into a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JoinRule {
    /// It is the user's own room.
    Own,
    /// The user is a member of the conversation.
    Member,
    /// The user is the buyer or the owner of the order.
    Party,
    /// The user runs the marketplace.
    Admin,
    /// Everybody may hear it, signed in or not.
    Public,
}

/// The text names no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRoom;

impl fmt::Display for UnknownRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "A room is user:{id}, conversation:{id}, order:{id}, orders, job:{id}, jobs, board:{id}, \
             boards or announcements.",
        )
    }
}

impl std::error::Error for UnknownRoom {}

impl fmt::Display for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::Conversation(id) => write!(f, "conversation:{id}"),
            Self::Order(id) => write!(f, "order:{id}"),
            Self::Orders => f.write_str("orders"),
            Self::Job(id) => write!(f, "job:{id}"),
            Self::Jobs => f.write_str("jobs"),
            Self::Board(id) => write!(f, "board:{id}"),
            Self::Boards => f.write_str("boards"),
            Self::Announcements => f.write_str("announcements"),
        }
    }
}

impl FromStr for Room {
    type Err = UnknownRoom;

    /// Reads a room's name. A bare UUID is a conversation, as in the first version of the contract.
    fn from_str(text: &str) -> Result<Self, UnknownRoom> {
        match text {
            "boards" => return Ok(Self::Boards),
            "orders" => return Ok(Self::Orders),
            "jobs" => return Ok(Self::Jobs),
            "announcements" => return Ok(Self::Announcements),
            _ => {}
        }
        let (kind, id) = text.split_once(':').unwrap_or(("conversation", text));
        match kind {
            "user" => id.parse().map(Self::User).map_err(|_| UnknownRoom),
            "conversation" => id.parse().map(Self::Conversation).map_err(|_| UnknownRoom),
            "order" => id.parse().map(Self::Order).map_err(|_| UnknownRoom),
            "job" => id.parse().map(Self::Job).map_err(|_| UnknownRoom),
            "board" => id.parse().map(Self::Board).map_err(|_| UnknownRoom),
            _ => Err(UnknownRoom),
        }
    }
}

impl TryFrom<String> for Room {
    type Error = UnknownRoom;

    fn try_from(text: String) -> Result<Self, UnknownRoom> {
        text.parse()
    }
}

impl From<Room> for String {
    fn from(room: Room) -> Self {
        room.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn names_survive_a_round_trip() {
        let id = Uuid::from_u128(7);
        let named = [Room::User(UserId(id)), Room::Conversation(ConversationId(id))];
        let orders = [Room::Order(OrderId(id)), Room::Orders, Room::Job(JobId(id)), Room::Jobs];
        let public = [Room::Board(BoardId(id)), Room::Boards, Room::Announcements];
        for room in named.into_iter().chain(orders).chain(public) {
            assert_eq!(room.to_string().parse(), Ok(room));
        }
    }

    #[test]
    fn a_bare_id_is_a_conversation() {
        let id = ConversationId(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse(), Ok(Room::Conversation(id)));
    }

    #[test]
    fn anything_else_is_no_room() {
        for text in ["", "user:", "user:x", "planet:00000000-0000-0000-0000-000000000007", ":"] {
            assert_eq!(text.parse::<Room>(), Err(UnknownRoom), "{text}");
        }
    }
}
