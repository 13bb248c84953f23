//! Whether an installation's books agree: every order with its ledger, its days, its life and its log.

use super::sql::line;
use crate::{Database, Marketplace, Result, database::on_pool};
use protocol::{DayRange, Weekdays};
use std::collections::BTreeMap;
use uuid::Uuid;

const LINES: &str = "SELECT l.order_id, l.first_day, l.last_day, l.dark_weekdays FROM order_lines l
    JOIN orders o ON o.id = l.order_id
    WHERE o.state NOT IN ('rejected', 'cancelled', 'expired', 'refunded')";
const KEPT: &str = "SELECT order_id, COUNT(*) FROM booked_days GROUP BY order_id";

/// A question whose every answer is a disagreement: the order's id as text, and what is wrong in words.
struct Check {
    wrong: &'static str,
    // Answers with ids of orders.
    sql: &'static str,
}

const CHECKS: [Check; 12] = [
    Check {
        wrong: "its balance is not the sum of its escrow",
        sql: "SELECT o.id FROM orders o WHERE o.balance_cents <> (SELECT COALESCE(SUM(l.amount_cents), 0)
            FROM ledger l WHERE l.order_id = o.id AND l.account = 'escrow')",
    },
    Check {
        wrong: "its accounts do not sum to zero",
        sql: "SELECT l.order_id FROM ledger l GROUP BY l.order_id HAVING SUM(l.amount_cents) <> 0",
    },
    Check {
        wrong: "money has moved before the owner accepted",
        sql: "SELECT o.id FROM orders o WHERE o.state IN ('held', 'submitted', 'rejected')
            AND EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = o.id)",
    },
    Check {
        wrong: "it is over and still holds money, and nobody moves it on",
        sql: "SELECT o.id FROM orders o LEFT JOIN order_runs r ON r.order_id = o.id
            WHERE o.state IN ('completed', 'refunded', 'cancelled', 'expired') AND o.balance_cents <> 0
            AND NOT COALESCE(r.phase IN ('refund', 'payout') AND r.run NOT IN ('done', 'set_aside'), FALSE)",
    },
    Check {
        wrong: "it goes on and nobody has paid for it",
        sql: "SELECT o.id FROM orders o LEFT JOIN order_runs r ON r.order_id = o.id
            WHERE (o.state IN ('running', 'completed', 'refunded')
                OR COALESCE(r.phase IN ('traffic', 'verify', 'payout'), FALSE))
            AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = o.id AND l.movement = 'charge')",
    },
    Check {
        wrong: "the work on it is done, and its owner has no money",
        sql: "SELECT o.id FROM orders o JOIN order_runs r ON r.order_id = o.id
            WHERE o.state = 'completed' AND r.run = 'done'
            AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = o.id AND l.movement = 'payout')",
    },
    Check {
        wrong: "it is refunded, and its buyer has no money",
        sql: "SELECT o.id FROM orders o WHERE o.state = 'refunded'
            AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = o.id AND l.movement = 'refund')",
    },
    // Only of what is still to come: a loop may have been longer on days that are over.
    Check {
        wrong: "a day of its is sold more often than the board has places",
        sql: "SELECT DISTINCT b.order_id FROM booked_days b JOIN orders o ON o.id = b.order_id
            WHERE o.state IN ('held', 'submitted', 'accepted', 'creative_review', 'scheduled')
            AND (SELECT COUNT(*) FROM booked_days d WHERE d.board_id = b.board_id AND d.day = b.day)
                > (SELECT s.slots_per_loop FROM boards s WHERE s.id = b.board_id)",
    },
    Check {
        wrong: "it was not charged what it costs",
        sql: "SELECT l.order_id FROM ledger l JOIN orders o ON o.id = l.order_id
            WHERE l.movement = 'charge' AND l.account = 'escrow' AND l.amount_cents <> o.total_cents",
    },
    Check {
        wrong: "it has ended early and still keeps days",
        sql: "SELECT DISTINCT o.id FROM orders o JOIN booked_days b ON b.order_id = o.id
            WHERE o.state IN ('rejected', 'cancelled', 'expired', 'refunded')",
    },
    Check {
        wrong: "its life has a hole",
        sql: "SELECT o.id FROM orders o
            WHERE o.version <> (SELECT COUNT(*) FROM order_steps s WHERE s.order_id = o.id)",
    },
    Check {
        wrong: "its log has a hole",
        sql: "SELECT r.order_id FROM order_runs r
            WHERE r.last_line <> (SELECT COUNT(*) FROM order_log l WHERE l.order_id = r.order_id)",
    },
];

impl Marketplace {
    /// What does not agree, in words; nothing in a sound installation. Reads only; for those who run it. Orders may go
    /// on meanwhile: what is wrong is looked at twice, since two questions do not see the same moment.
    pub async fn check_books(&self) -> Result<Vec<String>> {
        let mut suspects = check(self.database()).await?;
        if !suspects.is_empty() {
            let again = check(self.database()).await?;
            suspects.retain(|suspect| again.contains(suspect));
        }
        Ok(suspects)
    }
}

async fn check(database: &Database) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for Check { wrong, sql } in CHECKS {
        let ids: Vec<uuid::Uuid> =
            on_pool!(database, |pool| sqlx::query_scalar(sql).fetch_all(pool).await)?;
        problems.extend(ids.into_iter().map(|id| format!("Order {id}: {wrong}.")));
    }
    problems.extend(missing_days(database).await?);
    Ok(problems)
}

/// What was booked is kept, day by day. Counted here: the engines do not agree on how days are counted in SQL.
async fn missing_days(database: &Database) -> Result<Vec<String>> {
    let lines: Vec<(Uuid, String, String, i32)> =
        on_pool!(database, |pool| sqlx::query_as(LINES).fetch_all(pool).await)?;
    let kept: Vec<(Uuid, i64)> =
        on_pool!(database, |pool| sqlx::query_as(KEPT).fetch_all(pool).await)?;
    let kept: BTreeMap<Uuid, i64> = kept.into_iter().collect();
    let mut booked: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (order, first, last, dark) in lines {
        let days = DayRange::new(line::day(first)?, line::day(last)?)?;
        let days = Weekdays::from_bits(dark).count_left_of(days);
        *booked.entry(order).or_default() += days;
    }
    let wrong = booked.into_iter().filter(|(id, days)| kept.get(id) != Some(days));
    Ok(wrong.map(|(id, _)| format!("Order {id}: its days are not all its own.")).collect())
}
