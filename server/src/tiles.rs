//! Where the map's tiles come from.

use crate::config::Map;
use protocol::board::map::MapTiles;
use std::str::FromStr;

/// An address with a place for each number of a tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileAddress(String);

impl FromStr for TileAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(missing) = ["{z}", "{x}", "{y}"].into_iter().find(|part| !text.contains(part)) {
            return Err(format!("{missing} is missing"));
        }
        // It goes into a header, where these have a meaning.
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || ";,'\"".contains(c)) {
            return Err("there is a character in it that no address has".into());
        }
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_path = text.starts_with('/') && !text.starts_with("//");
        let is_host = host.is_some_and(|host| !host.starts_with(['/', '{']));
        if !is_path && !is_host {
            return Err("it begins neither with https:// and a host nor with /".into());
        }
        Ok(Self(text.into()))
    }
}

impl TileAddress {
    /// Scheme and host, unless they are our own.
    fn origin(&self) -> Option<&str> {
        let (scheme, rest) = self.0.split_once("://")?;
        let host = rest.split('/').next().unwrap_or_default();
        self.0.get(..scheme.len() + 3 + host.len())
    }
}

impl Map {
    /// From where else than from us pages may load pictures: ` https://tiles.example`, or nothing.
    pub(crate) fn picture_source(&self) -> String {
        let origin = self.tiles.as_ref().and_then(TileAddress::origin);
        origin.map(|origin| format!(" {origin}")).unwrap_or_default()
    }

    /// As the page gets it.
    pub(crate) fn for_page(&self) -> MapTiles {
        MapTiles {
            template: self.tiles.as_ref().map(|tiles| tiles.0.clone()),
            attribution: self.tiles_attribution.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> String {
        let map = Map { tiles: Some(text.parse().unwrap()), tiles_attribution: String::new() };
        map.picture_source()
    }

    #[test]
    fn pages_may_load_from_the_tiles_host_alone() {
        assert_eq!(source("https://tiles.example/{z}/{x}/{y}.png"), " https://tiles.example");
        assert_eq!(source("http://127.0.0.1:81/a/{z}/{x}/{y}?k=1"), " http://127.0.0.1:81");
        assert_eq!(source("/tiles/{z}/{x}/{y}.png"), "");
    }

    #[test]
    fn what_is_no_address_of_tiles_is_refused() {
        for text in [
            "https://tiles.example/{z}/{x}.png",
            "ftp://tiles.example/{z}/{x}/{y}",
            "//tiles.example/{z}/{x}/{y}",
            "https://{z}.example/{x}/{y}",
            "https://tiles.example; script-src *;/{z}/{x}/{y}",
        ] {
            assert!(text.parse::<TileAddress>().is_err(), "{text}");
        }
    }
}
