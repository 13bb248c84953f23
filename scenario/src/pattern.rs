//! Names in texts, and what fits a pattern.

use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The names every scenario has, besides those of its people.
const GIVEN: [&str; 8] =
    ["conversation", "room", "epoch", "board", "boardRoom", "n", "any", NEW_ID];
/// Stands for another id each time.
const NEW_ID: &str = "newId";
/// In front of a label that stands for an id made for it.
const ID: &str = "id:";

/// The name a text stands for.
fn name(text: &str) -> Option<&str> {
    text.strip_prefix('$').filter(|name| !name.is_empty())
}

/// Refuses names that nothing is known by.
pub(crate) fn check_names(value: &Value, saved: &BTreeSet<&str>) -> Result<(), String> {
    match value {
        Value::String(text) => match name(text) {
            Some(name) if !is_known(name, saved) => Err(format!("nothing is called {text:?} here")),
            _ => Ok(()),
        },
        Value::Array(values) => values.iter().try_for_each(|value| check_names(value, saved)),
        Value::Object(fields) => fields.values().try_for_each(|value| check_names(value, saved)),
        _ => Ok(()),
    }
}

fn is_known(name: &str, saved: &BTreeSet<&str>) -> bool {
    let person = name.strip_suffix("Room").unwrap_or(name);
    GIVEN.contains(&name)
        || name.starts_with(ID)
        || crate::PEOPLE.contains(&person)
        || saved.contains(name)
}

/// What names stand for in one run.
#[derive(Debug)]
pub(crate) struct Names {
    known: BTreeMap<String, Value>,
    /// Of the next id that is made.
    next_id: u128,
}

impl Names {
    pub(crate) fn new(known: BTreeMap<String, Value>, first_id: Uuid) -> Self {
        Self { known, next_id: first_id.as_u128() }
    }

    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.known.insert(name.to_owned(), value);
    }

    /// The value with what its names stand for; `$any` is left, for patterns.
    pub(crate) fn fill(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => match name(text) {
                Some(name) => self.lookup(name).unwrap_or_else(|| value.clone()),
                None => value.clone(),
            },
            Value::Array(values) => values.iter().map(|value| self.fill(value)).collect(),
            Value::Object(fields) => {
                let filled = fields.iter().map(|(name, value)| (name.clone(), self.fill(value)));
                Value::Object(filled.collect::<Map<_, _>>())
            }
            _ => value.clone(),
        }
    }

    fn lookup(&mut self, name: &str) -> Option<Value> {
        if let Some(value) = self.known.get(name) {
            return Some(value.clone());
        }
        if name != NEW_ID && !name.starts_with(ID) {
            return None;
        }
        let made = Value::String(Uuid::from_u128(self.next_id).to_string());
        self.next_id = self.next_id.wrapping_add(1);
        if name != NEW_ID {
            self.known.insert(name.to_owned(), made.clone());
        }
        Some(made)
    }
}

/// Whether a value is like the pattern, and if not, where it is not.
pub(crate) fn fits(pattern: &Value, value: &Value) -> Result<(), String> {
    at(pattern, value, "")
}

fn at(pattern: &Value, value: &Value, path: &str) -> Result<(), String> {
    let place = if path.is_empty() { "it" } else { path };
    match (pattern, value) {
        (Value::String(any), Value::Null) if any == "$any" => Err(format!("{place} is missing")),
        (Value::String(any), _) if any == "$any" => Ok(()),
        (Value::Object(wanted), Value::Object(found)) => {
            wanted.iter().try_for_each(|(name, pattern)| {
                let value = found.get(name).unwrap_or(&Value::Null);
                at(pattern, value, &format!("{path}/{name}"))
            })
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => wanted
            .iter()
            .zip(found)
            .enumerate()
            .try_for_each(|(n, (pattern, value))| at(pattern, value, &format!("{path}/{n}"))),
        (Value::Array(wanted), Value::Array(found)) => {
            Err(format!("{place} has {} entries, not {}", found.len(), wanted.len()))
        }
        _ if pattern == value => Ok(()),
        _ => Err(format!("{place} is {}, not {pattern}", short(value))),
    }
}

/// The beginning of a value.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 120 {
        return text;
    }
    text.chars().take(120).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_fits_one_with_more_fields_and_a_list_only_its_like() {
        let value = json!({"a": 1, "b": {"c": [1, 2]}, "d": null});
        for pattern in [json!({}), json!({"b": {"c": "$any"}}), json!({"d": null, "e": null})] {
            assert_eq!(fits(&pattern, &value), Ok(()), "{pattern}");
        }
        let cases = [
            (json!({"a": 2}), "/a is 1, not 2"),
            (json!({"b": {"c": [1]}}), "/b/c has 2 entries, not 1"),
            (json!({"d": "$any"}), "/d is missing"),
            (json!([]), "it is {\"a\":1"),
        ];
        for (pattern, why) in cases {
            assert!(fits(&pattern, &value).unwrap_err().starts_with(why), "{pattern}");
        }
    }

    #[test]
    fn a_label_stands_for_one_id_and_another_one_for_another() {
        let mut names = Names::new(BTreeMap::new(), Uuid::from_u128(7));
        let filled = names.fill(&json!(["$id:a", "$id:b", "$id:a", "$any", "plain"]));
        assert_eq!(filled[0], filled[2]);
        assert_ne!(filled[0], filled[1]);
        assert_eq!((&filled[3], &filled[4]), (&json!("$any"), &json!("plain")));
    }
}
