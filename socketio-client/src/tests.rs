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

/// Handles and futures can be moved between threads, where there are threads.
#[test]
fn everything_an_application_holds_is_send() {
    fn moves<T: Send + 'static>(_: &T) {}
    fn is_shared<T: Sync>(_: &T) {}
    let (client, events, driver) = crate::connect(crate::Config::new("http://localhost"));
    moves(&client);
    is_shared(&client);
    moves(&client.request("hello", &()));
    moves(&events);
    moves(&driver.run());
}
