//! Which lines of a log are looked at, and in what parts they are drawn. Pure.

use protocol::order::{LogLevel, LogLine};

/// Lines in a part of the list.
pub(super) const BLOCK: usize = 50;

/// What a line must be like to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LogFilter {
    /// This level, or what matters more.
    pub(super) from: LogLevel,
    /// What it says, in any case; empty for everything.
    pub(super) text: String,
}

impl Default for LogFilter {
    fn default() -> Self {
        Self { from: LogLevel::Info, text: String::new() }
    }
}

impl LogFilter {
    /// What to look for.
    pub(super) fn needle(&self) -> String {
        self.text.trim().to_lowercase()
    }

    fn shows(&self, needle: &str, line: &LogLine) -> bool {
        line.level >= self.from
            && (needle.is_empty() || line.message.to_lowercase().contains(needle))
    }

    /// The places of the lines to show, in parts. A part that is full never changes while lines are added.
    pub(super) fn parts(&self, lines: &[LogLine]) -> Vec<Vec<usize>> {
        let needle = self.needle();
        let shown = lines.iter().enumerate().filter(|(_, line)| self.shows(&needle, line));
        let places: Vec<usize> = shown.map(|(place, _)| place).collect();
        places.chunks(BLOCK).map(<[usize]>::to_vec).collect()
    }
}

/// A message around the first place where the text is found: before, found, after.
pub(super) fn split<'a>(message: &'a str, needle: &str) -> (&'a str, &'a str, &'a str) {
    let lower = message.to_lowercase();
    // Where small letters need other room than large ones, nothing is marked.
    let found = (!needle.is_empty() && lower.len() == message.len()).then(|| lower.find(needle));
    let cut = found.flatten().and_then(|at| {
        let end = at + needle.len();
        Some((message.get(..at)?, message.get(at..end)?, message.get(end..)?))
    });
    cut.unwrap_or((message, "", ""))
}

/// The log as a file.
pub(super) fn as_text(lines: &[LogLine]) -> String {
    let line = |line: &LogLine| {
        let at = crate::time::iso(line.at);
        format!("{}\t{at}\t{}\t{}\n", line.number, line.level.as_str(), line.message)
    };
    lines.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::order::fixture::line;

    #[test]
    fn full_parts_stay_as_they_are_when_lines_are_added() {
        let lines: Vec<LogLine> = (1..=120).map(line).collect();
        let all = LogFilter::default();
        let sizes: Vec<_> = all.parts(&lines).iter().map(Vec::len).collect();
        assert_eq!(sizes, [50, 50, 20]);
        assert_eq!(all.parts(&lines[..110])[..2], all.parts(&lines)[..2]);
    }

    #[test]
    fn lines_are_found_by_what_they_say_and_how_much_they_matter() {
        let mut lines: Vec<LogLine> = (1..=20).map(line).collect();
        lines[4].level = LogLevel::Error;
        let places = |filter: LogFilter| filter.parts(&lines).concat();
        let text = LogFilter { text: " LINE 1 ".into(), ..LogFilter::default() };
        assert_eq!(places(LogFilter { text: "line 1.".into(), ..text }), [0]);
        assert_eq!(places(LogFilter { from: LogLevel::Warn, ..LogFilter::default() }), [4]);
    }

    #[test]
    fn what_was_found_is_cut_out() {
        assert_eq!(split("The Screen answers.", "screen"), ("The ", "Screen", " answers."));
        assert_eq!(split("Nothing", "x"), ("Nothing", "", ""));
        assert_eq!(split("İstanbul", "stan"), ("İstanbul", "", ""), "other lengths");
    }

    #[test]
    fn a_file_has_every_line() {
        assert_eq!(as_text(&[line(1)]), "1\t1970-01-01T00:00:00Z\tinfo\tLine 1.\n");
    }
}
