//! A bad line: stands between one device and the server.

use crate::websocket::{Cargo, cargo, take_frame};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    time::sleep,
};

/// How the line is now. Shares are of a thousand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weather {
    /// What passes waits this long.
    pub delay: Duration,
    /// Requests and acknowledgements that are lost.
    pub lost: u64,
    /// Requests, acknowledgements and events that come twice.
    pub doubled: u64,
    /// Nobody gets a WebSocket.
    pub is_polling_only: bool,
}

/// What is to happen to the connections there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Live,
    /// Both ends see it break.
    Cut,
    /// Nothing passes any more, and for a while neither end is told.
    Silent,
}

/// One device's way to the server.
pub struct Proxy {
    pub url: String,
    inner: Arc<Inner>,
    fate: Mutex<watch::Sender<Fate>>,
}

struct Inner {
    server: u16,
    /// A line that fell silent breaks after this time.
    silence: Duration,
    weather: Mutex<Weather>,
    dice: Mutex<fastrand::Rng>,
    fate: Mutex<watch::Receiver<Fate>>,
}

impl Proxy {
    pub async fn start(server: u16, dice: fastrand::Rng, silence: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (fate, watched) = watch::channel(Fate::Live);
        let (weather, dice) = (Mutex::default(), Mutex::new(dice));
        let inner = Arc::new(Inner { server, silence, weather, dice, fate: Mutex::new(watched) });
        let shared = inner.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let fate = shared.fate.lock().unwrap().clone();
                tokio::spawn(pass(client, shared.clone(), fate));
            }
        });
        Self { url, inner, fate: Mutex::new(fate) }
    }

    pub fn set(&self, weather: Weather) {
        *self.inner.weather.lock().unwrap() = weather;
    }

    /// Breaks all connections there are; new ones may come at once.
    pub fn cut(&self) {
        self.end_all(Fate::Cut);
    }

    /// From now on nothing passes over the connections there are, and nobody is told.
    pub fn fall_silent(&self) {
        self.end_all(Fate::Silent);
    }

    fn end_all(&self, fate: Fate) {
        let (next, watched) = watch::channel(Fate::Live);
        *self.inner.fate.lock().unwrap() = watched;
        let old = std::mem::replace(&mut *self.fate.lock().unwrap(), next);
        // Nobody may be connected.
        old.send_replace(fate);
    }
}

impl Inner {
    fn weather(&self) -> Weather {
        *self.weather.lock().unwrap()
    }

    fn falls(&self, share: u64) -> bool {
        self.dice.lock().unwrap().u64(0..1_000) < share
    }

    /// How often a frame arrives.
    fn copies(&self, cargo: Cargo) -> usize {
        let weather = self.weather();
        match cargo {
            Cargo::Other => 1,
            Cargo::Request | Cargo::Answer if self.falls(weather.lost) => 0,
            _ => 1 + usize::from(self.falls(weather.doubled)),
        }
    }
}

async fn pass(client: TcpStream, inner: Arc<Inner>, mut fate: watch::Receiver<Fate>) {
    let Ok(upstream) = TcpStream::connect(("127.0.0.1", inner.server)).await else { return };
    let ((from_client, to_client), (from_server, to_server)) =
        (client.into_split(), upstream.into_split());
    let silence = inner.silence;
    let up = carry(from_client, to_server, inner.clone());
    let down = carry(from_server, to_client, inner);
    let both = async { tokio::join!(up, down) };
    tokio::pin!(both);
    tokio::select! {
        _ = &mut both => return,
        _ = fate.changed() => {}
    }
    let is_silent = *fate.borrow() == Fate::Silent;
    if is_silent {
        // The halves stay open meanwhile.
        sleep(silence).await;
    }
}

/// Carries one direction. What begins as HTTP and becomes a WebSocket is carried frame by frame.
async fn carry(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    inner: Arc<Inner>,
) -> std::io::Result<()> {
    let mut buffer = Vec::new();
    let (mut is_head, mut is_websocket) = (true, false);
    while from.read_buf(&mut buffer).await? > 0 {
        sleep(inner.weather().delay).await;
        if is_head {
            let Some(end) = buffer.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
            is_websocket = head.contains("upgrade: websocket");
            if is_websocket && inner.weather().is_polling_only {
                return Ok(());
            }
            is_head = false;
            let rest = buffer.split_off(end + 4);
            to.write_all(&std::mem::replace(&mut buffer, rest)).await?;
        }
        if !is_websocket {
            to.write_all(&std::mem::take(&mut buffer)).await?;
            continue;
        }
        while let Some(frame) = take_frame(&mut buffer) {
            for _ in 0..inner.copies(cargo(&frame)) {
                to.write_all(&frame).await?;
            }
        }
    }
    to.shutdown().await
}
