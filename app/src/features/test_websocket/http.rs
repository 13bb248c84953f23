//! Plain requests of the test page to the server it came from. Browser only.

use serde::{Serialize, de::DeserializeOwned};

/// Status and body of an answer, or the browser's words for why there is none.
pub(super) type Fetched = Result<(u16, String), String>;

#[cfg(feature = "hydrate")]
pub(super) async fn fetch(method: &str, path: &str, body: Option<String>) -> Fetched {
    use leptos::prelude::window;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    let words = |error: JsValue| {
        let error = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        error.unwrap_or_else(|| "the request failed".to_owned())
    };
    let init = web_sys::RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        let headers = web_sys::Headers::new().map_err(words)?;
        headers.set("Content-Type", "application/json").map_err(words)?;
        init.set_headers(&headers);
        init.set_body(&body.into());
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await;
    let answer: web_sys::Response = answer.and_then(JsCast::dyn_into).map_err(words)?;
    let text = JsFuture::from(answer.text().map_err(words)?).await.map_err(words)?;
    Ok((answer.status(), text.as_string().unwrap_or_default()))
}

#[cfg(not(feature = "hydrate"))]
pub(super) async fn fetch(_method: &str, _path: &str, _body: Option<String>) -> Fetched {
    Err("there is no browser here".to_owned())
}

/// Asks for JSON; a refusal gives its words.
pub(super) async fn ask<T: DeserializeOwned>(
    method: &str,
    path: &str,
    body: Option<&impl Serialize>,
) -> Result<T, String> {
    let body = body.map(serde_json::to_string).transpose().map_err(|error| error.to_string())?;
    let (status, text) = fetch(method, path, body).await?;
    if (200..300).contains(&status) {
        let text = if text.is_empty() { "null" } else { &text };
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    let refused = serde_json::from_str::<protocol::ErrorBody>(&text);
    Err(refused.map_or_else(|_| format!("status {status}"), |error| error.message))
}
