//! Why a file is no inventory.

use crate::{
    error::{ErrorBody, ErrorCode},
    limits,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    DoubleHeader(Place, String),
    /// All headers together are longer than [`limits::IMPORT_CELL_BYTES`].
    LongHeader(Place),
    /// JSON, and all of it one value.
    JsonList,
    /// Lines end as on Macintoshes of the last century.
    OldLines,
    /// More than [`limits::IMPORT_ROWS`].
    ManyRows,
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
            Self::DoubleHeader(place, name) => {
                write!(f, "{place}: the header {name:?} stands twice.")
            }
            Self::LongHeader(place) => {
                let most = kilobytes(limits::IMPORT_CELL_BYTES);
                write!(f, "{place}: the headers are longer than {most} KB together.")
            }
            Self::JsonList => f.write_str(
                "This is one list of JSON. Write each object on a line of its own, without the brackets.",
            ),
            Self::OldLines => f.write_str(
                "The lines end as on old Macintoshes. Save it as CSV in UTF-8, with usual line ends.",
            ),
            Self::ManyRows => write!(f, "A file has at most {} rows.", limits::IMPORT_ROWS),
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

impl FileFault {
    fn place(&self) -> Option<Place> {
        match self {
            Self::DoubleHeader(place, _)
            | Self::LongHeader(place)
            | Self::NotUtf8(place)
            | Self::ManyColumns(place)
            | Self::LongCell(place)
            | Self::LongRow(place)
            | Self::OpenQuote(place)
            | Self::NotJson(place)
            | Self::Nested(place, _) => Some(*place),
            Self::Empty
            | Self::NoRows
            | Self::NoHeader
            | Self::JsonList
            | Self::OldLines
            | Self::ManyRows
            | Self::Other(_)
            | Self::Utf16
            | Self::Large => None,
        }
    }
}

impl From<FileFault> for ErrorBody {
    fn from(fault: FileFault) -> Self {
        let (text, place) = (fault.to_string(), fault.place());
        let (code, limit) = match fault {
            FileFault::ManyColumns(_) => (ErrorCode::TooLarge, Some(limits::IMPORT_COLUMNS as u64)),
            FileFault::LongCell(_) => (ErrorCode::TooLarge, Some(limits::IMPORT_CELL_BYTES as u64)),
            FileFault::LongRow(_) => (ErrorCode::TooLarge, Some(limits::IMPORT_ROW_BYTES as u64)),
            FileFault::LongHeader(_) => {
                (ErrorCode::TooLarge, Some(limits::IMPORT_CELL_BYTES as u64))
            }
            FileFault::ManyRows => (ErrorCode::TooLarge, Some(limits::IMPORT_ROWS)),
            FileFault::Large => (ErrorCode::TooLarge, Some(limits::IMPORT_BYTES)),
            _ => (ErrorCode::Invalid, None),
        };
        Self { field: Some("file".into()), limit, place, ..Self::new(code, text) }
    }
}
