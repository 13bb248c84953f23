//! What programs find here: the requests, the live layer, and examples to copy.
//!
//! For browser tests:
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `example` | an example to copy | `data-example` |
//! | `request` | a request | `data-method`, `data-path` |

mod api;
mod developers_page;
mod example;
mod outline;

pub use developers_page::DevelopersPage;
pub use outline::{Group, Request, outline_of};
