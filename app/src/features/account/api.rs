use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::account::SessionView;

/// The viewer's sessions, the newest use first.
#[server]
pub async fn list_sessions() -> ApiResult<Vec<SessionView>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.sessions(&me).await)
}
