//! Plain requests for what the socket would tell. Browser only.

/// What came back.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser asks"))]
pub(crate) enum Fetched {
    /// What one has is still so.
    Same,
    /// Something else.
    New {
        /// JSON.
        body: String,
        /// To be shown with the next request.
        tag: Option<String>,
    },
}

/// `None` without an answer, or with a refusal.
#[cfg(feature = "hydrate")]
pub(crate) async fn get(path: &str, tag: Option<&str>) -> Option<Fetched> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    let init = web_sys::RequestInit::new();
    let headers = web_sys::Headers::new().ok()?;
    if let Some(tag) = tag {
        headers.set("If-None-Match", tag).ok()?;
    }
    init.set_headers(&headers);
    let request = leptos::prelude::window().fetch_with_str_and_init(path, &init);
    let answer: web_sys::Response = JsFuture::from(request).await.ok()?.dyn_into().ok()?;
    match answer.status() {
        304 => Some(Fetched::Same),
        200 => {
            let tag = answer.headers().get("ETag").ok().flatten();
            let body = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
            Some(Fetched::New { body, tag })
        }
        _ => None,
    }
}

/// Only a browser asks.
#[cfg(not(feature = "hydrate"))]
pub(crate) async fn get(_path: &str, _tag: Option<&str>) -> Option<Fetched> {
    None
}
