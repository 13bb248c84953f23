use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::{account::UserRef, test_websocket::TestUse};

/// Asks for the page. Whoever may not use it gets the answer of a page that is not there.
#[server]
pub async fn open_test_page() -> ApiResult<()> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.open_test_page(&viewer).await)
}

/// Puts on record what was done here by hand.
#[server]
pub async fn note_test_use(done: TestUse) -> ApiResult<()> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.note_test_use(&viewer, &done).await)
}

/// The people online now, by name. For testers and admins; in a demonstration for everybody.
#[server]
pub async fn online_users() -> ApiResult<Vec<UserRef>> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.online_users(&viewer).await)
}
