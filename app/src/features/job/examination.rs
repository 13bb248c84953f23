//! Looking through an inventory before it is uploaded, with the reader and the rules that the import has.

use protocol::{
    inventory::{FileFault, FileFormat, Mapping, Reader, Row, RowCheck, RowError},
    limits,
};
use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
};

/// Values that are shown of each column.
const SAMPLES: usize = 5;
/// Longest of them, in characters.
const SAMPLE_CHARS: usize = 40;
/// Problems that are shown; the others are counted.
const ERRORS: usize = 20;

/// What was found so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Report {
    /// What the file is written in.
    pub(super) format: Option<FileFormat>,
    /// The names of its columns.
    pub(super) header: Vec<String>,
    /// What they are taken for.
    pub(super) mapping: Mapping,
    /// Of each column, some of its values.
    pub(super) samples: Vec<Vec<String>>,
    /// Rows, without the header.
    pub(super) rows: i64,
    /// Those that break a rule.
    pub(super) wrong: i64,
    /// Those with the id of an earlier one, which counts.
    pub(super) repeated: i64,
    /// The first problems, in the order of the file.
    pub(super) errors: Vec<RowError>,
    /// Why the file is no inventory, with the place.
    pub(super) fault: Option<String>,
    /// Bytes that were read.
    pub(super) bytes: u64,
    /// Whether it was read to its end.
    pub(super) is_done: bool,
}

/// Takes a file in piece by piece.
pub(super) struct Examination {
    reader: Reader,
    /// What somebody has chosen; guessed without it.
    chosen: Option<Mapping>,
    /// Whether every column that is needed is there.
    is_mapped: bool,
    /// For a header of so many columns: of JSON Lines it grows.
    check: Option<(usize, RowCheck)>,
    read: Vec<Row>,
    ids: HashSet<u64>,
    hasher: RandomState,
    report: Report,
}

impl Examination {
    pub(super) fn new(chosen: Option<Mapping>) -> Self {
        Self {
            reader: Reader::new(),
            chosen,
            is_mapped: false,
            check: None,
            read: Vec::new(),
            ids: HashSet::new(),
            hasher: RandomState::new(),
            report: Report::default(),
        }
    }

    /// Takes the next bytes. Whether there is a point in more.
    pub(super) fn push(&mut self, bytes: &[u8]) -> bool {
        self.report.bytes += bytes.len() as u64;
        let read = if self.report.bytes > limits::IMPORT_BYTES {
            Err(FileFault::Large)
        } else {
            self.reader.push(bytes, &mut self.read)
        };
        self.take(&read)
    }

    /// The file has ended.
    pub(super) fn finish(mut self) -> Report {
        if self.report.fault.is_none() {
            let read = self.reader.finish(&mut self.read);
            self.take(&read);
            self.report.is_done = true;
        }
        self.report
    }

    pub(super) fn report(&self) -> &Report {
        &self.report
    }

    fn take(&mut self, read: &Result<(), FileFault>) -> bool {
        if let Err(fault) = read {
            self.report.fault = Some(fault.to_string());
        }
        self.learn_header();
        let rows = std::mem::take(&mut self.read);
        for row in &rows {
            self.look_at(row);
        }
        read.is_ok()
    }

    fn learn_header(&mut self) {
        let Some(layout) = self.reader.layout() else { return };
        if self.check.as_ref().is_some_and(|(columns, _)| *columns == layout.header.len()) {
            return;
        }
        let header = layout.header.clone();
        let mapping = self.chosen.clone().unwrap_or_else(|| Mapping::guess(&header));
        self.check = Some((header.len(), RowCheck::new(layout, &mapping)));
        self.report.samples.resize(header.len(), Vec::new());
        self.report.format = Some(layout.format);
        self.report.header = header;
        self.report.mapping = mapping;
        self.is_mapped = self.report.mapping_faults().is_empty();
    }

    fn look_at(&mut self, row: &Row) {
        let report = &mut self.report;
        report.rows += 1;
        for (samples, cell) in report.samples.iter_mut().zip(&row.cells) {
            let cell: String = cell.trim().chars().take(SAMPLE_CHARS).collect();
            if samples.len() < SAMPLES && !cell.is_empty() && !samples.contains(&cell) {
                samples.push(cell);
            }
        }
        let Some((_, check)) = &self.check else { return };
        match check.check(row) {
            Ok(board) => {
                if !self.ids.insert(self.hasher.hash_one(&board.external_id)) {
                    report.repeated += 1;
                }
            }
            Err(errors) => {
                report.wrong += 1;
                let room = ERRORS.saturating_sub(report.errors.len());
                // A column that is not there is named once, and not again for every row.
                let header = &report.header;
                let is_told = |error: &RowError| {
                    self.is_mapped || error.column.is_empty() || header.contains(&error.column)
                };
                report.errors.extend(errors.into_iter().filter(is_told).take(room));
            }
        }
    }
}

