//! Boards: the list, a board's page, its form, what waits for admins, and the pictures.

mod api;
mod board_form;
mod board_page;
mod browse_page;
mod card;
mod edit_board_page;
mod facts;
mod filter_form;
mod follow_button;
mod form_fields;
mod free_days;
mod map;
mod my_boards_page;
mod new_board_page;
mod offer;
mod pagination;
pub mod picture;
mod query;
mod refused;
mod review_page;
mod status_form;
mod status_step;
mod terms;
mod view_toggle;
mod watch;

pub use api::{list_boards, list_own_boards, open_board, read_review_queue};
pub use board_page::BoardPage;
pub use browse_page::BrowsePage;
pub use edit_board_page::EditBoardPage;
pub use my_boards_page::MyBoardsPage;
pub use new_board_page::NewBoardPage;
pub use query::filter_of;
pub use refused::{RefusedBoard, provide_refused};
pub use review_page::ReviewPage;
pub(crate) use watch::{live_status, watch_statuses};
