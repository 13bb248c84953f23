//! The parts every page is made of. They own nothing: props in, markup out.

mod amount;
mod avatar;
pub mod chart;
mod confirm;
mod copy_button;
mod empty_state;
mod error_notice;
mod icon;
mod loaded;
mod pill;
mod skeleton;
mod time_text;
mod toasts;

pub use amount::{Count, Money, PricePerDay};
pub use avatar::Avatar;
pub use confirm::Confirm;
pub use copy_button::CopyButton;
pub(crate) use copy_button::copy;
pub use empty_state::EmptyState;
pub use error_notice::{ErrorNotice, WayOut, advice};
pub use icon::{Icon, Symbol};
pub use loaded::Loaded;
pub use pill::{Pill, StatusPill, Tone, status_name};
pub use skeleton::{Skeleton, SkeletonShape};
pub use time_text::TimeText;
pub use toasts::{ToastQueue, Toasts, provide_toasts, use_toasts};
