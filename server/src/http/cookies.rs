//! Cookies that are no secrets: what a browser keeps for its page, which reads and writes them too.

use crate::state::AppState;
use axum::http::{HeaderMap, header::COOKIE};
use cookie::{Cookie, SameSite, time};

/// What a request brings under a name.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let lists = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = lists.flat_map(Cookie::split_parse).filter_map(Result::ok);
    let found = cookies.find(|cookie| cookie.name() == name);
    found.map(|cookie| cookie.value().to_owned())
}

/// To be kept for so many seconds; for none, it is forgotten.
pub(crate) fn kept(
    state: &AppState,
    name: &'static str,
    value: String,
    seconds: i64,
) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(state.config.is_secure())
        .same_site(SameSite::Lax)
        .max_age(time::Duration::seconds(seconds))
        .build()
}
