//! Rows of CSV.

use super::{
    fault::{FileFault, Place},
    reader::{Cursor, Layout, Row, checked_header},
};
use crate::limits;
use csv_core::ReadFieldResult;

pub(super) struct Csv {
    core: csv_core::Reader,
    pub(super) layout: Layout,
    /// How far it was read.
    at: Cursor,
    /// Where the row under way began, if one has.
    begun: Option<Cursor>,
    cells: Vec<String>,
    cell: Vec<u8>,
    /// Bytes of the cell under way.
    length: usize,
    /// Where the cell under way began, and whether with a quotation mark.
    opened: Option<(u64, bool)>,
}

impl Csv {
    pub(super) fn new(layout: Layout, at: Cursor) -> Self {
        Self {
            core: csv_core::ReaderBuilder::new().delimiter(layout.delimiter).build(),
            layout,
            at,
            begun: None,
            cells: Vec::new(),
            cell: vec![0; limits::IMPORT_CELL_BYTES],
            length: 0,
            opened: None,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let mut rest = bytes;
        loop {
            if self.begun.is_none() {
                // Blank lines, and what is left of the end of the line before.
                let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
                self.pass(&rest[..blank]);
                rest = &rest[blank..];
            }
            if rest.is_empty() {
                return Ok(());
            }
            let used = self.step(rest, rows)?;
            rest = &rest[used..];
        }
    }

    pub(super) fn finish(&mut self, rows: &mut Vec<Row>) -> Result<(), FileFault> {
        if self.begun.is_none() {
            return Ok(());
        }
        // An end of a line ends the row, unless it is quoted: then it becomes a part of the cell.
        let (length, end) = (self.length, self.at);
        self.step(b"\n", rows)?;
        // It is not in the file.
        self.at = end;
        if let Some(row) = rows.last_mut().filter(|row| row.next.offset > end.offset) {
            row.next = end;
        }
        match self.opened {
            Some((line, _)) if self.begun.is_some() && self.length > length => {
                let place = Place { line, column: self.cells.len() + 1 };
                Err(FileFault::OpenQuote(place))
            }
            _ => Ok(()),
        }
    }

    /// Reads at most one cell; how many bytes that took.
    fn step(&mut self, bytes: &[u8], rows: &mut Vec<Row>) -> Result<usize, FileFault> {
        let begun = *self.begun.get_or_insert(self.at);
        let is_quoted = bytes.first() == Some(&b'"');
        let (line, _) = *self.opened.get_or_insert((self.at.lines + 1, is_quoted));
        let (result, used, written) = self.core.read_field(bytes, &mut self.cell[self.length..]);
        self.pass(&bytes[..used]);
        self.length += written;
        let place = Place { line, column: self.cells.len() + 1 };
        if self.at.offset - begun.offset > limits::IMPORT_ROW_BYTES as u64 {
            return Err(self.too_long(FileFault::LongRow(Place { column: 0, ..place })));
        }
        match result {
            ReadFieldResult::OutputFull => return Err(self.too_long(FileFault::LongCell(place))),
            ReadFieldResult::Field { record_end } => {
                self.end_cell(place)?;
                if record_end {
                    self.end_row(begun, rows)?;
                }
            }
            ReadFieldResult::InputEmpty | ReadFieldResult::End => {}
        }
        Ok(used)
    }

    /// A quotation mark that is not closed swallows what follows: then this is said instead.
    fn too_long(&self, otherwise: FileFault) -> FileFault {
        match self.opened {
            Some((line, true)) if self.at.lines >= line => {
                FileFault::OpenQuote(Place { line, column: self.cells.len() + 1 })
            }
            _ => otherwise,
        }
    }

    fn end_cell(&mut self, place: Place) -> Result<(), FileFault> {
        if place.column > limits::IMPORT_COLUMNS {
            return Err(FileFault::ManyColumns(place));
        }
        let text = std::str::from_utf8(&self.cell[..self.length]);
        self.cells.push(text.map_err(|_| FileFault::NotUtf8(place))?.to_owned());
        (self.length, self.opened) = (0, None);
        Ok(())
    }

    fn end_row(&mut self, begun: Cursor, rows: &mut Vec<Row>) -> Result<(), FileFault> {
        let cells = std::mem::take(&mut self.cells);
        self.begun = None;
        if self.layout.header.is_empty() {
            self.layout.header = checked_header(cells, begun.lines + 1)?;
        } else if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line: begun.lines + 1, cells, next: self.at });
        }
        Ok(())
    }

    fn pass(&mut self, bytes: &[u8]) {
        self.at.offset += bytes.len() as u64;
        self.at.lines += bytes.split(|byte| *byte == b'\n').skip(1).count() as u64;
    }
}
