//! The port to the screens themselves, and the ones that are built in for trying things out.

use crate::Result;
use futures::future::BoxFuture;
use protocol::{
    Day,
    id::{BoardId, FileId, OrderId},
};
use std::time::Duration;

/// A board on a day of an order's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Whose.
    pub order: OrderId,
    /// Where.
    pub board: BoardId,
    /// When.
    pub day: Day,
}

/// Takes creatives and reports what was shown. Asking twice for the same order, board and day changes nothing.
pub trait Screens: Send + Sync + 'static {
    /// Hands an order's creative to a board for a day: the file that was approved for it. Orders approved before files
    /// were asked for have none.
    fn send(&self, spot: Spot, creative: Option<FileId>) -> BoxFuture<'_, Result<()>>;

    /// Takes an order's creative off a board, for all days to come; nothing when it was never sent.
    fn withdraw(&self, order: OrderId, board: BoardId) -> BoxFuture<'_, Result<()>>;

    /// How often it was shown there on that day, which is over.
    fn shown(&self, spot: Spot) -> BoxFuture<'_, Result<i64>>;
}

/// Screens that take everything and show it all day.
#[derive(Clone, Copy, Debug, Default)]
pub struct TestScreens {
    /// How long each of them takes to answer.
    pub latency: Duration,
}

impl TestScreens {
    /// A loop of eight spots of ten seconds, day and night.
    pub const PLAYS_A_DAY: i64 = 1_080;
}

impl Screens for TestScreens {
    fn send(&self, _: Spot, _: Option<FileId>) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            tokio::time::sleep(self.latency).await;
            Ok(())
        })
    }

    fn withdraw(&self, _: OrderId, _: BoardId) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            tokio::time::sleep(self.latency).await;
            Ok(())
        })
    }

    fn shown(&self, _: Spot) -> BoxFuture<'_, Result<i64>> {
        Box::pin(async move {
            tokio::time::sleep(self.latency).await;
            Ok(Self::PLAYS_A_DAY)
        })
    }
}
