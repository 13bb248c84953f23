//! Which column of a file is what.

use super::Column;
use crate::error::ErrorBody;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Headers of a file, and what they mean. What is not in here is ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<String, Column>);

impl Mapping {
    /// By the headers' names. Of two headers for one column the first counts.
    pub fn guess(header: &[String]) -> Self {
        let mut mapping = BTreeMap::new();
        for name in header {
            if let Some(column) = Column::of_header(name)
                && !mapping.values().any(|known| *known == column)
            {
                mapping.insert(name.clone(), column);
            }
        }
        Self(mapping)
    }

    /// Headers that mean nothing.
    pub fn ignored(&self, header: &[String]) -> Vec<String> {
        header.iter().filter(|name| !self.0.contains_key(*name)).cloned().collect()
    }

    /// Whether a file with this header can be imported so; all that is wrong.
    pub fn check(&self, header: &[String]) -> Result<(), Vec<ErrorBody>> {
        let mut wrong = Vec::new();
        let mut say = |text: String| wrong.push(ErrorBody::invalid("mapping", text));
        for name in self.0.keys().filter(|name| !header.contains(name)) {
            say(format!("The file has no column {name:?}."));
        }
        let has = |column: Column| self.0.values().any(|mapped| *mapped == column);
        for column in Column::ALL {
            if self.0.values().filter(|mapped| **mapped == column).count() > 1 {
                say(format!("Two columns are mapped to {}.", column.as_str()));
            }
            if column.is_required() && !has(column) {
                say(format!("No column is mapped to {}, which is needed.", column.as_str()));
            }
        }
        for (one, other) in Column::PAIRS {
            if has(one) != has(other) {
                say(format!("Map both {} and {}, or neither.", one.as_str(), other.as_str()));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}
