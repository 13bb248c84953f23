//! How the work on orders stands.

use protocol::{
    id::OrderId,
    order::{OrderProgress, OrderStatus},
};
use std::collections::BTreeMap;

/// The newest word on the work of each order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    known: BTreeMap<OrderId, OrderStatus>,
}

impl Work {
    /// Takes in a status, unless a newer one is known.
    pub fn status(&mut self, status: OrderStatus) {
        match self.known.get(&status.order_id) {
            Some(known) if known.version > status.version => {}
            _ => {
                self.known.insert(status.order_id, status);
            }
        }
    }

    /// Takes in progress of work that is known.
    pub fn progress(&mut self, progress: &OrderProgress) {
        if let Some(known) = self.known.get_mut(&progress.order_id) {
            known.progressed(progress);
        }
    }

    /// The work on one order; `None` before it was submitted.
    pub fn get(&self, id: OrderId) -> Option<&OrderStatus> {
        self.known.get(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fixture::status, *};
    use protocol::{Timestamp, order::Phase};

    #[test]
    fn neither_status_nor_progress_goes_back() {
        let mut work = Work::default();
        let told = |version, done| OrderProgress {
            order_id: status(7, 1).order_id,
            version,
            phase: Phase::Traffic,
            done,
            total: 9,
            updated_at: Timestamp(version),
        };
        work.progress(&told(4, 4));
        assert_eq!(work.get(status(7, 1).order_id), None, "progress of what is not known");
        work.status(status(7, 5));
        work.status(status(7, 3));
        work.progress(&told(5, 8));
        assert_eq!(work.get(status(7, 5).order_id), Some(&status(7, 5)));
        work.progress(&told(6, 3));
        assert_eq!(
            work.get(status(7, 5).order_id).map(|work| (work.done, work.version)),
            Some((3, 6))
        );
    }
}
