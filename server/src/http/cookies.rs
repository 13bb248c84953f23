//! Cookies that are no secrets: what a browser keeps for its page, which reads and writes them too.

use crate::state::AppState;
use cookie::{Cookie, SameSite, time};

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
