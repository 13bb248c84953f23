//! The end of a job, and what is told of it on the way.

use super::{Job, sql};
use crate::{
    Marketplace, Result, audit,
    database::Tx,
    notification::{Notice, notify},
};
use protocol::{
    Room, ServerEvent, Timestamp,
    board::BoardUpdated,
    id::UserId,
    job::{Download, JobAction, JobKind, JobParty, JobResult, JobUpdate, RowCounts},
    limits,
    money::count,
    notification::NotificationBody,
};

/// Collected while a transaction runs, told after it.
pub(super) struct News {
    owner: UserId,
    update: JobUpdate,
    notice: Option<Notice>,
    pub(super) boards: Vec<BoardUpdated>,
}

impl News {
    pub(super) fn of(job: &Job) -> Self {
        Self { owner: job.owner, update: job.update(), notice: None, boards: Vec::new() }
    }
}

impl Marketplace {
    pub(super) fn tell_job(&self, news: News) {
        // Whoever looks at one of the boards sees it change. Not the lists: they would read themselves anew for
        // every row.
        for board in news.boards {
            let room = Room::Board(board.board_id);
            self.publisher().publish(&[room], ServerEvent::BoardUpdated(board));
        }
        let rooms = [Room::Job(news.update.job_id), Room::Jobs, Room::User(news.owner)];
        self.publisher().publish(&rooms, ServerEvent::JobUpdate(news.update));
        self.tell(news.notice);
    }
}

/// All rows were looked at.
pub(super) async fn complete(tx: &mut Tx, job: &mut Job, now: Timestamp) -> Result<News> {
    job.step(JobAction::Complete, JobParty::System, now)?;
    job.work.total = job.work.done;
    job.work.error = None;
    job.work.result = Some(result(job, now));
    close(tx, job, now).await
}

/// It cannot go on.
pub(super) async fn fail(
    tx: &mut Tx,
    job: &mut Job,
    reason: String,
    now: Timestamp,
) -> Result<News> {
    job.step(JobAction::Fail, JobParty::System, now)?;
    job.work.error = Some(reason);
    close(tx, job, now).await
}

pub(super) async fn close(tx: &mut Tx, job: &mut Job, now: Timestamp) -> Result<News> {
    sql::store(tx, job, (now, now), files_until(job, now)).await?;
    let said = job.work.result.as_ref().map(|result| result.summary.clone());
    let summary = job.work.error.clone().or(said).unwrap_or_default();
    let what = format!("{}: {}. {summary}", job.kind.as_str(), job.state.word());
    let actor = audit::Actor::or_system(None);
    audit::note(tx, (&actor, now), "job", (&job.about.name, &what)).await?;
    let body = NotificationBody::JobEnded {
        job_id: job.id,
        job: job.kind,
        name: job.about.name.clone(),
        status: job.state,
        is_dry_run: job.about.is_dry_run,
        failed: job.work.counts.failed,
        summary,
    };
    let notice = notify(tx, job.owner, body, now).await?;
    Ok(News { notice, ..News::of(job) })
}

/// How long a job's files are kept after its end, if it has any.
pub(super) fn files_until(job: &Job, now: Timestamp) -> Option<Timestamp> {
    match job.kind {
        JobKind::ImportBoards => Some(now.plus(limits::IMPORT_FOR)),
        JobKind::ExportBoards | JobKind::ExportOrders => Some(now.plus(limits::EXPORT_FOR)),
        JobKind::CheckPrices => None,
    }
}

fn result(job: &Job, now: Timestamp) -> JobResult {
    let things = job.work.done;
    if job.kind.is_import() {
        let (summary, is_empty) = of_import(&job.work.counts, job.about.is_dry_run);
        return JobResult { summary, is_empty, download: None, imported_as: None };
    }
    let what = if job.kind == JobKind::ExportOrders { "orders" } else { "boards" };
    let summary = if things == 0 {
        format!("There are no {what}: the file is empty.")
    } else {
        format!("{} {what}.", count(things))
    };
    let name = job.about.name.clone();
    let (rows, bytes) = (job.work.rows, job.work.bytes);
    let expires_at = now.plus(limits::EXPORT_FOR);
    let download = Some(Download { name, rows, bytes, expires_at });
    JobResult { summary, is_empty: rows == 0, download, imported_as: None }
}

fn of_import(counts: &RowCounts, is_dry_run: bool) -> (String, bool) {
    let is_empty = counts.taken() == 0;
    let RowCounts { created, updated, unchanged, skipped, failed } = counts;
    let [created, updated, unchanged, skipped, failed] =
        [created, updated, unchanged, skipped, failed].map(|rows| count(*rows));
    let rows = format!(
        "{created} new, {updated} changed, {unchanged} unchanged; {skipped} rows passed over, {failed} wrong."
    );
    let begin = match (is_empty, is_dry_run) {
        (true, true) => "Nothing would be imported: ",
        (true, false) => "Nothing was imported: ",
        (false, true) => "It would be: ",
        (false, false) => "",
    };
    (format!("{begin}{rows}"), is_empty)
}
