//! The requests in the words of `OpenAPI` 3.1.

use super::{
    SHAPES,
    asyncapi::describe,
    rest::{Body, Content, Group, Parameter, Request, Who, groups, of},
    tables,
};
use crate::{ErrorBody, ErrorCode};
use schemars::{
    SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the cookie is called without TLS; with it `__Host-` stands before the name.
const COOKIE: &str = "session";

/// The whole document.
pub(super) fn document() -> String {
    let mut writer = Writer::new();
    let groups = groups();
    let mut paths = Map::new();
    for group in &groups {
        for request in &group.requests {
            let operation = writer.operation(group, request);
            let path = paths.entry(request.path).or_insert_with(|| json!({}));
            path[request.method] = operation;
        }
    }
    let tags = groups.iter().map(|group| json!({"name": group.name, "description": group.about}));
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bulletin: requests",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Everything programs may ask over HTTP.",
            "description": "Generated from the types in `protocol`. Times are milliseconds since 1970, ids are UUIDs, money \
                is whole cents. What other pages than the server's own ask is refused (`Origin`, `Sec-Fetch-Site`). The live \
                layer is described by /api/asyncapi.json. Whatever else there is under /api belongs to the pages and may \
                change with every release.",
            "license": {"name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE")},
        },
        "servers": [{"url": "/"}],
        "security": [],
        "tags": tags.collect::<Vec<_>>(),
        "paths": paths,
        "components": {"responses": writer.refusals.clone(), "schemas": writer.shapes(), "securitySchemes": {"session": {
            "type": "apiKey", "in": "cookie", "name": COOKIE,
            "description": "Set by POST /api/session. Over TLS its name begins with `__Host-`.",
        }}},
    });
    describe(&mut document);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Writes requests down, and keeps the shapes they speak of.
struct Writer {
    reads: SchemaGenerator,
    writes: SchemaGenerator,
    refusals: Map<String, Value>,
}

impl Writer {
    fn new() -> Self {
        let (reads, writes) = (generator(Contract::Deserialize), generator(Contract::Serialize));
        Self { reads, writes, refusals: Map::new() }
    }

    fn shapes(mut self) -> Map<String, Value> {
        let _: [_; 2] = [of::<ErrorBody>(&mut self.writes), of::<ErrorCode>(&mut self.writes)];
        let mut shapes = self.reads.take_definitions(true);
        shapes.append(&mut self.writes.take_definitions(true));
        shapes.sort_keys();
        shapes
    }

    fn operation(&mut self, group: &Group, request: &Request) -> Value {
        let (summary, rest) = request.about.split_once(". ").unwrap_or((request.about, ""));
        let mut operation = json!({
            "operationId": request.name,
            "tags": [group.name],
            "summary": format!("{}.", summary.trim_end_matches('.')),
            "parameters": self.parameters(request),
            "responses": self.responses(request),
            "x-who": who(request.who),
        });
        if !rest.is_empty() {
            operation["description"] = json!(rest);
        }
        if request.who != Who::Everybody {
            operation["security"] = json!([{"session": []}]);
        }
        if let Some(body) = &request.body {
            operation["requestBody"] = json!({"required": true, "content": self.body(body)});
        }
        if !request.examples.is_empty() {
            let sample =
                |one: &super::rest::Example| json!({"lang": one.language, "source": one.source});
            operation["x-codeSamples"] = request.examples.iter().map(sample).collect();
        }
        operation
    }

    fn parameters(&mut self, request: &Request) -> Vec<Value> {
        let in_path = names_in(request.path).map(|name| {
            let shape = if name == "name" { json!({"type": "string"}) } else { uuid() };
            json!({"name": name, "in": "path", "required": true, "schema": shape})
        });
        let mut all: Vec<_> = in_path.collect();
        all.extend(request.parameters.iter().map(|one| self.parameter(one)));
        if request.has_tag {
            all.push(json!({
                "name": "If-None-Match", "in": "header", "schema": {"type": "string"},
                "description": "The tag of the answer that is there already.",
            }));
        }
        all
    }

    fn parameter(&mut self, one: &Parameter) -> Value {
        let place = if one.is_header { "header" } else { "query" };
        json!({
            "name": one.name,
            "in": place,
            "required": one.is_required,
            "description": one.about,
            "schema": (one.shape)(&mut self.reads),
        })
    }

    fn body(&mut self, body: &Body) -> Value {
        match body {
            Body::Json(shape) => json!({"application/json": {"schema": shape(&mut self.reads)}}),
            Body::Upload { form, media_types } => {
                let alone = media_types.iter().map(|kind| ((*kind).to_owned(), json!({})));
                let mut content: Map<String, Value> = alone.collect();
                content.insert("multipart/form-data".to_owned(), json!({"schema": form}));
                Value::Object(content)
            }
        }
    }

