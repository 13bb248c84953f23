//! How all orders stand, as the admins' room tells it: who drives the run waits here.

use super::watcher::join;
use crate::socket::TestSocket;
use protocol::{
    Room, ServerEvent,
    id::OrderId,
    order::{Phase, RunState},
};
use std::{collections::HashMap, time::Duration};
use tokio::{sync::watch, time::timeout};

/// Longer than any order waits for its turn; only a failing run waits for it.
const PATIENCE: Duration = Duration::from_mins(15);

/// Version, phase, and how the work goes.
type Stand = (i64, Phase, RunState);

/// Cheap to clone; all of them know the same.
#[derive(Clone)]
pub struct Overview(watch::Receiver<HashMap<OrderId, Stand>>);

impl Overview {
    /// Listens from now on.
    pub async fn of(mut socket: TestSocket) -> Self {
        join(&socket, Room::Orders).await;
        let (told, known) = watch::channel(HashMap::new());
        tokio::spawn(async move {
            while !told.is_closed() {
                let ServerEvent::Status(status) = socket.any().await else { continue };
                let stand = (status.version, status.phase, status.run);
                told.send_modify(|known| {
                    let last = known.entry(status.order_id).or_insert(stand);
                    if last.0 < stand.0 {
                        *last = stand;
                    }
                });
            }
        });
        Self(known)
    }

    /// Waits until the work on an order stands so.
    pub async fn stands(&self, order: OrderId, phase: Phase, run: RunState) {
        let mut known = self.0.clone();
        let is_there = |known: &HashMap<OrderId, Stand>| {
            let stand = known.get(&order);
            assert!(
                stand.is_none_or(|stand| stand.2 != RunState::SetAside),
                "{order} is set aside"
            );
            stand.is_some_and(|stand| (stand.1, stand.2) == (phase, run))
        };
        let told = timeout(PATIENCE, known.wait_for(is_there)).await;
        told.expect("comes to that").expect("the admin's line holds");
    }
}
