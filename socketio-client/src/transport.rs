//! One connection to the server, as two queues.
//!
//! A [`Line`] is the driver's end. The other end is held by a task of its own, so that a slow or dead
//! network never blocks the driver: it can always see deadlines pass and drop the line. Another kind of
//! transport (HTTP long-polling) is another `run` function with the same [`Wire`].

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_channel::{mpsc, oneshot};
use futures_util::future::{Either, select};
use futures_util::{Stream, StreamExt};

#[cfg(target_arch = "wasm32")]
use browser::run;
#[cfg(not(target_arch = "wasm32"))]
use native::run;

use crate::platform;

/// How long a line may take to send its last frames and close in good order.
const CLOSING: Duration = Duration::from_secs(2);

/// Where to connect and what to say in the handshake.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) url: String,
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "browsers set their own headers")
    )]
    pub(crate) headers: Vec<(String, String)>,
}

/// What a transport reports. Nothing comes after `Closed`.
#[derive(Debug)]
pub(crate) enum Signal {
    Opened,
    Text(String),
    Binary,
    /// With an error text unless the end was in good order.
    Closed(Option<String>),
}

/// The driver's end. Dropping it drops the connection on the spot.
pub(crate) struct Line {
    outgoing: mpsc::UnboundedSender<String>,
    incoming: mpsc::UnboundedReceiver<Signal>,
    leave: oneshot::Sender<()>,
}

/// The transport's end.
pub(crate) struct Wire {
    /// Ends when the driver has closed the line: send what is left, then close.
    pub(crate) outgoing: mpsc::UnboundedReceiver<String>,
    pub(crate) incoming: mpsc::UnboundedSender<Signal>,
}

impl Wire {
    /// Reports to the driver; a driver that no longer listens is about to drop this task.
    pub(crate) fn report(&self, signal: Signal) {
        drop(self.incoming.unbounded_send(signal));
    }
}

impl Line {
    pub(crate) fn open(target: Target) -> Self {
        let (outgoing, outgoing_end) = mpsc::unbounded();
        let (incoming_end, incoming) = mpsc::unbounded();
        let (leave, left) = oneshot::channel();
        let wire = Wire { outgoing: outgoing_end, incoming: incoming_end };
        platform::spawn(supervise(target, wire, left));
        Self { outgoing, incoming, leave }
    }

    /// A line that cannot even be tried.
    pub(crate) fn failed(error: String) -> Self {
        let (outgoing, _) = mpsc::unbounded();
        let (report, incoming) = mpsc::unbounded();
        let (leave, _) = oneshot::channel();
        drop(report.unbounded_send(Signal::Closed(Some(error))));
        Self { outgoing, incoming, leave }
    }

    pub(crate) fn send(&self, frame: String) {
        // A transport that has ended says so through `incoming`.
        drop(self.outgoing.unbounded_send(frame));
    }

    pub(crate) fn poll_signal(&mut self, cx: &mut Context<'_>) -> Poll<Signal> {
        let signal = Pin::new(&mut self.incoming).poll_next(cx);
        signal.map(|signal| signal.unwrap_or(Signal::Closed(None)))
    }

    /// Sends what is queued, then closes. Nobody has to wait for it; who wants to waits for the result.
    pub(crate) fn close(self) -> Closing {
        // A task that has ended needs no word.
        self.leave.send(()).ok();
        Closing(self.incoming)
    }
}

/// A line on its way out.
pub(crate) struct Closing(mpsc::UnboundedReceiver<Signal>);

impl Closing {
    pub(crate) async fn finished(mut self) {
        while self.0.next().await.is_some() {}
    }
}

/// Runs a transport until it ends, is closed (then it gets a little time), or is dropped.
async fn supervise(target: Target, wire: Wire, left: oneshot::Receiver<()>) {
    let work = pin!(run(target, wire));
    if let Either::Right((Ok(()), work)) = select(work, left).await {
        select(work, platform::sleep(CLOSING)).await;
    }
}
