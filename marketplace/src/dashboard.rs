//! Dashboards: what there is to see is counted anew each time.

mod admin;
mod sql;

use crate::{
    Marketplace, Result,
    order::{
        calendar::{start_of, today},
        sql as order_sql,
    },
};
use protocol::{
    Day, DayRange, Timestamp,
    account::Me,
    dashboard::{
        AdvertiserDashboard, Awaiting, Campaign, MoneyByWeek, OwnerDashboard, check_owner,
        first_monday,
    },
    id::UserId,
    limits,
    order::{OrderView, Party},
};
use sql::Side;
use std::collections::HashMap;

/// Where nothing stands, days and weeks are counted in UTC.
const NOWHERE: &str = "UTC";

impl Marketplace {
    /// How full the user's boards are, what they earn, and what waits for them. For owners.
    pub async fn owner_dashboard(&self, me: &Me, page: u32) -> Result<OwnerDashboard> {
        check_owner(me)?;
        let (page, at) = (page.max(1), self.now());
        let mut first = None;
        for zone in sql::board_zones(self.database(), me.user_id).await? {
            let there = today(&zone, at)?;
            first = Some(first.map_or(there, |first: Day| first.min(there)));
        }
        let first = first.map_or_else(|| today(NOWHERE, at), Ok)?;
        let days = DayRange::new(first, first.plus(limits::DASHBOARD_DAYS - 1))?;
        let (total, places) = sql::places(self.database(), (me.user_id, days)).await?;
        let boards = sql::boards(self.database(), (me.user_id, days), page).await?;
        let boards = sql::occupancy(self.database(), boards, days).await?;
        let money = self.money(Side::Owner, me.user_id, at).await?;
        let (awaiting, awaiting_count) = self.awaiting(Party::Owner, me.user_id).await?;
        Ok(OwnerDashboard {
            at,
            days,
            boards,
            page,
            total,
            places,
            money,
            awaiting,
            awaiting_count,
        })
    }

    /// What the user spends, what runs for them, and what waits for them. For everybody signed in.
    pub async fn advertiser_dashboard(&self, me: &Me) -> Result<AdvertiserDashboard> {
        let at = self.now();
        let money = self.money(Side::Buyer, me.user_id, at).await?;
        let limit = i64::from(limits::DASHBOARD_ORDERS);
        let orders = order_sql::open::booked(self.database(), me.user_id, limit).await?;
        let mut days = Vec::new();
        for (board, zone) in sql::zones(self.database(), me.user_id).await? {
            days.push((board, today(&zone, at)?));
        }
        let nowhere = today(NOWHERE, at)?;
        let today = |board| {
            let found = days.iter().find(|(known, _)| *known == board);
            found.map_or(nowhere, |(_, day)| *day)
        };
        let campaigns = orders.into_iter().filter_map(|order| Campaign::of(order, today)).collect();
        let (running_count, coming_count) =
            order_sql::open::count_booked(self.database(), me.user_id).await?;
        let (awaiting, awaiting_count) = self.awaiting(Party::Buyer, me.user_id).await?;
        Ok(AdvertiserDashboard {
            at,
            money,
            campaigns,
            running_count,
            coming_count,
            awaiting,
            awaiting_count,
        })
    }

    async fn money(&self, side: Side, user: UserId, at: Timestamp) -> Result<Vec<MoneyByWeek>> {
        let first = first_monday(today(NOWHERE, at)?);
        let since = start_of(NOWHERE, first)?;
        let moved = sql::moved(self.database(), (side, user), since).await?;
        Ok(MoneyByWeek::collect(first, moved))
    }

    /// What waits for somebody, as far as it is listed, and how much there is of it.
    async fn awaiting(&self, party: Party, user: UserId) -> Result<(Vec<Awaiting>, i64)> {
        let limit = i64::from(limits::DASHBOARD_ORDERS);
        let orders = order_sql::open::awaiting(self.database(), (party, user), limit).await?;
        let mut aside = match party {
            Party::Buyer => sql::set_aside(self.database(), user).await?,
            _ => HashMap::new(),
        };
        let awaiting = |order: OrderView| Awaiting { trouble: aside.remove(&order.id), order };
        let listed: Vec<_> = orders.into_iter().map(awaiting).collect();
        let count = i64::try_from(listed.len()).unwrap_or(i64::MAX);
        if count < limit {
            return Ok((listed, count));
        }
        let all = order_sql::open::count_awaiting(self.database(), (party, user)).await?;
        Ok((listed, all.max(count)))
    }
}
