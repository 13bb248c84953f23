//! The SQL of orders.

pub(crate) mod calendar;
pub(super) mod creative;
mod dark;
pub(crate) mod full_days;
pub(super) mod ledger;
pub(super) mod line;
pub(super) mod remind;
mod step;

pub(crate) use dark::is_lit;
pub(super) use line::insert_lines;
pub(super) use step::{insert_step, steps};

use crate::{
    Database, Result, account,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Room, Timestamp,
    id::{ClientId, ConversationId, OrderId, UserId},
    order::{OrderGroup, OrderLine, OrderQuery, OrderState, OrderView},
};
use uuid::Uuid;

/// Everything an [`OrderRow`] has, of the orders that `$rest` picks.
macro_rules! select_orders {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.state, o.version, o.total_cents, o.balance_cents, o.currency, o.until,
                o.is_extended, o.reason, o.conversation_id, o.created_at, o.updated_at,
                o.buyer_id, b.name AS buyer_name, b.role AS buyer_role,
                o.owner_id, w.name AS owner_name, w.role AS owner_role
            FROM orders o JOIN users b ON b.id = o.buyer_id JOIN users w ON w.id = o.owner_id ",
            $rest
        )
    };
}

// After the macro, which it uses.
pub(crate) mod open;

const INSERT: &str =
    "INSERT INTO orders (id, buyer_id, owner_id, client_id, stream, state, version,
        total_cents, balance_cents, currency, until, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $11)";
const UPDATE: &str = "UPDATE orders SET state = $2, version = $3, balance_cents = $4, until = $5,
        is_extended = $6, reason = $7, conversation_id = $8, updated_at = $9 WHERE id = $1";
const ONE: &str = select_orders!("WHERE o.id = $1");
const OF_TRY: &str =
    select_orders!("WHERE o.buyer_id = $1 AND o.client_id = $2 ORDER BY o.owner_id");
// The states come as one text with a comma on either side of each; an empty one asks for all.
const OF_USER: &str = select_orders!(
    "WHERE o.id < $2 AND (o.buyer_id = $1 OR (o.owner_id = $1 AND o.conversation_id IS NOT NULL))
    AND ($4 = '' OR $4 LIKE '%,' || o.state || ',%') ORDER BY o.id DESC LIMIT $3"
);
const ALL: &str = select_orders!(
    "WHERE o.id < $1 AND ($3 = '' OR $3 LIKE '%,' || o.state || ',%') ORDER BY o.id DESC LIMIT $2"
);
const COUNT_OF_USER: &str = "SELECT COUNT(*) FROM orders
    WHERE buyer_id = $1 OR (owner_id = $1 AND conversation_id IS NOT NULL)";
const HOLDS: &str = "SELECT COUNT(*) FROM orders WHERE buyer_id = $1 AND state = 'held'";
const OVERDUE: &str =
    "SELECT id FROM orders WHERE until IS NOT NULL AND until <= $1 ORDER BY until, id LIMIT $2";

#[derive(sqlx::FromRow)]
struct OrderRow {
    id: Uuid,
    state: String,
    version: i64,
    total_cents: i64,
    balance_cents: i64,
    currency: String,
    until: Option<i64>,
    is_extended: bool,
    reason: Option<String>,
    conversation_id: Option<Uuid>,
    created_at: i64,
    updated_at: i64,
    buyer_id: Uuid,
    buyer_name: String,
    buyer_role: String,
    owner_id: Uuid,
    owner_name: String,
    owner_role: String,
}

impl OrderRow {
    fn into_view(self, lines: Vec<OrderLine>) -> Result<OrderView> {
        Ok(OrderView {
            id: OrderId(self.id),
            state: state(self.state)?,
            version: self.version,
            buyer: account::user_ref(self.buyer_id, self.buyer_name, self.buyer_role)?,
            owner: account::user_ref(self.owner_id, self.owner_name, self.owner_role)?,
            lines,
            total_cents: self.total_cents,
            balance_cents: self.balance_cents,
            currency: self.currency,
            until: self.until.map(Timestamp),
            is_extended: self.is_extended,
            reason: self.reason,
            conversation_id: self.conversation_id.map(ConversationId),
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
        })
    }
}

pub(super) fn state(text: String) -> Result<OrderState> {
    text.parse().map_err(|_| Error::corrupt("orders.state", text))
}

