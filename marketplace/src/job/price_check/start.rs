//! Asking for prices.

use super::{
    super::{Job, end::News, record::About, sql, start},
    PricedBoard,
};
use crate::{Marketplace, Result, account, audit, database::Tx};
use protocol::{
    ErrorBody, ErrorCode, Timestamp,
    account::Me,
    board::{BoardStatus, life},
    id::BoardId,
    inventory::FileFormat,
    job::{JobKind, JobView},
    limits,
    price::{StartPriceCheck, check_count},
};
use uuid::Uuid;

impl Marketplace {
    /// Has the price monitor suggest prices for one's boards. For owners; the same request again is the same job.
    /// Refused with `rate_limited` when too many are under way. Publishes `jobUpdate`.
    pub async fn start_price_check(&self, me: &Me, input: StartPriceCheck) -> Result<JobView> {
        life::check_create(me.role)?;
        let boards = input.checked()?;
        let request = input.request_id;
        if let Some(job) =
            sql::price_check::by_request(self.database(), me.user_id, request).await?
        {
            return Ok(job.view());
        }
        self.check_may_start(me).await?;
        let (by, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let started = market.database().transaction(move |tx| {
                Box::pin(async move { start(tx, &by, (request, boards), now).await })
            });
            let (job, is_new) = started.await?;
            if is_new {
                market.tell_job(News::of(&job));
            }
            Ok(job.view())
        })
        .await
    }
}

/// The job, and whether it was not there before.
async fn start(
    tx: &mut Tx,
    me: &Me,
    (request, named): (Uuid, Vec<BoardId>),
    now: Timestamp,
) -> Result<(Job, bool)> {
    // Of two requests at the same moment the second finds what the first has done.
    account::lock(tx, me.user_id).await?;
    if let Some(job) = sql::price_check::by_request_now(tx, me.user_id, request).await? {
        return Ok((job, false));
    }
    if sql::price_check::count_open(tx, me.user_id).await? >= limits::PRICE_CHECKS {
        return Err(too_many().into());
    }
    let boards = boards(tx, me, &named).await?;
    let job = job(me, boards.len(), now);
    start::insert(tx, &job, (&audit::Actor::from(me), now)).await?;
    sql::price_check::name_request(tx, job.id, request).await?;
    sql::price_check::insert_boards(tx, job.id, &boards).await?;
    Ok((job, true))
}

async fn boards(tx: &mut Tx, me: &Me, named: &[BoardId]) -> Result<Vec<PricedBoard>> {
    let found = sql::price_check::boards(tx, me.user_id, named).await?;
    if found.len() < named.len() {
        return Err(ErrorBody::not_found("board").into());
    }
    if found.iter().any(|(_, status)| *status == BoardStatus::Retired) {
        let text = "A board that is retired has no price to check.";
        return Err(ErrorBody::invalid("boardIds", text).into());
    }
    if found.is_empty() {
        let text = "None of your boards is on the market or in review.";
        return Err(ErrorBody::invalid("boardIds", text).into());
    }
    check_count(found.len())?;
    Ok(found.into_iter().map(|(board, _)| board).collect())
}

fn job(me: &Me, boards: usize, created_at: Timestamp) -> Job {
    let name = if boards == 1 {
        "Price of 1 board".to_owned()
    } else {
        format!("Prices of {boards} boards")
    };
    // It has no files.
    let (format, file) = (FileFormat::Csv, Uuid::now_v7());
    let about = About { name, is_dry_run: false, format, created_at, file, source: None };
    let total = i64::try_from(boards).unwrap_or(i64::MAX);
    start::fresh(me, JobKind::CheckPrices, (about, total))
}

fn too_many() -> ErrorBody {
    let text = format!("At most {} price checks at a time.", limits::PRICE_CHECKS);
    let limit = u64::try_from(limits::PRICE_CHECKS).ok();
    let body = ErrorBody::new(ErrorCode::RateLimited, text);
    ErrorBody { retry_after_ms: Some(5_000), limit, ..body }
}
