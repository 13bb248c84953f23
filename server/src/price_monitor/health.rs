//! How the proxy is, for whoever runs the server: as it is shown.

pub use protocol::price::{
    PriceMonitorCounts as Counts, PriceMonitorHealth as Health, PriceMonitorState as LineState,
};
