//! A batch of an export: rows are written into a piece of the file, then it is noted that they are there. The file is
//! those pieces, one after the other: none has to be kept open, or in memory as a whole.

use super::{Job, end, end::News, folder, record::About, sql};
use crate::{
    Database, Marketplace, Result,
    board::imported::{self, Known},
    order,
};
use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use protocol::{
    Day, ErrorBody, Timestamp,
    account::Me,
    board::BoardDraft,
    id::{JobId, OrderId},
    inventory::{CSV_MARK, Column, FileFormat, csv_line},
    job::{Download, JobKind, JobState, JobView, StartExport},
    limits,
    order::{OrderQuery, OrderView},
};
use serde_json::{Map, Value};
use uuid::Uuid;

const ORDER_COLUMNS: [&str; 13] = [
    "order",
    "state",
    "buyer",
    "owner",
    "board",
    "city",
    "firstDay",
    "lastDay",
    "days",
    "price",
    "total",
    "currency",
    "updatedAt",
];
/// What is known of a board and no import reads.
const STATUS: &str = "status";

/// The rows of a batch, and where the next one begins; nowhere after the last.
struct Batch {
    rows: Vec<Vec<String>>,
    things: i64,
    after: Option<Uuid>,
}

/// A file to fetch.
pub struct Fetched {
    /// Its name and size.
    pub download: Download,
    /// What it is written in.
    pub format: FileFormat,
    /// What is in it.
    pub content: BoxStream<'static, Result<Bytes>>,
}

impl Marketplace {
    /// Has a file written: of an owner's boards, or of somebody's orders. Publishes `jobUpdate`.
    pub async fn start_export(&self, me: &Me, input: StartExport) -> Result<JobView> {
        input.check()?;
        self.check_may_start(me).await?;
        let total = match input.kind {
            JobKind::ExportOrders => order::sql::count_of(self.database(), me.user_id).await?,
            _ => imported::count(self.database(), me.user_id).await?,
        };
        let about = About {
            name: input.file_name(Day::in_utc(self.now())),
            is_dry_run: false,
            format: input.format,
            created_at: self.now(),
            file: Uuid::now_v7(),
            source: None,
        };
        self.start_job(me, input.kind, (about, total)).await
    }

    /// The file of an export, as long as it can be fetched. For whoever asked for it, and nobody else.
    pub async fn fetch_export(&self, me: &Me, id: JobId) -> Result<Fetched> {
        let (job, _) = self.seen_job(me, id).await?;
        let missing = || ErrorBody::not_found("file");
        if job.owner != me.user_id || job.work.is_swept {
            return Err(missing().into());
        }
        let download = job.work.result.and_then(|result| result.download);
        let download = download.filter(|file| file.expires_at > self.now()).ok_or_else(missing)?;
        let (files, file, pieces) = (self.files().clone(), job.about.file, job.work.pieces);
        let content = futures::stream::iter(pieces.into_iter().enumerate()).then(move |piece| {
            let files = files.clone();
            async move {
                let gone = || crate::Error::Internal("a piece of an export is gone".to_owned());
                files.get(&piece_key(file, piece)).await?.ok_or_else(gone)
            }
        });
        Ok(Fetched { download, format: job.about.format, content: content.boxed() })
    }
}

pub(super) async fn batch(market: &Marketplace, read: Job) -> Result<Option<News>> {
    let batch = match read.kind {
        JobKind::ExportOrders => orders(market.database(), &read).await?,
        _ => boards(market.database(), &read).await?,
    };
    let text = written(&read, &batch.rows);
    let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
    // Whoever does the same batch again, and is late, does not write over the piece that counts.
    let mark = Uuid::new_v4().as_fields().0;
    let key = piece_key(read.about.file, (read.work.pieces.len(), mark));
    market.files().put(&key, text.into()).await?;
    let now = market.now();
    let stored = market.database().transaction(move |tx| {
        Box::pin(async move {
            let Some(mut job) = sql::lock(tx, read.id).await? else { return Ok(None) };
            if job.state != JobState::Processing || job.work.pieces != read.work.pieces {
                return Ok(None);
            }
            job.work.pieces.push(mark);
            job.work.bytes += size;
            job.work.rows += count(batch.rows.len());
            job.work.done += batch.things;
            job.work.total = job.work.total.max(job.work.done);
            (job.work.failures, job.work.error) = (0, None);
            if batch.after.is_none() {
                return end::complete(tx, &mut job, now).await.map(Some);
            }
            job.work.after = batch.after;
            sql::store(tx, &mut job, (now, now), None).await?;
            Ok(Some(News::of(&job)))
        })
    });
    stored.await
}

