//! The whole pipeline at a glance.

use super::sql;
use crate::{
    Marketplace, Result,
    order::{sql as order_sql, statuses},
};
use protocol::{
    Timestamp,
    account::Me,
    dashboard::{AdminDashboard, Listed, check_admin},
    limits,
    order::{OrderView, RunState},
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

impl Marketplace {
    /// How many orders stand how, how fast they get on, and those on which the work stands so. For admins; for others
    /// it is not there.
    pub async fn admin_dashboard(&self, me: &Me, run: RunState) -> Result<AdminDashboard> {
        check_admin(me)?;
        let (at, database) = (self.now(), self.database());
        let limit = i64::from(limits::DASHBOARD_ORDERS);
        let orders = order_sql::open::standing(database, run, limit).await?;
        let mut statuses = statuses(database, &orders).await?;
        let listed = |order: OrderView| {
            let status = statuses.remove(&order.id)?;
            Some(Listed { order, status })
        };
        let listed = orders.into_iter().filter_map(listed).collect();
        Ok(AdminDashboard {
            at,
            per_hour: self.ended(at, (HOUR, 24)).await?,
            per_minute: self.ended(at, (MINUTE, 60)).await?,
            work: sql::work(database).await?,
            states: sql::states(database).await?,
            online: self.publisher().online().len(),
            run,
            listed,
        })
    }

    /// How much work ended in each of the last `count` parts of the clock, the present one last.
    async fn ended(&self, at: Timestamp, (part, count): (i64, i64)) -> Result<Vec<i64>> {
        let since = (at.0.div_euclid(part) + 1 - count) * part;
        let mut parts = vec![0; usize::try_from(count).unwrap_or_default()];
        for (number, ended) in sql::ended(self.database(), Timestamp(since), part).await? {
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            if let Some(known) = parts.get_mut(number) {
                *known = ended;
            }
        }
        Ok(parts)
    }
}
