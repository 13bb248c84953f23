//! What a notification says, and how two become one.

use super::{BOARDS_LISTED, NotificationKind};
use crate::{
    account::UserRef,
    board::BoardStatus,
    id::{AnnouncementId, BoardId, ConversationId, JobId, OrderId, SessionId},
    job::{JobKind, JobState},
    order::OrderState,
};
use serde::{Deserialize, Serialize};

/// What a notification is about. Never the text of a message: that may be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum NotificationBody {
    /// Messages the user has not read.
    Message {
        /// Where.
        conversation_id: ConversationId,
        /// Who wrote the latest.
        author: UserRef,
        /// The latest one's number in the conversation; whoever has read that far has read this.
        message_seq: i64,
    },
    /// The user is in a conversation now.
    MemberAdded {
        /// Which.
        conversation_id: ConversationId,
        /// Who added them.
        by: UserRef,
    },
    /// Followed boards have changed.
    BoardStatus {
        /// The latest changes, one a board, the newest first.
        boards: Vec<BoardChange>,
    },
    /// An order has gone a step further.
    Order {
        /// Which.
        order_id: OrderId,
        /// Its short id, for people.
        reference: String,
        /// The first of its boards.
        title: String,
        /// What it has become.
        state: OrderState,
    },
    /// An order waits for the user, its owner, and expires soon.
    OrderWaiting {
        /// Which.
        order_id: OrderId,
        /// Its short id, for people.
        reference: String,
        /// The first of its boards.
        title: String,
        /// Within so many hours: one of [`limits::REMIND_HOURS`](crate::limits::REMIND_HOURS).
        hours: i64,
    },
    /// The work on an order was set aside. For its buyer and for admins.
    OrderTrouble {
        /// Which.
        order_id: OrderId,
        /// Its short id, for people.
        reference: String,
        /// The first of its boards.
        title: String,
        /// Why.
        reason: String,
    },
    /// An import or export of the user's is over.
    JobEnded {
        /// Which.
        job_id: JobId,
        /// What it did.
        job: JobKind,
        /// The file's name.
        name: String,
        /// How it ended.
        status: JobState,
        /// Whether it was to change nothing.
        #[serde(default)]
        is_dry_run: bool,
        /// Rows that break a rule.
        #[serde(default)]
        failed: i64,
        /// What came of it, or why nothing did.
        summary: String,
    },
    /// An admin has changed the status of the user's own board: let it in, sent it back, took it off.
    BoardReview {
        /// The board, and what it became.
        board: BoardChange,
        /// Why; empty where nothing had to be said.
        reason: String,
    },
    /// An announcement has begun.
    Announcement {
        /// Which.
        announcement_id: AnnouncementId,
        /// Its title.
        title: String,
    },
    /// The account was used on a device it had not been used on.
    NewSession {
        /// The session there.
        session_id: SessionId,
        /// What the device said of itself.
        user_agent: String,
    },
}

/// A board and what it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardChange {
    /// Which.
    pub board_id: BoardId,
    /// The owner's title.
    pub title: String,
    /// What it became.
    pub status: BoardStatus,
}

impl NotificationBody {
    /// Its kind.
    pub fn kind(&self) -> NotificationKind {
        match self {
            Self::Message { .. } => NotificationKind::Message,
            Self::MemberAdded { .. } => NotificationKind::MemberAdded,
            Self::BoardStatus { .. } => NotificationKind::BoardStatus,
            Self::Order { .. } | Self::OrderWaiting { .. } | Self::OrderTrouble { .. } => {
                NotificationKind::Order
            }
            Self::JobEnded { .. } => NotificationKind::Job,
            Self::BoardReview { .. } => NotificationKind::BoardReview,
            Self::Announcement { .. } => NotificationKind::Announcement,
            Self::NewSession { .. } => NotificationKind::NewSession,
        }
    }

    /// What it shares with those it may become one with, besides its kind.
    pub fn subject(&self) -> String {
        match self {
            Self::Message { conversation_id, .. } | Self::MemberAdded { conversation_id, .. } => {
                conversation_id.to_string()
            }
            Self::BoardStatus { .. } => String::new(),
            Self::Order { order_id, .. }
            | Self::OrderWaiting { order_id, .. }
            | Self::OrderTrouble { order_id, .. } => order_id.to_string(),
            Self::JobEnded { job_id, .. } => job_id.to_string(),
            Self::BoardReview { board, .. } => board.board_id.to_string(),
            Self::Announcement { announcement_id, .. } => announcement_id.to_string(),
            Self::NewSession { session_id, .. } => session_id.to_string(),
        }
    }

    /// This and what came before, as one.
    #[must_use]
    pub fn after(self, earlier: Self) -> Self {
        match (self, earlier) {
            (Self::BoardStatus { mut boards }, Self::BoardStatus { boards: known }) => {
                for board in known {
                    if !boards.iter().any(|listed| listed.board_id == board.board_id) {
                        boards.push(board);
                    }
                }
                boards.truncate(BOARDS_LISTED);
                Self::BoardStatus { boards }
            }
            (newer, _) => newer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn change(number: u128, status: BoardStatus) -> NotificationBody {
        let board_id = BoardId(Uuid::from_u128(number));
        let board = BoardChange { board_id, title: format!("Board {number}"), status };
        NotificationBody::BoardStatus { boards: vec![board] }
    }

    #[test]
    fn many_changes_become_a_short_list_with_each_board_once() {
        let changes = (0..40).map(|number| change(number % 7, BoardStatus::Paused));
        let one = changes.reduce(|earlier, newer| newer.after(earlier)).unwrap();
        let one = change(3, BoardStatus::Live).after(one);
        let NotificationBody::BoardStatus { boards } = one else { panic!("another kind") };
        let numbers: Vec<_> = boards.iter().map(|board| board.board_id.0.as_u128()).collect();
        assert_eq!(numbers, [3, 4, 2, 1, 0]);
        assert_eq!(boards[0].status, BoardStatus::Live);
    }

    #[test]
    fn every_kind_travels_with_its_name() {
        let body = change(1, BoardStatus::Live);
        let wire = serde_json::to_value(&body).unwrap();
        assert_eq!(wire["kind"], "board_status");
        assert_eq!(wire["boards"][0]["boardId"], Uuid::from_u128(1).to_string());
        assert_eq!(serde_json::from_value::<NotificationBody>(wire).unwrap(), body);
    }
}
