//! Log lines.

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error. `RUST_LOG` overrides what is shown.
pub fn start() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,server=info,marketplace=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
