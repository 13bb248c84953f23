use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::account::UserRef;

/// The people online now, by name. For testers and admins; in a demonstration for everybody.
#[server]
pub async fn online_users() -> ApiResult<Vec<UserRef>> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.online_users(&viewer).await)
}
