//! Orders, the work on them, and the calendars of boards.

pub mod calendar;
#[cfg(test)]
pub(crate) mod fixture;
pub mod known;
pub mod log;
pub mod work;

use calendar::Calendars;
use known::Orders;
use leptos::prelude::*;
use log::Logs;
use protocol::order::{OrderDetail, OrderStatus, Plan};
use work::Work;

/// What this tab knows of orders. Apart, so that a line of a log wakes nobody who shows a state.
#[derive(Clone, Copy)]
pub struct OrderStore {
    /// When boards can be booked.
    pub calendars: RwSignal<Calendars>,
    /// What this browser plans to book; `None` until the page runs and has looked.
    pub plan: RwSignal<Option<Plan>>,
    /// Orders and their lives.
    pub orders: RwSignal<Orders>,
    /// How the work on them stands.
    pub work: RwSignal<Work>,
    /// What the work has written.
    pub logs: RwSignal<Logs>,
}

impl OrderStore {
    pub(super) fn new() -> Self {
        Self {
            calendars: RwSignal::default(),
            plan: RwSignal::default(),
            orders: RwSignal::default(),
            work: RwSignal::default(),
            logs: RwSignal::default(),
        }
    }

    /// Takes in an order that was opened.
    pub fn load(self, detail: &OrderDetail) {
        self.orders.update(|orders| orders.load(detail));
        if let Some(status) = &detail.status {
            self.status(status.clone());
        }
    }

    /// Takes in how the work stands, however that was heard.
    pub fn status(self, status: OrderStatus) {
        // Nobody is woken for a log that is complete.
        let is_news = self.logs.with_untracked(|logs| {
            logs.get(status.order_id).is_some_and(|log| log.newest() < status.last_line)
        });
        if is_news {
            self.logs.update(|logs| logs.exists_to(status.order_id, status.last_line));
        }
        self.work.update(|work| work.status(status));
    }
}
