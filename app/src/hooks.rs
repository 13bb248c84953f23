//! What pages use of the live connection. Every hook is inert on the server: it answers with what the
//! page was rendered with, and sends nothing.

mod be_in;
mod use_connection;
mod use_event;
mod use_interval;
mod use_job_status;
mod use_presence;
mod use_product_import_progress;
mod use_room;
mod use_typing;

pub(crate) use be_in::be_in;
pub use use_connection::use_connection;
pub use use_event::use_event;
pub(crate) use use_interval::use_interval;
pub use use_job_status::{UseJobStatusOptions, UseJobStatusReturn, Way, use_job_status};
pub use use_presence::use_presence;
pub use use_product_import_progress::{
    UseProductImportProgressOptions, UseProductImportProgressReturn, use_product_import_progress,
};
pub use use_room::use_room;
pub use use_typing::{UseTypingReturn, use_typing};
