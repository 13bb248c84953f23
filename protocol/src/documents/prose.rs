//! Documentation of types, as it reads in a document.

use crate::limits;
use std::time::Duration;

/// All paragraphs, see [`paragraph`]; what only says where links lead is left out.
pub(super) fn paragraphs(text: &str) -> String {
    let kept = text.split("\n\n").filter(|part| !(part.starts_with('[') && part.contains("]: ")));
    kept.map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// One paragraph: without line ends and links, and with the value of every limit it names.
pub(super) fn paragraph(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, value) in numbers() {
        for path in [format!("[`limits::{name}`]"), format!("[`crate::limits::{name}`]")] {
            text = text.replace(&format!("{path}(crate::limits::{name})"), &value);
            text = text.replace(&path, &value);
        }
    }
    unlinked(&text)
}

/// The limits that the documentation of the wire speaks of.
fn numbers() -> [(&'static str, String); 30] {
    [
        ("AWAY_AFTER", time(limits::AWAY_AFTER)),
        ("DELETE_WITHIN", time(limits::DELETE_WITHIN)),
        ("EDIT_WITHIN", time(limits::EDIT_WITHIN)),
        ("TYPING_REPEAT", time(limits::TYPING_REPEAT)),
        ("ADMIN_FAILURES", limits::ADMIN_FAILURES.to_string()),
        ("ADMIN_JOBS", limits::ADMIN_JOBS.to_string()),
        ("BATCH_ORDERS", limits::BATCH_ORDERS.to_string()),
        ("DASHBOARD_BOARDS", limits::DASHBOARD_BOARDS.to_string()),
        ("DASHBOARD_DAYS", limits::DASHBOARD_DAYS.to_string()),
        ("DASHBOARD_ORDERS", limits::DASHBOARD_ORDERS.to_string()),
        ("DASHBOARD_WEEKS", limits::DASHBOARD_WEEKS.to_string()),
        ("JOB_ERRORS", limits::JOB_ERRORS.to_string()),
        ("JOB_ERROR_PAGE", limits::JOB_ERROR_PAGE.to_string()),
        ("JOB_FAILURES", limits::JOB_FAILURES.to_string()),
        ("JOB_PAGE", limits::JOB_PAGE.to_string()),
        ("MAP_MARKS", limits::MAP_MARKS.to_string()),
        ("ORDER_PAGE", limits::ORDER_PAGE.to_string()),
        ("LOG_LINES", limits::LOG_LINES.to_string()),
        ("LOG_PAGE", limits::LOG_PAGE.to_string()),
        ("MESSAGE_CHARS", limits::MESSAGE_CHARS.to_string()),
        ("NOTIFICATION_PAGE", limits::NOTIFICATION_PAGE.to_string()),
        ("ORDER_LINES", limits::ORDER_LINES.to_string()),
        ("QUOTE_CHARS", limits::QUOTE_CHARS.to_string()),
        ("PRICE_BOARDS", limits::PRICE_BOARDS.to_string()),
        ("PRICE_PAGE", limits::PRICE_PAGE.to_string()),
        ("REMIND_HOURS", limits::REMIND_HOURS.map(|hours| hours.to_string()).join(" and ")),
        ("REASON_CHARS", limits::REASON_CHARS.to_string()),
        ("SYNC_EVENTS", limits::SYNC_EVENTS.to_string()),
        ("SYNC_BYTES", format!("{} KiB", limits::SYNC_BYTES / 1024)),
        ("SYNC_STREAMS", limits::SYNC_STREAMS.to_string()),
    ]
}

fn time(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

/// ``[`Name`]`` and ``[`Name`](path)`` become `` `Name` ``.
fn unlinked(text: &str) -> String {
    let mut pieces = text.split("[`");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("`]").unwrap_or((piece, ""));
        let rest = match rest.strip_prefix('(') {
            Some(path) => path.split_once(')').map_or("", |(_, rest)| rest),
            None => rest,
        };
        plain.extend(["`", name, "`", rest]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_and_limits_become_numbers() {
        let text = "Within\n[`limits::EDIT_WITHIN`], see [`Room`] and [`here`](crate::text).";
        assert_eq!(paragraph(text), "Within 15 minutes, see `Room` and `here`.");
        assert_eq!(paragraph("[`crate::limits::SYNC_BYTES`]"), "256 KiB");
        let text = "Every\n[`limits::TYPING_REPEAT`].\n\n[`limits::TYPING_REPEAT`]: crate::limits";
        assert_eq!(paragraphs(text), "Every 5 s.");
    }
}
