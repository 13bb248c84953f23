//! Reads whatever the other service says about a job into one shape.
//!
//! Services of this kind disagree on names, nesting and units, and change them without a word. So every field has
//! several names, may be one level deeper, and may be missing; only a job's name may not. Nothing in here panics.

use super::{ExternalId, ExternalProgress, ExternalState, bounds, names::Meaning};
use protocol::Timestamp;
use serde_json::{Map, Value};
use std::sync::Arc;

const IDS: &[&str] = &["jobId", "job_id", "importJobId", "import_job_id", "externalId", "id"];
const STATES: &[&str] = &["status", "state"];
const PERCENTS: &[&str] = &["progress", "percent", "percentage"];
const DONE: &[&str] = &["done", "processed", "current", "completed"];
const TOTALS: &[&str] = &["total", "count"];
const ERRORS: &[&str] = &["error", "errorMessage", "error_message"];
const RESULTS: &[&str] = &["result", "results", "products", "prices", "suggestions"];
const TIMES: &[&str] = &["updatedAt", "updated_at", "timestamp", "time", "ts"];
/// What the fields may be wrapped in.
const WRAPPERS: &[&str] = &["job", "data", "payload"];
/// Longest error that is kept, in characters.
const ERROR_CHARS: usize = 500;

/// Why an event says nothing about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Malformed {
    #[error("it holds no fields")]
    NoFields,
    #[error("it names no job")]
    NoJob,
    #[error("its job's name is not one")]
    BadJob,
}

/// Arguments of an event as [`event`] reads them: what stands in a text as JSON is brought out.
pub(super) fn unpacked(args: Vec<Value>) -> Vec<Value> {
    args.into_iter().map(from_text).collect()
}

/// Reads the arguments of an event: an object; a job's name and an object; or a name and a percentage.
pub(super) fn event(
    meaning: Meaning,
    args: Vec<Value>,
    now: Timestamp,
) -> Result<ExternalProgress, Malformed> {
    let mut args = args.into_iter();
    match (args.next(), args.next()) {
        (Some(Value::Object(fields)), _) => object(Some(meaning), fields, None, now),
        (Some(id @ (Value::String(_) | Value::Number(_))), Some(Value::Object(fields))) => {
            object(Some(meaning), fields, Some(&id), now)
        }
        (Some(id @ (Value::String(_) | Value::Number(_))), Some(percent @ Value::Number(_))) => {
            let fields = Map::from_iter([("progress".to_owned(), percent)]);
            object(Some(meaning), fields, Some(&id), now)
        }
        _ => Err(Malformed::NoFields),
    }
}

/// Reads the body of the answer to a question for one job's status.
pub(super) fn status(
    id: &ExternalId,
    body: Value,
    now: Timestamp,
) -> Result<ExternalProgress, Malformed> {
    let Value::Object(fields) = body else { return Err(Malformed::NoFields) };
    // Some do not say again what they were asked for.
    let report = object(None, fields, Some(&Value::from(id.as_str())), now)?;
    // An answer about another job is no answer.
    if report.external_id == *id { Ok(report) } else { Err(Malformed::BadJob) }
}

/// Reads the body of the answer to a start.
pub(super) fn started(body: Value, now: Timestamp) -> Result<ExternalProgress, Malformed> {
    let Value::Object(fields) = body else { return Err(Malformed::NoFields) };
    object(Some(Meaning(ExternalState::Pending)), fields, None, now)
}

fn object(
    meaning: Option<Meaning>,
    fields: Map<String, Value>,
    id: Option<&Value>,
    now: Timestamp,
) -> Result<ExternalProgress, Malformed> {
    let mut fields = unwrapped(fields);
    let named = take(&mut fields, IDS);
    let external_id = job(named.as_ref().or(id).ok_or(Malformed::NoJob)?)?;
    let said = take(&mut fields, STATES).as_ref().and_then(Value::as_str).and_then(state);
    let state = match (meaning, said) {
        // What an event is called weighs more than what it says: `failed` with a status of the step that failed.
        (Some(meaning), _) if meaning.0.is_final() => meaning.0,
        (_, Some(said)) => said,
        (Some(meaning), None) => meaning.0,
        (None, None) => return Err(Malformed::NoFields),
    };
    let progress = take(&mut fields, PERCENTS).as_ref().and_then(percent).or_else(|| {
        let (done, total) = (take(&mut fields, DONE)?, take(&mut fields, TOTALS)?);
        share(&done, &total)
    });
    let updated_at = take(&mut fields, TIMES).as_ref().and_then(time).unwrap_or(now);
    // Taken in any case, so that it is not kept among the others.
    let result = take(&mut fields, RESULTS).filter(|_| state.is_final());
    let result = result.and_then(|it| bearable(it, &external_id));
    Ok(ExternalProgress {
        external_id,
        state,
        progress,
        error: take(&mut fields, ERRORS).as_ref().and_then(error),
        result,
        // A clock that is ahead of ours would make all that follows look late.
        updated_at: updated_at.min(now),
        raw: kept(fields),
    }
    .rounded_up())
}

