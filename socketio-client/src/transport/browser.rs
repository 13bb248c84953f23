//! WebSocket of the browser: gloo-net.

use futures_util::future::{Either, select};
use futures_util::{Sink, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use std::future::poll_fn;
use std::pin::Pin;

use super::{Ordering, Target, Wire};
use crate::engine::{Signal, Work};
use crate::packet::payload::Frame;

pub(super) async fn run(target: Target, mut wire: Wire) {
    let error = match WebSocket::open(&target.websocket_url()) {
        Ok(mut socket) => converse(&mut socket, &mut wire).await,
        Err(error) => Some(error.to_string()),
    };
    wire.report(Signal::Closed(error.map(Into::into)));
}

/// Runs until the connection ends; returns the error it ended with, if any. Dropping the socket closes it
/// after what was sent before.
async fn converse(socket: &mut WebSocket, wire: &mut Wire) -> Option<String> {
    if let Err(error) = poll_fn(|cx| Pin::new(&mut *socket).poll_ready(cx)).await {
        return Some(error.to_string());
    }
    if matches!(socket.state(), State::Open) {
        wire.report(Signal::Opened);
    }
    loop {
        match select(socket.next(), wire.outgoing.next()).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => {
                wire.report(Signal::Frame(Frame::Text(text)));
            }
            Either::Left((Some(Ok(Message::Bytes(bytes))), _)) => {
                wire.report(Signal::Frame(Frame::Binary(bytes)));
            }
            Either::Left((Some(Err(error)), _)) => return error_text(&error),
            Either::Left((None, _)) | Either::Right((None, _)) => return None,
            Either::Right((Some(work), _)) => {
                wire.backlog.fetch_sub(1, Ordering::Relaxed);
                let Work::Frame(frame) = work else { continue };
                if let Err(error) = Pin::new(&mut *socket).start_send(message(frame)) {
                    return error_text(&error);
                }
            }
        }
    }
}

fn message(frame: Frame) -> Message {
    match frame {
        Frame::Text(text) => Message::Text(text),
        Frame::Binary(bytes) => Message::Bytes(bytes),
    }
}

/// The browser tells no more of a failure than that there was one, so the page's console is the place to look.
fn error_text(error: &WebSocketError) -> Option<String> {
    match error {
        WebSocketError::ConnectionClose(event) if event.was_clean => None,
        WebSocketError::ConnectionClose(event) => {
            Some(format!("closed with code {} {}", event.code, event.reason).trim_end().to_owned())
        }
        error => Some(error.to_string()),
    }
}
