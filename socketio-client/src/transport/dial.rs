//! Finds out where a host is, and goes to addresses only that may be dialled.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::{TcpStream, lookup_host};

use crate::config::AddressCheck;

/// Connects to the first address of a host that answers. What was checked is what is dialled: between the two
/// no name is asked for again.
pub(super) async fn connect(
    host: &str,
    port: u16,
    check: Option<&AddressCheck>,
) -> Result<TcpStream, String> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = lookup_host((host, port)).await.map_err(|error| error.to_string())?;
    let mut failure = None;
    for address in allowed(found, check).ok_or_else(|| refused(host))? {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = Some(error.to_string()),
        }
    }
    Err(failure.unwrap_or_else(|| format!("{host} has no address")))
}

/// An address that stands in the URL itself is never resolved, so nothing else would check it.
pub(super) fn check_literal(url: &str, check: &AddressCheck) -> Result<(), String> {
    let url = reqwest::Url::parse(url).map_err(|error| error.to_string())?;
    let host = url.host_str().unwrap_or_default();
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    match literal {
        Ok(address) if !check(address.to_canonical()) => Err(refused(host)),
        _ => Ok(()),
    }
}

/// Gives an HTTP client the allowed addresses of a host.
pub(super) struct CheckedResolver(pub(super) AddressCheck);

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let check = Arc::clone(&self.0);
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let addresses = allowed(found, Some(&check)).ok_or_else(|| refused(name.as_str()))?;
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

/// `None` when there are addresses, and none of them may be dialled.
fn allowed(
    found: impl Iterator<Item = SocketAddr>,
    check: Option<&AddressCheck>,
) -> Option<Vec<SocketAddr>> {
    let found: Vec<_> = found.collect();
    let may = |address: &SocketAddr| check.is_none_or(|check| check(address.ip().to_canonical()));
    let allowed: Vec<_> = found.iter().copied().filter(may).collect();
    (found.is_empty() || !allowed.is_empty()).then_some(allowed)
}

fn refused(host: &str) -> String {
    format!("the address of {host} may not be dialled")
}
