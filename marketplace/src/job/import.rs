//! A batch of an import: rows are read and checked, then stored with the place where the next batch begins.

use super::{Job, end, end::News, record::Source, sql, upload::source_key};
use crate::{
    Files, Marketplace, Result,
    board::imported::{self, Taken},
    database::Tx,
};
use protocol::{
    ErrorBody, Timestamp,
    inventory::{BoardRow, Cursor, Reader, Row, RowCheck, RowError},
    job::{JobState, RowCounts},
    limits,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Bytes of the file that are read at once; more than a row may have.
const PIECE: u64 = 256 * 1024;
/// Bytes that are made rows at once.
pub(super) const SLICE: usize = 8 * 1024;

/// Rows with what the rules say of each, and whether the file ends with them.
struct Batch {
    rows: Vec<(Row, Verdict)>,
    check: RowCheck,
    is_last: bool,
}

type Verdict = std::result::Result<BoardRow, Vec<RowError>>;

pub(super) async fn batch(market: &Marketplace, job: Job) -> Result<Option<News>> {
    let source = job.source()?;
    let (rows, is_last) = read(market.files(), job.about.file, (source, job.work.at)).await?;
    let check = RowCheck::new(&source.layout, &source.mapping);
    let checked = |row: Row| {
        let verdict = check.check(&row);
        (row, verdict)
    };
    let rows = rows.into_iter().map(checked).collect();
    let (batch, now) = (Batch { rows, check, is_last }, market.now());
    market
        .database()
        .transaction(move |tx| Box::pin(async move { store(tx, job, batch, now).await }))
        .await
}

/// The rows of a batch, and whether they are the last.
async fn read(
    files: &Files,
    file: Uuid,
    (source, at): (&Source, Cursor),
) -> Result<(Vec<Row>, bool)> {
    let mut reader = match at.offset {
        0 => Reader::new(),
        _ => Reader::resume(source.layout.clone(), at),
    };
    let (mut rows, mut offset) = (Vec::new(), at.offset);
    while offset < source.bytes && rows.len() < limits::IMPORT_BATCH {
        let length = PIECE.min(source.bytes - offset);
        let piece = files.range(&source_key(file), offset, length).await?;
        offset += length;
        // A slice at a time: a piece may hold far more rows than a batch.
        for slice in piece.chunks(SLICE) {
            reader.push(slice, &mut rows).map_err(ErrorBody::from)?;
            if rows.len() >= limits::IMPORT_BATCH {
                break;
            }
        }
    }
    if rows.len() < limits::IMPORT_BATCH {
        reader.finish(&mut rows).map_err(ErrorBody::from)?;
    }
    let is_last = offset >= source.bytes && rows.len() < limits::IMPORT_BATCH;
    rows.truncate(limits::IMPORT_BATCH);
    Ok((rows, is_last))
}

/// One transaction: all of it is there after a crash, or none. `None` when somebody else was faster, or does not want
/// it any more.
async fn store(tx: &mut Tx, read: Job, batch: Batch, now: Timestamp) -> Result<Option<News>> {
    let Some(mut job) = sql::lock(tx, read.id).await? else { return Ok(None) };
    if job.state != JobState::Processing || job.work.at != read.work.at {
        return Ok(None);
    }
    let mut made = Made { counts: job.work.counts, ..Made::default() };
    let ids = first_of_each(&batch.rows);
    let mut fresh = sql::meet(tx, job.id, &ids).await?;
    let names: Vec<&str> = ids.iter().map(|(id, _)| id.as_str()).collect();
    let mut known = imported::known(tx, job.owner, &names).await?;
    for (row, verdict) in &batch.rows {
        match verdict {
            Err(errors) => made.wrong(errors.clone()),
            Ok(board) if fresh.remove(&board.external_id) => {
                let there = known.remove(&board.external_id);
                let how = (job.owner, job.about.is_dry_run, now);
                match imported::take(tx, board, there, how).await? {
                    Ok(taken) => made.take(taken),
                    Err(problems) => made.wrong(
                        problems.iter().map(|problem| batch.check.problem(row, problem)).collect(),
                    ),
                }
            }
            Ok(board) => {
                let line = sql::first_line(tx, job.id, &board.external_id).await?;
                made.pass_over(row.line, line);
            }
        }
    }
    let kept = job.work.problems.min(limits::JOB_ERRORS);
    let room = usize::try_from(limits::JOB_ERRORS - kept).unwrap_or_default();
    let errors = &made.errors[..made.errors.len().min(room)];
    sql::add_errors(tx, (job.id, kept), errors).await?;
    job.work.problems += i64::try_from(made.errors.len()).unwrap_or_default();
    job.work.counts = made.counts;
    job.work.done += i64::try_from(batch.rows.len()).unwrap_or_default();
    (job.work.failures, job.work.error) = (0, None);
    if let Some((row, _)) = batch.rows.last() {
        job.work.at = row.next;
    }
    let mut news = if batch.is_last {
        end::complete(tx, &mut job, now).await?
    } else {
        sql::store(tx, &mut job, (now, now), None).await?;
        News::of(&job)
    };
    news.boards = made.boards;
    Ok(Some(news))
}

/// The ids of a batch, each with the first line it stands in.
fn first_of_each(rows: &[(Row, Verdict)]) -> Vec<(String, i64)> {
    let mut first = BTreeMap::new();
    for board in rows.iter().filter_map(|(_, verdict)| verdict.as_ref().ok()) {
        let line = i64::try_from(board.line).unwrap_or(i64::MAX);
        first.entry(board.external_id.clone()).or_insert(line);
    }
    first.into_iter().collect()
}

/// What came of a batch.
#[derive(Default)]
struct Made {
    counts: RowCounts,
    errors: Vec<RowError>,
    boards: Vec<protocol::board::BoardUpdated>,
}

impl Made {
    fn take(&mut self, taken: Taken) {
        match taken {
            Taken::Created => self.counts.created += 1,
            Taken::Unchanged => self.counts.unchanged += 1,
            Taken::Updated(told) => {
                self.counts.updated += 1;
                self.boards.extend(told);
            }
        }
    }

    fn wrong(&mut self, errors: Vec<RowError>) {
        self.counts.failed += 1;
        self.errors.extend(errors);
    }

    fn pass_over(&mut self, line: u64, first: i64) {
        self.counts.skipped += 1;
        let reason = format!("The same id as in line {first}, which counts.");
        self.errors.push(RowError::skipped(line, reason));
    }
}
