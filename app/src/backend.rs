//! The only seam between server functions and the server: what the request's context holds.

#[cfg(feature = "ssr")]
pub use server_side::{provide, signed_in, visitor};

#[cfg(feature = "ssr")]
mod server_side {
    use crate::error::{ApiError, ApiResult};
    use leptos::prelude::{provide_context, use_context};
    use marketplace::{Marketplace, Viewer};
    use protocol::{ErrorBody, ErrorCode, account::Me};

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

    /// For what everybody may see.
    pub fn visitor() -> ApiResult<(Marketplace, Viewer)> {
        let missing = || ApiError(ErrorBody::new(ErrorCode::Unavailable, "No backend here."));
        use_context::<Backend>().map(|b| (b.marketplace, b.viewer)).ok_or_else(missing)
    }

    /// For what needs an account.
    pub fn signed_in() -> ApiResult<(Marketplace, Me)> {
        let (marketplace, viewer) = visitor()?;
        let me = viewer.signed_in().map_err(marketplace::Error::into_body)?.clone();
        Ok((marketplace, me))
    }
}
