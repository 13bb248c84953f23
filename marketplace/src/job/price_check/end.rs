//! The end of a check of prices: which of the prices that came are kept.

use super::{
    super::{Job, end, end::News, sql},
    work::source,
};
use crate::{Marketplace, Result, database::Tx, price};
use protocol::{
    Timestamp,
    id::{BoardId, JobId},
    job::{Freshness, JobAction, JobParty, JobResult},
    limits,
};
use std::collections::BTreeMap;

/// A price as the service gave it. Nothing of it has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPrice {
    /// A board's id, if the service is right.
    pub product_id: String,
    /// In cents.
    pub suggested_cents: i64,
    /// Of which currency; that of the board when nothing is said.
    pub currency: Option<String>,
}

/// How the service has ended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceEnd {
    /// With these prices.
    Completed(Vec<FoundPrice>),
    /// Without, for this reason: a sentence.
    Failed(String),
    /// Somebody has stopped it there.
    Cancelled,
}

impl Marketplace {
    /// It is over. Prices are stored once: of a job that is over already, none. Publishes `jobUpdate` and a notification.
    pub async fn price_check_ended(&self, id: JobId, how: PriceEnd) -> Result<()> {
        self.on_price_check(id, move |tx, job, now| {
            Box::pin(async move {
                // With its last word nothing is left to wait for.
                job.work.external.source = Some(source(Freshness::Live, Some(now)));
                match how {
                    PriceEnd::Completed(found) => complete(tx, job, (found, now)).await,
                    PriceEnd::Failed(reason) => end::fail(tx, job, reason, now).await,
                    PriceEnd::Cancelled => cancel(tx, job, now).await,
                }
                .map(Some)
            })
        })
        .await
        .map(|_| ())
    }
}

async fn complete(
    tx: &mut Tx,
    job: &mut Job,
    (found, now): (Vec<FoundPrice>, Timestamp),
) -> Result<News> {
    let asked = sql::price_check::asked_now(tx, job.id).await?;
    let asked = asked.into_iter().map(|board| (board.board_id, board.currency)).collect();
    let (kept, left) = sift(&asked, found);
    price::sql::insert(tx, job.id, (&kept, now)).await?;
    job.step(JobAction::Complete, JobParty::System, now)?;
    job.work.done = job.work.total;
    job.work.external.percent = 100;
    job.work.error = None;
    let summary = summary(kept.len(), &left);
    job.work.result =
        Some(JobResult { summary, is_empty: kept.is_empty(), download: None, imported_as: None });
    end::close(tx, job, now).await
}

async fn cancel(tx: &mut Tx, job: &mut Job, now: Timestamp) -> Result<News> {
    job.step(JobAction::Cancel, JobParty::System, now)?;
    job.work.error = Some("The price monitor has stopped it.".to_owned());
    end::close(tx, job, now).await
}

/// A price that is kept.
pub(crate) struct Kept {
    pub(crate) board: BoardId,
    pub(crate) cents: i64,
    pub(crate) currency: String,
}

/// Prices that are not kept.
#[derive(Default)]
struct Left {
    unasked: usize,
    foreign: usize,
    outside: usize,
}

fn sift(asked: &BTreeMap<BoardId, String>, found: Vec<FoundPrice>) -> (Vec<Kept>, Left) {
    let (mut kept, mut left) = (BTreeMap::new(), Left::default());
    let (least, most) = limits::BOARD_PRICE_CENTS;
    for price in found {
        let board = price.product_id.parse().ok();
        let known = board.and_then(|board: BoardId| Some((board, asked.get(&board)?)));
        match known {
            None => left.unasked += 1,
            Some((_, currency)) if price.currency.as_ref().is_some_and(|it| it != currency) => {
                left.foreign += 1;
            }
            Some(_) if !(least..=most).contains(&price.suggested_cents) => left.outside += 1,
            Some((board, currency)) => {
                let (cents, currency) = (price.suggested_cents, currency.clone());
                kept.entry(board).or_insert(Kept { board, cents, currency });
            }
        }
    }
    (kept.into_values().collect(), left)
}

fn summary(kept: usize, left: &Left) -> String {
    let begin = match kept {
        0 => "No price was suggested.".to_owned(),
        1 => "1 price was suggested.".to_owned(),
        _ => format!("{kept} prices were suggested."),
    };
    let reasons = [
        (left.unasked, "for boards nobody asked about"),
        (left.foreign, "in another currency"),
        (left.outside, "out of bounds"),
    ];
    let reasons: Vec<_> = reasons
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{count} {why}"))
        .collect();
    if reasons.is_empty() { begin } else { format!("{begin} Left out: {}.", reasons.join(", ")) }
}
