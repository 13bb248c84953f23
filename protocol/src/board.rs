//! Billboards: what is offered, where, for how much.

mod browse;
mod draft;
mod hours;
pub mod life;
pub mod map;
pub mod photo;
mod profile;
mod status;
mod zone;

pub use browse::{BoardFilter, BoardPage, BoardSort, search_words};
pub use draft::BoardDraft;
pub use hours::{OpeningHours, Span, WEEKDAYS};
pub use photo::{AddPhoto, PhotoAct, PhotoView};
pub use profile::{BoardProfile, BoardTerms, GeoPoint};
pub use status::{BoardStatusChange, BoardStatusUpdate, FollowBoard, SetBoardStatus, not_yours};
pub use zone::{CURRENCIES, TIME_ZONES};

use crate::{
    account::UserRef,
    error::ErrorBody,
    id::{BoardId, ConversationId, UserId},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where a board stands in its life, see [`life`]; whether it can show anything now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BoardStatus {
    /// Being written by its owner.
    Draft,
    /// Waiting for an admin to let it in.
    InReview,
    /// On air and bookable.
    Live,
    /// Taken off by its owner for a while.
    Paused,
    /// Being repaired.
    Maintenance,
    /// Gone for good, or until its owner begins anew.
    Retired,
}

impl BoardStatus {
    /// Every status, in the order of a board's life.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::InReview, Self::Live, Self::Paused, Self::Maintenance, Self::Retired];
    /// Those with which a board is in lists, in the order of the filter.
    pub const PUBLIC: [Self; 3] = [Self::Live, Self::Paused, Self::Maintenance];

    /// Whether a board with this status is in lists, and found by everybody.
    pub fn is_public(self) -> bool {
        Self::PUBLIC.contains(&self)
    }

    /// The status within a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::InReview => "in review",
            other => other.as_str(),
        }
    }

    /// The name in addresses, in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Maintenance => "maintenance",
            Self::Retired => "retired",
        }
    }
}

impl fmt::Display for BoardStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for BoardStatus {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("status", "There is no such status."))
    }
}

/// The trade's classes of digital boards. Proportions come from the board's own size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardFormat {
    /// The largest standard board, beside main roads; very wide.
    Bulletin,
    /// The common roadside board; wide.
    Poster,
    /// Pedestrian height, upright.
    Panel,
    /// A square or plaza screen, nearly square.
    Spectacular,
}

impl BoardFormat {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Bulletin, Self::Poster, Self::Panel, Self::Spectacular];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bulletin => "bulletin",
            Self::Poster => "poster",
            Self::Panel => "panel",
            Self::Spectacular => "spectacular",
        }
    }
}

impl FromStr for BoardFormat {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("format", "There is no such format."))
    }
}

/// A board as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardView {
    /// Which.
    pub id: BoardId,
    /// The owner's title.
    pub title: String,
    /// City.
    pub city: String,
    /// Street and landmark.
    pub address: String,
    /// Class.
    pub format: BoardFormat,
    /// Width in centimetres.
    pub width_cm: i32,
    /// Height in centimetres.
    pub height_cm: i32,
    /// The direction it can be seen from.
    pub facing: String,
    /// People who pass it in a week, as counted by the owner.
    pub audience_per_week: i64,
    /// Price of a day in cents of `currency`.
    pub price_per_day_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Now.
    pub status: BoardStatus,
    /// How often the status has changed; see [`BoardStatusUpdate::version`].
    pub status_version: i64,
    /// A few sentences by the owner; plain text.
    pub description: String,
    /// Who offers it.
    pub owner: UserRef,
    /// The first of its photos.
    pub cover: Option<PhotoView>,
}

/// A board as a conversation refers to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardRef {
    /// Which.
    pub id: BoardId,
    /// Whose.
    pub owner_id: UserId,
    /// The owner's title.
    pub title: String,
    /// City.
    pub city: String,
    /// Now.
    pub status: BoardStatus,
    /// How often the status has changed; see [`BoardStatusUpdate::version`].
    pub status_version: i64,
    /// Price of a day in cents of `currency`.
    pub price_per_day_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// One board, and what the viewer has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardDetail {
    /// The board.
    pub board: BoardView,
    /// What else its owner says of it.
    pub terms: BoardTerms,
    /// Rises with every edit and with every change of its photos: of two readings the higher one holds.
    pub version: i64,
    /// Rises with every edit; whoever edits names it.
    pub profile_version: i64,
    /// The cover first.
    pub photos: Vec<PhotoView>,
    /// The viewer's conversation about it, if there is one.
    pub conversation_id: Option<ConversationId>,
    /// Whether the viewer is its owner.
    pub is_own: bool,
    /// Whether the viewer follows it.
    pub is_followed: bool,
    /// Whether the viewer may change its status.
    pub may_change_status: bool,
    /// The latest changes of its status, the newest first; empty for those who may not change it.
    pub changes: Vec<BoardStatusChange>,
    /// How many orders of it were submitted and are not over; none for those who may not change its status.
    pub orders_to_come: i64,
}

/// The title, price or anything else of a board was edited, or its photos were changed (`boardUpdated`). Read it again:
/// who may see what of it differs, and it does not fit into an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardUpdated {
    /// Which board.
    pub board_id: BoardId,
    /// Rises with every edit and with every change of its photos: whoever has read this version or a later one has it
    /// already.
    pub version: i64,
    /// Rises with every edit: whoever is writing over an earlier one will meet a conflict.
    pub profile_version: i64,
}

/// An owner's boards, whatever their status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnBoards {
    /// At most [`crate::limits::BOARD_PAGE`], those last changed first.
    pub boards: Vec<BoardView>,
    /// All that match.
    pub total: u32,
    /// This page's number, from 1.
    pub page: u32,
    /// How many there are of each status, whatever was asked for.
    pub counts: Vec<(BoardStatus, u32)>,
}

/// A board that waits for an admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WaitingBoard {
    /// Which.
    pub board: BoardView,
    /// Since when.
    pub since: Timestamp,
}

/// The boards that wait for an admin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewQueue {
    /// At most [`crate::limits::BOARD_PAGE`], the one that waits longest first.
    pub boards: Vec<WaitingBoard>,
    /// All that wait.
    pub total: u32,
}
