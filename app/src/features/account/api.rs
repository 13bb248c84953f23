use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::account::SessionView;

/// The viewer's sessions, the newest use first.
#[server]
pub async fn list_sessions() -> ApiResult<Vec<SessionView>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    Ok(marketplace.sessions(&me).await.map_err(marketplace::Error::into_body)?)
}
