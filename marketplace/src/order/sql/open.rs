//! The SQL of orders in which something is still to come.

use super::{OrderRow, with_lines};
use crate::{Database, Result, database::on_pool};
use protocol::{
    id::UserId,
    order::{OrderView, Party, RunState},
};

/// On the boards, or booked for good; the running ones first.
const BOOKED: &str = select_orders!(
    "WHERE o.buyer_id = $1 AND o.state IN ('scheduled', 'running')
    ORDER BY CASE o.state WHEN 'running' THEN 0 ELSE 1 END, o.id LIMIT $2"
);
/// What waits for the buyer `$1`. A payout that was set aside is none of their business.
macro_rules! awaits_buyer {
    () => {
        "LEFT JOIN order_runs r ON r.order_id = o.id
        WHERE o.buyer_id = $1
            AND (o.state IN ('held', 'accepted') OR (r.run = 'set_aside' AND r.phase <> 'payout'))"
    };
}

/// What waits for the owner `$1`.
macro_rules! awaits_owner {
    () => {
        "WHERE o.owner_id = $1 AND o.state IN ('submitted', 'creative_review')"
    };
}

macro_rules! due_first {
    () => {
        " ORDER BY COALESCE(o.until, 9223372036854775807), o.id LIMIT $2"
    };
}

const AWAIT_BUYER: &str = concat!(select_orders!(""), awaits_buyer!(), due_first!());
const AWAIT_OWNER: &str = concat!(select_orders!(""), awaits_owner!(), due_first!());
const COUNT_BUYER: &str = concat!("SELECT COUNT(*) FROM orders o ", awaits_buyer!());
const COUNT_OWNER: &str = concat!("SELECT COUNT(*) FROM orders o ", awaits_owner!());
const COUNT_BOOKED: &str = "SELECT COUNT(CASE WHEN state = 'running' THEN 1 END),
        COUNT(CASE WHEN state = 'scheduled' THEN 1 END)
    FROM orders WHERE buyer_id = $1 AND state IN ('scheduled', 'running')";
// By the columns of `order_runs_standing`, so that no more is read than is listed.
const OLDEST: &str = select_orders!(
    "JOIN order_runs r ON r.order_id = o.id
    WHERE r.run = $1 ORDER BY r.updated_at, r.order_id LIMIT $2"
);
const NEWEST: &str = select_orders!(
    "JOIN order_runs r ON r.order_id = o.id
    WHERE r.run = $1 ORDER BY r.updated_at DESC, r.order_id DESC LIMIT $2"
);

/// What runs for a buyer and what will, in this order.
pub(crate) async fn booked(
    database: &Database,
    buyer: UserId,
    limit: i64,
) -> Result<Vec<OrderView>> {
    read(database, BOOKED, (buyer, limit)).await
}

/// Orders that wait for this person, what is due first first.
pub(crate) async fn awaiting(
    database: &Database,
    (party, user): (Party, UserId),
    limit: i64,
) -> Result<Vec<OrderView>> {
    let text = if party == Party::Owner { AWAIT_OWNER } else { AWAIT_BUYER };
    read(database, text, (user, limit)).await
}

/// How many orders run for a buyer, and how many are to come.
pub(crate) async fn count_booked(database: &Database, buyer: UserId) -> Result<(i64, i64)> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(COUNT_BOOKED).bind(buyer.0).fetch_one(pool).await
    })?)
}

/// How many orders wait for this person.
pub(crate) async fn count_awaiting(
    database: &Database,
    (party, user): (Party, UserId),
) -> Result<i64> {
    let text = if party == Party::Owner { COUNT_OWNER } else { COUNT_BUYER };
    Ok(on_pool!(database, |pool| sqlx::query_scalar(text).bind(user.0).fetch_one(pool).await)?)
}

/// Orders on which the work stands so, for longest first; of what is done the newest first.
pub(crate) async fn standing(
    database: &Database,
    run: RunState,
    limit: i64,
) -> Result<Vec<OrderView>> {
    let text = if run == RunState::Done { NEWEST } else { OLDEST };
    let rows: Vec<OrderRow> = on_pool!(database, |pool| {
        sqlx::query_as(text).bind(run.as_str()).bind(limit).fetch_all(pool).await
    })?;
    with_lines(database, rows).await
}

async fn read(
    database: &Database,
    text: &'static str,
    (user, limit): (UserId, i64),
) -> Result<Vec<OrderView>> {
    let rows: Vec<OrderRow> = on_pool!(database, |pool| {
        sqlx::query_as(text).bind(user.0).bind(limit).fetch_all(pool).await
    })?;
    with_lines(database, rows).await
}
