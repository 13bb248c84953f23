//! Reminding owners of orders that wait for them.

use super::{News, news::inform_of_waiting, sql};
use crate::{Marketplace, Result, database::Tx, stream};
use protocol::{Room, Timestamp, id::OrderId, limits, order::OrderState};
use std::time::Duration;

/// How many orders one look takes.
const AT_ONCE: i64 = 100;

impl Marketplace {
    /// Reminds owners of orders that wait for them and expire soon, once for each of
    /// [`limits::REMIND_HOURS`]. By the clock, every few seconds. Says how many.
    pub async fn remind_owners(&self) -> Result<usize> {
        let now = self.now();
        let mut count = 0;
        for id in sql::remind::waiting(self.database(), now, AT_ONCE).await? {
            let reminded = self
                .database()
                .transaction(move |tx| Box::pin(async move { remind(tx, id, now).await }))
                .await;
            match reminded {
                Ok(None) => {}
                Ok(Some(news)) => {
                    self.tell_order_news(news).await;
                    count += 1;
                }
                Err(error) => tracing::error!(%error, order = %id, "an owner was not reminded"),
            }
        }
        Ok(count)
    }
}

/// `None` when nobody needs to be told: somebody was faster, or the owner has had less time than that from the start.
async fn remind(tx: &mut Tx, id: OrderId, now: Timestamp) -> Result<Option<News>> {
    stream::lock(tx, Room::Order(id)).await?;
    let order = sql::find_now(tx, id).await?.filter(|order| awaits_owner(order.state));
    let limit = order.and_then(|order| order.until.map(|until| (order, until)));
    let Some((order, until)) = limit.filter(|(_, until)| *until > now) else { return Ok(None) };
    let mut due = None;
    // Of several that have begun the last is told; all are noted, so that nobody looks at them again.
    for hours in limits::REMIND_HOURS {
        let begins = until.minus(Duration::from_hours(hours.unsigned_abs()));
        if begins <= now {
            let is_new = sql::remind::note(tx, id, (until, hours)).await?;
            due = (is_new && begins > order.updated_at).then_some(hours);
        }
    }
    let Some(hours) = due else { return Ok(None) };
    let mut news = News::default();
    inform_of_waiting(tx, &order, (hours, now), &mut news).await?;
    Ok(Some(news))
}

fn awaits_owner(state: OrderState) -> bool {
    matches!(state, OrderState::Submitted | OrderState::CreativeReview)
}
