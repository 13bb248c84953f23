//! A line without a client: packets as they are, read only when the story asks for them.

use crate::app::{TestApp, User};
use futures::{SinkExt, StreamExt};
use protocol::ServerEvent;
use reqwest::header;
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{WebSocketStream, tungstenite::client::IntoClientRequest};

/// What the kernel keeps for whoever does not read, in bytes.
const KERNEL_BUFFER: u32 = 16 * 1024;

/// A WebSocket that has joined the namespace.
pub struct RawSocket(WebSocketStream<TcpStream>);

impl RawSocket {
    pub async fn connect(app: &TestApp, user: &User) -> Self {
        let address = app.url.trim_start_matches("http://");
        let socket = TcpSocket::new_v4().expect("opens");
        socket.set_recv_buffer_size(KERNEL_BUFFER).expect("is set");
        let line = socket.connect(address.parse().expect("an address")).await.expect("connects");
        let url = format!("ws://{address}/socket.io/?EIO=4&transport=websocket");
        let mut request = url.into_client_request().expect("is a request");
        request.headers_mut().insert(header::COOKIE, user.cookie.parse().expect("is a header"));
        let (line, _) = tokio_tungstenite::client_async(request, line).await.expect("opens");
        let mut socket = Self(line);
        socket.send("40").await;
        socket.hear("40{").await;
        socket
    }

    pub async fn send(&mut self, packet: &str) {
        self.0.send(packet.into()).await.expect("is sent");
    }

    /// The next packet that begins like this, whatever comes before it.
    pub async fn hear(&mut self, start: &str) -> String {
        loop {
            let packet = self.next().await;
            if packet.starts_with(start) {
                return packet;
            }
        }
    }

    /// The next event.
    pub async fn next_event(&mut self) -> ServerEvent {
        let packet = self.hear("42").await;
        let (name, payload): (String, Value) =
            serde_json::from_str(&packet[2..]).expect("a name and a payload");
        ServerEvent::decode(&name, payload).expect("every event is in the protocol")
    }

    /// The next packet. Heartbeats are answered.
    pub async fn next(&mut self) -> String {
        loop {
            let message = self.0.next().await.expect("the line is up").expect("is readable");
            match message.to_text() {
                Ok("2") => self.send("3").await,
                Ok(text) => return text.to_owned(),
                Err(_) => {}
            }
        }
    }
}
