use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::notification::{Bell, NotificationPage, NotificationSetting};

/// The viewer's unread count and latest notifications.
#[server]
pub async fn read_bell() -> ApiResult<Bell> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.bell(&me).await)
}

/// One page of the viewer's notifications: those before a number, or the newest.
#[server]
pub async fn read_notifications(before: Option<i64>) -> ApiResult<NotificationPage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.notifications(&me, before).await)
}

/// What the viewer wants to be told of.
#[server]
pub async fn read_settings() -> ApiResult<Vec<NotificationSetting>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.notification_settings(&me).await)
}
