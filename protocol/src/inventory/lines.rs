//! Rows of JSON Lines.

use super::{
    column::plain,
    fault::{FileFault, Place},
    reader::{Cursor, Layout, Row},
    row::plain_number,
};
use crate::limits;
use serde_json::{Map, Value};

pub(super) struct Lines {
    pub(super) layout: Layout,
    /// How far it was read, without the line under way.
    at: Cursor,
    line: Vec<u8>,
}

impl Lines {
    pub(super) fn new(layout: Layout, at: Cursor) -> Self {
        Self { layout, at, line: Vec::new() }
    }

    pub(super) fn push(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.extend(&rest[..=end])?;
            self.end_line(rows)?;
            rest = &rest[end + 1..];
        }
        self.extend(rest)
    }

    pub(super) fn finish(&mut self, rows: &mut Vec<Row>) -> Result<(), FileFault> {
        self.end_line(rows)
    }

    fn extend(&mut self, bytes: &[u8]) -> Result<(), FileFault> {
        if self.line.len() + bytes.len() > limits::IMPORT_ROW_BYTES {
            return Err(FileFault::LongRow(self.place(0)));
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let place = self.place(0);
        let line = std::mem::take(&mut self.line);
        self.at.offset += line.len() as u64;
        self.at.lines += 1;
        let text = std::str::from_utf8(&line).map_err(|_| FileFault::NotUtf8(place))?;
        if text.trim().is_empty() {
            return Ok(());
        }
        let object = serde_json::from_str::<Map<String, Value>>(text);
        let cells = self.cells(object.map_err(|_| FileFault::NotJson(place))?)?;
        rows.push(Row { line: place.line, cells, next: self.at });
        Ok(())
    }

    fn cells(&mut self, object: Map<String, Value>) -> Result<Vec<String>, FileFault> {
        let mut cells = vec![String::new(); self.layout.header.len()];
        for (name, value) in object {
            let column = self.column(name)?;
            // Lines before this one are already counted.
            let place = Place { line: self.at.lines, column: column + 1 };
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column] = match value {
                Value::Null => String::new(),
                Value::Bool(is_true) => is_true.to_string(),
                Value::Number(number) => plain_number(&number.to_string()).to_owned(),
                Value::String(text) => text,
                Value::Array(_) | Value::Object(_) => {
                    let name = self.layout.header[column].clone();
                    return Err(FileFault::Nested(place, name));
                }
            };
            if cells[column].len() > limits::IMPORT_CELL_BYTES {
                return Err(FileFault::LongCell(place));
            }
        }
        Ok(cells)
    }

    /// Where a name stands in the header; at its end, if it is new.
    fn column(&mut self, name: String) -> Result<usize, FileFault> {
        let header = &mut self.layout.header;
        if let Some(at) = header.iter().position(|known| *known == name) {
            return Ok(at);
        }
        let same = plain(&name);
        let place = Place { line: self.at.lines, column: header.len() + 1 };
        if !same.is_empty() && header.iter().any(|known| plain(known) == same) {
            return Err(FileFault::DoubleHeader(place, name));
        }
        let length = header.iter().map(String::len).sum::<usize>() + name.len();
        if length > limits::IMPORT_CELL_BYTES {
            return Err(FileFault::LongHeader(place));
        }
        if header.len() == limits::IMPORT_COLUMNS {
            return Err(FileFault::ManyColumns(place));
        }
        header.push(name);
        Ok(header.len() - 1)
    }

    fn place(&self, column: usize) -> Place {
        Place { line: self.at.lines + 1, column }
    }
}
