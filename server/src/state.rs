//! What every route can reach.

use crate::{
    config::Config,
    http::{origin::Origins, upload::Intake},
    price_monitor::PriceMonitor,
    realtime::{Bindings, Hearing},
};
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use marketplace::Marketplace;
use std::sync::Arc;

/// The router's state. Cheap to clone.
#[derive(Clone, FromRef)]
pub(crate) struct AppState {
    pub(crate) marketplace: Marketplace,
    pub(crate) leptos: LeptosOptions,
    pub(crate) config: Arc<Config>,
    pub(crate) origins: Arc<Origins>,
    pub(crate) bindings: Arc<Bindings>,
    pub(crate) intake: Arc<Intake>,
    pub(crate) hearing: Hearing,
    pub(crate) price_monitor: PriceMonitor,
}
