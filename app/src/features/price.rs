//! Prices: having them compared, and applying what is suggested.
//!
//! For browser tests:
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `price-monitor` | the line to the price monitor | `data-state`: `off`, `connecting`, `connected`, `reconnecting`, `refused` |
//! | `price-check`, `price-choice`, `price-check-start` | the form that begins a check; its boxes have the boards as values | |
//! | `prices`, `price-row` | suggestions | `data-id` of the board, `data-state`: `open`, `applied` or `closed` |
//! | `price-current`, `price-apply` | in a row: the price now, and what makes the suggestion one | `data-cents` |
//! | `job-source` | on a job's page: how good what is known is | `data-freshness`: `reconnecting` or `stale` |

mod api;
mod board_choice;
mod check_form;
mod monitor_state;
mod of_job;
mod prices_page;
mod suggested;
mod suggestion_list;
mod suggestion_row;
mod words;

pub(crate) use api::job_prices;
pub use api::price_monitor_health;
pub(crate) use of_job::{PricesOfJob, SourceText};
pub use prices_page::PricesPage;
