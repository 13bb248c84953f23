//! Starting and stopping.

use crate::{
    config::Config,
    http::{origin::Origins, site},
    jobs::Jobs,
    pipeline::Pipeline,
    price_checks::PriceChecks,
    price_monitor::{PriceMonitor, Settings},
    realtime::{Bindings, Gateway},
    rehearsal::CrashPoint,
    router, stand_in,
    state::AppState,
};
use axum::Router;
use leptos::config::{Env, LeptosOptions};
use marketplace::{
    ANSWER_WITHIN, Database, Files, Marketplace, Ports, TestPayments, TestScreens,
    clock::{AheadClock, Clock},
    demo,
};
use std::{ffi::OsString, io::Write, net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpListener;

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database could not be opened or brought up to date.
    #[error("database: {0}")]
    Database(#[from] marketplace::Error),
    /// The folder or store for files cannot be used.
    #[error("{0}")]
    Files(marketplace::Error),
    /// The port is taken, or the network failed.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// Serving failed.
    #[error("serving: {0}")]
    Serve(#[from] std::io::Error),
}

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    gateway: Gateway,
    marketplace: Marketplace,
    pipeline: Pipeline,
    price_monitor: PriceMonitor,
    jobs: Jobs,
    price_checks: Option<PriceChecks>,
    database: Database,
    is_demo: bool,
}

impl Server {
    /// Opens the database, fills it when it is a demonstration, and takes the port. Serves nothing yet.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let clock = AheadClock(Duration::from_hours(config.days_ahead * 24));
        Self::start_with(config, Arc::new(clock)).await
    }

    /// As [`Server::start`], with the clock the use cases go by.
    pub async fn start_with(config: Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let database = Database::open(&config.database_url).await?;
        let files = open_files(&config).await.map_err(StartError::Files)?;
        let gateway = Gateway::new(&config.limits);
        let publisher = gateway.publisher();
        let marketplace = Marketplace::new(database.clone(), clock.clone(), publisher, config.demo)
            .with_files(files)
            .with_test_page(config.test_page);
        if config.demo {
            marketplace.seed_demo().await?;
        }
        if config.demo
            && config.demo_orders
            && let Err(error) = marketplace.seed_demo_orders().await
        {
            // Without its orders it is a demonstration all the same.
            tracing::error!(%error, "the demonstration has no orders");
        }
        let wanted = SocketAddr::new(config.address, config.port);
        let listen = |source| StartError::Listen { address: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let price_monitor = open_price_monitor(&config, clock).await;
        let bindings = Arc::new(Bindings::default());
        let state = AppState {
            marketplace: marketplace.clone(),
            leptos: leptos_options(&config, address),
            origins: Arc::new(Origins::new(&config, address)),
            bindings: bindings.clone(),
            intake: Arc::default(),
            hearing: gateway.hearing(),
            price_monitor: price_monitor.clone(),
            config: Arc::new(config.clone()),
        };
        gateway.open(marketplace.clone(), bindings);
        let ports = ports(&config, &database);
        let pipeline = Pipeline::start(marketplace.clone(), ports, config.workers);
        marketplace.take_over_jobs().await?;
        let jobs = Jobs::start(&marketplace, config.job_workers);
        let price_checks =
            (config.job_workers > 0).then(|| PriceChecks::start(&marketplace, &price_monitor));
        let router = router::build(state, &gateway);
        let is_demo = config.demo;
        Ok(Self {
            listener,
            address,
            router,
            gateway,
            marketplace,
            pipeline,
            price_monitor,
            jobs,
            price_checks,
            database,
            is_demo,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The use cases this server serves, for tests that act behind its back.
    pub fn marketplace(&self) -> &Marketplace {
        &self.marketplace
    }

    /// The line to the price-monitor service, or why there is none.
    pub fn price_monitor(&self) -> &PriceMonitor {
        &self.price_monitor
    }

    /// Serves until the process is asked to stop, then lets open requests finish.
    pub async fn run_until_signal(self) -> Result<(), StartError> {
        if let Err(error) = self.greet() {
            // Whoever started the server does not listen; that is no reason to stop.
            tracing::debug!(%error, "nobody reads the greeting");
        }
        self.run_until(stop_signal()).await
    }

    /// Serves until `stop` is ready.
    pub async fn run_until(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), StartError> {
        let (gateway, marketplace) = (self.gateway.clone(), self.marketplace.clone());
        let stop = async move {
            stop.await;
            // Sockets would keep the server waiting for ever.
            gateway.close(&marketplace).await;
        };
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(self.listener, service).with_graceful_shutdown(stop).await?;
        self.pipeline.stop().await;
        if let Some(price_checks) = self.price_checks {
            price_checks.stop().await;
        }
        self.price_monitor.stop();
        self.jobs.stop().await;
        self.database.close().await;
        Ok(())
    }

    /// Says where to look and, in a demonstration, who to sign in as.
    fn greet(&self) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "Bulletin is at http://{}", self.address)?;
        if self.is_demo {
            writeln!(out, "\nDemo accounts, password {}:", demo::PASSWORD)?;
            for account in demo::ACCOUNTS {
                writeln!(out, "  {:<24} {} ({})", account.email, account.name, account.role)?;
            }
        }
        out.flush()
    }
}

/// Where pictures are kept. A store elsewhere is asked at once: later it would be somebody's upload that fails.
async fn open_files(config: &Config) -> marketplace::Result<Files> {
    let place = config.files();
    let Some(address) = place.to_str().filter(|place| place.contains("://")) else {
        return Files::folder(&place);
    };
    let is_text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let files = Files::s3(address, std::env::vars_os().filter_map(is_text))?;
    files.check().await?;
    Ok(files)
}

/// A demonstration without settings has a service of its own.
async fn open_price_monitor(config: &Config, clock: Arc<dyn Clock>) -> PriceMonitor {
    let mut flags = config.price_monitor.clone();
    if config.demo
        && flags.is_unset()
        && let Err(error) = stand_in::demonstrate(&mut flags).await
    {
        tracing::warn!(%error, "the demonstration has no price monitor");
    }
    PriceMonitor::start(Settings::read(&flags), clock, None)
}

/// Whom the pipeline works with: what is built in.
fn ports(config: &Config, database: &Database) -> Ports {
    let latency = Duration::from_millis(config.screen_latency_ms);
    Ports {
        payments: Arc::new(TestPayments::new(database.clone())),
        screens: Arc::new(TestScreens { latency }),
        answer_within: ANSWER_WITHIN,
        observer: config.crash_at.map(CrashPoint::observer),
    }
}

fn leptos_options(config: &Config, address: SocketAddr) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("bulletin")
        .site_root(config.site.to_string_lossy())
        .site_pkg_dir(site::package_folder(&config.site))
        .site_addr(address)
        .env(if config.live_reload { Env::DEV } else { Env::PROD })
        .build()
}

/// Ctrl-C, or the termination signal of a supervisor.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "cannot listen for SIGTERM");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping");
}
