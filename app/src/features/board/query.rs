//! The list's filter as it stands in the address: `?q=bridge&city=Berlin&minPrice=100&sort=cheapest&page=2`.

use crate::{components::status_name, format::day::day_range, routes};
use leptos_router::params::ParamsMap;
use protocol::{
    ErrorBody,
    board::{BoardFilter, BoardStatus},
};
use std::str::FromStr;

/// Reads the filter from the address. What makes no sense filters nothing, and is named beside it.
pub(super) fn read(query: &ParamsMap) -> (BoardFilter, Vec<&'static str>) {
    let mut reader = Reader { query, unknown: Vec::new() };
    let mut filter = BoardFilter {
        words: reader.text("q"),
        city: reader.text("city"),
        format: reader.parsed("format"),
        min_price_cents: reader.number("minPrice").map(cents),
        max_price_cents: reader.number("maxPrice").map(cents),
        min_audience: reader.number("audience").map(i64::from),
        free_from: reader.parsed("freeFrom"),
        free_to: reader.parsed("freeTo"),
        status: reader.parsed("status"),
        is_followed: reader.parsed("followed").unwrap_or(false),
        sort: reader.parsed("sort").unwrap_or_default(),
        page: reader.number("page").unwrap_or(1).max(1),
    };
    // Each round takes one field away.
    while let Err(error) = filter.check() {
        filter = reader.without(filter, &error);
    }
    (filter, reader.unknown)
}

/// Reads the filter for programs, which are told what makes no sense.
pub fn filter_of(query: Vec<(String, String)>) -> Result<BoardFilter, ErrorBody> {
    let (filter, unknown) = read(&query.into_iter().collect());
    match unknown.first() {
        Some(part) => Err(ErrorBody::invalid(part, format!("Not understood: {}.", name(part)))),
        None => Ok(filter),
    }
}

struct Reader<'a> {
    query: &'a ParamsMap,
    unknown: Vec<&'static str>,
}

impl Reader<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let text = self.query.get(name)?.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn parsed<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        let parsed = self.text(name)?.parse().ok();
        if parsed.is_none() {
            self.unknown.push(name);
        }
        parsed
    }

    fn number(&mut self, name: &'static str) -> Option<u32> {
        self.parsed(name)
    }

    fn without(&mut self, filter: BoardFilter, error: &ErrorBody) -> BoardFilter {
        let none = BoardFilter { page: filter.page, sort: filter.sort, ..BoardFilter::default() };
        match error.field.as_deref() {
            Some("city") => {
                self.unknown.push("city");
                BoardFilter { city: None, ..filter }
            }
            Some("status") => {
                self.unknown.push("status");
                BoardFilter { status: None, ..filter }
            }
            Some("q") => {
                self.unknown.push("q");
                BoardFilter { words: None, ..filter }
            }
            Some("freeTo") => {
                self.unknown.push("freeTo");
                BoardFilter { free_to: None, ..filter }
            }
            Some("maxPrice") => {
                self.unknown.push("maxPrice");
                BoardFilter { max_price_cents: None, ..filter }
            }
            _ => none,
        }
    }
}

fn cents(units: u32) -> i64 {
    i64::from(units) * 100
}

/// What a part of the address is about.
pub(super) fn name(part: &str) -> &str {
    match part {
        "q" => "search",
        "minPrice" => "lowest price",
        "maxPrice" => "highest price",
        "audience" => "people a week",
        "freeFrom" => "free from",
        "freeTo" => "free until",
        "followed" => "boards you follow",
        "sort" => "order",
        other => other,
    }
}

/// The address of another page of the same list.
pub(super) fn address(filter: &BoardFilter, page: u32) -> String {
    let mut query = ParamsMap::new();
    for (name, value) in parts(filter) {
        query.insert(name, value);
    }
    if page > 1 {
        query.insert("page", page.to_string());
    }
    format!("{}{}", routes::BROWSE, query.to_query_string())
}

