//! A client and an official server that stories can be told with. Nothing here sleeps: everything waits
//! for something that must happen, and fails when it has not happened in time.

mod client;
mod proxy;
mod server;

use std::time::Duration;

pub use client::TestClient;
pub use proxy::Proxy;
pub use server::OfficialServer;

/// Far beyond what any step takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("nothing happened in time")
}
