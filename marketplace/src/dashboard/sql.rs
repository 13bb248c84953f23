//! The SQL of dashboards.

mod boards;

pub(super) use boards::{board_zones, boards, occupancy, places};

use crate::{Database, Result, database::on_pool, error::Error};
use protocol::{
    Timestamp,
    dashboard::{Moved, WorkCount},
    id::{BoardId, OrderId, UserId},
    order::{OrderState, RunState},
};
use std::collections::HashMap;
use uuid::Uuid;

const ZONES: &str = "SELECT DISTINCT b.id, b.time_zone FROM orders o
    JOIN order_lines l ON l.order_id = o.id JOIN boards b ON b.id = l.board_id
    WHERE o.buyer_id = $1 AND o.state IN ('scheduled', 'running')";
const SET_ASIDE: &str = "SELECT o.id, COALESCE(r.reason, '') FROM order_runs r
    JOIN orders o ON o.id = r.order_id WHERE o.buyer_id = $1 AND r.run = 'set_aside'";
const WORK: &str = "SELECT phase, run, COUNT(*) FROM order_runs GROUP BY phase, run";
const STATES: &str = "SELECT state, COUNT(*) FROM orders GROUP BY state";
const ENDED: &str = "SELECT (updated_at - $1) / $2 AS part, COUNT(*) FROM order_runs
    WHERE run = 'done' AND updated_at >= $1 GROUP BY part";

/// Of every movement the line of whoever gets the money, by week, of the orders that `$whose` picks.
macro_rules! moved {
    ($whose:literal) => {
        concat!(
            "SELECT o.currency, (l.at - $2) / 604800000 AS week,
                CAST(SUM(CASE WHEN l.movement = 'charge' THEN l.amount_cents ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN l.movement = 'refund' THEN l.amount_cents ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN l.movement = 'payout' THEN l.amount_cents ELSE 0 END) AS BIGINT)
            FROM orders o JOIN ledger l ON l.order_id = o.id
            WHERE ",
            $whose,
            " = $1 AND l.at >= $2 AND l.amount_cents > 0
            GROUP BY o.currency, week"
        )
    };
}

const MOVED_OF_OWNER: &str = moved!("o.owner_id");
const MOVED_OF_BUYER: &str = moved!("o.buyer_id");

/// As whom somebody looks at the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Buyer,
    Owner,
}

/// Where the boards stand that are booked for a buyer.
pub(super) async fn zones(database: &Database, buyer: UserId) -> Result<Vec<(BoardId, String)>> {
    let rows: Vec<(Uuid, String)> =
        on_pool!(database, |pool| sqlx::query_as(ZONES).bind(buyer.0).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(|(board, zone)| (BoardId(board), zone)).collect())
}

/// A buyer's orders on which the work was set aside, with the reasons.
pub(super) async fn set_aside(
    database: &Database,
    buyer: UserId,
) -> Result<HashMap<OrderId, String>> {
    let rows: Vec<(Uuid, String)> =
        on_pool!(database, |pool| sqlx::query_as(SET_ASIDE).bind(buyer.0).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(|(order, reason)| (OrderId(order), reason)).collect())
}

/// What somebody's orders have moved since then, week by week.
pub(super) async fn moved(
    database: &Database,
    (side, user): (Side, UserId),
    since: Timestamp,
) -> Result<Vec<Moved>> {
    let text = match side {
        Side::Buyer => MOVED_OF_BUYER,
        Side::Owner => MOVED_OF_OWNER,
    };
    let rows: Vec<(String, i64, i64, i64, i64)> = on_pool!(database, |pool| {
        sqlx::query_as(text).bind(user.0).bind(since.0).fetch_all(pool).await
    })?;
    let moved = |(currency, week, charged_cents, refunded_cents, paid_out_cents)| Moved {
        currency,
        week,
        charged_cents,
        refunded_cents,
        paid_out_cents,
    };
    Ok(rows.into_iter().map(moved).collect())
}

/// How many orders stand how, in the order of the work.
pub(super) async fn work(database: &Database) -> Result<Vec<WorkCount>> {
    let rows: Vec<(String, String, i64)> =
        on_pool!(database, |pool| sqlx::query_as(WORK).fetch_all(pool).await)?;
    let mut all = Vec::with_capacity(rows.len());
    for (phase, run, count) in rows {
        let phase = phase.parse().map_err(|_| Error::corrupt("order_runs.phase", phase))?;
        let run = run.parse().map_err(|_| Error::corrupt("order_runs.run", run))?;
        all.push(WorkCount { phase, run, count });
    }
    all.sort_by_key(|one| (one.phase, RunState::ALL.iter().position(|run| *run == one.run)));
    Ok(all)
}

/// How many orders are in which state, in the order of their life.
pub(super) async fn states(database: &Database) -> Result<Vec<(OrderState, i64)>> {
    let rows: Vec<(String, i64)> =
        on_pool!(database, |pool| sqlx::query_as(STATES).fetch_all(pool).await)?;
    let mut all = Vec::with_capacity(rows.len());
    for (state, count) in rows {
        all.push((state.parse().map_err(|_| Error::corrupt("orders.state", state))?, count));
    }
    all.sort_by_key(|(state, _)| OrderState::ALL.iter().position(|known| known == state));
    Ok(all)
}

/// How much work ended in which part since then, counted from 0.
pub(super) async fn ended(
    database: &Database,
    since: Timestamp,
    part: i64,
) -> Result<Vec<(i64, i64)>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(ENDED).bind(since.0).bind(part).fetch_all(pool).await
    })?)
}
