//! Orders the tab knows, and their lives.

use protocol::{
    id::{OrderId, UserId},
    order::{OrderDetail, OrderUpdated, OrderView, TimelineEntry},
};
use std::collections::BTreeMap;

/// The newest word on each order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Orders {
    known: BTreeMap<OrderId, OrderView>,
    /// By the version a step led to; complete once the order was opened.
    steps: BTreeMap<OrderId, BTreeMap<i64, TimelineEntry>>,
}

impl Orders {
    /// Takes in an order, unless a newer one is known.
    pub fn learn(&mut self, order: OrderView) {
        match self.known.get(&order.id) {
            Some(known) if known.version >= order.version => {}
            _ => {
                self.known.insert(order.id, order);
            }
        }
    }

    /// Takes in an order that was opened.
    pub fn load(&mut self, detail: &OrderDetail) {
        let id = detail.order.id;
        self.learn(detail.order.clone());
        let steps = self.steps.entry(id).or_default();
        steps.extend(detail.timeline.iter().map(|entry| (entry.version, entry.clone())));
    }

    /// Takes in a step, which may come twice.
    pub fn updated(&mut self, event: OrderUpdated) {
        let steps = self.steps.entry(event.order.id).or_default();
        steps.insert(event.entry.version, event.entry);
        self.learn(event.order);
    }

    /// One order.
    pub fn get(&self, id: OrderId) -> Option<&OrderView> {
        self.known.get(&id)
    }

    /// An order that was read, or the newer one that is known.
    pub fn newest(&self, read: &OrderView) -> OrderView {
        let known = self.known.get(&read.id).filter(|known| known.version > read.version);
        known.unwrap_or(read).clone()
    }

    /// How new each known order is.
    pub fn versions(&self) -> BTreeMap<OrderId, i64> {
        self.known.iter().map(|(id, order)| (*id, order.version)).collect()
    }

    /// The steps of an order, the oldest first.
    pub fn timeline(&self, id: OrderId) -> Vec<TimelineEntry> {
        self.steps.get(&id).map(|steps| steps.values().cloned().collect()).unwrap_or_default()
    }

    /// Orders made after this one; those of one person, or all that were told. A hold is none of its owner's.
    pub fn after(&self, id: Option<OrderId>, of: Option<UserId>) -> Vec<OrderView> {
        let is_later = |order: &&OrderView| id.is_none_or(|id| order.id > id);
        let is_theirs = |order: &&OrderView| {
            let is_of = |me| {
                me == order.buyer.id || me == order.owner.id && order.conversation_id.is_some()
            };
            of.is_none_or(is_of)
        };
        self.known.values().filter(is_later).filter(is_theirs).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::order, *};
    use protocol::{
        Room, Timestamp,
        id::{ConversationId, Epoch},
        order::{OrderState, Party},
        stream::Position,
    };
    use uuid::Uuid;

    fn step(version: i64, state: OrderState) -> OrderUpdated {
        let order = OrderView { version, state, ..order(7) };
        let stream = Room::Order(order.id);
        let position = Position { stream, epoch: Epoch(Uuid::nil()), seq: version };
        let entry = TimelineEntry {
            version,
            action: None,
            state,
            party: Party::Buyer,
            by: None,
            reason: None,
            creatives: Vec::new(),
            at: Timestamp(version),
        };
        OrderUpdated { position, order, entry }
    }

    #[test]
    fn steps_come_twice_and_in_any_order_and_are_shown_once_in_theirs() {
        let mut orders = Orders::default();
        orders.updated(step(3, OrderState::Accepted));
        for _ in 0..2 {
            orders.updated(step(2, OrderState::Submitted));
        }
        let id = order(7).id;
        assert_eq!(orders.get(id).unwrap().state, OrderState::Accepted);
        let versions: Vec<_> = orders.timeline(id).iter().map(|entry| entry.version).collect();
        assert_eq!(versions, [2, 3]);
        assert_eq!(orders.newest(&order(7)).version, 3);
    }

    #[test]
    fn new_orders_are_found_by_whom_they_concern() {
        let mut orders = Orders::default();
        for number in [3, 5, 9] {
            orders.learn(order(number));
        }
        let numbers = |orders: Vec<OrderView>| -> Vec<_> {
            orders.iter().map(|order| order.id.0.as_u128()).collect()
        };
        assert_eq!(numbers(orders.after(Some(order(3).id), None)), [5, 9]);
        assert_eq!(numbers(orders.after(None, Some(order(3).buyer.id))).len(), 3);
        assert_eq!(numbers(orders.after(None, Some(UserId(Uuid::nil())))).len(), 0);
        let owner = order(3).owner.id;
        assert_eq!(numbers(orders.after(None, Some(owner))).len(), 0, "holds");
        let conversation_id = Some(ConversationId(Uuid::nil()));
        orders.learn(OrderView { version: 2, conversation_id, ..order(5) });
        assert_eq!(numbers(orders.after(None, Some(owner))), [5]);
    }
}
