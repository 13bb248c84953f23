//! The SQL of an order's life so far.

use super::state;
use crate::{
    Database, Result, account,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    id::OrderId,
    order::{Party, TimelineEntry},
};
use uuid::Uuid;

const INSERT: &str =
    "INSERT INTO order_steps (order_id, version, action, state, party, actor_id, reason, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const OF_ORDER: &str = "SELECT s.version, s.action, s.state, s.party, s.reason, s.at,
        u.id, u.name, u.role
    FROM order_steps s LEFT JOIN users u ON u.id = s.actor_id
    WHERE s.order_id = $1 ORDER BY s.version";

type StepRow = (
    i64,
    Option<String>,
    String,
    String,
    Option<String>,
    i64,
    Option<Uuid>,
    Option<String>,
    Option<String>,
);

pub(in crate::order) async fn insert_step(
    tx: &mut Tx,
    order: OrderId,
    entry: &TimelineEntry,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(order.0)
            .bind(entry.version)
            .bind(entry.action.map(protocol::order::OrderAction::as_str))
            .bind(entry.state.as_str())
            .bind(entry.party.as_str())
            .bind(entry.by.as_ref().map(|by| by.id.0))
            .bind(&entry.reason)
            .bind(entry.at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The oldest first.
pub(in crate::order) async fn steps(
    database: &Database,
    order: OrderId,
) -> Result<Vec<TimelineEntry>> {
    let rows: Vec<StepRow> = on_pool!(database, |pool| {
        sqlx::query_as(OF_ORDER).bind(order.0).fetch_all(pool).await
    })?;
    let mut steps = rows.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    for (version, creative) in super::creative::of_order(database, order).await? {
        if let Some(step) = steps.iter_mut().find(|step| step.version == version) {
            step.creatives.push(creative);
        }
    }
    Ok(steps)
}

fn entry(row: StepRow) -> Result<TimelineEntry> {
    let (version, action, became, party, reason, at, id, name, role) = row;
    let action =
        action.map(|text| text.parse().map_err(|_| Error::corrupt("order_steps.action", text)));
    let by = id.map(|id| account::user_ref(id, name.unwrap_or_default(), role.unwrap_or_default()));
    Ok(TimelineEntry {
        version,
        action: action.transpose()?,
        state: state(became)?,
        party: self::party(party)?,
        by: by.transpose()?,
        reason,
        creatives: Vec::new(),
        at: Timestamp(at),
    })
}

fn party(text: String) -> Result<Party> {
    [Party::Buyer, Party::Owner, Party::Admin, Party::System]
        .into_iter()
        .find(|party| party.as_str() == text)
        .ok_or_else(|| Error::corrupt("order_steps.party", text))
}
