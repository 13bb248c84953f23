use super::Group;
use crate::error::ApiResult;
use leptos::prelude::*;

/// The requests at a glance. For everybody.
#[server]
pub async fn read_outline() -> ApiResult<Vec<Group>> {
    Ok(crate::backend::outline())
}