fn from_text(value: Value) -> Value {
    match &value {
        Value::String(text) if text.trim_start().starts_with('{') => {
            serde_json::from_str(text).unwrap_or(value)
        }
        _ => value,
    }
}

/// Brings up what lies one level deeper, where the upper one does not say it.
fn unwrapped(mut fields: Map<String, Value>) -> Map<String, Value> {
    for wrapper in WRAPPERS {
        if !matches!(fields.get(*wrapper), Some(Value::Object(_))) {
            continue;
        }
        if let Some(Value::Object(inner)) = fields.remove(*wrapper) {
            for (name, value) in inner {
                fields.entry(name).or_insert(value);
            }
        }
    }
    fields
}

/// The first of these fields that says something.
fn take(fields: &mut Map<String, Value>, names: &[&str]) -> Option<Value> {
    let name = names.iter().find(|name| fields.get(**name).is_some_and(|it| !it.is_null()))?;
    fields.remove(*name)
}

fn job(value: &Value) -> Result<ExternalId, Malformed> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err(Malformed::BadJob),
    };
    ExternalId::parse(&text).ok_or(Malformed::BadJob)
}

fn state(text: &str) -> Option<ExternalState> {
    let text = text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    Some(match &*text {
        "pending" | "queued" | "waiting" | "created" | "scheduled" => ExternalState::Pending,
        "processing" | "running" | "active" | "in_progress" | "started" | "working" => {
            ExternalState::Processing
        }
        "completed" | "complete" | "done" | "success" | "succeeded" | "finished" => {
            ExternalState::Completed
        }
        "failed" | "failure" | "error" | "errored" => ExternalState::Failed,
        "cancelled" | "canceled" | "aborted" | "stopped" => ExternalState::Cancelled,
        _ => return None,
    })
}

/// `45`, `"45"`, `"45 %"`, `{"percent": 45}` and `{"done": 9, "total": 20}`.
fn percent(value: &Value) -> Option<u8> {
    match value {
        Value::Number(number) => number.as_f64().map(whole),
        Value::String(text) => {
            let number: f64 = text.trim().trim_end_matches('%').trim_end().parse().ok()?;
            number.is_finite().then(|| whole(number))
        }
        Value::Object(fields) => {
            let of = |names: &[&str]| names.iter().find_map(|name| fields.get(*name));
            let is_plain = |value: &&Value| !value.is_object();
            of(PERCENTS)
                .filter(is_plain)
                .and_then(percent)
                .or_else(|| share(of(DONE)?, of(TOTALS)?))
        }
        _ => None,
    }
}

fn share(done: &Value, total: &Value) -> Option<u8> {
    let (done, total) = (done.as_f64()?, total.as_f64()?);
    (total > 0.0).then(|| whole(done / total * 100.0))
}

/// Never more than is done: 99.9 percent is not all.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 100")]
fn whole(percent: f64) -> u8 {
    percent.clamp(0.0, 100.0) as u8
}

fn error(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Object(fields) => fields.get("message")?.as_str()?,
        _ => return None,
    };
    let text: String =
        text.chars().filter(|it| !it.is_control()).take(ERROR_CHARS).collect::<String>();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// RFC 3339, or seconds or milliseconds since 1970.
fn time(value: &Value) -> Option<Timestamp> {
    /// As seconds the year 5138, as milliseconds 1973.
    const SECONDS_BELOW: i64 = 100_000_000_000;
    match value {
        Value::String(text) => {
            let time: jiff::Timestamp = text.parse().ok()?;
            Some(Timestamp(time.as_millisecond()))
        }
        Value::Number(number) => {
            #[expect(clippy::cast_possible_truncation, reason = "times have no use for fractions")]
            let number = number.as_i64().or_else(|| number.as_f64().map(|it| it as i64))?;
            let millis = if number < SECONDS_BELOW { number.saturating_mul(1_000) } else { number };
            Some(Timestamp(millis))
        }
        _ => None,
    }
}

fn bearable(result: Value, id: &ExternalId) -> Option<Arc<Value>> {
    if bounds::is_bearable(&result) {
        return Some(Arc::new(result));
    }
    tracing::warn!(job = %id, "price monitor: a result is too large; dropped");
    None
}

fn kept(fields: Map<String, Value>) -> Map<String, Value> {
    if bounds::is_within(&fields, bounds::RAW_BYTES) { fields } else { Map::new() }
}

#[cfg(test)]
mod tests;
