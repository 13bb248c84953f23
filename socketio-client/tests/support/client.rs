use std::time::Duration;

use futures_util::StreamExt;
use serde_json::Value;
use socketio_client::{Client, ClientEvent, CloseReason, Config, Events, State, connect};
use tokio::task::JoinHandle;

use super::{OfficialServer, in_time};

pub struct TestClient {
    pub client: Client,
    events: Events,
    pub driver: JoinHandle<()>,
}

impl TestClient {
    pub fn connect(server: &OfficialServer) -> Self {
        Self::connect_with(server, |_| {})
    }

    pub fn connect_with(server: &OfficialServer, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new(server.url());
        config.reconnect.first = Duration::from_millis(20);
        config.reconnect.cap = Duration::from_millis(200);
        change(&mut config);
        let (client, events, driver) = connect(config);
        Self { client, events, driver: tokio::spawn(driver.run()) }
    }

    pub async fn next(&mut self) -> ClientEvent {
        in_time(self.events.next()).await.expect("the driver runs")
    }

    async fn find<T>(&mut self, mut pick: impl FnMut(ClientEvent) -> Option<T>) -> T {
        loop {
            if let Some(found) = pick(self.next().await) {
                return found;
            }
        }
    }

    /// Waits to be let in; returns the id.
    pub async fn joined(&mut self) -> String {
        self.find(|event| match event {
            ClientEvent::Connected { sid, .. } => Some(sid),
            _ => None,
        })
        .await
    }

    pub async fn state(&mut self, expected: State) {
        self.find(|event| (event == ClientEvent::State(expected)).then_some(())).await;
    }

    /// Waits for an event; returns its arguments.
    pub async fn event(&mut self, expected: &str) -> Vec<Value> {
        self.find(|event| match event {
            ClientEvent::Event { name, args } if name == expected => Some(args),
            _ => None,
        })
        .await
    }

    pub async fn disconnected(&mut self) -> CloseReason {
        self.find(|event| match event {
            ClientEvent::Disconnected { reason } => Some(reason),
            _ => None,
        })
        .await
    }
}
