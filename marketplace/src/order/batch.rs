//! The same told to the pipeline about many orders: each is a step of its own, with an answer of its own.

use super::pipeline;
use crate::{Marketplace, Result};
use protocol::{
    account::Me,
    dashboard::{SteerOrders, Steered, check_admin},
    limits,
    order::SteerOrder,
};

impl Marketplace {
    /// Has the pipeline try again, stop or go on with up to [`limits::BATCH_ORDERS`] orders, one after the other; each
    /// is on record. For admins; for others it is not there. What one order refuses does not concern the others.
    pub async fn steer_orders(&self, me: &Me, input: &SteerOrders) -> Result<Vec<Steered>> {
        check_admin(me)?;
        let orders = match (input.named()?, input.waiting_for()) {
            (Some(orders), _) => orders,
            (None, Some(run)) => {
                let limit = i64::try_from(limits::BATCH_ORDERS).unwrap_or(i64::MAX);
                pipeline::standing(self.database(), run, limit).await?
            }
            (None, None) => Vec::new(),
        };
        let mut all = Vec::with_capacity(orders.len());
        for order_id in orders {
            let told = SteerOrder { order_id, steer: input.steer };
            let (status, error) = match self.steer_order(me, told).await {
                Ok(status) => (Some(status), None),
                Err(error) => (None, Some(error.into_body())),
            };
            all.push(Steered { order_id, status, error });
        }
        Ok(all)
    }
}
