//! Orders: booking a board, what becomes of it, and the work on it.
//!
//! For browser tests:
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `booking`, `booking-closed`, `calendar` | on a board's page; a day is a button | `data-day`, `data-free` |
//! | `hold-form`, `hold`, `hold-refused`, `quote-total` | holding days | `data-cents` |
//! | `order`, `order-state`, `order-next`, `order-balance` | an order's page | `data-id`, `data-state`, `data-cents` |
//! | `order-actions`, `order-confirm`, `extend`, `countdown` | what may be done; a button has its action | `data-action` |
//! | `creative-form`, `creative-finding`, `creative-pick` | handing in what is shown | |
//! | `creatives`, `creative` | what was handed in | `data-verdict` |
//! | `timeline`, `timeline-step` | its life | `data-state` |
//! | `order-work`, `order-phase`, `run-state`, `work-reason`, `steer` | the work on it | `data-phase`, `data-run`, `data-steer` |
//! | `freshness` | how the page is kept current | `data-way` |
//! | `order-log`, `log-line`, `log-count`, `log-find`, `log-follow`, `log-hold`, `log-save` | the log | `data-number`, `data-level` |
//! | `plan-add`, `plan-said`, `plan-count` | planning, on a board's page and in the navigation | `data-count` |
//! | `planned`, `plan-refused`, `plan-remove`, `plan-total`, `plan-hold` | the plan's page | `data-id`, `data-cents` |
//! | `orders`, `order-row`, `pipeline-counts` | lists | `data-id`, `data-state` |

mod actions;
mod api;
mod booking;
mod calendar;
mod choice;
mod countdown;
mod creative_form;
mod creatives;
mod facts;
mod freshness;
mod hold_form;
mod hold_refusal;
mod log_filter;
mod log_lines;
mod log_view;
mod order_list;
mod order_page;
mod order_row;
mod orders_page;
mod pipeline_page;
mod plan;
mod price;
mod reading;
mod state_pill;
mod steer;
mod timeline;
mod watch;
mod words;
mod work;

pub use api::{open_order, read_availability};
pub(crate) use booking::about_booking;
pub use booking::{BOOKING, Booking, Kept};
pub use order_page::OrderPage;
pub use orders_page::OrdersPage;
pub use pipeline_page::PipelinePage;
pub use plan::PlanPage;
pub(crate) use plan::{follow_plan, use_planned_count};
pub(crate) use state_pill::{RunPill, StatePill};
pub(crate) use words::{headline, next_step, phase_words, run_words, state_name};

use crate::format::day::long_day as day_name;
