//! A value that is never shown.

use serde_json::{Map, Value};
use std::{convert::Infallible, fmt, str::FromStr, sync::Arc};

/// A key of somebody else's service. It has no `Display` and no way into JSON, and its `Debug` hides it: who needs it
/// says so by `expose`. Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The value itself, for the one who must say it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether somebody else says the same; an empty one nobody can say. How long it takes tells nothing but the length.
    pub(crate) fn is(&self, said: &str) -> bool {
        let differing = self.0.bytes().zip(said.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
        !said.is_empty() && self.0.len() == said.len() && differing == 0
    }

    /// A text of somebody else's without it.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&*self.0, "[hidden]") }
    }

    /// Whether it stands anywhere in somebody else's data.
    pub(crate) fn is_in(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_in_text(text),
            Value::Array(list) => list.iter().any(|it| self.is_in(it)),
            Value::Object(fields) => self.is_in_fields(fields),
            Value::Number(number) => self.is_in_text(&number.to_string()),
            Value::Null | Value::Bool(_) => false,
        }
    }

    /// Whether it stands anywhere in the names or values of fields of somebody else's.
    pub(crate) fn is_in_fields(&self, fields: &Map<String, Value>) -> bool {
        fields.iter().any(|(name, it)| self.is_in_text(name) || self.is_in(it))
    }

    /// Whether it stands in somebody else's text.
    pub(crate) fn is_in_text(&self, text: &str) -> bool {
        !self.0.is_empty() && text.contains(&*self.0)
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_is_known_again_and_never_shown() {
        let secret = Secret::new("k-planted");
        assert_eq!(
            format!("{secret:?} {:?}", Some(&secret)),
            "Secret(hidden) Some(Secret(hidden))"
        );
        assert!(secret.is("k-planted"));
        assert!(!Secret::new("").is(""));
        assert!(!secret.is("k-plante") && !secret.is("k-planteD") && !secret.is(""));
        assert_eq!(secret.redact("bad key k-planted!"), "bad key [hidden]!");
        assert!(secret.is_in(&json!({"a": [1, {"b": "so k-planted it is"}]})));
        assert!(secret.is_in(&json!({"k-planted": 1})));
        assert!(!secret.is_in(&json!({"a": ["k-", "planted", 1, null]})));
        assert!(Secret::new("4711").is_in(&json!([14_711])));
    }
}
