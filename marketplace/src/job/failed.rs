//! The rows of an import that are wrong, as a file to mend and to upload again.

use super::{import::SLICE, record::Source, sql, upload::source_key};
use crate::{Files, Marketplace, Result};
use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use protocol::{
    ErrorBody,
    account::Me,
    id::JobId,
    inventory::{CSV_MARK, Reader, Row, csv_line},
    limits,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Bytes of the file that are read at once.
const PIECE: u64 = 256 * 1024;
/// The column with what is wrong; an import ignores it.
const REASON: &str = "What is wrong";

/// Goes through a file once more.
struct Search {
    files: Files,
    file: Uuid,
    source: Source,
    /// Of each line that is wrong, why.
    wrong: BTreeMap<u64, String>,
    /// The column that is left out.
    before: Option<usize>,
    reader: Reader,
    offset: u64,
    is_over: bool,
}

impl Marketplace {
    /// The rows that are wrong, as they were written, with one more column that says why: CSV, piece by piece. As many
    /// as have problems that are kept. For whoever may see the job.
    pub async fn failed_rows(
        &self,
        me: &Me,
        id: JobId,
    ) -> Result<BoxStream<'static, Result<Bytes>>> {
        let (job, _) = self.seen_job(me, id).await?;
        let source = job.about.source.filter(|_| !job.work.is_swept);
        let source = source.ok_or_else(|| ErrorBody::not_found("file"))?;
        let mut wrong = BTreeMap::<u64, String>::new();
        let problems = sql::errors(self.database(), id, (0, limits::JOB_ERRORS)).await?;
        // Whatever was passed over is there already, by an earlier row.
        for (_, error) in problems.into_iter().filter(|(_, error)| !error.is_skipped) {
            let reasons = wrong.entry(error.line).or_default();
            if !reasons.is_empty() {
                reasons.push(' ');
            }
            if !error.column.is_empty() {
                reasons.extend([error.column.as_str(), ": "]);
            }
            reasons.push_str(&error.reason);
        }
        // Of the second round: what was wrong in the first.
        let before = source.layout.header.iter().position(|name| name == REASON);
        let header = source.layout.header.iter().map(String::as_str);
        let header = without(header, before).chain([REASON]);
        let header = Bytes::from(format!("{CSV_MARK}{}", csv_line(header)));
        let search = Search {
            files: self.files().clone(),
            file: job.about.file,
            source,
            wrong,
            before,
            reader: Reader::new(),
            offset: 0,
            is_over: false,
        };
        let rows = futures::stream::try_unfold(search, |mut search| async move {
            Ok(search.piece().await?.map(|piece| (piece, search)))
        });
        Ok(futures::stream::once(async { Ok(header) }).chain(rows).boxed())
    }
}

impl Search {
    /// What is wrong in the next piece of the file; `None` at its end.
    async fn piece(&mut self) -> Result<Option<Bytes>> {
        if self.is_over {
            return Ok(None);
        }
        let (mut rows, mut text) = (Vec::new(), String::new());
        let length = PIECE.min(self.source.bytes - self.offset);
        if length > 0 && !self.wrong.is_empty() {
            let bytes = self.files.range(&source_key(self.file), self.offset, length).await?;
            self.offset += length;
            for slice in bytes.chunks(SLICE) {
                self.reader.push(slice, &mut rows).map_err(ErrorBody::from)?;
                self.write(&mut rows, &mut text);
            }
        } else {
            self.is_over = true;
            self.reader.finish(&mut rows).map_err(ErrorBody::from)?;
            self.write(&mut rows, &mut text);
        }
        Ok(Some(text.into()))
    }

    /// Each with as many cells as the header, and why it is wrong.
    fn write(&mut self, rows: &mut Vec<Row>, text: &mut String) {
        let columns = self.source.layout.header.len();
        for row in rows.drain(..) {
            if let Some(reasons) = self.wrong.remove(&row.line) {
                let cells = row.cells.iter().map(String::as_str);
                let cells = cells.chain(std::iter::repeat("")).take(columns);
                text.push_str(&csv_line(without(cells, self.before).chain([reasons.as_str()])));
            }
        }
    }
}

/// All but the one at this place.
fn without<'a>(
    cells: impl Iterator<Item = &'a str>,
    place: Option<usize>,
) -> impl Iterator<Item = &'a str> {
    let cells = cells.enumerate().filter(move |(at, _)| Some(*at) != place);
    cells.map(|(_, cell)| cell)
}
