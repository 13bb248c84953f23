//! From bytes to rows.

use super::{
    column::{Column, plain},
    csv::Csv,
    fault::{FileFault, Place},
    lines::Lines,
};
use crate::limits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a file in UTF-8 may begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Comma-separated values (RFC 4180), also with semicolons or tabs.
    Csv,
    /// A JSON object on every line.
    JsonLines,
}

/// What is known of a file from its beginning; of JSON Lines the names grow as they come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Layout {
    /// What it is written in.
    pub format: FileFormat,
    /// Between two cells.
    pub delimiter: u8,
    /// The names of its columns.
    pub header: Vec<String>,
}

/// Where the next row begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Bytes before it.
    pub offset: u64,
    /// Lines before it.
    pub lines: u64,
}

/// A row, its cells in the order of the header. It may have fewer or more of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it begins, from 1.
    pub line: u64,
    /// As they were written.
    pub cells: Vec<String>,
    /// Where the next one begins.
    pub next: Cursor,
}

/// Reads a file piece by piece.
pub struct Reader {
    head: Vec<u8>,
    /// Where in the head something begins that is not blank.
    text: Option<usize>,
    body: Option<Body>,
    rows: u64,
}

enum Body {
    Csv(Box<Csv>),
    Lines(Lines),
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// From the beginning.
    pub fn new() -> Self {
        Self { head: Vec::new(), text: None, body: None, rows: 0 }
    }

    /// From a row on, in a file that was read so far before.
    pub fn resume(layout: Layout, at: Cursor) -> Self {
        Self { body: Some(Body::new(layout, at)), rows: 1, ..Self::new() }
    }

    /// Takes the next bytes, and adds the rows that end in them.
    pub fn push(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let known = rows.len();
        if self.body.is_some() {
            self.feed(bytes, rows)?;
        } else {
            self.gather(bytes, rows)?;
        }
        self.count((rows.len() - known) as u64)
    }

    /// The file has ended.
    pub fn finish(&mut self, rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let known = rows.len();
        if self.body.is_none() {
            self.begin(rows)?;
        }
        match &mut self.body {
            Some(Body::Csv(csv)) => csv.finish(rows)?,
            Some(Body::Lines(lines)) => lines.finish(rows)?,
            None => {}
        }
        self.count((rows.len() - known) as u64)?;
        match self.layout() {
            None => Err(FileFault::Empty),
            Some(_) if self.rows == 0 => Err(FileFault::NoRows),
            Some(_) => Ok(()),
        }
    }

    fn count(&mut self, rows: u64) -> Result<(), FileFault> {
        self.rows += rows;
        if self.rows > limits::IMPORT_ROWS { Err(FileFault::ManyRows) } else { Ok(()) }
    }

    /// What is known of the file, from its first row on.
    pub fn layout(&self) -> Option<&Layout> {
        let layout = match &self.body {
            Some(Body::Csv(csv)) => &csv.layout,
            Some(Body::Lines(lines)) => &lines.layout,
            None => return None,
        };
        (!layout.header.is_empty()).then_some(layout)
    }

    /// The first line tells what the file is, and nothing after it: whatever pieces it comes in.
    fn gather(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let known = self.head.len();
        self.head.extend_from_slice(bytes);
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || MARK.contains(byte);
        let first = || bytes.iter().position(|byte| !is_blank(byte));
        self.text = self.text.or_else(|| first().map(|at| known + at));
        let end = self.text.map(|text| text.max(known)).and_then(|from| {
            self.head[from..].iter().position(|byte| *byte == b'\n').map(|at| from + at + 1)
        });
        let end = end.unwrap_or(usize::MAX).min(limits::IMPORT_ROW_BYTES);
        if self.head.len() < end {
            // What is no text shows it early, or by a zero.
            let is_telling = known < 16 || bytes.contains(&0);
            return if is_telling { refuse_others(&self.head) } else { Ok(()) };
        }
        self.head.truncate(end);
        self.begin(rows)?;
        self.feed(&bytes[end - known..], rows)
    }

