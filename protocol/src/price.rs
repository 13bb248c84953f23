//! Prices somebody else's service suggests for boards: asking for them, looking at them, taking them over.

mod health;

pub use health::{
    BreakerState, PriceMonitorCounts, PriceMonitorHealth, PriceMonitorState, PriceMonitorStatus,
};

use crate::{
    board::BoardStatus,
    error::ErrorBody,
    id::{BoardId, JobId},
    limits,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Ask the price monitor what boards should cost. Starts a job of the kind `check_prices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StartPriceCheck {
    /// Made by whoever asks, a `UUIDv7`: asking again with the same one gives the job that is there.
    pub request_id: Uuid,
    /// Which boards, at most [`limits::PRICE_BOARDS`]. None: all of one's own that are on the market or in review.
    #[serde(default)]
    pub board_ids: Vec<BoardId>,
}

/// What the price monitor would ask for a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceSuggestion {
    /// Which board.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// Its status.
    pub board_status: BoardStatus,
    /// The job that brought it.
    pub job_id: JobId,
    /// What a day costs now.
    pub current_cents: i64,
    /// What it should cost.
    pub suggested_cents: i64,
    /// Of both, as ISO 4217.
    pub currency: String,
    /// When it was suggested.
    pub suggested_at: Timestamp,
    /// When it was taken over.
    pub applied_at: Option<Timestamp>,
    /// Whether it can be taken over now.
    pub is_applicable: bool,
    /// Why not, in a sentence.
    pub why_not: Option<String>,
}

/// Where a page of suggestions ended: the newest job first, and of one job by board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceCursor {
    /// Of its last suggestion.
    pub job_id: JobId,
    /// Of its last suggestion.
    pub board_id: BoardId,
}

/// A page of suggestions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceSuggestions {
    /// At most [`limits::PRICE_PAGE`].
    pub suggestions: Vec<PriceSuggestion>,
    /// Ask for more after this; `None` on the last page.
    pub after: Option<PriceCursor>,
}

/// Take a suggested price over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApplyPrice {
    /// For this board.
    pub board_id: BoardId,
    /// As this job has suggested it.
    pub job_id: JobId,
    /// What the page showed as the current price; refused with `conflict` when it is another one by now.
    pub expected_cents: i64,
}

impl StartPriceCheck {
    /// The boards, each once. Refused when they are too many, or the request has no name.
    pub fn checked(&self) -> Result<Vec<BoardId>, ErrorBody> {
        if self.request_id.is_nil() {
            return Err(ErrorBody::invalid("requestId", "Give the request an id of its own."));
        }
        let boards: BTreeSet<BoardId> = self.board_ids.iter().copied().collect();
        check_count(boards.len())?;
        Ok(boards.into_iter().collect())
    }
}

/// Refuses more boards than one check takes.
pub fn check_count(boards: usize) -> Result<(), ErrorBody> {
    let most = limits::PRICE_BOARDS;
    if boards <= most {
        return Ok(());
    }
    let text = format!("At most {most} boards at a time. Choose some of them.");
    Err(ErrorBody::too_large("boardIds", most, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn asked(boards: impl Iterator<Item = u128>) -> Result<Vec<BoardId>, ErrorBody> {
        let board_ids = boards.map(|id| BoardId(Uuid::from_u128(id))).collect();
        StartPriceCheck { request_id: Uuid::from_u128(7), board_ids }.checked()
    }

    #[test]
    fn a_board_that_is_named_twice_counts_once() {
        assert_eq!(asked([3, 1, 3].into_iter()).map(|boards| boards.len()), Ok(2));
        assert_eq!(asked(0..1_000).map(|boards| boards.len()), Ok(1_000));
        assert_eq!(asked(0..1_001).unwrap_err().code, ErrorCode::TooLarge);
        let nameless = StartPriceCheck { request_id: Uuid::nil(), board_ids: Vec::new() };
        assert_eq!(nameless.checked().unwrap_err().field.as_deref(), Some("requestId"));
    }
}