fn piece_key(file: Uuid, (number, mark): (usize, u32)) -> String {
    format!("{}/{number:06}-{mark:08x}", folder(file))
}

/// The names of the columns.
fn header(kind: JobKind) -> Vec<&'static str> {
    match kind {
        JobKind::ExportOrders => ORDER_COLUMNS.to_vec(),
        _ => Column::ALL.iter().map(|column| column.as_str()).chain([STATUS]).collect(),
    }
}

fn written(job: &Job, rows: &[Vec<String>]) -> String {
    let header = header(job.kind);
    let mut text = String::new();
    match job.about.format {
        FileFormat::Csv => {
            if job.work.pieces.is_empty() {
                text.push_str(CSV_MARK);
                text.push_str(&csv_line(header));
            }
            for row in rows {
                text.push_str(&csv_line(row.iter().map(String::as_str)));
            }
        }
        FileFormat::JsonLines => {
            for row in rows {
                let cells = header.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
                let object: Map<String, Value> =
                    cells.map(|(name, cell)| ((*name).to_owned(), cell.clone().into())).collect();
                text.push_str(&Value::Object(object).to_string());
                text.push('\n');
            }
        }
    }
    text
}

async fn boards(database: &Database, job: &Job) -> Result<Batch> {
    let after = job.work.after.unwrap_or(Uuid::nil());
    let limit = i64::try_from(limits::EXPORT_BATCH).unwrap_or(i64::MAX);
    let found = imported::page(database, job.owner, (after, limit)).await?;
    let is_last = found.len() < limits::EXPORT_BATCH;
    let next = found.last().map(|(_, board)| board.id.0).filter(|_| !is_last);
    let row = |(id, board): &(Option<String>, Known)| board_row(id.as_deref(), board);
    let rows: Vec<Vec<String>> = found.iter().map(row).collect();
    Ok(Batch { things: count(rows.len()), rows, after: next })
}

fn board_row(external_id: Option<&str>, board: &Known) -> Vec<String> {
    let draft = BoardDraft::of(&board.profile);
    let cell = |column: Column| match column {
        Column::ExternalId => external_id.map_or_else(|| board.id.to_string(), ToOwned::to_owned),
        Column::Hours => board.profile.terms.hours.to_string(),
        other => draft.get(other.field()).to_owned(),
    };
    Column::ALL.into_iter().map(cell).chain([board.status.as_str().to_owned()]).collect()
}

/// A row for each booking.
async fn orders(database: &Database, job: &Job) -> Result<Batch> {
    let asked = OrderQuery { before: job.work.after.map(OrderId), ..OrderQuery::default() };
    let limit = i64::try_from(limits::EXPORT_BATCH).unwrap_or(i64::MAX);
    let found = order::sql::page(database, Some(job.owner), asked, limit).await?;
    let is_last = found.len() < limits::EXPORT_BATCH;
    let next = found.last().map(|order| order.id.0).filter(|_| !is_last);
    let rows = found.iter().flat_map(order_rows).collect();
    Ok(Batch { things: count(found.len()), rows, after: next })
}

fn order_rows(order: &OrderView) -> Vec<Vec<String>> {
    let of_line = |line: &protocol::order::OrderLine| {
        vec![
            order.reference(),
            order.state.as_str().to_owned(),
            order.buyer.name.clone(),
            order.owner.name.clone(),
            line.title.clone(),
            line.city.clone(),
            line.days.first().to_string(),
            line.days.last().to_string(),
            line.days.len().to_string(),
            cents(line.quote.total_cents),
            cents(order.total_cents),
            order.currency.clone(),
            moment(order.updated_at),
        ]
    };
    order.lines.iter().map(of_line).collect()
}

/// As `2026-12-24T18:00:00Z`.
fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

/// In whole units with hundredths, as programs read it.
fn cents(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents.abs() % 100)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
