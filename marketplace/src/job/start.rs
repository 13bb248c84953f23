//! Asking for a job.

use super::{
    Job, StoredUpload,
    end::News,
    record::{About, Source, Work},
    sql,
    upload::{check_open, discard},
};
use crate::{Marketplace, Result, account, audit, database::Tx};
use protocol::{
    ErrorBody, Timestamp,
    account::Me,
    id::JobId,
    inventory::{Layout, Mapping},
    job::{JobKind, JobState, JobView, StartImport},
};
use uuid::Uuid;

impl Marketplace {
    /// Has boards taken in from a file, or only looked at. For whoever has uploaded it. Publishes `jobUpdate`.
    pub async fn start_import(
        &self,
        me: &Me,
        input: StartImport,
        upload: StoredUpload,
    ) -> Result<JobView> {
        let file = upload.file;
        let started = match import(input, upload, self.now()) {
            Ok((about, total)) => self.start_job(me, JobKind::ImportBoards, (about, total)).await,
            Err(refused) => Err(refused.into()),
        };
        if started.is_err() {
            discard(self.files(), file).await;
        }
        started
    }

    pub(super) async fn start_job(
        &self,
        me: &Me,
        kind: JobKind,
        (about, total): (About, i64),
    ) -> Result<JobView> {
        let now = about.created_at;
        let job = fresh(me, kind, (about, total));
        let (actor, view, market) = (audit::Actor::from(me), job.view(), self.clone());
        self.to_the_end(async move {
            let news = News::of(&job);
            let saved = market.database().transaction(move |tx| {
                Box::pin(async move { insert(tx, &job, (&actor, now)).await })
            });
            saved.await?;
            market.tell_job(news);
            Ok(view)
        })
        .await
    }
}

/// A job that nobody has worked on.
pub(super) fn fresh(me: &Me, kind: JobKind, (about, total): (About, i64)) -> Job {
    let updated_at = Some(about.created_at);
    let work = Work { total, attempt: 1, updated_at, ..Work::default() };
    let id = JobId(Uuid::now_v7());
    Job { id, owner: me.user_id, kind, state: JobState::Pending, version: 1, about, work }
}

pub(super) async fn insert(
    tx: &mut Tx,
    job: &Job,
    (actor, now): (&audit::Actor, Timestamp),
) -> Result<()> {
    // One after the other: the limit holds.
    account::lock(tx, job.owner).await?;
    check_open(sql::count_open_now(tx, job.owner).await?)?;
    sql::insert(tx, job, now).await?;
    let what = format!("{}: asked for", job.kind.as_str());
    audit::note(tx, (actor, now), "job", (&job.about.name, &what)).await
}

fn import(
    input: StartImport,
    upload: StoredUpload,
    created_at: Timestamp,
) -> std::result::Result<(About, i64), ErrorBody> {
    let name = input.checked_name()?;
    let StoredUpload { file, bytes, rows, layout } = upload;
    let mapping = match input.mapping {
        Some(mapping) => mapping,
        None => Mapping::guess(&layout.header),
    };
    check(&mapping, &layout)?;
    let format = layout.format;
    let source = Some(Source { bytes, layout, mapping });
    Ok((About { name, is_dry_run: input.dry_run, format, created_at, file, source }, rows))
}

/// All that is wrong with a mapping, in one text.
fn check(mapping: &Mapping, layout: &Layout) -> std::result::Result<(), ErrorBody> {
    mapping.check(&layout.header).map_err(|wrong| {
        let texts: Vec<String> = wrong.into_iter().map(|error| error.message).collect();
        ErrorBody::invalid("mapping", texts.join(" "))
    })
}
