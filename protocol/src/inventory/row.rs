//! From a row to a board, by the rules of the board's form.

use super::{Column, FileFormat, Layout, Mapping, Row, from_safe_cell};
use crate::{
    board::{BoardDraft, WEEKDAYS},
    error::ErrorBody,
    limits,
};
use serde::{Deserialize, Serialize};

/// Longest value that is shown with a problem, in characters.
const SHOWN: usize = 80;

/// What is wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowError {
    /// Where the row begins in the file, from 1.
    pub line: u64,
    /// The column's header; empty for the row as a whole.
    pub column: String,
    /// What stands there, its beginning.
    pub value: String,
    /// Why that will not do.
    pub reason: String,
    /// Nothing is wrong with the row: it was passed over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_skipped: bool,
}

/// A row that says something of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// Where it begins in the file.
    pub line: u64,
    /// The owner's id of the board.
    pub external_id: String,
    /// What it says, by columns; an empty cell says nothing.
    cells: Vec<(Column, String)>,
}

/// Checks the rows of one file.
#[derive(Clone, Debug)]
pub struct RowCheck {
    /// For each of the file's columns.
    columns: Vec<(String, Option<Column>)>,
    format: FileFormat,
}

impl BoardRow {
    /// What the board becomes by it.
    #[must_use]
    pub fn over(&self, mut draft: BoardDraft) -> BoardDraft {
        for (column, cell) in &self.cells {
            match column {
                Column::ExternalId => {}
                Column::Hours => write_hours(&mut draft, cell),
                Column::Format => draft.format = cell.to_lowercase(),
                Column::Currency => draft.currency = cell.to_uppercase(),
                other => draft.set(other.field(), cell.clone()),
            }
        }
        draft
    }
}

/// One span for all days, or seven with commas or blanks between.
fn write_hours(draft: &mut BoardDraft, cell: &str) {
    let cell = if cell == "24/7" { "00:00-24:00" } else { cell };
    let spans: Vec<&str> = match cell.split(',').map(str::trim).collect::<Vec<_>>() {
        spans if spans.len() == WEEKDAYS.len() => spans,
        _ => vec![cell; WEEKDAYS.len()],
    };
    for ((day, _), span) in WEEKDAYS.into_iter().zip(spans) {
        draft.set(day, span.to_owned());
    }
}

impl RowCheck {
    /// For a file of this layout.
    pub fn new(layout: &Layout, mapping: &Mapping) -> Self {
        let column = |name: &String| (name.clone(), mapping.0.get(name).copied());
        Self { columns: layout.header.iter().map(column).collect(), format: layout.format }
    }

    /// A row as a board, or all that is wrong in it.
    pub fn check(&self, row: &Row) -> Result<BoardRow, Vec<RowError>> {
        let cells = self.cells(row)?;
        let of = |column: Column| cells.iter().find(|(known, _)| *known == column);
        let mut wrong = Vec::new();
        let external_id = of(Column::ExternalId).map_or("", |(_, cell)| cell.as_str());
        if let Err(reason) = check_id(external_id) {
            wrong.push(self.error(row, Column::ExternalId, reason));
        }
        for (one, other) in Column::PAIRS {
            for (column, partner) in [(one, other), (other, one)] {
                if of(column).is_none() && of(partner).is_some() {
                    let reason = format!("Needed together with {}.", partner.as_str());
                    wrong.push(self.error(row, column, reason));
                }
            }
        }
        let external_id = external_id.to_owned();
        let found = BoardRow { line: row.line, external_id, cells };
        if let Err(problems) = found.over(BoardDraft::fresh()).check() {
            for problem in problems {
                let error = self.problem(row, &problem);
                // Seven days of the same hours are one problem, and so is half of a pair.
                if !wrong.iter().any(|known| known.column == error.column) {
                    wrong.push(error);
                }
            }
        }
        if wrong.is_empty() { Ok(found) } else { Err(wrong) }
    }

    /// What breaks a rule of the board's form, at its place in the row.
    pub fn problem(&self, row: &Row, problem: &ErrorBody) -> RowError {
        let field = problem.field.as_deref().unwrap_or_default();
        let column = if WEEKDAYS.iter().any(|(day, _)| *day == field) {
            Some(Column::Hours)
        } else {
            Column::ALL.into_iter().find(|column| column.field() == field)
        };
        match column {
            Some(column) if column.is_number() => {
                let mut error = self.error(row, column, problem.message.clone());
                if error.value.contains(|c: char| !c.is_ascii_digit() && !"-.,".contains(c))
                    || error.value.matches(['.', ',']).count() > 1
                {
                    error.reason.push_str(" Write it with digits alone, as 1200.50.");
                }
                error
            }
            Some(column) if !field.is_empty() => self.error(row, column, problem.message.clone()),
            _ => RowError::whole(row.line, problem.message.clone()),
        }
    }

    fn error(&self, row: &Row, column: Column, reason: String) -> RowError {
        let at = self.columns.iter().position(|(_, mapped)| *mapped == Some(column));
        let name = at.map_or(column.as_str(), |at| self.columns[at].0.as_str());
        let cell = at.and_then(|at| row.cells.get(at)).map_or("", String::as_str);
        RowError {
            line: row.line,
            column: name.to_owned(),
            value: cell.chars().take(SHOWN).collect(),
            reason,
            is_skipped: false,
        }
    }

    pub(super) fn cells(&self, row: &Row) -> Result<Vec<(Column, String)>, Vec<RowError>> {
        let surplus = row.cells.get(self.columns.len()..).unwrap_or_default();
        if surplus.iter().any(|cell| !cell.trim().is_empty()) {
            let (cells, columns) = (row.cells.len(), self.columns.len());
            let reason = format!("{cells} cells, and the header has {columns}.");
            return Err(vec![RowError::whole(row.line, reason)]);
        }
        let named = self.columns.iter().zip(&row.cells);
        let said = named.filter_map(|((_, column), cell)| {
            let cell = match self.format {
                FileFormat::Csv => from_safe_cell(cell.trim()),
                FileFormat::JsonLines => cell.trim(),
            };
            let cell = if column.is_some_and(Column::is_whole) { plain_number(cell) } else { cell };
            column.filter(|_| !cell.is_empty()).map(|column| (column, cell.to_owned()))
        });
        Ok(said.collect())
    }
}

impl RowError {
    /// Something is wrong with the row as a whole.
    pub fn whole(line: u64, reason: String) -> Self {
        let (column, value) = (String::new(), String::new());
        Self { line, column, value, reason, is_skipped: false }
    }

    /// The row was passed over.
    pub fn skipped(line: u64, reason: String) -> Self {
        Self { is_skipped: true, ..Self::whole(line, reason) }
    }
}

/// A whole number as it is usually written: some programs add decimals that say nothing.
pub(super) fn plain_number(text: &str) -> &str {
    let is_plain = |whole: &&str| whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    text.strip_suffix(".0").filter(is_plain).unwrap_or(text)
}

fn check_id(id: &str) -> Result<(), String> {
    let most = limits::EXTERNAL_ID_CHARS;
    if id.is_empty() {
        return Err("This is needed.".to_owned());
    }
    if id.chars().count() > most || id.chars().any(char::is_control) {
        return Err(format!("At most {most} characters, and nothing that cannot be shown."));
    }
    Ok(())
}
