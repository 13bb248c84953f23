use crate::error::ApiResult;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use protocol::announcement::Dismissals;
use protocol::announcement::{AnnouncementRecord, Banners};

/// What the viewer is to see now.
#[server]
pub async fn read_banners() -> ApiResult<Banners> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    let kept = crate::backend::cookie(Dismissals::COOKIE).unwrap_or_default();
    crate::backend::answer(marketplace.banners(&viewer, &Dismissals::read(&kept)).await)
}

/// All announcements with their reach, and the cities one can be for. For admins.
#[server]
pub async fn list_announcements() -> ApiResult<(Vec<AnnouncementRecord>, Vec<String>)> {
    let missing = || crate::error::ApiError(protocol::ErrorBody::not_found("page"));
    let (marketplace, viewer) = crate::backend::visitor()?;
    let me = viewer.me().ok_or_else(missing)?;
    let records = crate::backend::answer(marketplace.announcements(me).await)?;
    let cities = crate::backend::answer(marketplace.announcement_cities(me).await)?;
    Ok((records, cities))
}
