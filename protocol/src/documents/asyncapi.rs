//! The live layer in the words of `AsyncAPI` 3.0: one channel, an operation for every event and command.

use super::{
    Catalogue,
    prose::{paragraph, paragraphs},
    tables,
};
use crate::{
    ServerEvent,
    command::{CommandName, REFUSALS},
    event::EventFacts,
};
use schemars::Schema;
use serde_json::{Map, Value, json};

const CHANNEL: &str = "#/channels/main";

/// The whole document.
pub(super) fn document() -> String {
    let catalogue = Catalogue::new();
    let messages = catalogue.messages();
    let listed = messages
        .keys()
        .map(|key| (key.clone(), json!({"$ref": format!("#/components/messages/{key}")})));
    let mut document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Bulletin: the live layer",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Socket.IO 5 over WebSocket and long-polling, JSON. Generated from the types in \
                `protocol`; signing in, catching up and what the classes mean stand in docs/PROTOCOL.md.",
            "license": {"name": env!("CARGO_PKG_LICENSE")},
        },
        "defaultContentType": "application/json",
        "servers": {"local": {
            "host": "127.0.0.1:3000",
            "pathname": "/socket.io/",
            "protocol": "ws",
            "description": "Socket.IO's path. The session's cookie says who connects.",
        }},
        "channels": {"main": {
            "address": "/",
            "title": "The namespace",
            "description": "The address is Socket.IO's namespace, the name of a message the name of its event.",
            "messages": listed.collect::<Map<_, _>>(),
        }},
        "operations": catalogue.operations(),
        "components": {"messages": messages, "schemas": catalogue.shapes},
    });
    describe(&mut document);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// What is said of types is documentation of Rust: here it becomes that of the wire.
pub(super) fn describe(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "description" => *text = paragraphs(text),
                    _ => describe(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(describe),
        _ => {}
    }
}

impl Catalogue {
    fn messages(&self) -> Map<String, Value> {
        let events = ServerEvent::REGISTER.iter().zip(&self.events);
        let events = events.map(|(facts, payload)| (event_key(facts), event(facts, payload)));
        let commands = self.commands.iter().flat_map(|spoken| {
            let name = spoken.name.as_str();
            let asked = json!({"name": name, "payload": spoken.payload});
            [
                (command_key(spoken.name), asked),
                (answer_key(spoken.name), answer(spoken.name, &spoken.ok)),
            ]
        });
        events.chain(commands).collect()
    }

    fn operations(&self) -> Map<String, Value> {
        let events = ServerEvent::REGISTER.iter().map(|facts| {
            let operation = json!({
                "action": "send",
                "channel": {"$ref": CHANNEL},
                "summary": paragraph(&facts.about.join(" ")),
                "messages": [message(&event_key(facts))],
            });
            (event_key(facts), operation)
        });
        let commands = self.commands.iter().map(|spoken| {
            let operation = json!({
                "action": "receive",
                "channel": {"$ref": CHANNEL},
                "messages": [message(&command_key(spoken.name))],
                "reply": {
                    "channel": {"$ref": CHANNEL},
                    "messages": [message(&answer_key(spoken.name))],
                },
            });
            (command_key(spoken.name), operation)
        });
        commands.chain(events).collect()
    }
}

fn event(facts: &EventFacts, payload: &Schema) -> Value {
    json!({
        "name": facts.name,
        "summary": paragraph(&facts.about.join(" ")),
        "payload": payload,
        "x-class": facts.class.as_str(),
        "x-to": facts.to,
    })
}

fn answer(name: CommandName, ok: &Schema) -> Value {
    let part = |key: &str, shape: Value| {
        json!({
            "type": "object", "required": [key], "properties": {key: shape}, "additionalProperties": false,
        })
    };
    let codes = [REFUSALS, name.errors()].concat();
    let error = json!({"allOf": [
        {"$ref": "#/components/schemas/ErrorBody"},
        {"properties": {"code": {"enum": codes.iter().map(|&code| tables::name(code)).collect::<Vec<_>>()}}},
    ]});
    json!({
        "name": name.as_str(),
        "summary": "The acknowledgement.",
        "payload": {"oneOf": [part("ok", json!(ok)), part("err", error)]},
    })
}

fn message(key: &str) -> Value {
    json!({"$ref": format!("{CHANNEL}/messages/{key}")})
}

fn event_key(facts: &EventFacts) -> String {
    format!("event.{}", facts.name)
}

fn command_key(name: CommandName) -> String {
    format!("command.{}", name.as_str())
}

fn answer_key(name: CommandName) -> String {
    format!("answer.{}", name.as_str())
}
