//! A socket to the server under test, through our own client.

use futures::StreamExt;
use protocol::{Command, ErrorBody, ServerEvent, id::UserId};
use serde::Serialize;
use serde_json::{Value, json};
use socketio_client::{Client, ClientEvent, Config, Events, Transport, Transports, connect};
use std::time::Duration;
use tokio::time::timeout;

/// Longer than anything takes; only a failing story waits for it.
const PATIENCE: Duration = Duration::from_secs(15);

/// One connection. Events that nobody has asked for yet are kept.
pub struct TestSocket {
    pub client: Client,
    events: Events,
    kept: Vec<ServerEvent>,
    /// Whether a WebSocket has carried it.
    pub is_on_websocket: bool,
}

impl TestSocket {
    /// Connects and waits for the greeting.
    pub async fn connect(url: &str, cookie: Option<&str>) -> Self {
        let mut socket = Self::open(url, cookie, None);
        socket.expect("hello").await;
        socket
    }

    /// Connects by this ladder of transports and waits for the greeting.
    pub async fn connect_over(url: &str, cookie: &str, transports: Transports) -> Self {
        let mut config = Config { transports, ..Config::new(url) };
        config.headers.push(("Cookie".to_owned(), cookie.to_owned()));
        let mut socket = Self::start(config);
        socket.expect("hello").await;
        socket
    }

    /// Starts connecting as somebody, whoever the cookie belongs to.
    pub fn open_as(url: &str, cookie: &str, user_id: UserId) -> Self {
        let auth = Some(json!({ "userId": user_id }));
        let mut config = Config { auth, ..Config::new(url) };
        config.headers.push(("Cookie".to_owned(), cookie.to_owned()));
        Self::start(config)
    }

    /// Connects with the token of somebody simulated and waits for the greeting.
    pub async fn connect_with(url: &str, token: &str) -> Self {
        let auth = Some(json!({ "token": token }));
        let mut socket = Self::start(Config { auth, ..Config::new(url) });
        socket.expect("hello").await;
        socket
    }

    /// Starts connecting, with any origin.
    pub fn open(url: &str, cookie: Option<&str>, origin: Option<&str>) -> Self {
        let mut config = Config::new(url);
        config.headers.extend(cookie.map(|value| ("Cookie".to_owned(), value.to_owned())));
        config.headers.extend(origin.map(|value| ("Origin".to_owned(), value.to_owned())));
        Self::start(config)
    }

    fn start(config: Config) -> Self {
        let (client, events, driver) = connect(config);
        tokio::spawn(driver.run());
        Self { client, events, kept: Vec::new(), is_on_websocket: false }
    }

    /// The next event of this name, however many others come before it.
    pub async fn expect(&mut self, name: &str) -> ServerEvent {
        self.expect_where(name, |_| true).await
    }

    /// The next event of this name that fits.
    pub async fn expect_where(
        &mut self,
        name: &str,
        fits: impl Fn(&ServerEvent) -> bool,
    ) -> ServerEvent {
        let is_it = |event: &ServerEvent| event.name() == name && fits(event);
        if let Some(at) = self.kept.iter().position(is_it) {
            return self.kept.remove(at);
        }
        loop {
            match self.next().await {
                ClientEvent::Event { name, args, .. } => {
                    let event = decode(&name, args);
                    if is_it(&event) {
                        return event;
                    }
                    self.kept.push(event);
                }
                ClientEvent::ConnectError { message, .. } => panic!("refused: {message}"),
                _ => {}
            }
        }
    }

    /// The next event, whichever and whenever.
    pub async fn any(&mut self) -> ServerEvent {
        if !self.kept.is_empty() {
            return self.kept.remove(0);
        }
        loop {
            if let ClientEvent::Event { name, args, .. } =
                self.events.next().await.expect("the client lives")
            {
                return decode(&name, args);
            }
        }
    }

    /// As [`TestSocket::events_so_far`], the names alone.
    pub async fn names_so_far(&mut self) -> Vec<&'static str> {
        self.events_so_far().await.iter().map(ServerEvent::name).collect()
    }

    /// All events that nobody has asked for and that arrive before the acknowledgement of a command sent now.
    /// What the server told this socket before it answered is in there, so an absent one was not told.
    pub async fn events_so_far(&mut self) -> Vec<ServerEvent> {
        let room = serde_json::json!({"room": "nonsense"});
        let marker = self.client.request("leaveRoom", &room);
        let mut events = std::mem::take(&mut self.kept);
        tokio::pin!(marker);
        loop {
            tokio::select! {
                biased;
                event = self.events.next() => {
                    if let Some(ClientEvent::Event { name, args, .. }) = event {
                        events.push(decode(&name, args));
                    }
                }
                answer = &mut marker => {
                    answer.expect("is answered");
                    return events;
                }
            }
        }
    }

    /// Waits until the server refuses the connection, and gives its reason.
    pub async fn expect_refusal(&mut self) -> String {
        loop {
            if let ClientEvent::ConnectError { message, .. } = self.next().await {
                return message;
            }
        }
    }

    /// Waits until a connection has ended, or an attempt has failed.
    pub async fn expect_disconnect(&mut self) {
        while !matches!(self.next().await, ClientEvent::Disconnected { .. }) {}
    }

    /// Sends a command and gives what its acknowledgement carries.
    pub async fn ask<C: Command>(&self, command: &C) -> Result<C::Ok, ErrorBody> {
        let answer = self.raw(C::NAME, command).await;
        serde_json::from_value::<protocol::Ack<C::Ok>>(answer).expect("is an Ack").into()
    }

    /// Sends anything and gives the raw acknowledgement.
    pub async fn raw(&self, event: &str, payload: &impl Serialize) -> Value {
        self.client.request(event, payload).await.expect("is acknowledged")
    }

    async fn next(&mut self) -> ClientEvent {
        let next = timeout(PATIENCE, self.events.next()).await;
        let next = next.expect("something happens in time").expect("the client lives");
        let transport = match &next {
            ClientEvent::Connected { transport, .. } | ClientEvent::Upgraded { transport } => {
                Some(*transport)
            }
            _ => None,
        };
        self.is_on_websocket |= transport == Some(Transport::WebSocket);
        next
    }
}

fn decode(name: &str, args: Vec<Value>) -> ServerEvent {
    let payload = args.into_iter().next().expect("every event has a payload");
    ServerEvent::decode(name, payload).expect("every event is in the protocol")
}
