//! The record of what was done with rights that others do not have.
//!
//! For browser tests: `audit-entry` (attribute `data-action`).

mod api;
mod audit_page;

pub use audit_page::AuditPage;