    fn responses(&mut self, request: &Request) -> Value {
        let mut all = Map::new();
        for (status, content) in &request.answers {
            let mut answer = self.answer(*status, content);
            let mut headers = Map::new();
            if request.has_tag {
                headers.insert("ETag".to_owned(), header("Tells this answer from later ones."));
            }
            if request.sets_cookie {
                headers
                    .insert("Set-Cookie".to_owned(), header("The session's cookie, or its end."));
            }
            if !headers.is_empty() {
                answer["headers"] = Value::Object(headers);
            }
            all.insert(status.to_string(), answer);
        }
        if request.has_tag {
            let text = "What `If-None-Match` names is what there is. No body.";
            all.insert("304".to_owned(), json!({"description": text}));
        }
        let mut by_status = BTreeMap::<u16, Vec<ErrorCode>>::new();
        for code in request.refusals() {
            by_status.entry(code.http_status()).or_default().push(code);
        }
        for (status, codes) in by_status {
            all.insert(status.to_string(), self.refusal(&codes));
        }
        Value::Object(all)
    }

    /// All codes of one status, with the first as an example.
    fn refusal(&mut self, codes: &[ErrorCode]) -> Value {
        let names: Vec<_> = codes.iter().map(|&code| tables::name(code)).collect();
        let words: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        let example = codes.first().map(|&code| ErrorBody::new(code, "In a sentence, for people."));
        let name = names.join(".");
        let reference = json!({"$ref": format!("#/components/responses/{name}")});
        let refusal = json!({
            "description": format!("Refused: {}.", words.join(", ")),
            "content": {"application/json": {
                "schema": {
                    "allOf": [{"$ref": "#/components/schemas/ErrorBody"}],
                    "properties": {"code": {"enum": names}},
                },
                "example": example,
            }},
        });
        self.refusals.entry(name).or_insert(refusal);
        reference
    }

    fn answer(&mut self, status: u16, content: &Content) -> Value {
        let content = match content {
            Content::Nothing => return json!({"description": described(status)}),
            Content::Json(shape) => {
                json!({"application/json": {"schema": shape(&mut self.writes)}})
            }
            // What a line of data holds: OpenAPI 3.1 has no words of its own for events.
            Content::Events(shape) => json!({"text/event-stream": {
                "schema": {"type": "string", "contentMediaType": "application/json", "contentSchema": shape(&mut self.writes)},
            }}),
            Content::File(kinds) => {
                kinds.iter().map(|kind| ((*kind).to_owned(), json!({}))).collect()
            }
        };
        json!({"description": described(status), "content": content})
    }
}

impl Request {
    /// What it may be refused with.
    pub(super) fn refusals(&self) -> Vec<ErrorCode> {
        let mut codes = Vec::new();
        if matches!(self.who, Who::User | Who::Admin) {
            codes.push(ErrorCode::Unauthenticated);
        }
        // What a page of somebody else's asks.
        if self.method != "get" {
            codes.push(ErrorCode::Forbidden);
        }
        let has_inputs =
            !self.parameters.is_empty() || self.body.is_some() || self.path.contains("{id}");
        if has_inputs && !self.path.contains(".svg") && !self.path.starts_with("/files") {
            codes.push(ErrorCode::Invalid);
        }
        if matches!(self.body, Some(Body::Json(_))) {
            codes.push(ErrorCode::TooLarge);
        }
        codes.extend(self.errors);
        let is_still = self.who == Who::Everybody && self.errors.is_empty() && !has_inputs;
        if !is_still {
            codes.push(ErrorCode::Unavailable);
        }
        let order = |code: &ErrorCode| ErrorCode::ALL.iter().position(|known| known == code);
        codes.sort_by_key(order);
        codes.dedup();
        codes
    }
}

/// Whom it is for, in words.
pub(super) fn who(who: Who) -> &'static str {
    match who {
        Who::Everybody => "everybody",
        Who::User => "signed in",
        Who::Admin => "admins",
        Who::Tester => "testers",
    }
}

fn names_in(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split('}').next())
}

fn uuid() -> Value {
    json!({"type": "string", "format": "uuid"})
}

fn header(about: &str) -> Value {
    json!({"description": about, "schema": {"type": "string"}})
}

fn described(status: u16) -> &'static str {
    match status {
        201 => "It is there now.",
        202 => "It was taken, and goes on.",
        204 => "Nothing more is to be said.",
        503 => "Not now.",
        _ => "What was asked for.",
    }
}

fn generator(contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = SHAPES.into();
        settings.meta_schema = None;
        settings.contract = contract;
    });
    settings.into_generator()
}

#[cfg(test)]
mod tests;
