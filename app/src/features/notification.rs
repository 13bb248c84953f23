//! Notifications: the bell in the top bar, the page of all, toasts, and the browser's own notifications.
//!
//! # For browser tests (`data-testid`)
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `bell` | the button | |
//! | `bell-count` | the unread count, absent at 0 | |
//! | `bell-panel` | what it opens | |
//! | `notification` | one notification, in the panel and on the page | `data-kind`, `data-read` |
//! | `read-all` | marks all as read | |
//! | `toast` | a toast | |

mod api;
mod bell;
mod desktop;
mod notification_row;
mod notifications_page;
mod pace;
mod settings_form;
mod toaster;
mod words;

pub(crate) use api::read_bell;
pub use bell::Bell;
pub use notifications_page::NotificationsPage;
