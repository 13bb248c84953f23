//! `bulletin price-monitor`: a small service of the kind the price-monitor proxy talks to, for demonstrations and tests.
//!
//! It looks at the products it is given, one after the other, tells how far it is over Socket.IO, and suggests a price for
//! each in the end. Nothing is stored; the prices depend on the seed and the products alone.
//!
//! Every request and every CONNECT must bring the key: as the header `X-API-Key`, or for CONNECT as `{"apiKey": …}`.
//!
//! | | |
//! |---|---|
//! | `POST /api/import-jobs {products: [{productId, priceCents, currency}]}` | starts a job, one for each `Idempotency-Key`; `201` with its status |
//! | `GET /api/import-jobs/{id}` | its status: `{jobId, status, progress, done, total, result, updatedAt}` |
//! | `join-import-job {jobId}` | tells its status at once, then each step |
//! | `leave-import-job {jobId}` | no more of it |
//! | `import-job-progress`, `import-job-completed` | its status |

mod appraisal;
mod http;
mod jobs;
mod socket;

use crate::{StartError, price_monitor::PriceMonitorFlags, secret::Secret};
use axum::Router;
use clap::Args;
use jobs::Jobs;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener;
use uuid::Uuid;

/// How to run the service.
#[derive(Args, Clone, Debug)]
pub struct StandInSettings {
    /// Address to listen on.
    #[arg(long, env = "PRICE_MONITOR_ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub address: IpAddr,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, env = "PRICE_MONITOR_PORT", default_value_t = 3100)]
    pub port: u16,
    /// The key everybody must bring. Better given by the environment than on the command line.
    #[arg(long, env = "PRICE_MONITOR_API_KEY", hide_env_values = true)]
    pub key: Secret,
    /// What names and prices are made of; the same one gives the same. By default each start has its own.
    #[arg(long, env = "PRICE_MONITOR_SEED")]
    pub seed: Option<u64>,
    /// How long it looks at a product, in milliseconds; at many together no longer than at fifty.
    #[arg(long, env = "PRICE_MONITOR_STEP_MS", default_value_t = 300)]
    pub step_ms: u64,
}

/// Starts one on loopback, with a key of its own that nobody knows, and points the settings to it. It ends with the
/// program.
pub(crate) async fn demonstrate(flags: &mut PriceMonitorFlags) -> Result<(), StartError> {
    let key = Secret::new(&Uuid::new_v4().simple().to_string());
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let settings = StandInSettings { address, port: 0, key: key.clone(), seed: None, step_ms: 300 };
    let service = StandIn::start(settings).await?;
    flags.host = Some(format!("http://{}", service.address()));
    flags.allowed = address.to_string();
    flags.key = Some(key);
    tokio::spawn(service.run_until(std::future::pending()));
    Ok(())
}

/// A service that listens.
pub struct StandIn {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    io: socketioxide::SocketIo,
}

impl StandIn {
    /// Takes the port. Serves nothing yet.
    pub async fn start(settings: StandInSettings) -> Result<Self, StartError> {
        let wanted = SocketAddr::new(settings.address, settings.port);
        let listen = |source| StartError::Listen { address: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let (layer, io) = socketioxide::SocketIo::new_layer();
        let seed = settings.seed.unwrap_or_else(|| fastrand::u64(..));
        let jobs = Arc::new(Jobs::new(io.clone(), seed, Duration::from_millis(settings.step_ms)));
        socket::register(&io, settings.key.clone(), jobs.clone());
        let router = http::router(settings.key, jobs).layer(layer);
        Ok(Self { listener, address, router, io })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is ready; then sends everybody away.
    pub async fn run_until(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StartError> {
        let io = self.io;
        let stop = async move {
            stop.await;
            io.close().await;
        };
        Ok(axum::serve(self.listener, self.router).with_graceful_shutdown(stop).await?)
    }
}