    fn begin(&mut self, rows: &mut Vec<Row>) -> Result<(), FileFault> {
        refuse_others(&self.head)?;
        let head = std::mem::take(&mut self.head);
        let text = head.strip_prefix(MARK).unwrap_or(&head);
        let first = text.trim_ascii_start();
        if first.first() == Some(&b'[') {
            return Err(FileFault::JsonList);
        }
        let is_json = first.first() == Some(&b'{');
        if !is_json && has_old_lines(first) {
            return Err(FileFault::OldLines);
        }
        let format = if is_json { FileFormat::JsonLines } else { FileFormat::Csv };
        let said = said_delimiter(first);
        // The line that says it is no row, and so is nothing before it.
        let (text, lines) = match said {
            Some(_) => (&b""[..], head.split(|byte| *byte == b'\n').skip(1).count() as u64),
            None => (text, 0),
        };
        let offset = (head.len() - text.len()) as u64;
        let delimiter = said.unwrap_or_else(|| delimiter(first));
        let layout = Layout { format, delimiter, header: Vec::new() };
        self.body = Some(Body::new(layout, Cursor { offset, lines }));
        self.feed(text, rows)
    }

    fn feed(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), FileFault> {
        match &mut self.body {
            Some(Body::Csv(csv)) => csv.push(bytes, rows),
            Some(Body::Lines(lines)) => lines.push(bytes, rows),
            None => Ok(()),
        }
    }
}

impl Body {
    fn new(layout: Layout, at: Cursor) -> Self {
        match layout.format {
            FileFormat::Csv => Self::Csv(Csv::new(layout, at).into()),
            FileFormat::JsonLines => Self::Lines(Lines::new(layout, at)),
        }
    }
}

/// Names what is no text by its first bytes.
fn refuse_others(head: &[u8]) -> Result<(), FileFault> {
    const KNOWN: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "a zip archive, as .xlsx files are"),
        (b"PK\x05\x06", "an empty zip archive"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"Rar!", "a rar archive"),
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet (.xls)"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
    ];
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return Err(FileFault::Utf16);
    }
    if let Some((_, what)) = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(FileFault::Other(what));
    }
    match head.iter().position(|byte| *byte == 0) {
        // Letters with a zero after or before each.
        Some(at) if at < 2 && head.len() > 3 && (head[0] == 0) != (head[1] == 0) => {
            Err(FileFault::Utf16)
        }
        Some(_) if head.len() > 3 => Err(FileFault::Other("a binary file")),
        _ => Ok(()),
    }
}

/// Whether the first line ends with a carriage return and nothing else.
fn has_old_lines(text: &[u8]) -> bool {
    let mut is_quoted = false;
    text.windows(2).any(|two| {
        is_quoted ^= two[0] == b'"';
        !is_quoted && two[0] == b'\r' && two[1] != b'\n'
    })
}

/// Spreadsheets may write `sep=;` in a line of its own before the header.
fn said_delimiter(text: &[u8]) -> Option<u8> {
    let said = text.trim_ascii_end().strip_prefix(b"sep=")?;
    match said {
        [] if text.starts_with(b"sep=\t") => Some(b'\t'),
        [one @ (b',' | b';' | b'\t')] => Some(*one),
        _ => None,
    }
}

/// Of comma, semicolon and tab the one that the first line has most often outside of quotation marks.
fn delimiter(text: &[u8]) -> u8 {
    let (mut counts, mut is_quoted) = ([(b',', 0), (b';', 0), (b'\t', 0)], false);
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            byte if !is_quoted => {
                counts.iter_mut().filter(|(known, _)| known == byte).for_each(|(_, n)| *n += 1);
            }
            _ => {}
        }
    }
    // Of equals the first, which `max_by_key` would not give.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| *byte)
}

/// A header as it is kept; refused when it is none.
pub(super) fn checked_header(cells: Vec<String>, line: u64) -> Result<Vec<String>, FileFault> {
    let is_number = |cell: &String| cell.replace(',', ".").parse::<f64>().is_ok();
    let is_known = |cell: &String| Column::of_header(cell).is_some();
    if cells.iter().any(is_number) && !cells.iter().any(is_known) {
        return Err(FileFault::NoHeader);
    }
    let mut known = BTreeSet::new();
    let mut header = Vec::with_capacity(cells.len());
    for (at, cell) in cells.into_iter().enumerate() {
        let name = match cell.trim() {
            "" => format!("(column {})", at + 1),
            name => name.to_owned(),
        };
        let same = match plain(&name) {
            plain if plain.is_empty() => name.clone(),
            plain => plain,
        };
        if !known.insert(same) {
            return Err(FileFault::DoubleHeader(Place { line, column: at + 1 }, name));
        }
        header.push(name);
    }
    Ok(header)
}
