//! One link to the server, as two queues.
//!
//! A [`Line`] is the driver's end. The other end is held by a task of its own, so that a slow or dead
//! network never blocks the driver: it can always see deadlines pass and drop the line. Each transport is a
//! `run` function; the two worlds differ in the WebSocket and in one HTTP exchange only.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod dial;
#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(not(target_arch = "wasm32"))]
mod http;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod polling;

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_channel::{mpsc, oneshot};
use futures_util::future::{Either, select};
use futures_util::{Stream, StreamExt};

#[cfg(target_arch = "wasm32")]
use browser as websocket;
#[cfg(target_arch = "wasm32")]
use fetch as http;
#[cfg(not(target_arch = "wasm32"))]
use native as websocket;

use crate::config::AddressCheck;
use crate::engine::{Failure, Signal, Work};
use crate::event::{Advice, Transport};
use crate::gauge::Gauge;
use crate::platform;

/// How long a line may take to send its last frames and close in good order.
const CLOSING: Duration = Duration::from_secs(2);

/// What may wait for the driver, in bytes, before a WebSocket is read again.
const WAITING_BYTES: usize = 1024 * 1024;

/// Where to connect and what to say in every request.
#[derive(Clone)]
#[cfg_attr(
    target_arch = "wasm32",
    expect(dead_code, reason = "browsers set their own headers and have limits of their own")
)]
pub(crate) struct Target {
    pub(crate) url: String,
    /// The connection to join, if there is one.
    pub(crate) sid: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) allow_address: Option<AddressCheck>,
    pub(crate) max_frame_bytes: usize,
}

impl Target {
    fn url_with(&self, sid: Option<&str>) -> String {
        sid.map_or_else(|| self.url.clone(), |sid| format!("{}&sid={sid}", self.url))
    }

    fn websocket_url(&self) -> String {
        self.url_with(self.sid.as_deref())
    }
}

/// The driver's end. Dropping it drops the connection on the spot.
pub(crate) struct Line {
    outgoing: mpsc::UnboundedSender<Work>,
    incoming: mpsc::UnboundedReceiver<Signal>,
    waiting: Arc<Gauge>,
    backlog: Arc<AtomicUsize>,
    leave: oneshot::Sender<()>,
}

/// The transport's end.
pub(crate) struct Wire {
    /// Ends when the driver has closed the line: send what is left, then close.
    pub(crate) outgoing: mpsc::UnboundedReceiver<Work>,
    pub(crate) incoming: mpsc::UnboundedSender<Signal>,
    /// Bytes of what is in `incoming`.
    waiting: Arc<Gauge>,
    backlog: Arc<AtomicUsize>,
}

impl Wire {
    /// Reports to the driver; a driver that no longer listens is about to drop this task.
    pub(crate) fn report(&self, signal: Signal) {
        self.waiting.add(signal.len());
        drop(self.incoming.unbounded_send(signal));
    }
}

impl Line {
    pub(crate) fn open(transport: Transport, target: Target) -> Self {
        let (outgoing, outgoing_end) = mpsc::unbounded();
        let (incoming_end, incoming) = mpsc::unbounded();
        let (leave, left) = oneshot::channel();
        let backlog = Arc::<AtomicUsize>::default();
        let waiting = Arc::new(Gauge::new(WAITING_BYTES));
        let wire = Wire {
            outgoing: outgoing_end,
            incoming: incoming_end,
            waiting: waiting.clone(),
            backlog: backlog.clone(),
        };
        match transport {
            Transport::WebSocket => {
                platform::spawn(supervise(websocket::run(target, wire), left));
            }
            Transport::Polling => platform::spawn(supervise(polling::run(target, wire), left)),
        }
        Self { outgoing, incoming, waiting, backlog, leave }
    }

    /// A line that cannot even be tried.
    pub(crate) fn failed(error: String) -> Self {
        let (outgoing, _) = mpsc::unbounded();
        let (report, incoming) = mpsc::unbounded();
        let (leave, _) = oneshot::channel();
        drop(report.unbounded_send(Signal::Closed(Some(error.into()))));
        let waiting = Arc::new(Gauge::new(WAITING_BYTES));
        Self { outgoing, incoming, waiting, backlog: Arc::default(), leave }
    }

    pub(crate) fn send(&self, work: Work) {
        // A GET waits for the server; whoever has something to say does not wait for it.
        if !matches!(work, Work::Get { .. }) {
            self.backlog.fetch_add(1, Ordering::Relaxed);
        }
        // A transport that has ended says so through `incoming`.
        drop(self.outgoing.unbounded_send(work));
    }

    /// Whether everything said so far has left.
    pub(crate) fn is_idle(&self) -> bool {
        self.backlog.load(Ordering::Relaxed) == 0
    }

    pub(crate) fn poll_signal(&mut self, cx: &mut Context<'_>) -> Poll<Signal> {
        let signal = ready!(Pin::new(&mut self.incoming).poll_next(cx));
        let signal = signal.unwrap_or(Signal::Closed(None));
        self.waiting.remove(signal.len());
        Poll::Ready(signal)
    }

    /// Sends what is queued, then closes. Nobody has to wait for it; who wants to waits for the result.
    pub(crate) fn close(self) -> Closing {
        // What still comes is read and thrown away.
        self.waiting.clear();
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
async fn supervise(work: impl Future<Output = ()>, left: oneshot::Receiver<()>) {
    let work = pin!(work);
    if let Either::Right((Ok(()), work)) = select(work, left).await {
        select(work, platform::sleep(CLOSING)).await;
    }
}

/// What an HTTP answer that is no success says. `retry_after` is the header, in seconds.
fn refusal(status: u16, retry_after: Option<&str>, body: &str) -> Failure {
    let details = serde_json::from_str::<serde_json::Value>(body).ok();
    let said = details.as_ref().and_then(|it| it.get("message")).and_then(|it| it.as_str());
    let text = match said {
        Some(said) => format!("status {status}: {said}"),
        None => format!("status {status}"),
    };
    let pause = retry_after.and_then(|seconds| seconds.trim().parse().ok());
    let advice = details
        .as_ref()
        .and_then(Advice::read)
        .or_else(|| pause.map(|seconds| Advice::After(Duration::from_secs(seconds))));
    Failure { text, advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_of_a_refusal_says_what_to_do() {
        let refused = |body: &str, header| refusal(403, header, body);
        let body = r#"{"code":"forbidden","message":"Not from here.","retry":"never"}"#;
        let text = "status 403: Not from here.".to_owned();
        assert_eq!(refused(body, None), Failure { text, advice: Some(Advice::Never) });
        let later = Advice::After(Duration::from_millis(1_500));
        let body = r#"{"retry":"after","retryAfterMs":1500}"#;
        assert_eq!(refused(body, Some("9")).advice, Some(later));
        let nine = Advice::After(Duration::from_secs(9));
        assert_eq!(refused("<html>", Some("9")).advice, Some(nine));
        assert_eq!(refused(r#"{"code":1,"message":"Session ID unknown"}"#, None).advice, None);
        assert_eq!(refused(r#"{"retry":"login"}"#, None).advice, Some(Advice::Login));
        assert_eq!(refused(r#"{"retry":"reload"}"#, None).advice, Some(Advice::Reload));
    }
}
