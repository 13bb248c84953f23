//! Typed identifiers. Each is a UUID on the wire (hyphenated text) and in the database.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A person with an account.
    UserId
);
id!(
    /// One signed-in device. Never the secret in its cookie.
    SessionId
);
id!(
    /// A billboard.
    BoardId
);
id!(
    /// A conversation between two or more people.
    ConversationId
);
id!(
    /// A stored message.
    MessageId
);
id!(
    /// A stored notification.
    NotificationId
);
id!(
    /// An announcement of an admin's.
    AnnouncementId
);
id!(
    /// An order: boards and days of one owner, booked by one buyer.
    OrderId
);
id!(
    /// An import or export.
    JobId
);
id!(
    /// A stored picture.
    FileId
);
id!(
    /// Made by the sender (`UUIDv7`), unique per sender and conversation: repeating a send with the same
    /// id is answered with the same acknowledgement and stores nothing twice.
    ClientId
);
id!(
    /// Names one life of a stream's log. A new epoch means: forget your cursor, start over.
    Epoch
);
