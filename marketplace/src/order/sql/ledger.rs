//! The SQL of the ledger.

use crate::{
    Result,
    database::{Tx, on_tx},
};
use protocol::{Timestamp, id::OrderId, order::ledger::Movement};

// An order has each movement once: whoever asks twice has changed nothing.
const INSERT: &str = "INSERT INTO ledger (order_id, movement, account, amount_cents, at)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (order_id, movement, account) DO NOTHING";
const HAS: &str = "SELECT COUNT(*) FROM ledger WHERE order_id = $1 AND movement = $2";
const BALANCE: &str = "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) FROM ledger
    WHERE order_id = $1 AND account = 'escrow'";

/// Stores a movement, once; answers with what the order holds after it.
pub(crate) async fn book(
    tx: &mut Tx,
    order: OrderId,
    (movement, cents): (Movement, i64),
    now: Timestamp,
) -> Result<i64> {
    for entry in movement.entries(cents) {
        on_tx!(tx, |connection| {
            sqlx::query(INSERT)
                .bind(order.0)
                .bind(movement.as_str())
                .bind(entry.account.as_str())
                .bind(entry.amount_cents)
                .bind(now.0)
                .execute(connection)
                .await
                .map(|_| ())
        })?;
    }
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(BALANCE).bind(order.0).fetch_one(connection).await
    })?)
}

/// Whether money has moved so.
pub(crate) async fn has(tx: &mut Tx, order: OrderId, movement: Movement) -> Result<bool> {
    let count: i64 = on_tx!(tx, |connection| {
        sqlx::query_scalar(HAS).bind(order.0).bind(movement.as_str()).fetch_one(connection).await
    })?;
    Ok(count > 0)
}
