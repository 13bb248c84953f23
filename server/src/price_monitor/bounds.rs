//! How much of what the service says is kept.

use serde::Serialize;
use serde_json::Value;
use std::io;

/// Most that is kept of fields without use, in bytes of JSON.
pub(super) const RAW_BYTES: usize = 4 * 1024;
/// Longest result, in bytes of JSON: 500 for each of the 1,000 boards of a price check.
const RESULT_BYTES: usize = 512 * 1024;
/// Most values in a result, 20 for each board. A list of nothing is two bytes in a packet and many in memory.
const RESULT_VALUES: usize = 20_000;

/// Whether a result is no more than 20,000 values (numbers, texts, lists and objects, each counted) and 512 KB of JSON.
pub(super) fn is_bearable(result: &Value) -> bool {
    after(result, RESULT_VALUES).is_some() && is_within(result, RESULT_BYTES)
}

/// Whether something has at most so many bytes as JSON. Stops where it has more.
pub(super) fn is_within(value: &impl Serialize, bytes: usize) -> bool {
    serde_json::to_writer(Room(bytes), value).is_ok()
}

/// What is left of so many values after these; `None` when there are more.
fn after(value: &Value, left: usize) -> Option<usize> {
    let left = left.checked_sub(1)?;
    match value {
        Value::Array(list) => list.iter().try_fold(left, |left, it| after(it, left)),
        Value::Object(fields) => fields.values().try_fold(left, |left, it| after(it, left)),
        _ => Some(left),
    }
}

/// Takes so many bytes, and throws them away.
struct Room(usize);

impl io::Write for Room {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_result_is_bounded_by_its_bytes_and_by_its_values() {
        let lists = |count: usize| Value::from(vec![json!([]); count]);
        assert!(is_bearable(&lists(RESULT_VALUES - 1)));
        assert!(!is_bearable(&lists(RESULT_VALUES)));
        assert!(!is_bearable(&json!({ "prices": { "a": lists(RESULT_VALUES - 2) } })));
        // Two of the bytes are its quotation marks.
        assert!(is_bearable(&json!("x".repeat(RESULT_BYTES - 2))));
        assert!(!is_bearable(&json!("x".repeat(RESULT_BYTES - 1))));
        assert!(is_within(&json!({"a": 1}), 7) && !is_within(&json!({"a": 1}), 6));
    }
}
