//! A list of orders as it was read, and what was told of it since.

use super::api::list_orders;
use crate::{error::ApiResult, stores::order::known::Orders};
use leptos::prelude::*;
use protocol::{
    id::{OrderId, UserId},
    order::{OrderPage, OrderQuery, OrderView},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Reading {
    pub(super) page: OrderPage,
    /// The versions this tab knew when it asked. They may have been old by then: only what is newer was told since.
    before: BTreeMap<OrderId, i64>,
}

impl Reading {
    /// Reads a list.
    pub(super) async fn of(asked: OrderQuery, store: RwSignal<Orders>) -> ApiResult<Self> {
        let before = store.with_untracked(Orders::versions);
        let page = list_orders(asked).await?;
        store.try_update(|orders| page.orders.iter().cloned().for_each(|it| orders.learn(it)));
        Ok(Self { page, before })
    }

    /// What the list has now, the newest first; `of` is whose orders are in it, or everybody's.
    pub(super) fn rows(
        &self,
        known: &Orders,
        asked: OrderQuery,
        of: Option<UserId>,
    ) -> Vec<OrderView> {
        let OrderPage { orders: read, older_before } = &self.page;
        let mut rows: BTreeMap<OrderId, OrderView> =
            read.iter().map(|order| (order.id, known.newest(order))).collect();
        // An order comes to its owner when it is submitted, which may be long after it was made.
        let oldest = older_before.and(read.last()).map(|order| order.id);
        let new = if asked.before.is_none() { known.after(oldest, of) } else { Vec::new() };
        let is_told_since = |order: &OrderView| self.before.get(&order.id) != Some(&order.version);
        for order in new.into_iter().filter(is_told_since) {
            rows.entry(order.id).or_insert(order);
        }
        rows.into_values().rev().filter(|order| asked.show.has(order.state)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::order::fixture::order;
    use protocol::order::{OrderGroup, OrderState};

    const BOOKED: OrderQuery = OrderQuery { before: None, show: OrderGroup::Booked, all: false };

    fn at(id: u128, state: OrderState, version: i64) -> OrderView {
        OrderView { state, version, ..order(id) }
    }

    fn reading(orders: Vec<OrderView>, known: &Orders) -> Reading {
        let page = OrderPage { orders, older_before: None };
        Reading { page, before: known.versions() }
    }

    fn ids(rows: &[OrderView]) -> Vec<u128> {
        rows.iter().map(|order| order.id.0.as_u128()).collect()
    }

    #[test]
    fn an_order_that_left_the_list_unheard_is_gone_once_it_was_read_again() {
        let mut known = Orders::default();
        known.learn(at(1, OrderState::Running, 6));
        known.learn(at(2, OrderState::Running, 6));
        let again = reading(vec![at(2, OrderState::Running, 6)], &known);
        assert_eq!(ids(&again.rows(&known, BOOKED, None)), [2]);
        known.learn(at(3, OrderState::Scheduled, 5));
        known.learn(at(2, OrderState::Completed, 7));
        assert_eq!(ids(&again.rows(&known, BOOKED, None)), [3], "told since");
    }

    #[test]
    fn what_was_read_is_not_undone_by_what_was_told_before() {
        let mut known = Orders::default();
        known.learn(at(1, OrderState::Scheduled, 5));
        let again = reading(vec![at(1, OrderState::Running, 6)], &known);
        let rows = again.rows(&known, BOOKED, None);
        assert_eq!((rows.len(), rows[0].state), (1, OrderState::Running));
    }

    #[test]
    fn an_older_page_has_what_was_read_alone() {
        let mut known = Orders::default();
        let older = OrderQuery { before: Some(order(5).id), ..BOOKED };
        let read = reading(vec![at(1, OrderState::Running, 6)], &known);
        known.learn(at(2, OrderState::Running, 6));
        assert_eq!(ids(&read.rows(&known, older, None)), [1]);
        assert_eq!(ids(&read.rows(&known, BOOKED, None)), [2, 1]);
    }
}
