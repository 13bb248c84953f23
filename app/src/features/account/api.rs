use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::{account::SessionView, privacy::Privacy};

/// The viewer's sessions, the newest use first.
#[server]
pub async fn list_sessions() -> ApiResult<Vec<SessionView>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.sessions(&me).await)
}

/// What the viewer lets others see.
#[server]
pub async fn read_privacy() -> ApiResult<Privacy> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.privacy(me.user_id).await)
}
