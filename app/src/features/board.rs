//! Boards: the list, a board's page, and the pictures.

mod api;
mod board_page;
mod browse_page;
mod card;
mod facts;
mod filter_form;
mod follow_button;
mod offer;
mod pagination;
pub mod picture;
mod query;
mod status_form;
mod status_step;
mod watch;

pub use api::{list_boards, open_board};
pub use board_page::BoardPage;
pub use browse_page::BrowsePage;
pub(crate) use watch::{live_status, watch_statuses};
