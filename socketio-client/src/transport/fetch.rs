//! One HTTP exchange in a browser: `fetch`, in pages and in workers.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestCredentials, RequestInit, Response};

use super::{Target, refusal};
use crate::engine::Failure;

pub(super) struct Http {
    global: Object,
    fetch: Function,
}

impl Http {
    pub(super) fn new(_: &Target) -> Result<Self, String> {
        let global = js_sys::global();
        let fetch = Reflect::get(&global, &"fetch".into()).and_then(JsCast::dyn_into);
        match fetch {
            Ok(fetch) => Ok(Self { global, fetch }),
            Err(_) => Err("there is no `fetch` here".to_owned()),
        }
    }

    pub(super) async fn get(&self, url: &str) -> Result<String, Failure> {
        let (init, _guard) = prepare("GET")?;
        text(&self.fetch(url, &init).await?).await
    }

    pub(super) async fn post(&self, url: &str, body: String) -> Result<(), Failure> {
        let (init, _guard) = prepare("POST")?;
        let headers = Headers::new().map_err(|error| failure(&error))?;
        headers.set("Content-Type", "text/plain;charset=UTF-8").map_err(|error| failure(&error))?;
        init.set_headers(&headers);
        init.set_body(&body.into());
        self.fetch(url, &init).await.map(drop)
    }

    async fn fetch(&self, url: &str, init: &RequestInit) -> Result<Response, Failure> {
        let promise: Promise = self
            .fetch
            .call2(&self.global, &url.into(), init)
            .and_then(JsCast::dyn_into)
            .map_err(|error| failure(&error))?;
        let response: Response = JsFuture::from(promise)
            .await
            .and_then(JsCast::dyn_into)
            .map_err(|error| failure(&error))?;
        if response.ok() {
            return Ok(response);
        }
        let retry_after = response.headers().get("retry-after").ok().flatten();
        let body = text(&response).await.unwrap_or_default();
        Err(refusal(response.status(), retry_after.as_deref(), &body))
    }
}

/// Ends the exchange when it is dropped.
struct Guard(AbortController);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn prepare(method: &str) -> Result<(RequestInit, Guard), Failure> {
    let controller = AbortController::new().map_err(|error| failure(&error))?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Include);
    init.set_signal(Some(&controller.signal()));
    Ok((init, Guard(controller)))
}

async fn text(response: &Response) -> Result<String, Failure> {
    let promise = response.text().map_err(|error| failure(&error))?;
    let text = JsFuture::from(promise).await.map_err(|error| failure(&error))?;
    text.as_string().ok_or_else(|| Failure::from("the answer is no text".to_owned()))
}

/// The browser's own words, such as "Failed to fetch": it tells no more.
fn failure(error: &JsValue) -> Failure {
    let words = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    words.unwrap_or_else(|| "the request failed".to_owned()).into()
}
