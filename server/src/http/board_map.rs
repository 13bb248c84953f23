//! The boards on the map.

use super::{
    error::{ApiQuery, HttpError},
    session::Identity,
    tag,
};
use app::features::board::filter_of;
use axum::{
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG},
    },
    response::{IntoResponse, Response},
};
use marketplace::Marketplace;
use protocol::{
    ErrorBody,
    board::map::{BoardMap, MapArea},
};
use std::hash::{DefaultHasher, Hash, Hasher};

/// `GET /api/boards/map?bbox=13.1,52.3,13.7,52.7&zoom=11&…`: [`BoardMap`] with an `ETag`; `304` for whoever has it.
/// Without `bbox` the world; the filter's parts have the names they have in the address of the list. For everybody.
pub(crate) async fn show(
    State(marketplace): State<Marketplace>,
    identity: Identity,
    ApiQuery(mut pairs): ApiQuery<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let area = match take(&mut pairs, "bbox") {
        Some(text) => text.parse()?,
        None => MapArea::WORLD,
    };
    let invalid = |_| ErrorBody::invalid("zoom", "A zoom is a whole number from 0 on.");
    let zoom = take(&mut pairs, "zoom").map_or(Ok(0), |text| text.parse()).map_err(invalid)?;
    let filter = filter_of(pairs)?;
    let map = marketplace.board_map(&identity.viewer(), &filter, (area, zoom)).await?;
    Ok(tagged(&map, &headers)?)
}

fn take(pairs: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = pairs.iter().position(|(key, _)| key == name)?;
    Some(pairs.swap_remove(at).1)
}

/// Its tag follows from what it says: nothing counts the changes of all boards.
fn tagged(map: &BoardMap, headers: &HeaderMap) -> Result<Response, marketplace::Error> {
    let body = serde_json::to_string(map)
        .map_err(|error| marketplace::Error::Internal(format!("map: {error}")))?;
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let is_known = tag::is_known(headers, &tag);
    let caching = [(ETAG, tag), (CACHE_CONTROL, "private, no-cache".to_owned())];
    Ok(if is_known {
        (StatusCode::NOT_MODIFIED, caching).into_response()
    } else {
        (caching, [(CONTENT_TYPE, "application/json")], body).into_response()
    })
}
