//! Suggested prices: having them checked, and taking them over.

#[expect(missing_docs, reason = "a server function makes a struct of what it takes")]
pub mod api;
