//! The documents of the wire, made from the types: `docs/asyncapi.json`, `docs/openapi.json`, and the tables of
//! `docs/PROTOCOL.md`.
//!
//! Only with the feature `schema`; `cargo xtask protocol` writes them, `cargo xtask test docs` compares.

mod asyncapi;
mod openapi;
mod prose;
mod rest;
mod shape;
mod tables;

use crate::{Ack, ErrorCode, ServerEvent, command::CommandName, command::Done};
use schemars::{
    Schema, SchemaGenerator,
    generate::{Contract, SchemaSettings},
};
use serde_json::{Map, Value};

/// A file of the repository's, and what belongs into it.
pub struct Document {
    /// Relative to the root of the repository.
    pub path: &'static str,
    /// Makes it of what the file holds now.
    pub renewed: fn(&str) -> String,
}

/// All of them.
pub const DOCUMENTS: [Document; 3] = [
    Document { path: "docs/asyncapi.json", renewed: |_| asyncapi::document() },
    Document { path: "docs/openapi.json", renewed: |_| openapi::document() },
    Document { path: "docs/PROTOCOL.md", renewed: tables::renewed },
];

/// Everything that travels, with the shapes it refers to by name.
struct Catalogue {
    /// Beside each event's facts, in the same order.
    events: Vec<Schema>,
    commands: Vec<Spoken>,
    shapes: Map<String, Value>,
}

/// A command: what is said, and what is answered.
struct Spoken {
    name: CommandName,
    payload: Schema,
    ok: Schema,
}

const SHAPES: &str = "/components/schemas";

impl Catalogue {
    fn new() -> Self {
        // What a client sends may leave out what has a default; what the server sends does not.
        let (mut reads, mut writes) =
            (generator(Contract::Deserialize), generator(Contract::Serialize));
        let commands = CommandName::ALL.iter().map(|&name| Spoken {
            name,
            payload: name.payload(&mut reads),
            ok: name.ok(&mut writes),
        });
        let commands = commands.collect();
        let events = ServerEvent::payloads(&mut writes);
        // What every answer is made of, whatever it carries.
        let _: [Schema; 2] =
            [writes.subschema_for::<Ack<Done>>(), writes.subschema_for::<ErrorCode>()];
        let mut shapes = reads.take_definitions(true);
        shapes.append(&mut writes.take_definitions(true));
        Self { events, commands, shapes }
    }

    /// The shape a reference leads to, with its name; a shape without a name is its own.
    fn follow<'a>(&'a self, shape: &'a Value) -> (Option<&'a str>, &'a Value) {
        let target = shape.get("$ref").or_else(|| shape.get("allOf")?.get(0)?.get("$ref"));
        let name = target.and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        match name.and_then(|name| self.shapes.get(name)) {
            Some(found) => (name, found),
            None => (None, shape),
        }
    }
}

fn generator(contract: Contract) -> SchemaGenerator {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.definitions_path = SHAPES.into();
        settings.meta_schema = None;
        settings.contract = contract;
    });
    settings.into_generator()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_that_is_sent_both_ways_is_the_same_both_ways() {
        let (mut reads, mut writes) =
            (generator(Contract::Deserialize), generator(Contract::Serialize));
        for name in CommandName::ALL {
            name.payload(&mut reads);
            name.ok(&mut writes);
        }
        ServerEvent::payloads(&mut writes);
        for (name, shape) in reads.definitions() {
            let other = writes.definitions().get(name);
            assert!(other.is_none_or(|other| other == shape), "{name}: {shape} and {other:?}");
        }
    }
}