impl Report {
    /// Of a file that is too large to be read at all.
    pub(super) fn too_large() -> Self {
        Self { fault: Some(FileFault::Large.to_string()), ..Self::default() }
    }

    /// Whether the rows were counted by what the columns really are.
    pub(super) fn is_counted(&self) -> bool {
        self.fault.is_none() && self.mapping_faults().is_empty()
    }

    /// All that is wrong with what the columns are taken for.
    pub(super) fn mapping_faults(&self) -> Vec<String> {
        let wrong = self.mapping.check(&self.header).err().unwrap_or_default();
        wrong.into_iter().map(|error| error.message).collect()
    }

    /// Whether there is something to upload.
    pub(super) fn is_importable(&self) -> bool {
        self.is_done && self.fault.is_none() && self.mapping_faults().is_empty()
    }

    /// Headers that mean nothing.
    pub(super) fn ignored(&self) -> Vec<String> {
        self.mapping.ignored(&self.header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::inventory::Column;

    const HEADER: &str = "id;Titel;Stadt;Adresse;Breite;Höhe;facing;audience;preis;Farbe\n";

    fn row(id: &str, width: &str) -> String {
        format!("{id};Station;Bern;Platz 1;{width};3;N;1000;90;rot\n")
    }

    fn examined(text: &str, chosen: Option<Mapping>) -> Report {
        let mut examination = Examination::new(chosen);
        // In pieces that end anywhere.
        for piece in text.as_bytes().chunks(7) {
            if !examination.push(piece) {
                break;
            }
        }
        examination.finish()
    }

    #[test]
    fn marta_sees_what_her_file_is_and_what_is_wrong_in_it_before_it_leaves_her_machine() {
        let text = [HEADER, &row("A1", "9"), &row("A2", "wide"), &row("A1", "9")].concat();
        let report = examined(&text, None);
        assert_eq!(report.format, Some(FileFormat::Csv));
        assert_eq!((report.rows, report.wrong, report.repeated), (3, 1, 1));
        assert_eq!(report.ignored(), ["Farbe"]);
        assert_eq!(report.samples[0], ["A1", "A2"]);
        let error = &report.errors[0];
        assert_eq!((error.line, &*error.column, &*error.value), (3, "Breite", "wide"));
        assert!(report.is_importable(), "{:?}", report.mapping_faults());
    }

    #[test]
    fn a_column_that_is_needed_and_not_mapped_is_named() {
        let text = [HEADER, &row("A1", "9"), &row("A2", "9")].concat();
        let mut mapping = examined(&text, None).mapping;
        mapping.0.remove("Titel");
        let report = examined(&text, Some(mapping.clone()));
        assert!(report.mapping_faults()[0].contains("title"), "{:?}", report.mapping_faults());
        assert!(!report.is_importable() && !report.is_counted());
        assert!(report.errors.is_empty(), "it is named once: {:?}", report.errors);
        mapping.0.insert("Farbe".to_owned(), Column::Title);
        assert!(examined(&text, Some(mapping)).is_importable());
    }

    #[test]
    fn a_file_that_is_none_is_refused_with_the_place_and_not_read_on() {
        let mut examination = Examination::new(None);
        assert!(!examination.push(b"PK\x03\x04 and so on, as a spreadsheet is"));
        let report = examination.finish();
        assert!(report.fault.as_deref().is_some_and(|text| text.contains("zip")));
        assert!(!report.is_done && !report.is_importable());
        let open = examined(&format!("{HEADER}A1;\"Station;Bern\n"), None);
        assert_eq!(open.fault.as_deref().map(|text| &text[..16]), Some("Line 2, column 2"));
        assert_eq!(examined("", None).fault.as_deref(), Some("The file is empty."));
    }

    #[test]
    fn columns_of_json_lines_are_learnt_as_they_come() {
        let text = "{\"id\":\"A1\",\"title\":\"Station\"}\n{\"id\":\"A2\",\"city\":\"Bern\"}\n";
        let report = examined(text, None);
        assert_eq!(report.format, Some(FileFormat::JsonLines));
        assert_eq!(report.header, ["id", "title", "city"]);
        assert_eq!(report.samples, [vec!["A1", "A2"], vec!["Station"], vec!["Bern"]]);
    }
}
