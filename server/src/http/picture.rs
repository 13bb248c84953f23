//! Pictures that people have handed in.

use super::{error::HttpError, session::Identity, tag};
use axum::{
    extract::{Path, State},
    http::{
        HeaderMap, HeaderName, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG},
    },
    response::{IntoResponse, Response},
};
use marketplace::{Marketplace, Shape};
use protocol::{ErrorBody, id::FileId};

/// What is in a file never changes, but a photo can be removed and its board hidden: an hour later nothing in between
/// shows it any more.
const FOR_AN_HOUR: &str = "public, max-age=3600";
/// For those who may see it now, and for nobody in between.
const FOR_NOW: &str = "private, max-age=300";

/// `GET /files/{id}/{width}.jpg` and `/files/{id}/original`, for those who may see what the picture belongs to, with an
/// `ETag`; `304` for whoever has it, as long as they may see it.
pub(crate) async fn show(
    State(marketplace): State<Marketplace>,
    identity: Identity,
    Path((id, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let missing = || ErrorBody::not_found("picture");
    let id: FileId = id.parse().map_err(|_| missing())?;
    let shape = shape(&name).ok_or_else(missing)?;
    let viewer = identity.viewer();
    let tag = format!("\"{id}-{name}\"");
    if tag::is_known(&headers, &tag) {
        let is_public = marketplace.sees_picture(&viewer, id).await?;
        return Ok((StatusCode::NOT_MODIFIED, caching(tag, is_public)).into_response());
    }
    let served = marketplace.picture(&viewer, id, shape).await?;
    let headers = [
        (CONTENT_TYPE, served.media_type),
        // Whatever somebody has put into a file, a browser shows it as a picture or not at all.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (CONTENT_DISPOSITION, "inline"),
    ];
    Ok((headers, caching(tag, served.is_public), served.content).into_response())
}

fn caching(tag: String, is_public: bool) -> [(HeaderName, String); 2] {
    let how_long = if is_public { FOR_AN_HOUR } else { FOR_NOW };
    [(ETAG, tag), (CACHE_CONTROL, how_long.to_owned())]
}

fn shape(name: &str) -> Option<Shape> {
    if name == "original" {
        return Some(Shape::Original);
    }
    name.strip_suffix(".jpg")?.parse().ok().map(Shape::Width)
}
