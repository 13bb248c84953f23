//! One HTTP exchange for native programs: reqwest, whose connections are kept between exchanges.

use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};

use super::dial::{CheckedResolver, check_literal};
use super::{Target, refusal};
use crate::engine::Failure;

pub(super) struct Http {
    client: Client,
    max_bytes: usize,
}

impl Http {
    pub(super) fn new(target: &Target) -> Result<Self, String> {
        let mut headers = HeaderMap::new();
        for (name, value) in &target.headers {
            let parsed = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
            let (name, mut value) =
                parsed.ok_or_else(|| format!("header {name:?} is not valid"))?;
            // Cookies and keys: no log of the libraries below shows them.
            value.set_sensitive(true);
            headers.append(name, value);
        }
        // As the WebSocket: straight to the server, and nowhere else.
        let mut builder = Client::builder()
            .default_headers(headers)
            .no_proxy()
            .redirect(Policy::none())
            .tcp_nodelay(true);
        if let Some(check) = &target.allow_address {
            check_literal(&target.url, check)?;
            builder = builder.dns_resolver(Arc::new(CheckedResolver(Arc::clone(check))));
        }
        let client = builder.build().map_err(|error| words(&error))?;
        Ok(Self { client, max_bytes: target.max_frame_bytes })
    }

    pub(super) async fn get(&self, url: &str) -> Result<String, Failure> {
        let response = self.ask(self.client.get(url)).await?;
        text(response, self.max_bytes).await
    }

    pub(super) async fn post(&self, url: &str, body: String) -> Result<(), Failure> {
        let post =
            self.client.post(url).header(CONTENT_TYPE, "text/plain;charset=UTF-8").body(body);
        // Read to its end, or the connection could not be used again.
        text(self.ask(post).await?, self.max_bytes).await.map(drop)
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let response = request.send().await.map_err(|error| Failure::from(words(&error)))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok());
        let retry_after = retry_after.map(str::to_owned);
        let body = text(response, self.max_bytes).await.unwrap_or_default();
        Err(refusal(status.as_u16(), retry_after.as_deref(), &body))
    }
}

async fn text(mut response: Response, max_bytes: usize) -> Result<String, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| Failure::from(words(&error)))? {
        if body.len() + chunk.len() > max_bytes {
            return Err(Failure::from("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    String::from_utf8(body).map_err(|_| Failure::from("the answer is not UTF-8".to_owned()))
}

/// The library's own text names the address only; what happened stands in the causes.
fn words(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
