//! Keeping a hold longer.

use super::{News, news, sql};
use crate::{Marketplace, Result, database::Tx, stream};
use protocol::{
    ErrorBody, ErrorCode, Room, Timestamp,
    account::Me,
    id::OrderId,
    limits,
    order::{ExtendHold, OrderState, OrderView, Party, TimelineEntry},
};

impl Marketplace {
    /// Keeps a hold longer, once. For its buyer. Publishes `orderUpdated`.
    pub async fn extend_hold(&self, me: &Me, input: ExtendHold) -> Result<OrderView> {
        let (me, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let (order, news) = market
                .database()
                .transaction(move |tx| Box::pin(extend(tx, input.order_id, me, now)))
                .await?;
            market.tell_order_news(news).await;
            Ok(order)
        })
        .await
    }
}

async fn extend(tx: &mut Tx, id: OrderId, me: Me, now: Timestamp) -> Result<(OrderView, News)> {
    stream::lock(tx, Room::Order(id)).await?;
    let found = sql::find_now(tx, id).await?.filter(|order| order.buyer.id == me.user_id);
    let mut order = found.ok_or_else(|| ErrorBody::not_found("order"))?;
    if order.state != OrderState::Held || order.until.is_none_or(|until| until <= now) {
        let text = "Only a hold that is still on can be extended.";
        return Err(ErrorBody::new(ErrorCode::WrongState, text).into());
    }
    if order.is_extended {
        let text = "A hold can be extended once.";
        return Err(ErrorBody::new(ErrorCode::Conflict, text).into());
    }
    order.until = order.until.map(|until| until.plus(limits::HOLD_FOR));
    order.is_extended = true;
    order.version += 1;
    order.updated_at = now;
    sql::update(tx, &order).await?;
    let entry = TimelineEntry {
        version: order.version,
        action: None,
        state: order.state,
        party: Party::Buyer,
        by: Some(order.buyer.clone()),
        reason: None,
        creatives: Vec::new(),
        at: now,
    };
    let mut news = News::default();
    news::record(tx, &order, entry, &mut news).await?;
    Ok((order, news))
}
