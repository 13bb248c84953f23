//! The page: components, server functions and the stores that live events flow into.
//!
//! # Add a page
//! 1. A component `XPage` in `features/<feature>/`, with its data in one `Resource`.
//! 2. Its path in [`routes`], its `<Route>` in [`App`].
//! 3. Its style in `style/features/<feature>.css`.
//! 4. A story in `end2end/tests/<feature>/`.

pub mod backend;
pub mod connection;
pub mod error;
pub mod features;
pub mod hooks;
pub mod routes;
pub mod stores;
