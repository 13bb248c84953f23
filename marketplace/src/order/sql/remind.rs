//! The SQL of reminders.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{Timestamp, id::OrderId, limits};
use std::time::Duration;
use uuid::Uuid;

// Those that have had their last reminder are not looked at again.
const WAITING: &str = "SELECT o.id FROM orders o
    WHERE o.until > $1 AND o.until <= $2 AND o.state IN ('submitted', 'creative_review')
    AND (SELECT COUNT(*) FROM order_reminders r WHERE r.order_id = o.id AND r.until = o.until)
        < CASE WHEN o.until <= $3 THEN 2 ELSE 1 END
    ORDER BY o.until, o.id LIMIT $4";
const NOTE: &str = "INSERT INTO order_reminders (order_id, until, hours) VALUES ($1, $2, $3)
    ON CONFLICT (order_id, until, hours) DO NOTHING";

/// Orders that wait for their owners and may need a reminder.
pub(in crate::order) async fn waiting(
    database: &Database,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<OrderId>> {
    let [first, last] = limits::REMIND_HOURS;
    let within = |hours: i64| now.plus(Duration::from_hours(hours.unsigned_abs()));
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(WAITING)
            .bind(now.0)
            .bind(within(first).0)
            .bind(within(last).0)
            .bind(limit)
            .fetch_all(pool)
            .await
    })?;
    Ok(ids.into_iter().map(OrderId).collect())
}

/// Whether this is the first time.
pub(in crate::order) async fn note(
    tx: &mut Tx,
    order: OrderId,
    (until, hours): (Timestamp, i64),
) -> Result<bool> {
    let done = on_tx!(tx, |connection| {
        sqlx::query(NOTE)
            .bind(order.0)
            .bind(until.0)
            .bind(hours)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(done > 0)
}
