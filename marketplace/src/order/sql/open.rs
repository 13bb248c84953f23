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
const AWAIT_BUYER: &str = select_orders!(
    "LEFT JOIN order_runs r ON r.order_id = o.id
    WHERE o.buyer_id = $1 AND (o.state IN ('held', 'accepted') OR (r.run = 'set_aside' AND r.phase <> 'payout'))
    ORDER BY COALESCE(o.until, 9223372036854775807), o.id LIMIT $2"
);
const AWAIT_OWNER: &str = select_orders!(
    "WHERE o.owner_id = $1 AND o.state IN ('submitted', 'creative_review')
    ORDER BY COALESCE(o.until, 9223372036854775807), o.id LIMIT $2"
);
const STANDING: &str = select_orders!(
    "JOIN order_runs r ON r.order_id = o.id WHERE r.run = $1 ORDER BY r.updated_at, o.id LIMIT $2"
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

/// Orders on which the work stands so, for longest first.
pub(crate) async fn standing(
    database: &Database,
    run: RunState,
    limit: i64,
) -> Result<Vec<OrderView>> {
    let rows: Vec<OrderRow> = on_pool!(database, |pool| {
        sqlx::query_as(STANDING).bind(run.as_str()).bind(limit).fetch_all(pool).await
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
