//! Checks of prices: jobs that somebody else's service works on. Whoever holds the line to it tells here what it says.
//!
//! Its name for the job and what it said last are stored with the job: after a crash the same work is gone on with, and
//! whoever looks in between sees what was known.

mod end;
mod start;
mod work;

pub(crate) use end::Kept;
pub use end::{FoundPrice, PriceEnd};
pub use work::{PriceCheck, PriceReport};

use protocol::id::BoardId;

/// A board whose price is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedBoard {
    /// Which.
    pub board_id: BoardId,
    /// What a day cost when it was asked.
    pub price_cents: i64,
    /// Of which currency.
    pub currency: String,
}
