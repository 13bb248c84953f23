//! The Socket.IO client of this tab.

use super::{
    LineError, LineEvent, LineFaults, LineState, Setup, Traffic, TransportName, refusal, rejection,
};
use futures_util::StreamExt;
use leptos::{prelude::window, task::spawn_local};
use protocol::{Command, Retry, stream::Sync};
use serde_json::{Value, json};
use socketio_client::{
    Advice, Client, ClientEvent, CloseReason, Config, Faults, LivenessProbe, Message, Patience,
    RequestError, State, Transport, Transports, connect,
};
use std::time::Duration;

/// A line to the server this page came from; the browser sends the session cookie along.
#[derive(Clone, Debug)]
pub(crate) struct Line(Client);

impl Line {
    /// Connects, and keeps connected until the tab closes. A server that takes this browser for somebody else
    /// than the setup's `user_id` refuses.
    pub(crate) fn open(setup: Setup, on_event: impl Fn(LineEvent) + 'static) -> Self {
        // A page without an origin (opened from a file) gets an address that fails with a clear reason.
        let origin = window().location().origin().unwrap_or_default();
        let mut config = Config::new(origin);
        // The cheapest question that is answered: what is new in no stream at all?
        let payload = json!(Sync::from(Vec::new()));
        config.probe = LivenessProbe::Event { name: Sync::NAME.to_owned(), payload };
        config.auth = match (setup.token, setup.user_id) {
            (Some(token), _) => Some(json!({ "token": token })),
            (None, user_id) => user_id.map(|user_id| json!({ "userId": user_id })),
        };
        config.transports = match setup.transports {
            scenario::Transports::Auto => Transports::WebSocketFirst,
            scenario::Transports::WebSocket => Transports::WebSocketOnly,
            scenario::Transports::Polling => Transports::PollingOnly,
        };
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
    pub(crate) fn request(
        &self,
        name: &str,
        payload: &Value,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        let pending = self.0.request(name, payload);
        async move { pending.await.map_err(LineError::from) }
    }

    /// The same with a time limit of its own.
    pub(crate) fn request_within(
        &self,
        name: &str,
        payload: &Value,
        timeout: Duration,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        let patience = Patience { timeout, tries: 1 };
        let pending = self.0.ask_with(Message::new(name).arg(payload), patience);
        async move { pending.await.map(socketio_client::Answer::into_value).map_err(LineError::from) }
    }

    /// Sends an event and asks for no answer; one that is volatile is dropped rather than late.
    pub(crate) fn emit(&self, name: &str, payload: &Value, is_volatile: bool) {
        let message = Message::new(name).arg(payload);
        let message = if is_volatile { message.volatile() } else { message };
        // Whether it goes is not asked.
        drop(self.0.send(message));
    }

    /// Makes the line bad, or good again.
    pub(crate) fn set_faults(&self, faults: LineFaults) {
        self.0.set_faults(Faults {
            delay: Duration::from_millis(faults.delay_ms.into()),
            loss: faults.loss,
            duplicate: faults.duplicate,
            garble: faults.garble,
            is_mute: faults.is_mute,
            is_frozen: faults.is_frozen,
            read_every: Duration::from_millis(faults.read_every_ms.into()),
        });
    }

    pub(crate) fn traffic(&self) -> Traffic {
        let it = self.0.traffic();
        Traffic { heard: (it.packets_in, it.bytes_in), said: (it.packets_out, it.bytes_out) }
    }

    pub(crate) fn retry_now(&self) {
        self.0.retry_now();
    }

    /// The line must prove within this time that it is alive, or it is replaced at once.
    pub(crate) fn probe(&self, limit: Duration) {
        self.0.probe(limit);
    }

    /// What the browser believes of the network.
    pub(crate) fn hint_online(&self, is_online: bool) {
        if is_online {
            self.0.hint_online();
        } else {
            self.0.hint_offline();
        }
    }

    /// Makes the next wait this long.
    pub(crate) fn hold(&self, pause: Duration) {
        self.0.hold(pause);
    }

    pub(crate) fn disconnect(&self) {
        self.0.disconnect();
    }

    pub(crate) fn connect_again(&self) {
        self.0.connect_again();
    }

    pub(crate) fn cut(&self) {
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
        ClientEvent::Connected { transport, sid, .. } => LineEvent::Connected(name(transport), sid),
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