/// Everything the filter says, as the address says it.
fn parts(filter: &BoardFilter) -> Vec<(&'static str, String)> {
    let units = |cents: i64| (cents / 100).to_string();
    let all = [
        ("q", filter.words.clone()),
        ("city", filter.city.clone()),
        ("format", filter.format.map(|format| format.as_str().to_owned())),
        ("minPrice", filter.min_price_cents.map(units)),
        ("maxPrice", filter.max_price_cents.map(units)),
        ("audience", filter.min_audience.map(|people| people.to_string())),
        ("freeFrom", filter.free_from.map(|day| day.to_string())),
        ("freeTo", filter.free_to.map(|day| day.to_string())),
        ("status", filter.status.map(|status| status.to_string())),
        ("followed", filter.is_followed.then(|| true.to_string())),
        ("sort", (filter.sort != BoardFilter::default().sort).then(|| filter.sort.as_str().into())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// What narrows the list, each with the address of the list without it.
pub(super) fn narrowing(filter: &BoardFilter) -> Vec<(String, String)> {
    let without = |change: fn(&mut BoardFilter)| {
        let mut wider = filter.clone();
        change(&mut wider);
        address(&wider, 1)
    };
    let units = |cents: i64| cents / 100;
    let all = [
        (filter.words.clone().map(|words| format!("“{words}”")), without(|f| f.words = None)),
        (filter.city.clone(), without(|f| f.city = None)),
        (
            filter.format.map(|format| super::facts::format_text(format).0.to_owned()),
            without(|f| f.format = None),
        ),
        (
            filter.min_price_cents.map(|cents| format!("From {} a day", units(cents))),
            without(|f| f.min_price_cents = None),
        ),
        (
            filter.max_price_cents.map(|cents| format!("Up to {} a day", units(cents))),
            without(|f| f.max_price_cents = None),
        ),
        (
            filter
                .min_audience
                .map(|people| format!("{} people or more", crate::format::rough(people))),
            without(|f| f.min_audience = None),
        ),
        (
            filter.free().map(|days| format!("Free {}", day_range(days))),
            without(|f| (f.free_from, f.free_to) = (None, None)),
        ),
        (
            filter.status.map(|status: BoardStatus| status_name(status).to_owned()),
            without(|f| f.status = None),
        ),
        (
            filter.is_followed.then(|| "Boards you follow".to_owned()),
            without(|f| f.is_followed = false),
        ),
    ];
    all.into_iter().filter_map(|(name, address)| Some((name?, address))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::board::{BoardFormat, BoardSort};

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn what_makes_no_sense_filters_nothing_and_is_named() {
        let nonsense = query(&[
            ("city", ""),
            ("status", "lit"),
            ("format", "kite"),
            ("minPrice", "cheap"),
            ("sort", "random"),
            ("page", "-1"),
        ]);
        let (filter, unknown) = read(&nonsense);
        assert_eq!(filter, BoardFilter { page: 1, ..BoardFilter::default() });
        assert_eq!(unknown, ["format", "minPrice", "status", "sort", "page"]);
        for (name, value) in [("status", "draft"), ("q", "?!"), ("city", "Ber\u{7}lin")] {
            let (filter, unknown) = read(&query(&[(name, value)]));
            assert_eq!(
                (filter, unknown),
                (BoardFilter { page: 1, ..BoardFilter::default() }, vec![name])
            );
        }
        let (filter, unknown) = read(&query(&[("minPrice", "20"), ("maxPrice", "10")]));
        assert_eq!((filter.min_price_cents, unknown), (Some(2_000), vec!["maxPrice"]));
        let days = query(&[("freeFrom", "2026-12-07"), ("freeTo", "2026-12-01")]);
        let (filter, unknown) = read(&days);
        assert_eq!((filter.free_from.is_some(), unknown), (true, vec!["freeTo"]));
    }

    #[test]
    fn the_address_keeps_the_filter() {
        let filter = BoardFilter {
            words: Some("süd brücke".into()),
            city: Some("Berlin".into()),
            format: Some(BoardFormat::Poster),
            min_price_cents: Some(10_000),
            max_price_cents: Some(90_000),
            min_audience: Some(50_000),
            free_from: "2026-12-01".parse().ok(),
            free_to: "2026-12-07".parse().ok(),
            status: Some(BoardStatus::Live),
            is_followed: true,
            sort: BoardSort::Cheapest,
            page: 3,
        };
        let address = address(&filter, 3);
        let (_, text) = address.split_once('?').unwrap();
        let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap());
        let plain = |text: &str| text.replace("%C3%BC", "ü").replace("%20", " ").replace('+', " ");
        let map: ParamsMap = pairs.map(|(name, value)| (name.to_owned(), plain(value))).collect();
        assert_eq!(read(&map), (filter, Vec::new()));
        assert_eq!(super::address(&BoardFilter::default(), 1), "/");
    }

    #[test]
    fn free_days_are_taken_away_together() {
        let day = |text: &str| text.parse().ok();
        let filter = BoardFilter {
            free_from: day("2026-12-01"),
            free_to: day("2026-12-07"),
            ..BoardFilter::default()
        };
        let free = ("Free 1–7 Dec 2026".to_owned(), "/".to_owned());
        assert_eq!(narrowing(&filter), [free]);
    }

    #[test]
    fn each_part_can_be_taken_away() {
        let filter = BoardFilter {
            city: Some("Berlin".into()),
            status: Some(BoardStatus::Live),
            ..BoardFilter::default()
        };
        let expected = [("Berlin", "/?status=live"), ("Live", "/?city=Berlin")];
        let found = narrowing(&filter);
        let found: Vec<_> = found.iter().map(|(name, to)| (name.as_str(), to.as_str())).collect();
        assert_eq!(found, expected);
    }
}
