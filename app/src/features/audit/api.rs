use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::audit::AuditPage;
use uuid::Uuid;

/// A page of the record, the newest first. For admins.
#[server]
pub async fn read_audit(before: Option<Uuid>) -> ApiResult<AuditPage> {
    let missing = || crate::error::ApiError(protocol::ErrorBody::not_found("page"));
    let (marketplace, viewer) = crate::backend::visitor()?;
    let me = viewer.me().ok_or_else(missing)?;
    crate::backend::answer(marketplace.audit(me, before).await)
}
