//! What the tests of this crate share.

use proptest::prelude::ProptestConfig;

/// So many random cases, unless `PROPTEST_CASES` asks for another number.
pub(crate) fn cases(default: u32) -> ProptestConfig {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        ProptestConfig::default()
    } else {
        ProptestConfig::with_cases(default)
    }
}
