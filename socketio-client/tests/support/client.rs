use std::time::Duration;

use futures_util::StreamExt;
use serde_json::Value;
use socketio_client::{
    Client, ClientEvent, CloseReason, Config, Events, ReplyTo, State, Transport, Transports,
    connect,
};
use tokio::task::JoinHandle;

use super::{OfficialServer, in_time};

pub struct TestClient {
    pub client: Client,
    events: Events,
    pub driver: JoinHandle<()>,
    /// Whether the connection has moved to a WebSocket.
    pub upgraded: bool,
}

impl TestClient {
    pub fn connect(server: &OfficialServer, transports: Transports) -> Self {
        Self::connect_with(server, transports, |_| {})
    }

    pub fn connect_with(
        server: &OfficialServer,
        transports: Transports,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = Config::new(server.url());
        config.transports = transports;
        config.reconnect.first = Duration::from_millis(20);
        config.reconnect.cap = Duration::from_millis(200);
        change(&mut config);
        let (client, events, driver) = connect(config);
        Self { client, events, driver: tokio::spawn(driver.run()), upgraded: false }
    }

    /// The next event. The move to a WebSocket comes when it comes, and is only noted.
    pub async fn next(&mut self) -> ClientEvent {
        loop {
            match in_time(self.events.next()).await.expect("the driver runs") {
                ClientEvent::Upgraded { .. } => self.upgraded = true,
                event => {
                    // The move may have been faster than the joining.
                    let at_once = Transport::WebSocket;
                    self.upgraded |= matches!(event, ClientEvent::Connected { transport, .. } if transport == at_once);
                    return event;
                }
            }
        }
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
        self.event_with_bytes(expected).await.0
    }

    pub async fn event_with_bytes(&mut self, expected: &str) -> (Vec<Value>, Vec<Vec<u8>>) {
        self.find(|event| match event {
            ClientEvent::Event { name, args, attachments, .. } if name == expected => {
                Some((args, attachments))
            }
            _ => None,
        })
        .await
    }

    /// Waits for an event that wants an answer.
    pub async fn question(&mut self, expected: &str) -> ReplyTo {
        self.find(|event| match event {
            ClientEvent::Event { name, reply_to, .. } if name == expected => reply_to,
            _ => None,
        })
        .await
    }

    pub async fn transport_failed(&mut self) -> Transport {
        self.find(|event| match event {
            ClientEvent::TransportFailed { transport, .. } => Some(transport),
            _ => None,
        })
        .await
    }

    pub async fn disconnected(&mut self) -> CloseReason {
        self.find(|event| match event {
            ClientEvent::Disconnected { reason, .. } => Some(reason),
            _ => None,
        })
        .await
    }
}
