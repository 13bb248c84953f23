//! Hiding what is personal, so that a log can be shown and passed on. Pure.

use protocol::Room;
use serde_json::Value;

/// Fields that hold what people write, are called, or can be reached by.
const PERSONAL: [&str; 12] = [
    "body",
    "name",
    "email",
    "title",
    "text",
    "excerpt",
    "userAgent",
    "address",
    "token",
    "about",
    "detail",
    "subject",
];
const MASK: &str = "•••";

/// The same value with what is personal hidden. Ids and numbers stay: they are what one looks for.
pub(crate) fn masked(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                // A stream's name is an id, not somebody's.
                let is_room = name == "name"
                    && value.as_str().is_some_and(|text| text.parse::<Room>().is_ok());
                let is_personal =
                    PERSONAL.contains(&name.as_str()) && value.is_string() && !is_room;
                let value = if is_personal { MASK.into() } else { masked(value) };
                (name.clone(), value)
            };
            Value::Object(fields.iter().map(field).collect())
        }
        Value::Array(values) => values.iter().map(masked).collect(),
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_people_wrote_and_are_called_is_hidden_and_nothing_else() {
        let value = json!({"stream": "conversation:1", "seq": 7, "message": {
            "body": "Hello", "author": {"id": "u", "name": "Dr: Ana", "role": "owner"}}});
        let hidden = json!({"stream": "conversation:1", "seq": 7, "message": {
            "body": MASK, "author": {"id": "u", "name": MASK, "role": "owner"}}});
        assert_eq!(masked(&value), hidden);
        let name = "conversation:00000000-0000-0000-0000-000000000001";
        let streams = json!({"streams": [{"name": name, "seq": 1}]});
        assert_eq!(masked(&streams), streams);
    }
}
