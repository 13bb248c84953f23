//! The list's filter as it stands in the address: `?city=Berlin&status=live&page=2`.

use crate::routes;
use leptos_router::params::ParamsMap;
use protocol::board::{BoardFilter, BoardStatus};

/// Reads the filter from the address. What makes no sense filters nothing.
pub(super) fn read(query: &ParamsMap) -> BoardFilter {
    let text = |name| query.get(name).filter(|value| !value.is_empty());
    BoardFilter {
        city: text("city"),
        status: text("status")
            .and_then(|status| status.parse().ok())
            .filter(|status: &BoardStatus| status.is_public()),
        page: text("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
    }
}

/// The address of another page of the same list.
pub(super) fn address(filter: &BoardFilter, page: u32) -> String {
    let mut query = ParamsMap::new();
    if let Some(city) = &filter.city {
        query.insert("city", city.clone());
    }
    if let Some(status) = filter.status {
        query.insert("status", status.to_string());
    }
    if page > 1 {
        query.insert("page", page.to_string());
    }
    format!("{}{}", routes::BROWSE, query.to_query_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn what_makes_no_sense_filters_nothing() {
        let query: ParamsMap =
            [("city", String::new()), ("status", "lit".into()), ("page", "-1".into())]
                .into_iter()
                .collect();
        assert_eq!(read(&query), BoardFilter { page: 1, ..BoardFilter::default() });
    }

    #[test]
    fn the_address_keeps_the_filter() {
        let filter =
            BoardFilter { city: Some("Berlin".into()), status: Some(BoardStatus::Live), page: 1 };
        assert_eq!(address(&filter, 1), "/?city=Berlin&status=live");
        assert_eq!(address(&filter, 3), "/?city=Berlin&status=live&page=3");
        assert_eq!(address(&BoardFilter::default(), 1), "/");
    }
}
