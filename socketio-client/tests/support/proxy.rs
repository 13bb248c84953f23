use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

const ALLOW: u8 = 0;
const REFUSE: u8 = 1;
const SWALLOW: u8 = 2;

/// Stands between client and server, and may allow no WebSocket.
pub struct Proxy {
    port: u16,
    mode: Arc<AtomicU8>,
}

impl Proxy {
    pub async fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let mode = Arc::<AtomicU8>::default();
        let shared = mode.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, server, shared.clone()));
            }
        });
        Self { port, mode }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn allow(&self) {
        self.mode.store(ALLOW, Ordering::SeqCst);
    }

    /// Answers those who want a WebSocket that they cannot have one.
    pub fn refuse(&self) {
        self.mode.store(REFUSE, Ordering::SeqCst);
    }

    /// Lets those who want a WebSocket wait for ever.
    pub fn swallow(&self) {
        self.mode.store(SWALLOW, Ordering::SeqCst);
    }
}

/// What a TCP connection is for stands in its first request.
async fn pass(mut client: TcpStream, server: u16, mode: Arc<AtomicU8>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if client.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let is_websocket = String::from_utf8_lossy(&head).to_lowercase().contains("upgrade: websocket");
    match mode.load(Ordering::SeqCst) {
        REFUSE if is_websocket => {
            let refusal =
                b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            client.write_all(refusal).await
        }
        SWALLOW if is_websocket => {
            while client.read_buf(&mut head).await? > 0 {}
            Ok(())
        }
        _ => {
            let mut upstream = TcpStream::connect(("127.0.0.1", server)).await?;
            upstream.write_all(&head).await?;
            copy_bidirectional(&mut client, &mut upstream).await.map(drop)
        }
    }
}
