//! What a refused form says, as the server writes it into the address it redirects to.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use protocol::{ErrorBody, ErrorCode};

/// Longer texts did not come from our server.
const LONGEST_MESSAGE: usize = 200;

/// Why the last form was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError(pub ErrorBody);

impl FormError {
    fn read(query: &ParamsMap) -> Option<Self> {
        let code = query.get_str("error")?;
        let code: ErrorCode = serde_json::from_value(code.into()).ok()?;
        let message = query.get_str("message").unwrap_or_default();
        let message = message.chars().take(LONGEST_MESSAGE).collect::<String>();
        let field = query.get("field").filter(|field| !field.is_empty());
        Some(Self(ErrorBody { field, ..ErrorBody::new(code, message) }))
    }

    /// The message, if it is about this field.
    pub fn about(&self, field: &str) -> Option<String> {
        (self.0.field.as_deref() == Some(field)).then(|| self.0.message.clone())
    }
}

/// The refusal in the page's address, if there is one.
pub fn use_form_error() -> Memo<Option<FormError>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(FormError::read))
}

/// A field of the page's address as it was when the page opened: where to go next, or what was typed into
/// a form that was refused.
pub(super) fn typed(name: &'static str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name)).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn a_refusal_names_its_field() {
        let map = query(&[("error", "invalid"), ("field", "email"), ("message", "No address.")]);
        let error = FormError::read(&map).unwrap();
        assert_eq!(error.0.code, ErrorCode::Invalid);
        assert_eq!(error.about("email").as_deref(), Some("No address."));
        assert_eq!(error.about("password"), None);
    }

    #[test]
    fn an_address_without_a_known_code_is_no_refusal() {
        assert_eq!(FormError::read(&query(&[("message", "Call this number")])), None);
        assert_eq!(FormError::read(&query(&[("error", "on_fire")])), None);
    }
}
