//! The only seam between the page and the server: what the request's context holds.

use protocol::account::Me;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
pub use server_side::{
    PriceLine, answer, cookie, cookie_in, outline, price_monitor, provide, provide_price_monitor,
    provide_tiles, set_status, signed_in, tiles, viewed, visitor,
};

#[cfg(not(feature = "ssr"))]
pub use browser_side::{set_status, viewed};

/// Who looks at the page, and where.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Viewed {
    /// The signed-in person.
    pub me: Option<Me>,
    /// Whether this is a demonstration, with accounts anybody may use.
    pub is_demo: bool,
    /// Whether the test page is there for them.
    pub may_test: bool,
}

#[cfg(feature = "ssr")]
mod server_side {
    use super::Viewed;
    use crate::{
        error::{ApiError, ApiResult},
        features::developer::{Group, outline_of},
    };
    use leptos::prelude::{provide_context, use_context};
    use leptos_axum::ResponseOptions;
    use marketplace::{Marketplace, Viewer};
    use protocol::{
        ErrorBody, ErrorCode, account::Me, board::map::MapTiles, price::PriceMonitorHealth,
    };
    use std::sync::{Arc, LazyLock};

    static OUTLINE: LazyLock<Vec<Group>> =
        LazyLock::new(|| outline_of(include_str!("../../docs/openapi.json")));

    /// What a request brings: the use cases, and who asks.
    #[derive(Clone)]
    struct Backend {
        marketplace: Marketplace,
        viewer: Viewer,
    }

    /// Called once per request by the server. Context is found by exact type, so this is the only writer
    /// and the functions below are the only readers.
    pub fn provide(marketplace: Marketplace, viewer: Viewer) {
        provide_context(Backend { marketplace, viewer });
    }

    /// Called once per request by the server, with what the map is drawn on.
    pub fn provide_tiles(tiles: MapTiles) {
        provide_context(tiles);
    }

    /// How the line to the price monitor is.
    pub type PriceLine = Arc<dyn Fn() -> PriceMonitorHealth + Send + Sync>;

    /// Called once per request by the server.
    pub fn provide_price_monitor(line: PriceLine) {
        provide_context(line);
    }

    /// How the price monitor is; off where there is none.
    pub fn price_monitor() -> PriceMonitorHealth {
        use_context::<PriceLine>().map(|line| line()).unwrap_or_default()
    }

    /// What the map is drawn on.
    pub fn tiles() -> MapTiles {
        use_context().unwrap_or_default()
    }

    /// For what everybody may see.
    pub fn visitor() -> ApiResult<(Marketplace, Viewer)> {
        let missing = || ApiError(ErrorBody::new(ErrorCode::Unavailable, "No backend here."));
        use_context::<Backend>().map(|b| (b.marketplace, b.viewer)).ok_or_else(missing)
    }

    /// For what needs an account.
    pub fn signed_in() -> ApiResult<(Marketplace, Me)> {
        let (marketplace, viewer) = visitor()?;
        let me = answer(viewer.signed_in())?.clone();
        Ok((marketplace, me))
    }

    /// A use case's result as a server function gives it. A refusal sets the status of the response it is
    /// in: the server function's own, or that of the page it is read for.
    pub fn answer<T>(result: Result<T, marketplace::Error>) -> ApiResult<T> {
        result.map_err(|error| {
            let body = error.into_body();
            set_status(body.code);
            ApiError(body)
        })
    }

    /// Who looks at the page. Nobody while the server only asks the page for its routes.
    pub fn viewed() -> Viewed {
        visitor().map_or_else(
            |_| Viewed::default(),
            |(marketplace, viewer)| Viewed {
                me: viewer.me().cloned(),
                is_demo: marketplace.is_demo(),
                may_test: marketplace.may_test(&viewer),
            },
        )
    }

    /// The requests at a glance.
    pub fn outline() -> Vec<Group> {
        OUTLINE.clone()
    }

    /// The value of a cookie of the request's, if it brings one.
    pub fn cookie(name: &str) -> Option<String> {
        cookie_in(&use_context::<http::request::Parts>()?.headers, name)
    }

    /// The same of any request.
    pub fn cookie_in(headers: &http::HeaderMap, name: &str) -> Option<String> {
        let lists = headers.get_all(http::header::COOKIE).iter();
        let mut pairs =
            lists.filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(';'));
        let pair = pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='));
        pair.map(ToOwned::to_owned)
    }

    /// Gives the response the status of an error. Does nothing in the browser.
    pub fn set_status(code: ErrorCode) {
        let response = use_context::<ResponseOptions>();
        let status = http::StatusCode::from_u16(code.http_status());
        if let (Some(response), Ok(status)) = (response, status) {
            response.set_status(status);
        }
    }
}

#[cfg(not(feature = "ssr"))]
mod browser_side {
    use super::Viewed;
    use protocol::ErrorCode;

    /// In the browser the answer comes with the page; this is what holds without one.
    pub fn viewed() -> Viewed {
        Viewed::default()
    }

    /// Only a server has a status to set.
    pub fn set_status(_: ErrorCode) {}
}
