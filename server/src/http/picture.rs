//! Pictures that people have handed in.

use super::{error::HttpError, session::Identity};
use axum::{
    extract::{Path, State},
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    response::IntoResponse,
};
use marketplace::{Marketplace, Shape};
use protocol::{ErrorBody, id::FileId};

/// A file never changes under its address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// For those who may see it now, and for nobody in between.
const FOR_NOW: &str = "private, max-age=300";

/// `GET /files/{id}/{width}.jpg` and `/files/{id}/original`, for those who may see what the picture belongs to.
pub(crate) async fn show(
    State(marketplace): State<Marketplace>,
    identity: Identity,
    Path((id, name)): Path<(String, String)>,
) -> Result<impl IntoResponse, HttpError> {
    let missing = || ErrorBody::not_found("picture");
    let id: FileId = id.parse().map_err(|_| missing())?;
    let shape = shape(&name).ok_or_else(missing)?;
    let served = marketplace.picture(&identity.viewer(), id, shape).await?;
    let headers = [
        (CONTENT_TYPE, served.media_type),
        (CACHE_CONTROL, if served.is_public { FOR_EVER } else { FOR_NOW }),
        // Whatever somebody has put into a file, a browser shows it as a picture or not at all.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, served.content))
}

fn shape(name: &str) -> Option<Shape> {
    if name == "original" {
        return Some(Shape::Original);
    }
    name.strip_suffix(".jpg")?.parse().ok().map(Shape::Width)
}
