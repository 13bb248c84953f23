//! Requests to the service over HTTP.

use super::{
    ExternalId, ExternalProgress, Product, breaker,
    decode::{self, Malformed},
    settings::Settings,
};
use protocol::Timestamp;
use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{HeaderMap, HeaderValue, RETRY_AFTER},
    redirect::Policy,
};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::lookup_host,
    sync::{Semaphore, SemaphorePermit},
};

/// Header that brings the key.
pub(super) const KEY_HEADER: &str = "x-api-key";
/// Requests at the same time.
const AT_ONCE: usize = 4;
/// Longest answer, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// Why a request to the service brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The proxy is off.
    #[error("the price monitor is off: {0}")]
    Off(String),
    /// It has failed too often, or asked for rest; nothing is asked for so long.
    #[error("the price monitor rests for {} s", .0.as_secs())]
    Resting(Duration),
    /// It does not take our key.
    #[error("the price monitor refuses us")]
    Refused,
    /// It knows no such job.
    #[error("the price monitor knows no such job")]
    NotFound,
    /// It does not want what was asked.
    #[error("the price monitor answered with status {0}")]
    Status(u16),
    /// It did not answer in time.
    #[error("the price monitor does not answer")]
    TimedOut,
    /// It cannot be reached.
    #[error("the price monitor cannot be reached")]
    Unreachable,
    /// Its answer makes no sense, or is too long.
    #[error("the price monitor's answer is not understood")]
    Unreadable,
}

impl CallError {
    /// Whether the service itself has failed, or has too much to do, rather than refused one thing. Of an error a request
    /// ended with: `Resting` is the service's own word then.
    pub(super) fn is_failure(&self) -> bool {
        match self {
            Self::Off(_) | Self::NotFound => false,
            Self::Resting(_)
            | Self::Refused
            | Self::TimedOut
            | Self::Unreachable
            | Self::Unreadable => true,
            Self::Status(status) => matches!(status, 300..400 | 408 | 429 | 500..),
        }
    }
}

/// What is asked for to start a job.
#[derive(Clone, Debug)]
pub struct StartImport {
    /// Names the request: the service may start one job only for however many with the same name.
    pub request_id: String,
    /// What to look at.
    pub products: Vec<Product>,
}

pub(super) struct Calls {
    settings: Settings,
    client: Client,
    at_once: Semaphore,
}

impl Calls {
    pub(super) fn new(settings: Settings) -> Result<Self, String> {
        let mut key = HeaderValue::from_str(settings.key.expose()).map_err(|it| it.to_string())?;
        key.set_sensitive(true);
        let client = Client::builder()
            .default_headers(HeaderMap::from_iter([(
                KEY_HEADER.parse().map_err(|_| "header")?,
                key,
            )]))
            .no_proxy()
            .redirect(Policy::none())
            .https_only(settings.origin.scheme() == "https")
            .timeout(settings.timeout)
            .dns_resolver(Arc::new(Checked(settings.clone())))
            .build()
            .map_err(|_| "the HTTP client cannot be made")?;
        Ok(Self { settings, client, at_once: Semaphore::new(AT_ONCE) })
    }

    /// Waits until fewer than [`AT_ONCE`] requests are under way.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, CallError> {
        self.at_once.acquire().await.map_err(|_| CallError::Unreachable)
    }

    /// `POST /api/import-jobs`.
    pub(super) async fn start(
        &self,
        wanted: &StartImport,
        now: Timestamp,
    ) -> Result<ExternalProgress, CallError> {
        let body = json!({ "products": wanted.products }).to_string();
        let request = self
            .request(Method::POST, "api/import-jobs")?
            .header("content-type", "application/json")
            .header("idempotency-key", &wanted.request_id)
            .body(body);
        let answer = self.answer(request).await?;
        self.kept(decode::started(answer, now))
    }

    /// `GET /api/import-jobs/{id}`.
    pub(super) async fn status(
        &self,
        id: &ExternalId,
        now: Timestamp,
    ) -> Result<ExternalProgress, CallError> {
        let request = self.request(Method::GET, &format!("api/import-jobs/{id}"))?;
        let answer = self.answer(request).await?;
        self.kept(decode::status(id, answer, now))
    }

    /// Whatever comes of an answer is shown to people. Its texts are cleaned when it is read, so it is looked through
    /// again.
    fn kept(
        &self,
        report: Result<ExternalProgress, Malformed>,
    ) -> Result<ExternalProgress, CallError> {
        let report = report.map_err(|_| CallError::Unreadable)?;
        if report.holds(&self.settings.key) { Err(CallError::Unreadable) } else { Ok(report) }
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, CallError> {
        let mut url = self.settings.origin.clone();
        // Not by joining, for which a name with a colon would be an address of its own.
        url.set_path(path);
        // An address in place of a name is never resolved.
        let host = self.settings.host();
        match host.parse() {
            Ok(address) if !self.settings.allowed.allows(host, address) => {
                Err(CallError::Unreachable)
            }
            _ => Ok(self.client.request(method, url)),
        }
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Value, CallError> {
        let response = request.send().await.map_err(|error| of(&error))?;
        match response.status() {
            status if status.is_success() => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(CallError::Refused),
            StatusCode::NOT_FOUND => return Err(CallError::NotFound),
            status => return Err(turned_down(status, response.headers())),
        }
        let body = read(response).await?;
        let value = serde_json::from_slice(&body).map_err(|_| CallError::Unreadable)?;
        if self.settings.key.is_in(&value) { Err(CallError::Unreadable) } else { Ok(value) }
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, CallError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| of(&error))? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(CallError::Unreadable);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A service that has too much to do may say when to come back; in seconds, other words are not read.
fn turned_down(status: StatusCode, headers: &HeaderMap) -> CallError {
    let is_busy = matches!(status.as_u16(), 429 | 503);
    let wait = headers.get(RETRY_AFTER).and_then(|it| it.to_str().ok()?.trim().parse().ok());
    match wait.filter(|_| is_busy) {
        Some(seconds) => CallError::Resting(breaker::bounded(Duration::from_secs(seconds))),
        None => CallError::Status(status.as_u16()),
    }
}

/// The library's own words name addresses; what happened is enough.
fn of(error: &reqwest::Error) -> CallError {
    if error.is_timeout() { CallError::TimedOut } else { CallError::Unreachable }
}

/// Gives out allowed addresses only, so that what is checked is what is dialled.
struct Checked(Settings);

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let settings = self.0.clone();
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let may = |it: &SocketAddr| settings.allowed.allows(settings.host(), it.ip());
            let addresses: Vec<_> = found.filter(may).collect();
            if addresses.is_empty() {
                return Err("its address is not allowed".into());
            }
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests;
