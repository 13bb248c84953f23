//! Making a scenario of what was done by hand. Pure.

use super::super::log::masking::masked;
use crate::connection::log::{Answer, Entry, Kind};
use protocol::{Command, announcement::NoteAnnouncement, presence::SetActivity, stream::Sync};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the page says by itself.
const ITS_OWN: [&str; 3] = [Sync::NAME, SetActivity::NAME, NoteAnnouncement::NAME];
/// Events worth waiting for; the others come as they like.
const WORTH: [&str; 4] = ["newMessage", "messageUpdated", "typing", "billboardStatusUpdate"];

/// A scenario of one person: what was sent, what was answered, and what came; with `masks`, without what is
/// personal.
pub(super) fn record<'a>(entries: impl Iterator<Item = &'a Entry>, masks: bool) -> String {
    let mut names = Names::default();
    let fit = |payload: &Value| if masks { masked(payload) } else { payload.clone() };
    let steps: Vec<Value> =
        entries.filter_map(|entry| step(entry, &fit(&entry.payload), &mut names)).collect();
    let head = json!({
        "name": "Recorded",
        "about": "Recorded on the test page. Make it shorter, and say what it is to show.",
        "sockets": ["ada", "bo"],
    });
    let head = head.as_object().into_iter().flatten();
    let head: Vec<String> =
        head.map(|(name, value)| format!("  {}: {value},", json!(name))).collect();
    let steps: Vec<String> = steps.iter().map(|step| format!("    {step}")).collect();
    let (head, steps) = (head.join("\n"), steps.join(",\n"));
    format!("{{\n{head}\n  \"steps\": [\n{steps}\n  ]\n}}\n")
}

fn step(entry: &Entry, sent: &Value, names: &mut Names) -> Option<Value> {
    match (entry.kind, &entry.answer) {
        (Kind::Command, Answer::Came { payload, .. })
            if !ITS_OWN.contains(&entry.name.as_str()) =>
        {
            let with = names.put_into(sent);
            let mut step = json!({ "as": "ada", "do": entry.name, "with": with });
            if let Some(code) = payload.pointer("/err/code") {
                step["answer"] = json!({ "err": { "code": code } });
            }
            Some(step)
        }
        (Kind::Event, _) if WORTH.contains(&entry.name.as_str()) => {
            let mut step = json!({ "as": "ada", "expect": entry.name });
            if let Some(body) = sent.pointer("/message/body") {
                step["where"] = json!({ "message": { "body": body } });
            }
            Some(step)
        }
        _ => None,
    }
}

/// Ids of this page's world, by the names they have in a sandbox.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn put_into(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let field =
                    |(name, value): (&String, &Value)| (name.clone(), self.named(name, value));
                Value::Object(fields.iter().map(field).collect::<Map<_, _>>())
            }
            Value::Array(values) => values.iter().map(|value| self.put_into(value)).collect(),
            other => other.clone(),
        }
    }

    fn named(&mut self, field: &str, value: &Value) -> Value {
        let Some(text) = value.as_str() else { return self.put_into(value) };
        match field {
            "conversationId" => "$conversation".into(),
            "boardId" => "$board".into(),
            "userId" => "$ada".into(),
            "room" if text.starts_with("conversation:") => "$room".into(),
            "room" if text.starts_with("board:") => "$boardRoom".into(),
            "room" if text.starts_with("user:") => "$adaRoom".into(),
            "clientId" => {
                let next = self.0.len() + 1;
                let label = self.0.entry(text.to_owned()).or_insert_with(|| format!("$id:{next}"));
                label.clone().into()
            }
            _ => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::log::{Direction, LogBook, Note};
    use protocol::Timestamp;
    use scenario::{Kind as StepKind, Scenario};
    use std::time::Duration;

    #[test]
    fn what_was_done_by_hand_becomes_a_scenario_that_can_be_read() {
        let mut log = LogBook::default();
        let mut send = |name: &str, payload: Value, answer: Value| {
            let note = Note::new(Direction::Out, Kind::Command, name, payload);
            let id = log.note(note, Timestamp(0));
            log.answer(id, Ok(answer), Duration::ZERO);
        };
        send("sync", json!({"streams": []}), json!({"ok": {}}));
        let message = json!({"conversationId": "0a", "clientId": "7f", "body": "Hello"});
        send("sendMessage", message.clone(), json!({"ok": {}}));
        send("sendMessage", message, json!({"ok": {}}));
        send("joinRoom", json!({"room": "conversation:0a"}), json!({"err": {"code": "not_found"}}));
        let payload = json!({"seq": 1, "message": {"body": "Hello"}});
        log.note(Note::new(Direction::In, Kind::Event, "newMessage", payload), Timestamp(0));
        log.note(Note::new(Direction::In, Kind::Ping, "ping", Value::Null), Timestamp(0));
        assert!(!record(log.since(0), true).contains("Hello"), "what people wrote is theirs");
        let scenario = Scenario::parse(&record(log.since(0), false)).unwrap();
        let titles: Vec<_> = scenario.steps.iter().map(ToString::to_string).collect();
        assert_eq!(
            titles,
            [
                "ada sends sendMessage",
                "ada sends sendMessage",
                "ada sends joinRoom and is refused: not_found",
                "ada hears newMessage",
            ]
        );
        let StepKind::Do { with, .. } = &scenario.steps[1].kind else { panic!("is a command") };
        assert_eq!(with["clientId"], "$id:1", "the same id has the same label");
        assert_eq!(with["conversationId"], "$conversation");
    }
}
