//! A shape on one line, for people: `{clientId, body, replyTo?}`.

use super::Catalogue;
use serde_json::{Map, Value};

impl Catalogue {
    /// The shape, opened: its fields, its alternatives, or its values.
    pub(super) fn line(&self, shape: &Value) -> String {
        let (_, shape) = self.follow(shape);
        let alternatives = ["oneOf", "anyOf"].iter().find_map(|key| shape[*key].as_array());
        match (alternatives, shape.get("properties")) {
            (Some(alternatives), fields) => {
                let common = fields.map(|_| self.fields(shape)).unwrap_or_default();
                let each = alternatives.iter().map(|one| self.alternative(&common, one));
                each.collect::<Vec<_>>().join(" | ")
            }
            (None, Some(_)) => braced(&self.fields(shape)),
            (None, None) if shape["type"] == "object" => "{}".to_owned(),
            (None, None) => self.short(shape).unwrap_or_else(|| kind(shape)),
        }
    }

    /// Whether it has fields, alternatives or values of its own to be told of.
    pub(super) fn has_parts(&self, shape: &Value) -> bool {
        let (_, shape) = self.follow(shape);
        ["properties", "oneOf", "anyOf", "enum"].iter().any(|key| shape.get(*key).is_some())
    }

    fn alternative(&self, common: &[String], one: &Value) -> String {
        let (_, opened) = self.follow(one);
        if opened.get("properties").is_none() {
            return self.short(one).unwrap_or_else(|| kind(one));
        }
        braced(&[common, &self.fields(opened)[..]].concat())
    }

    fn fields(&self, shape: &Value) -> Vec<String> {
        let nothing = Map::new();
        let required = shape["required"].as_array();
        let is_required =
            |name: &str| required.is_some_and(|list| list.iter().any(|one| one == name));
        let fields = shape["properties"].as_object().unwrap_or(&nothing);
        let field = |(name, shape): (&String, &Value)| {
            let mark = if is_required(name) { "" } else { "?" };
            // What may be left out may be null as well: one sign for both.
            let some = some(shape).filter(|_| !is_required(name));
            match self.short(some.as_ref().unwrap_or(shape)) {
                Some(text) => format!("{name}{mark}: {text}"),
                None => format!("{name}{mark}"),
            }
        };
        fields.iter().map(field).collect()
    }

    /// What is said of a field beside its name; nothing for what its name says.
    fn short(&self, shape: &Value) -> Option<String> {
        if let Some(value) = shape.get("const") {
            return Some(value.to_string());
        }
        if let Some(some) = some(shape) {
            return Some(format!("{} | null", self.named(&some)));
        }
        let (name, opened) = self.follow(shape);
        if let Some(item) = opened.get("items") {
            return Some(format!("[{}]", self.named(item)));
        }
        if opened["type"] == "boolean" {
            return Some("boolean".to_owned());
        }
        name.filter(|_| self.has_parts(opened)).map(str::to_owned)
    }

    fn named(&self, shape: &Value) -> String {
        let (name, opened) = self.follow(shape);
        name.map_or_else(|| kind(opened), str::to_owned)
    }
}

/// What it is when it is not `null`, for what may be.
fn some(shape: &Value) -> Option<Value> {
    if let Some([some, null]) = shape["anyOf"].as_array().map(Vec::as_slice)
        && null["type"] == "null"
    {
        return Some(some.clone());
    }
    let types = shape["type"].as_array()?;
    let mut some = shape.clone();
    some["type"] = types.iter().find(|one| *one != "null")?.clone();
    Some(some)
}

fn braced(fields: &[String]) -> String {
    format!("{{{}}}", fields.join(", "))
}

fn kind(shape: &Value) -> String {
    let name = shape["type"].as_str().unwrap_or("value");
    if name == "integer" { "number".to_owned() } else { name.to_owned() }
}
