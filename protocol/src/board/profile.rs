//! Everything an owner says of a board.

use super::{BoardFormat, BoardView, OpeningHours};
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// A place on the globe in millionths of a degree: exact, and fine to a hand's breadth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GeoPoint {
    /// North of the equator.
    pub latitude_e6: i32,
    /// East of Greenwich.
    pub longitude_e6: i32,
}

/// What an owner says of a board beyond what lists show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardTerms {
    /// Width of the picture it shows, in pixels.
    pub width_px: i32,
    /// Height of the picture it shows, in pixels.
    pub height_px: i32,
    /// Where it stands, if its owner says so.
    pub place: Option<GeoPoint>,
    /// Name in the IANA database: what its days and hours are counted in.
    pub time_zone: String,
    /// When it is lit.
    pub hours: OpeningHours,
    /// How many creatives it shows by turns, 1 to 12.
    pub slots_per_loop: i32,
    /// Whole days between a booking and its first day.
    pub lead_days: i32,
    /// What may not be shown, in the owner's words; may be empty.
    pub content_rules: String,
    /// Days on which it cannot be booked, in order.
    pub blackouts: Vec<Day>,
}

impl Default for BoardTerms {
    /// What a board has that nobody has said more of; the same as the defaults of the table's columns.
    fn default() -> Self {
        Self {
            width_px: 1920,
            height_px: 1080,
            place: None,
            time_zone: "Europe/Berlin".into(),
            hours: OpeningHours::default(),
            slots_per_loop: 8,
            lead_days: 1,
            content_rules: String::new(),
            blackouts: Vec::new(),
        }
    }
}

/// All of it, checked; see [`BoardDraft::check`](super::BoardDraft::check).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "as in `BoardView`")]
pub struct BoardProfile {
    pub title: String,
    pub city: String,
    pub address: String,
    pub format: BoardFormat,
    pub width_cm: i32,
    pub height_cm: i32,
    pub facing: String,
    pub audience_per_week: i64,
    pub price_per_day_cents: i64,
    pub currency: String,
    pub description: String,
    pub terms: BoardTerms,
}

impl BoardProfile {
    /// What is said of a board now.
    pub fn of(board: &BoardView, terms: &BoardTerms) -> Self {
        let board = board.clone();
        Self {
            title: board.title,
            city: board.city,
            address: board.address,
            format: board.format,
            width_cm: board.width_cm,
            height_cm: board.height_cm,
            facing: board.facing,
            audience_per_week: board.audience_per_week,
            price_per_day_cents: board.price_per_day_cents,
            currency: board.currency,
            description: board.description,
            terms: terms.clone(),
        }
    }
}
