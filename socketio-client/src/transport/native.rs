//! WebSocket for native programs: tokio-tungstenite.

use std::future::poll_fn;
use std::pin::pin;

use futures_channel::mpsc::UnboundedReceiver;
use futures_util::future::{Either, select};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use super::{Arc, AtomicUsize, Ordering, Target, Wire, dial, mpsc, refusal};
use crate::engine::{Failure, Signal, Work};
use crate::gauge::Gauge;
use crate::packet::payload::Frame;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub(super) async fn run(target: Target, wire: Wire) {
    let socket = match open(&target).await {
        Ok(socket) => socket,
        Err(error) => return wire.report(Signal::Closed(Some(error))),
    };
    wire.report(Signal::Opened);
    let Wire { outgoing, incoming, waiting, backlog } = wire;
    let incoming = Incoming { queue: incoming, waiting };
    let (sink, stream) = socket.split();
    // Reading goes on while a write is stuck, or both sides could wait for each other for ever.
    let reading = pin!(read(stream, &incoming));
    let writing = pin!(write(sink, outgoing, backlog));
    let error = match select(reading, writing).await {
        Either::Left((error, _)) | Either::Right((Some(error), _)) => error,
        // Our close frame is out; wait for the other side's.
        Either::Right((None, reading)) => reading.await,
    };
    incoming.report(Signal::Closed(error.map(Into::into)));
}

/// What the driver is told, and how much of it waits.
struct Incoming {
    queue: mpsc::UnboundedSender<Signal>,
    waiting: Arc<Gauge>,
}

impl Incoming {
    fn report(&self, signal: Signal) {
        self.waiting.add(signal.len());
        // A driver that no longer listens is about to drop this task.
        drop(self.queue.unbounded_send(signal));
    }
}

async fn open(target: &Target) -> Result<Socket, Failure> {
    let request = request(target)?;
    let limits = WebSocketConfig::default()
        .max_message_size(Some(target.max_frame_bytes))
        .max_frame_size(Some(target.max_frame_bytes));
    let uri = request.uri();
    let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("wss") { 443 } else { 80 });
    let host = uri.host().unwrap_or_default();
    let stream = dial::connect(host, port, target.allow_address.as_ref()).await?;
    // Frames are small and somebody waits for each: no Nagle.
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    let connected = client_async_tls_with_config(request, stream, Some(limits), None).await;
    connected.map(|(socket, _)| socket).map_err(|error| failure(&error))
}

fn request(target: &Target) -> Result<Request, String> {
    let mut request =
        target.websocket_url().into_client_request().map_err(|error| error.to_string())?;
    for (name, value) in &target.headers {
        let parsed = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
        let (name, value) = parsed.ok_or_else(|| format!("header {name:?} is not valid"))?;
        request.headers_mut().append(name, value);
    }
    Ok(request)
}

/// Passes frames on until the connection ends, no faster than the driver takes them; returns the error it ended with,
/// if any.
async fn read(mut stream: SplitStream<Socket>, incoming: &Incoming) -> Option<String> {
    loop {
        poll_fn(|cx| incoming.waiting.poll_room(cx)).await;
        let message = stream.next().await?;
        let signal = match message {
            Ok(Message::Text(text)) => Signal::Frame(Frame::Text(text.as_str().to_owned())),
            Ok(Message::Binary(bytes)) => Signal::Frame(Frame::Binary(bytes.into())),
            // Pings are answered by the library; after a close frame the stream ends.
            Ok(_) => continue,
            Err(error) => return error_text(&error),
        };
        incoming.report(signal);
    }
}

/// Sends until the queue ends, then says goodbye; returns the error that stopped it, if any.
async fn write(
    mut sink: SplitSink<Socket, Message>,
    mut outgoing: UnboundedReceiver<Work>,
    backlog: Arc<AtomicUsize>,
) -> Option<Option<String>> {
    while let Some(work) = outgoing.next().await {
        let message = match work {
            Work::Frame(Frame::Text(text)) => Message::text(text),
            Work::Frame(Frame::Binary(bytes)) => Message::binary(bytes),
            Work::Get { .. } | Work::Post { .. } => continue,
        };
        if let Err(error) = sink.send(message).await {
            return Some(error_text(&error));
        }
        backlog.fetch_sub(1, Ordering::Relaxed);
    }
    sink.close().await.err().map(|error| error_text(&error))
}

/// The server, or something on the way, may have answered in words instead of opening a WebSocket.
fn failure(error: &Error) -> Failure {
    let Error::Http(response) = error else { return error.to_string().into() };
    let retry_after = response.headers().get("retry-after").and_then(|it| it.to_str().ok());
    let body = response.body().as_deref().unwrap_or_default();
    refusal(response.status().as_u16(), retry_after, &String::from_utf8_lossy(body))
}

fn error_text(error: &Error) -> Option<String> {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => None,
        error => Some(error.to_string()),
    }
}
