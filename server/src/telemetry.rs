//! Log lines.

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::filter_fn, fmt, fmt::MakeWriter, layer::SubscriberExt, registry,
    util::SubscriberInitExt,
};

/// Starts logging to standard error. `RUST_LOG` overrides what is shown.
pub fn start() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,server=info,marketplace=info"));
    subscriber(filter, std::io::stderr).init();
}

/// What writes lines that pass the filter.
pub fn subscriber<W>(filter: EnvFilter, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = fmt::layer().with_writer(writer).boxed();
    registry().with(filter).with(filter_fn(is_discreet)).with(lines)
}

/// At this level the WebSocket library writes down what it sends: cookies, tokens, keys. No setting makes it.
fn is_discreet(metadata: &Metadata<'_>) -> bool {
    *metadata.level() != Level::TRACE || !metadata.target().starts_with("tungstenite")
}
