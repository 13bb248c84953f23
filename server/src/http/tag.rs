//! Tags of answers: whoever has one already is told so, and nothing more.

use axum::http::{HeaderMap, header::IF_NONE_MATCH};

/// Whether the request names this tag, which has its quotation marks. What something in between has compressed has a
/// weak one.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|known| {
        let known = known.trim();
        known.strip_prefix("W/").unwrap_or(known) == tag
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_tag_is_found_in_any_list() {
        let knows = |list: &'static str| {
            let headers = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(list))]);
            is_known(&headers, "\"a-1\"")
        };
        assert!(knows("\"a-1\"") && knows("\"b\", W/\"a-1\""));
        assert!(!knows("\"a-10\"") && !knows("a-1") && !knows(""));
        assert!(!is_known(&HeaderMap::new(), "\"a-1\""));
    }
}
