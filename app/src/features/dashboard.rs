//! Dashboards: what there is to see at a glance.
//!
//! For browser tests:
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `dashboard-state` | how current it is | `data-way`: `live`, `then` or `failed` |
//! | `figure` | a number | `data-figure`, `data-value` |
//! | `awaiting`, `campaign` | rows | `data-id`; `data-done`, `data-total` |
//! | `work-cell`, `standing`, `choose-all`, `standing-count`, `batch`, `batch-outcome` | the pipeline's page | `data-phase`, `data-run`, `data-count`; `data-id`; `data-count`; `data-done`, `data-refused`, `data-left` |
//! | `chart`, `chart-table`, `heat-map`, `heat-row` | see [`crate::components::chart`] | `data-chart`, `data-id`, `data-share` |

mod admin;
mod admin_table;
mod advertiser;
mod api;
mod awaiting;
mod batch;
mod dashboard_page;
mod figure;
mod money;
mod owner;
mod refresh;
mod rooms;

pub(crate) use admin::Overview;
pub(crate) use api::read_admin_dashboard;
pub use dashboard_page::DashboardPage;
pub(crate) use figure::Figure;
pub(crate) use refresh::{Currency, keep_current};
