//! The other service's name for a job.

use serde::Serialize;
use std::{fmt, sync::Arc};

/// Longest name, in bytes.
const MAX: usize = 128;

/// A job's name in the price-monitor service. It becomes part of addresses, so it is checked wherever it comes from.
/// Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ExternalId(Arc<str>);

impl ExternalId {
    /// 1 to 128 of ASCII letters, digits, `-`, `_`, `.` and `:`, at least one of them no dot.
    pub fn parse(text: &str) -> Option<Self> {
        let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        let fits =
            text.len() <= MAX && text.bytes().all(is_fit) && text.bytes().any(|it| it != b'.');
        fits.then(|| Self(text.into()))
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_nothing_that_changes_an_address_or_a_log_line() {
        for fine in
            ["7", "imp_01", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "a.b:c", &"x".repeat(128)]
        {
            assert_eq!(ExternalId::parse(fine).expect("is a name").as_str(), fine);
        }
        for bad in
            ["", ".", "..", "a/b", "a?b", "a#b", "a b", "a\nb", "%2e%2e", "ä", &"x".repeat(129)]
        {
            assert_eq!(ExternalId::parse(bad), None, "{bad:?}");
        }
    }
}
