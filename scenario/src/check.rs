//! What a file must keep to, beyond its grammar.

use crate::{
    file::{Kind, Mistake, RawStep, Scenario, Step},
    pattern, person,
};
use protocol::ServerEvent;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A step has this long unless it says otherwise.
const WITHIN_MS: u64 = 15_000;
/// A scenario is something to look at, not a load.
const MOST_TIMES: u32 = 200;

/// Makes a step of what was read.
pub(crate) fn step(mut raw: RawStep, line: usize) -> Result<Step, String> {
    let within_ms = raw.within_ms.take().unwrap_or(WITHIN_MS);
    let socket = std::mem::take(&mut raw.socket);
    let kind = kind(&mut raw)?;
    left_over(&raw)?;
    let is_act = matches!(kind, Kind::Act(_));
    if is_act != socket.is_empty() {
        return Err("every step but an `act` says `as` whom it is".to_owned());
    }
    Ok(Step { socket, kind, within_ms, line })
}

fn kind(raw: &mut RawStep) -> Result<Kind, String> {
    let mut found = Vec::new();
    if let Some(command) = raw.command.take() {
        let with = raw.with.take().unwrap_or(Value::Null);
        let answer = raw.answer.take().unwrap_or_else(|| json!({"ok": {}}));
        let (times, save) = (times(raw)?, save(raw)?);
        found.push(Kind::Do { command, with, answer, times, save });
    }
    if let Some(event) = raw.expect.take() {
        let pattern = raw.pattern.take().unwrap_or_else(|| json!({}));
        let (event, times, save) = (known(event)?, times(raw)?, save(raw)?);
        found.push(Kind::Expect { event, pattern, times, save });
    }
    if let Some(event) = raw.expect_none.take() {
        let pattern = raw.pattern.take().unwrap_or_else(|| json!({}));
        let mut until = raw.until.take();
        if let Some(until) = &mut until {
            known(until.event.clone())?;
            if until.pattern.is_null() {
                until.pattern = json!({});
            }
        }
        found.push(Kind::ExpectNone { event: known(event)?, pattern, until });
    }
    found.extend(raw.forget.take().map(|_| Kind::Forget));
    found.extend(raw.wait_for.take().map(Kind::WaitFor));
    found.extend(raw.line.take().map(Kind::Line));
    found.extend(raw.fault.take().map(Kind::Fault));
    found.extend(raw.act.take().map(Kind::Act));
    match (found.pop(), found.is_empty()) {
        (Some(kind), true) => Ok(kind),
        (None, _) => Err("nothing is done or expected here".to_owned()),
        _ => Err("one step does or expects one thing; make several of it".to_owned()),
    }
}

fn known(event: String) -> Result<String, String> {
    if ServerEvent::NAMES.contains(&event.as_str()) {
        return Ok(event);
    }
    Err(format!("there is no event {event:?}; there are {}", ServerEvent::NAMES.join(", ")))
}

fn times(raw: &mut RawStep) -> Result<u32, String> {
    match raw.times.take().unwrap_or(1) {
        times @ 1..=MOST_TIMES => Ok(times),
        _ => Err(format!("`times` is between 1 and {MOST_TIMES}")),
    }
}

fn save(raw: &mut RawStep) -> Result<Vec<(String, String)>, String> {
    let entry = |(name, pointer): (String, Value)| match pointer {
        Value::String(pointer) if pointer.starts_with('/') => Ok((name, pointer)),
        other => Err(format!("`save` has JSON pointers such as \"/ok/seq\", not {other}")),
    };
    raw.save.take().unwrap_or_default().into_iter().map(entry).collect()
}

/// What was written beside a step's kind, and means nothing there.
fn left_over(raw: &RawStep) -> Result<(), String> {
    let left = [
        ("with", raw.with.is_some()),
        ("answer", raw.answer.is_some()),
        ("where", raw.pattern.is_some()),
        ("until", raw.until.is_some()),
        ("times", raw.times.is_some()),
        ("save", raw.save.is_some()),
    ];
    match left.iter().find(|(_, is_there)| *is_there) {
        Some((name, _)) => Err(format!("`{name}` means nothing here")),
        None => Ok(()),
    }
}

/// What holds for the steps together: sockets are there before they are used, and so are names.
pub(crate) fn whole(scenario: &Scenario) -> Result<(), Mistake> {
    let first = |text: String| Mistake { line: 1, step: None, text };
    if scenario.name.trim().is_empty() {
        return Err(first("a scenario has a name".to_owned()));
    }
    if scenario.sockets.is_empty() || scenario.steps.is_empty() {
        return Err(first("a scenario has sockets and steps".to_owned()));
    }
    let mut sockets = BTreeSet::new();
    for socket in &scenario.sockets {
        sockets.insert(socket.as_str());
        check_socket(socket).map_err(first)?;
    }
    let mut names = BTreeSet::new();
    for (number, step) in (1..).zip(&scenario.steps) {
        let wrong = |text| Mistake { line: step.line, step: Some(number), text };
        one(step, &mut sockets, &mut names).map_err(wrong)?;
    }
    Ok(())
}

fn check_socket(socket: &str) -> Result<(), String> {
    match person(socket) {
        Some(_) => Ok(()),
        None => Err(format!("{socket:?} is nobody; there are {}", crate::PEOPLE.join(", "))),
    }
}

fn one<'a>(
    step: &'a Step,
    sockets: &mut BTreeSet<&'a str>,
    names: &mut BTreeSet<&'a str>,
) -> Result<(), String> {
    if !step.socket.is_empty() {
        check_socket(&step.socket)?;
        if step.kind == Kind::Line(crate::LineAct::Connect) {
            sockets.insert(&step.socket);
        } else if !sockets.contains(step.socket.as_str()) {
            return Err(format!("{:?} is not connected; name it in `sockets`", step.socket));
        }
    }
    let (values, saved): (Vec<&Value>, &[(String, String)]) = match &step.kind {
        Kind::Do { with, answer, save, .. } => (vec![with, answer], save),
        Kind::Expect { pattern, save, .. } => (vec![pattern], save),
        Kind::ExpectNone { pattern, until, .. } => {
            (std::iter::once(pattern).chain(until.as_ref().map(|it| &it.pattern)).collect(), &[])
        }
        Kind::Act(value) => (vec![value], &[]),
        Kind::Forget | Kind::WaitFor(_) | Kind::Line(_) | Kind::Fault(_) => (Vec::new(), &[]),
    };
    for value in values {
        pattern::check_names(value, names)?;
    }
    names.extend(saved.iter().map(|(name, _)| name.as_str()));
    Ok(())
}
