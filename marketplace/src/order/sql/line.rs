//! The SQL of what was booked.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Day, DayRange, Weekdays,
    id::{BoardId, OrderId},
    order::{OrderLine, OrderView, Rate, quote},
};
use uuid::Uuid;

/// Everything a [`LineRow`] has.
macro_rules! select_lines {
    ($rest:literal) => {
        concat!(
            "SELECT l.order_id, l.board_id, l.title, l.city, l.first_day, l.last_day,
                l.price_per_day_cents, l.dark_weekdays, o.currency
            FROM order_lines l JOIN orders o ON o.id = l.order_id ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO order_lines
        (order_id, position, board_id, title, city, first_day, last_day, price_per_day_cents,
        dark_weekdays)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
// The ids follow, and the end.
const OF_ORDERS: &str = select_lines!("WHERE l.order_id IN (");
const OF_ORDER: &str = select_lines!("WHERE l.order_id = $1 ORDER BY l.position");

#[derive(sqlx::FromRow)]
struct LineRow {
    order_id: Uuid,
    board_id: Uuid,
    title: String,
    city: String,
    first_day: String,
    last_day: String,
    price_per_day_cents: i64,
    dark_weekdays: i32,
    currency: String,
}

impl LineRow {
    fn into_line(self) -> Result<(Uuid, OrderLine)> {
        let days = DayRange::new(day(self.first_day)?, day(self.last_day)?)?;
        // A quote is a pure function of the agreed price: it is not stored.
        let rate = Rate {
            price_per_day_cents: self.price_per_day_cents,
            currency: self.currency,
            lead_days: 0,
            dark_weekdays: Weekdays::from_bits(self.dark_weekdays),
        };
        let line = OrderLine {
            board_id: BoardId(self.board_id),
            title: self.title,
            city: self.city,
            days,
            dark_weekdays: rate.dark_weekdays,
            quote: quote(days, &rate),
        };
        Ok((self.order_id, line))
    }
}

pub(in crate::order) fn day(text: String) -> Result<Day> {
    text.parse().map_err(|_| Error::corrupt("day", text))
}

pub(in crate::order) async fn insert_lines(tx: &mut Tx, order: &OrderView) -> Result<()> {
    for (position, line) in (0_i32..).zip(&order.lines) {
        on_tx!(tx, |connection| {
            sqlx::query(INSERT)
                .bind(order.id.0)
                .bind(position)
                .bind(line.board_id.0)
                .bind(&line.title)
                .bind(&line.city)
                .bind(line.days.first().to_string())
                .bind(line.days.last().to_string())
                .bind(line.quote.price_per_day_cents)
                .bind(line.dark_weekdays.bits())
                .execute(connection)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}

pub(super) async fn of_order_now(tx: &mut Tx, id: OrderId) -> Result<Vec<OrderLine>> {
    let rows: Vec<LineRow> = on_tx!(tx, |connection| {
        sqlx::query_as(OF_ORDER).bind(id.0).fetch_all(connection).await
    })?;
    rows.into_iter().map(|row| row.into_line().map(|(_, line)| line)).collect()
}

/// Of all these orders, each line with its order; an order's in their order.
pub(super) async fn of_orders(
    database: &Database,
    orders: &[Uuid],
) -> Result<Vec<(Uuid, OrderLine)>> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<LineRow> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(OF_ORDERS);
        let mut ids = query.separated(", ");
        for order in orders {
            ids.push_bind(*order);
        }
        query.push(") ORDER BY l.order_id, l.position");
        query.build_query_as().fetch_all(pool).await
    })?;
    rows.into_iter().map(LineRow::into_line).collect()
}
