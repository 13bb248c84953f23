//! The tables of `docs/PROTOCOL.md`. Whatever stands outside its marks is written by hand.

use super::{
    Catalogue,
    openapi::who,
    prose::paragraph,
    rest::{Group, groups},
};
use crate::{
    ErrorCode, ServerEvent,
    command::REFUSALS,
    event::{Class, EventFacts},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The same text with new tables between `<!-- name -->` and `<!-- end of name -->`.
pub(super) fn renewed(text: &str) -> String {
    let catalogue = Catalogue::new();
    let tables = [
        ("requests", requests()),
        ("commands", catalogue.commands()),
        ("events", catalogue.events()),
        ("shapes", catalogue.shapes()),
        ("errors", catalogue.errors()),
    ];
    tables.iter().fold(text.to_owned(), |text, (name, table)| replaced(&text, name, table))
}

/// A document without the marks is given back as it is, with a word to its writer.
fn replaced(text: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- end of {name} -->"));
    let parts =
        text.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    match parts {
        Some((before, after)) => format!("{before}{begin}\n{table}{end}{after}"),
        None => format!("{text}\n{begin}\n{table}{end}\n"),
    }
}

/// A table for each group.
fn requests() -> String {
    let group = |group: &Group| {
        let rows = group.requests.iter().map(|request| {
            let asked = format!("{} {}", request.method.to_uppercase(), request.path);
            let about = paragraph(request.about);
            vec![code(&asked), who(request.who).to_owned(), about, codes(&request.refusals())]
        });
        let head = ["Request", "For", "What it does", "Refused with"];
        format!("### {}\n\n{}\n\n{}", group.name, paragraph(group.about), table(&head, rows))
    };
    let all: Vec<_> = groups().iter().map(group).collect();
    all.join("\n")
}

impl Catalogue {
    fn commands(&self) -> String {
        let rows = self.commands.iter().map(|command| {
            vec![
                code(command.name.as_str()),
                self.about(command.payload.as_value()),
                code(&self.line(command.payload.as_value())),
                code(&self.line(command.ok.as_value())),
                codes(command.name.errors()),
            ]
        });
        let general = format!("Every command may be refused with {}.\n", codes(REFUSALS));
        let head = ["Command", "What it does", "Payload", "`ok`", "Refused with"];
        table(&head, rows) + "\n" + &general
    }

    fn events(&self) -> String {
        let rows = ServerEvent::REGISTER.iter().zip(&self.events).map(|(facts, payload)| {
            vec![
                code(facts.name),
                kept(facts),
                facts.to.to_owned(),
                code(&self.line(payload.as_value())),
                paragraph(&facts.about.join(" ")),
            ]
        });
        table(&["Event", "Class", "To", "Payload", "What it says"], rows)
    }

    /// Everything the other two tables name.
    fn shapes(&self) -> String {
        let payloads = self.events.iter().map(schemars::Schema::as_value);
        let spoken =
            self.commands.iter().flat_map(|one| [one.payload.as_value(), one.ok.as_value()]);
        let direct: BTreeSet<_> =
            payloads.chain(spoken).filter_map(|one| self.follow(one).0).collect();
        let named_elsewhere = |name: &str| matches!(name, "ErrorBody" | "BoardStatusUpdate");
        let shown = self.shapes.iter().filter(|(name, shape)| {
            self.has_parts(shape) && (!direct.contains(name.as_str()) || named_elsewhere(name))
        });
        let rows = shown.map(|(name, shape)| {
            let line = match name.as_str() {
                // It has all events in it.
                "ServerEvent" => "{event: name, data: payload}".to_owned(),
                _ => self.line(shape),
            };
            vec![code(name), code(&line), self.about(shape)]
        });
        table(&["Shape", "Parts", "What it is"], rows)
    }

    fn errors(&self) -> String {
        let listed = self.shapes["ErrorCode"]["oneOf"].as_array().cloned().unwrap_or_default();
        let rows = listed.iter().filter_map(|one| {
            let error: ErrorCode = serde_json::from_value(one["const"].clone()).ok()?;
            Some(vec![
                code(&name(error)),
                code(&word(error.retry())),
                error.http_status().to_string(),
                self.about(one),
            ])
        });
        table(&["Code", "Retry", "HTTP", "Meaning"], rows)
    }

    fn about(&self, shape: &Value) -> String {
        let (_, opened) = self.follow(shape);
        let text = shape.get("description").or_else(|| opened.get("description"));
        let text = text.and_then(Value::as_str).unwrap_or_default();
        paragraph(text.split("\n\n").next().unwrap_or_default())
    }
}

fn kept(facts: &EventFacts) -> String {
    let name = facts.class.as_str();
    if facts.class == Class::Durable { format!("**{name}**") } else { name.to_owned() }
}

pub(super) fn name(code: ErrorCode) -> String {
    word(code)
}

fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn codes(codes: &[ErrorCode]) -> String {
    codes.iter().map(|one| code(&name(*one))).collect::<Vec<_>>().join(", ")
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let cells = |cells: Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let head_row = cells(head.iter().map(|&name| name.to_owned()).collect());
    let line = format!("|{}\n", "---|".repeat(head.len()));
    head_row + &line + &rows.map(cells).collect::<String>()
}
