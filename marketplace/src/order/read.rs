//! Reading orders.

use super::{act::party, pipeline, sql};
use crate::{Database, Marketplace, Result, stream};
use protocol::{
    ErrorBody, Room,
    account::{Me, Role},
    id::OrderId,
    limits,
    order::{GetLogs, LogPage, OrderDetail, OrderPage, OrderQuery, OrderStatus, OrderView, Party},
    stream::Head,
};
use std::collections::BTreeMap;

impl Marketplace {
    /// The user's orders, as buyer and as owner, the newest first.
    pub async fn orders(&self, me: &Me, asked: OrderQuery) -> Result<OrderPage> {
        if asked.all && me.role != Role::Admin {
            return Err(ErrorBody::not_found("page").into());
        }
        let size = limits::ORDER_PAGE as usize;
        let user = (!asked.all).then_some(me.user_id);
        let limit = i64::from(limits::ORDER_PAGE) + 1;
        let mut orders = sql::page(self.database(), user, asked, limit).await?;
        let has_older = orders.len() > size;
        orders.truncate(size);
        let older_before = orders.last().filter(|_| has_older).map(|last| last.id);
        Ok(OrderPage { orders, older_before })
    }

    /// One order, its life so far and the work on it. For its parties and admins; others get the answer for an
    /// order that does not exist.
    pub async fn order(&self, me: &Me, id: OrderId) -> Result<OrderDetail> {
        // Read before the data, so that an event between the two is seen twice and never missed.
        let head = stream::head(self.database(), Room::Order(id)).await?.unwrap_or(Head::EMPTY);
        let (order, party) = self.seen_order(me, id).await?;
        let timeline = sql::steps(self.database(), id).await?;
        let run = pipeline::run_of(self.database(), id).await?;
        let status = run.map(|run| run.status(order.state));
        let screens = sql::creative::screens(self.database(), &order).await?;
        Ok(OrderDetail { order, party, timeline, status, screens, head })
    }

    /// How the work on an order stands. For its parties and admins.
    pub async fn order_status(&self, me: &Me, id: OrderId) -> Result<OrderStatus> {
        let (order, _) = self.seen_order(me, id).await?;
        let run = pipeline::run_of(self.database(), id).await?;
        let run = run.ok_or_else(|| ErrorBody::not_found("status"))?;
        Ok(run.status(order.state))
    }

    /// Lines of an order's log. For its parties and admins.
    pub async fn order_logs(&self, me: &Me, input: GetLogs) -> Result<LogPage> {
        let id = input.order_id;
        self.seen_order(me, id).await?;
        let run = pipeline::run_of(self.database(), id).await?;
        let last_line = run.map_or(0, |run| run.last_line());
        let limit = i64::from(limits::LOG_PAGE);
        let lines = pipeline::lines(self.database(), id, input.after, limit).await?;
        // Lines that were stored since are among them: the number says no less than they do.
        let last_line = lines.last().map_or(last_line, |line| line.number.max(last_line));
        Ok(LogPage { lines, last_line })
    }

    /// As whom the user may hear of an order.
    pub(crate) async fn order_party(&self, me: &Me, id: OrderId) -> Result<Party> {
        self.seen_order(me, id).await.map(|(_, party)| party)
    }

    pub(super) async fn seen_order(&self, me: &Me, id: OrderId) -> Result<(OrderView, Party)> {
        let order = sql::find(self.database(), id).await?;
        let seen = order.and_then(|order| {
            let party = party(&order, me.user_id, me.role)?;
            Some((order, party))
        });
        seen.ok_or_else(|| ErrorBody::not_found("order").into())
    }
}

/// How the work on these orders stands; those that were never submitted are not among them.
pub(crate) async fn statuses(
    database: &Database,
    orders: &[OrderView],
) -> Result<BTreeMap<OrderId, OrderStatus>> {
    let states: BTreeMap<_, _> = orders.iter().map(|order| (order.id, order.state)).collect();
    let ids: Vec<OrderId> = states.keys().copied().collect();
    let runs = pipeline::runs(database, &ids).await?;
    let known = |run: pipeline::Run| {
        let order = run.order_id();
        states.get(&order).map(|state| (order, run.status(*state)))
    };
    Ok(runs.into_iter().filter_map(known).collect())
}
