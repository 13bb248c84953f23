//! The requests at a glance, as `docs/openapi.json` tells them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Requests about the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What is there.
    pub about: String,
    /// In the order of their addresses.
    pub requests: Vec<Request>,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Its address.
    pub path: String,
    /// What it does, in a sentence.
    pub about: String,
    /// Whom it is for.
    pub who: String,
}

/// Reads them out of the description. What is no description has none.
pub fn outline_of(document: &str) -> Vec<Group> {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let mut groups: Vec<Group> = array(&document["tags"])
        .map(|tag| Group {
            name: text(&tag["name"]),
            about: text(&tag["description"]),
            requests: Vec::new(),
        })
        .collect();
    for (path, methods) in fields(&document["paths"]) {
        for (method, operation) in fields(methods) {
            let request = Request {
                method: method.to_uppercase(),
                path: path.clone(),
                about: text(&operation["summary"]),
                who: text(&operation["x-who"]),
            };
            let name = text(&operation["tags"][0]);
            if let Some(group) = groups.iter_mut().find(|group| group.name == name) {
                group.requests.push(request);
            }
        }
    }
    groups
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_in_its_group() {
        let document = r#"{
            "tags": [{"name": "Jobs", "description": "Imports."}, {"name": "Health", "description": "Life."}],
            "paths": {
                "/api/jobs": {"get": {"tags": ["Jobs"], "summary": "All.", "x-who": "signed in"}},
                "/healthz": {"get": {"tags": ["Health"], "summary": "Lives.", "x-who": "everybody"}}
            }
        }"#;
        let groups = outline_of(document);
        let paths: Vec<_> = groups.iter().map(|group| group.requests[0].path.as_str()).collect();
        assert_eq!(paths, ["/api/jobs", "/healthz"]);
        assert_eq!(groups[0].requests[0].method, "GET");
        assert_eq!(outline_of("nothing of the kind"), []);
    }
}
