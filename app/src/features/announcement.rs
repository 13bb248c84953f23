//! Announcements: the banners above every page, and the admins' page where they are written.
//!
//! # For browser tests (`data-testid`)
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `banner` | an announcement above the page | `data-id`, `data-severity` |
//! | `banner-dismiss` | puts it away; absent when it stays | |
//! | `announcement-preview` | what is being written, as it will look | |
//! | `announcement-row` | one on the admins' page | `data-phase` |
//! | `reach` | its figures | |

mod announcement_list;
mod announcements_page;
mod api;
mod banner;
mod banner_bar;
mod composer;
mod kept;
mod moment_field;
mod noting;

pub use announcements_page::AnnouncementsPage;
pub(crate) use api::read_banners;
pub use banner_bar::BannerBar;
