//! Imports, exports and checks of prices. What is allowed is decided in `protocol/src/job`, what a row says in `protocol/src/inventory`.
//!
//! A job is worked on batch by batch. What came of a batch, and where the next one begins, are stored in one
//! transaction: whoever takes over after a crash does no row twice and leaves none out.

mod act;
mod admin;
mod aside;
mod batch;
mod claim;
mod commit;
mod end;
mod export;
mod failed;
mod import;
mod price_check;
mod read;
mod record;
mod sql;
mod start;
mod sweep;
mod upload;

pub use claim::JOB_LEASE;
pub use export::Fetched;
pub(crate) use price_check::Kept;
pub use price_check::{FoundPrice, PriceCheck, PriceEnd, PriceReport, PricedBoard};
pub use upload::{StoredUpload, Upload};

use record::Job;

/// Where a job's files are.
fn folder(file: uuid::Uuid) -> String {
    format!("jobs/{file}")
}
