//! The Socket.IO client of this tab.

use super::{LineError, LineEvent, LineState, TransportName, refusal, rejection};
use futures_util::StreamExt;
use leptos::{prelude::window, task::spawn_local};
use protocol::{Command, Retry, id::UserId, stream::Sync};
use serde_json::{Value, json};
use socketio_client::{
    Advice, Client, ClientEvent, CloseReason, Config, LivenessProbe, RequestError, State,
    Transport, connect,
};
use std::time::Duration;

/// A line to the server this page came from; the browser sends the session cookie along.
#[derive(Clone, Debug)]
pub(in crate::connection) struct Line(Client);

impl Line {
    /// Connects, and keeps connected until the tab closes. A server that takes this browser for somebody else
    /// than `user_id` refuses.
    pub(in crate::connection) fn open(
        user_id: Option<UserId>,
        on_event: impl Fn(LineEvent) + 'static,
    ) -> Self {
        // A page without an origin (opened from a file) gets an address that fails with a clear reason.
        let origin = window().location().origin().unwrap_or_default();
        let mut config = Config::new(origin);
        // The cheapest question that is answered: what is new in no stream at all?
        let payload = json!(Sync::from(Vec::new()));
        config.probe = LivenessProbe::Event { name: Sync::NAME.to_owned(), payload };
        config.auth = user_id.map(|user_id| json!({ "userId": user_id }));
        let (client, mut events, driver) = connect(config);
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

    /// The line must prove within this time that it is alive, or it is replaced at once.
    pub(in crate::connection) fn probe(&self, limit: Duration) {
        self.0.probe(limit);
    }

    /// What the browser believes of the network.
    pub(in crate::connection) fn hint_online(&self, is_online: bool) {
        if is_online {
            self.0.hint_online();
        } else {
            self.0.hint_offline();
        }
    }

    /// Makes the next wait this long.
    pub(in crate::connection) fn hold(&self, pause: Duration) {
        self.0.hold(pause);
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
            State::Offline { attempt } => Self::Offline { attempt },
            State::Refused => Self::Refused,
            State::Closed => Self::Closed,
        }
    }
}

fn translate(event: ClientEvent) -> LineEvent {
    match event {
        ClientEvent::State(state) => LineEvent::State(state.into()),
        ClientEvent::Connected { transport, .. } => LineEvent::Connected(name(transport)),
        ClientEvent::Upgraded { transport } => LineEvent::Upgraded(name(transport)),
        ClientEvent::TransportFailed { transport, error } => {
            LineEvent::TransportFailed(name(transport), error)
        }
        // The protocol has no binary events, and no event that waits for an answer.
        ClientEvent::Event { name, args, .. } => {
            LineEvent::Event(name, args.into_iter().next().unwrap_or(Value::Null))
        }
        ClientEvent::ConnectError { message, data, .. } => {
            LineEvent::Refused(refusal(&message, data))
        }
        ClientEvent::Pinged => LineEvent::Pinged,
        ClientEvent::Disconnected { reason, advice } => ended(reason, advice),
    }
}

/// A server that does not even open a connection says why by HTTP.
fn ended(reason: CloseReason, advice: Advice) -> LineEvent {
    match advice {
        Advice::Login => LineEvent::Refused(rejection(Retry::Login)),
        Advice::Reload => LineEvent::Refused(rejection(Retry::Reload)),
        Advice::Never if reason != CloseReason::ClientDisconnect => {
            LineEvent::Refused(rejection(Retry::Never))
        }
        Advice::Never | Advice::After(_) => LineEvent::Ended(words(reason)),
    }
}

fn name(transport: Transport) -> TransportName {
    match transport {
        Transport::Polling => TransportName::Polling,
        _ => TransportName::WebSocket,
    }
}

fn words(reason: CloseReason) -> String {
    match reason {
        CloseReason::ServerDisconnect => "the server ended it".to_owned(),
        CloseReason::ClientDisconnect => "left on purpose".to_owned(),
        CloseReason::TransportClosed => "the line was closed".to_owned(),
        CloseReason::TransportError(text) => format!("the line failed: {text}"),
        CloseReason::ConnectTimeout => "the attempt took too long".to_owned(),
        CloseReason::ProbeTimeout => "it did not prove to be alive".to_owned(),
        CloseReason::HeartbeatTimeout => "nothing was heard for too long".to_owned(),
        CloseReason::Protocol(text) => format!("not understood: {text}"),
    }
}
