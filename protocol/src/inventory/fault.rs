//! Why a file is no inventory.

use crate::{
    error::{ErrorBody, ErrorCode},
    limits,
};
use std::fmt;

/// Where in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 1.
    pub line: u64,
    /// Of the row's cells, from 1; 0 for the row as a whole.
    pub column: usize,
}

/// What makes a file unreadable, as a whole: nothing of it is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is nothing in it.
    Empty,
    /// A header, and no row.
    NoRows,
    /// The first row is no header.
    NoHeader,
    /// A header stands twice.
    DoubleHeader(String),
    /// It is something else, by its first bytes.
    Other(&'static str),
    /// UTF-16, which some programs call Unicode.
    Utf16,
    /// Another encoding than UTF-8.
    NotUtf8(Place),
    /// See [`limits::IMPORT_COLUMNS`].
    ManyColumns(Place),
    /// See [`limits::IMPORT_CELL_BYTES`].
    LongCell(Place),
    /// See [`limits::IMPORT_ROW_BYTES`].
    LongRow(Place),
    /// A quotation mark that is opened here and never closed.
    OpenQuote(Place),
    /// A line of JSON Lines that is no object.
    NotJson(Place),
    /// A value within a value.
    Nested(Place, String),
    /// More than [`limits::IMPORT_BYTES`].
    Large,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            0 => write!(f, "Line {}", self.line),
            column => write!(f, "Line {}, column {column}", self.line),
        }
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kilobytes = |bytes: usize| bytes / 1024;
        match self {
            Self::Empty => f.write_str("The file is empty."),
            Self::NoRows => f.write_str("The file has a header and no rows."),
            Self::NoHeader => {
                f.write_str("Line 1 is no header: it has numbers. The first row names the columns.")
            }
            Self::DoubleHeader(name) => write!(f, "Line 1: the header {name:?} stands twice."),
            Self::Other(what) => {
                write!(f, "This is {what}, not a text file. Save it as CSV in UTF-8.")
            }
            Self::Utf16 => f.write_str("The file is in UTF-16. Save it as CSV in UTF-8."),
            Self::NotUtf8(place) => write!(f, "{place}: this is not UTF-8. Save it in UTF-8."),
            Self::ManyColumns(place) => {
                write!(f, "{place}: more than {} columns.", limits::IMPORT_COLUMNS)
            }
            Self::LongCell(place) => {
                write!(f, "{place}: longer than {} KB.", kilobytes(limits::IMPORT_CELL_BYTES))
            }
            Self::LongRow(place) => {
                write!(f, "{place}: longer than {} KB.", kilobytes(limits::IMPORT_ROW_BYTES))
            }
            Self::OpenQuote(place) => {
                write!(f, "{place}: a quotation mark is opened here and not closed.")
            }
            Self::NotJson(place) => write!(f, "{place}: this is no JSON object."),
            Self::Nested(place, name) => {
                write!(f, "{place}: {name:?} is a list or an object; a text or number is needed.")
            }
            Self::Large => {
                write!(f, "A file has at most {} MB.", limits::IMPORT_BYTES / 1024 / 1024)
            }
        }
    }
}

impl From<FileFault> for ErrorBody {
    fn from(fault: FileFault) -> Self {
        let text = fault.to_string();
        let (code, limit) = match fault {
            FileFault::ManyColumns(_) => (ErrorCode::TooLarge, Some(limits::IMPORT_COLUMNS as u64)),
            FileFault::LongCell(_) => (ErrorCode::TooLarge, Some(limits::IMPORT_CELL_BYTES as u64)),
            FileFault::LongRow(_) => (ErrorCode::TooLarge, Some(limits::IMPORT_ROW_BYTES as u64)),
            FileFault::Large => (ErrorCode::TooLarge, Some(limits::IMPORT_BYTES)),
            _ => (ErrorCode::Invalid, None),
        };
        Self { field: Some("file".into()), limit, ..Self::new(code, text) }
    }
}
