//! Which entries are looked at. Pure, but for expressions, which are the browser's.

use crate::connection::log::{Direction, Entry, Kind, Mark};

/// What an entry must be like to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter {
    /// Kinds that are left out.
    pub(crate) hidden: Vec<Kind>,
    /// Only this direction.
    pub(crate) direction: Option<Direction>,
    /// What name, payload or mark must hold; between two slashes an expression.
    pub(crate) text: String,
}

impl Default for Filter {
    /// Everything but the heartbeat.
    fn default() -> Self {
        Self { hidden: vec![Kind::Ping], direction: None, text: String::new() }
    }
}

/// A filter that is ready to be asked.
pub(crate) struct Matcher {
    filter: Filter,
    text: Text,
}

enum Text {
    Any,
    Part(String),
    Pattern(js_sys::RegExp),
}

/// The expression between two slashes, if it is one.
fn expression(text: &str) -> Option<&str> {
    text.strip_prefix('/')?.strip_suffix('/').filter(|inner| !inner.is_empty())
}

impl Matcher {
    /// An expression the browser cannot read is looked for as text.
    pub(crate) fn new(filter: Filter) -> Self {
        let trimmed = filter.text.trim();
        let text = match expression(trimmed).and_then(pattern) {
            Some(pattern) => Text::Pattern(pattern),
            None if trimmed.is_empty() => Text::Any,
            None => Text::Part(trimmed.to_lowercase()),
        };
        Self { filter, text }
    }

    pub(crate) fn shows(&self, entry: &Entry) -> bool {
        !self.filter.hidden.contains(&entry.kind)
            && self.filter.direction.is_none_or(|direction| direction == entry.direction)
            && self.text.is_in(entry)
    }
}

impl Text {
    fn is_in(&self, entry: &Entry) -> bool {
        let mark = entry.mark.map_or("", Mark::as_str);
        match self {
            Self::Any => true,
            Self::Part(part) => {
                entry.name.to_lowercase().contains(part)
                    || mark == part
                    || entry.payload.to_string().to_lowercase().contains(part)
            }
            Self::Pattern(pattern) => {
                let text = format!("{} {mark} {}", entry.name, entry.payload);
                pattern.test(&text)
            }
        }
    }
}

#[cfg(feature = "hydrate")]
fn pattern(source: &str) -> Option<js_sys::RegExp> {
    use wasm_bindgen::{JsCast, JsValue};
    let constructor = js_sys::Reflect::get(&js_sys::global(), &"RegExp".into()).ok()?;
    let constructor: js_sys::Function = constructor.dyn_into().ok()?;
    // By the constructor itself: a bad expression throws, which the plain binding does not survive.
    let arguments = js_sys::Array::of2(&source.into(), &JsValue::from_str("i"));
    js_sys::Reflect::construct(&constructor, &arguments).ok()?.dyn_into().ok()
}

#[cfg(not(feature = "hydrate"))]
fn pattern(_source: &str) -> Option<js_sys::RegExp> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::log::{LogBook, Note};
    use protocol::Timestamp;
    use serde_json::json;

    fn entry(name: &str) -> Entry {
        let note = Note::new(Direction::In, Kind::Event, name, json!({"body": "Hello"}));
        let mut log = LogBook::default();
        let id = log.note(Note { mark: Some(Mark::Gap(2)), ..note }, Timestamp(0));
        log.get(id).unwrap().clone()
    }

    #[test]
    fn an_entry_is_found_by_name_content_or_mark() {
        let entry = entry("newMessage");
        let shows = |text: &str| {
            Matcher::new(Filter { text: text.into(), ..Filter::default() }).shows(&entry)
        };
        for text in ["", "newm", "hello", " HELLO ", "gap"] {
            assert!(shows(text), "{text:?}");
        }
        assert!(!shows("typing"));
    }

    #[test]
    fn kinds_and_directions_are_left_out() {
        let entry = entry("newMessage");
        let hidden = Filter { hidden: vec![Kind::Event], ..Filter::default() };
        assert!(!Matcher::new(hidden).shows(&entry));
        let out = Filter { direction: Some(Direction::Out), ..Filter::default() };
        assert!(!Matcher::new(out).shows(&entry));
    }

    #[test]
    fn an_expression_stands_between_slashes() {
        assert_eq!(expression("/a.b/"), Some("a.b"));
        for text in ["/", "//", "a/b/", "/ab"] {
            assert_eq!(expression(text), None, "{text}");
        }
    }
}
