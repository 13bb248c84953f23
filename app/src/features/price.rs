//! Suggested prices: having them checked, and taking them over.

pub mod api;
