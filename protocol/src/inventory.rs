//! Inventories as files: reading rows of CSV or JSON Lines, and checking them.
//!
//! The page runs this before an upload, a dry run and the import itself run it on the server: a row is a board for
//! all three, or for none. It takes pieces of a file as they come, and remembers no more than a row.

mod column;
mod csv;
mod fault;
mod lines;
mod mapping;
mod reader;
mod row;

pub use column::Column;
pub use fault::{FileFault, Place};
pub use mapping::Mapping;
pub use reader::{Cursor, FileFormat, Layout, Reader, Row};
pub use row::{BoardRow, RowCheck, RowError};

use std::borrow::Cow;

/// A cell as a spreadsheet may show it: nothing in it is taken for a formula. Undone by [`from_safe_cell`].
pub fn safe_cell(text: &str) -> Cow<'_, str> {
    if is_risky(text) { format!("'{text}").into() } else { text.into() }
}

/// What a cell said before [`safe_cell`].
pub fn from_safe_cell(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_risky(rest)).unwrap_or(text)
}

/// What a file of CSV begins with: without it a spreadsheet does not take it for UTF-8.
pub const CSV_MARK: &str = "\u{feff}";

/// A line of CSV (RFC 4180), with commas, every cell [safe](safe_cell).
pub fn csv_line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let cell = safe_cell(cell);
        let is_plain = cell.trim() == cell && !cell.contains([',', ';', '"', '\r', '\n', '\t']);
        if is_plain && !cell.is_empty() {
            line.push_str(&cell);
        } else {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        }
    }
    line.push_str("\r\n");
    line
}

/// Also what was made safe already, so that nothing is lost on the way back.
fn is_risky(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let is_number = |text: &str| text.parse::<f64>().is_ok() && !text.contains(char::is_alphabetic);
    match text.strip_prefix('-') {
        // A number is none, and is to stay one.
        Some(rest) if !rest.starts_with(['-', '+']) => !is_number(rest),
        _ => text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']),
    }
}

#[cfg(test)]
mod tests;
