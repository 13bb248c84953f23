//! The Socket.IO client of this tab.

use super::{LineError, LineEvent, LineState, refusal};
use futures_util::StreamExt;
use leptos::{prelude::window, task::spawn_local};
use serde_json::Value;
use socketio_client::{
    Client, ClientEvent, CloseReason, Config, RequestError, State, Transport, connect,
};

/// A line to the server this page came from; the browser sends the session cookie along.
#[derive(Clone, Debug)]
pub(in crate::connection) struct Line(Client);

impl Line {
    /// Connects, and keeps connected until the tab closes.
    pub(in crate::connection) fn open(on_event: impl Fn(LineEvent) + 'static) -> Self {
        // A page without an origin (opened from a file) gets an address that fails with a clear reason.
        let origin = window().location().origin().unwrap_or_default();
        let (client, mut events, driver) = connect(Config::new(origin));
        spawn_local(driver.run());
        spawn_local(async move {
            while let Some(event) = events.next().await {
                on_event(translate(event));
            }
        });
        Self(client)
    }

    /// Sends a command; it is on its way when this returns.
    pub(in crate::connection) fn request(
        &self,
        name: &str,
        payload: &Value,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        let pending = self.0.request(name, payload);
        async move { pending.await.map_err(LineError::from) }
    }

    pub(in crate::connection) fn retry_now(&self) {
        self.0.retry_now();
    }

    pub(in crate::connection) fn disconnect(&self) {
        self.0.disconnect();
    }

    pub(in crate::connection) fn connect_again(&self) {
        self.0.connect_again();
    }

    pub(in crate::connection) fn cut(&self) {
        self.0.cut();
    }
}

impl From<RequestError> for LineError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::NotConnected | RequestError::Closed => Self::Down,
            RequestError::Disconnected => Self::Interrupted,
            RequestError::Timeout => Self::Timeout,
            RequestError::TooLarge { limit } => Self::TooLarge(limit),
            RequestError::ReservedName => Self::Unfit("this name belongs to the protocol".into()),
            RequestError::Serialize(reason) => Self::Unfit(reason),
        }
    }
}

impl From<State> for LineState {
    fn from(state: State) -> Self {
        match state {
            State::Connecting { attempt } => Self::Connecting { attempt },
            State::Connected => Self::Connected,
            State::Waiting { attempt, retry_in } => Self::Waiting { attempt, retry_in },
            State::Refused => Self::Refused,
            State::Closed => Self::Closed,
        }
    }
}

fn translate(event: ClientEvent) -> LineEvent {
    match event {
        ClientEvent::State(state) => LineEvent::State(state.into()),
        ClientEvent::Connected { transport, .. } => LineEvent::Connected(transport_name(transport)),
        ClientEvent::Event { name, args } => {
            LineEvent::Event(name, args.into_iter().next().unwrap_or(Value::Null))
        }
        // The protocol has no binary events; such a one is as unknown as any other name.
        ClientEvent::BinarySkipped { .. } => LineEvent::Event("binary".to_owned(), Value::Null),
        ClientEvent::ConnectError { message, .. } => LineEvent::Refused(refusal(&message)),
        ClientEvent::Pinged => LineEvent::Pinged,
        ClientEvent::Disconnected { reason } => LineEvent::Ended(words(reason)),
    }
}

fn transport_name(transport: Transport) -> &'static str {
    match transport {
        Transport::WebSocket => "WebSocket",
        _ => "another transport",
    }
}

fn words(reason: CloseReason) -> String {
    match reason {
        CloseReason::ServerDisconnect => "the server ended it".to_owned(),
        CloseReason::ClientDisconnect => "left on purpose".to_owned(),
        CloseReason::TransportClosed => "the line was closed".to_owned(),
        CloseReason::TransportError(text) => format!("the line failed: {text}"),
        CloseReason::ConnectTimeout => "the attempt took too long".to_owned(),
        CloseReason::HeartbeatTimeout => "nothing was heard for too long".to_owned(),
        CloseReason::Protocol(text) => format!("not understood: {text}"),
    }
}