pub(super) async fn insert(tx: &mut Tx, order: &OrderView, client_id: ClientId) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(order.id.0)
            .bind(order.buyer.id.0)
            .bind(order.owner.id.0)
            .bind(client_id.0)
            .bind(Room::Order(order.id).to_string())
            .bind(order.state.as_str())
            .bind(order.version)
            .bind(order.total_cents)
            .bind(&order.currency)
            .bind(order.until.map(|until| until.0))
            .bind(order.created_at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    insert_lines(tx, order).await
}

/// Stores what can change.
pub(crate) async fn update(tx: &mut Tx, order: &OrderView) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(UPDATE)
            .bind(order.id.0)
            .bind(order.state.as_str())
            .bind(order.version)
            .bind(order.balance_cents)
            .bind(order.until.map(|until| until.0))
            .bind(order.is_extended)
            .bind(&order.reason)
            .bind(order.conversation_id.map(|id| id.0))
            .bind(order.updated_at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The order as this transaction sees it.
pub(crate) async fn find_now(tx: &mut Tx, id: OrderId) -> Result<Option<OrderView>> {
    let row: Option<OrderRow> = on_tx!(tx, |connection| {
        sqlx::query_as(ONE).bind(id.0).fetch_optional(connection).await
    })?;
    let Some(row) = row else { return Ok(None) };
    let lines = line::of_order_now(tx, id).await?;
    row.into_view(lines).map(Some)
}

pub(super) async fn of_try(tx: &mut Tx, buyer: UserId, id: ClientId) -> Result<Vec<OrderView>> {
    let rows: Vec<OrderRow> = on_tx!(tx, |connection| {
        sqlx::query_as(OF_TRY).bind(buyer.0).bind(id.0).fetch_all(connection).await
    })?;
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        let lines = line::of_order_now(tx, OrderId(row.id)).await?;
        orders.push(row.into_view(lines)?);
    }
    Ok(orders)
}

pub(crate) async fn find(database: &Database, id: OrderId) -> Result<Option<OrderView>> {
    let row: Option<OrderRow> =
        on_pool!(database, |pool| sqlx::query_as(ONE).bind(id.0).fetch_optional(pool).await)?;
    let Some(row) = row else { return Ok(None) };
    let lines = line::of_orders(database, &[row.id]).await?;
    row.into_view(lines.into_iter().map(|(_, line)| line).collect()).map(Some)
}

/// Those before one, the newest first: of a person, or of everybody.
pub(crate) async fn page(
    database: &Database,
    user: Option<UserId>,
    asked: OrderQuery,
    limit: i64,
) -> Result<Vec<OrderView>> {
    let before = asked.before.map_or(Uuid::max(), |id| id.0);
    let states = states(asked.show);
    let rows: Vec<OrderRow> = on_pool!(database, |pool| match user {
        Some(user) => {
            let query = sqlx::query_as(OF_USER).bind(user.0).bind(before).bind(limit);
            query.bind(&states).fetch_all(pool).await
        }
        None => sqlx::query_as(ALL).bind(before).bind(limit).bind(&states).fetch_all(pool).await,
    })?;
    with_lines(database, rows).await
}

/// How many orders somebody has, as buyer and as owner.
pub(crate) async fn count_of(database: &Database, user: UserId) -> Result<i64> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(COUNT_OF_USER).bind(user.0).fetch_one(pool).await
    })?)
}

/// Rows and what was booked with each, in two questions however many there are.
async fn with_lines(database: &Database, rows: Vec<OrderRow>) -> Result<Vec<OrderView>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut lines = line::of_orders(database, &ids).await?;
    let mut orders = Vec::with_capacity(rows.len());
    for row in rows {
        let own = lines.extract_if(.., |(id, _)| *id == row.id).map(|(_, line)| line).collect();
        orders.push(row.into_view(own)?);
    }
    Ok(orders)
}

fn states(group: OrderGroup) -> String {
    if group == OrderGroup::All {
        return String::new();
    }
    let states = OrderState::ALL.into_iter().filter(|state| group.has(*state));
    states.fold(",".to_owned(), |text, state| text + state.as_str() + ",")
}

/// How many orders somebody holds.
pub(super) async fn holds(tx: &mut Tx, buyer: UserId) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(HOLDS).bind(buyer.0).fetch_one(connection).await
    })?)
}

/// Orders whose time limit has passed.
pub(super) async fn overdue(
    database: &Database,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<OrderId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(OVERDUE).bind(now.0).bind(limit).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(OrderId).collect())
}
