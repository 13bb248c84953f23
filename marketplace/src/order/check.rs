//! Whether an installation's books agree: every order with its ledger, its days, its life and its log.

use crate::{Database, Marketplace, Result, database::on_pool};

/// A question whose every answer is a disagreement: the order's id as text, and what is wrong in words.
struct Check {
    wrong: &'static str,
    // Answers with ids of orders.
    sql: &'static str,
}

const CHECKS: [Check; 9] = [
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
        wrong: "it is over and still holds money, and nobody is giving it back",
        sql: "SELECT o.id FROM orders o LEFT JOIN order_runs r ON r.order_id = o.id
            WHERE o.state IN ('completed', 'refunded', 'cancelled', 'expired') AND o.balance_cents <> 0
            AND NOT (r.phase = 'refund' AND r.run <> 'done')",
    },
    Check {
        wrong: "it was not charged what it costs",
        sql: "SELECT l.order_id FROM ledger l JOIN orders o ON o.id = l.order_id
            WHERE l.movement = 'charge' AND l.account = 'escrow' AND l.amount_cents <> o.total_cents",
    },
    Check {
        wrong: "its days are not all its own",
        sql: "SELECT o.id FROM orders o
            WHERE o.state NOT IN ('rejected', 'cancelled', 'expired', 'refunded')
            AND NOT EXISTS (SELECT 1 FROM booked_days b WHERE b.order_id = o.id)",
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
    /// What does not agree, in words; nothing in a sound installation. Reads only; for those who run it.
    pub async fn check_books(&self) -> Result<Vec<String>> {
        check(self.database()).await
    }
}

async fn check(database: &Database) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for Check { wrong, sql } in CHECKS {
        let ids: Vec<uuid::Uuid> =
            on_pool!(database, |pool| sqlx::query_scalar(sql).fetch_all(pool).await)?;
        problems.extend(ids.into_iter().map(|id| format!("Order {id}: {wrong}.")));
    }
    Ok(problems)
}
