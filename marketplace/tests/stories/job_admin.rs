//! All jobs, as an admin sees them; those that cannot be read; and what is forgotten.

use crate::{
    database::TestDatabase,
    job::{import, inventory, look, start, work},
    world::{World, refused},
};
use marketplace::Viewer;
use protocol::{
    ErrorCode, Room,
    account::Me,
    id::JobId,
    job::{AdminJob, JobCare, JobKind, JobQuery, JobState},
    limits,
};
use std::{fs, time::Duration};
use uuid::{NoContext, Timestamp as Moment, Uuid};

async fn all(world: &World, me: &Me) -> protocol::job::AdminJobs {
    world.market.admin_jobs(me, &JobQuery::default()).await.expect("is shown")
}

fn ids(jobs: &[AdminJob]) -> Vec<JobId> {
    jobs.iter().map(|one| one.job.update.job_id).collect()
}

#[tokio::test]
async fn an_admin_sees_every_queue_and_nobody_else_does() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let jonas = world.sign_up("Jonas", "owner").await;
    let large = start(&world, &marta, &inventory(1..=700), true).await.update.job_id;
    let asked_at = world.now();
    let taken = world.market.claim_job().await.unwrap().unwrap();
    world.clock.advance(Duration::from_secs(2));
    world.market.work_on_job(taken).await.unwrap();
    world.market.claim_job().await.unwrap().expect("a worker has it");
    let small = start(&world, &jonas, &inventory(1..=3), false).await.update.job_id;

    let shown = all(&world, &adrian).await;
    assert_eq!(ids(&shown.under_way), [large]);
    let at_work = &shown.under_way[0];
    assert_eq!(
        (at_work.owner.name.as_str(), at_work.job.kind),
        (marta.name.as_str(), JobKind::ImportBoards)
    );
    assert_eq!(at_work.job.update.progress.rate_per_second, Some(100));
    assert!(at_work.leased_until.is_some_and(|until| until > world.now()));
    assert_eq!(shown.waiting_since, Some(asked_at.plus(Duration::from_secs(2))));
    assert_eq!((shown.count_of(JobState::Pending), shown.count_of(JobState::Processing)), (1, 1));
    assert_eq!(ids(&shown.jobs), [small, large], "the newest first");

    let of =
        async |asked: JobQuery| ids(&world.market.admin_jobs(&adrian, &asked).await.unwrap().jobs);
    let waiting = JobQuery { state: Some(JobState::Pending), ..JobQuery::default() };
    assert_eq!(of(waiting).await, [small]);
    let exports = JobQuery { kind: Some(JobKind::ExportBoards), ..JobQuery::default() };
    assert_eq!(of(exports).await, []);
    let of_marta = JobQuery { owner: Some(marta.user_id), ..JobQuery::default() };
    assert_eq!(of(of_marta).await, [large]);
    assert_eq!(of(JobQuery { before: Some(small), ..JobQuery::default() }).await, [large]);

    let cancelled = world.market.care_for_job(&adrian, small, JobCare::Cancel).await.unwrap();
    assert_eq!(cancelled.update.status, JobState::Cancelled);
    let record = world.market.audit(&adrian, None).await.unwrap().entries;
    assert!(
        record
            .iter()
            .any(|entry| entry.actor.contains(&adrian.name) && entry.detail.contains("cancelled"))
    );
    for nobody in [&marta, &jonas] {
        assert_eq!(
            refused(world.market.admin_jobs(nobody, &JobQuery::default()).await).code,
            ErrorCode::NotFound
        );
        let care = world.market.care_for_job(nobody, large, JobCare::Cancel).await;
        assert_eq!(refused(care).code, ErrorCode::NotFound);
        let joined = world.market.join(&Viewer::user(nobody.clone()), Room::Jobs).await;
        assert_eq!(refused(joined).code, ErrorCode::NotFound);
    }
    assert!(world.market.join(&Viewer::user(adrian), Room::Jobs).await.is_ok());
}

#[tokio::test]
async fn the_lists_go_on_page_by_page() {
    let world = World::demo().await;
    let adrian = world.demo_user("admin").await;
    let mut started = Vec::new();
    for number in 0..4 {
        let owner = world.sign_up(&format!("Holder{number}"), "owner").await;
        for _ in 0..10 {
            started.push(start(&world, &owner, &inventory(1..=1), true).await.update.job_id);
        }
    }
    started.reverse();
    let first = all(&world, &adrian).await;
    assert_eq!(ids(&first.jobs), started[..30]);
    let asked = JobQuery { before: first.older_before, ..JobQuery::default() };
    let second = world.market.admin_jobs(&adrian, &asked).await.unwrap();
    assert_eq!(ids(&second.jobs), started[30..]);
    assert_eq!(second.older_before, None);
}

#[tokio::test]
async fn a_job_that_cannot_be_read_holds_nobody_up_and_is_put_back_once_it_can() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let jonas = world.sign_up("Jonas", "owner").await;
    let broken = start(&world, &marta, &inventory(1..=3), false).await.update.job_id;
    let other = start(&world, &jonas, &inventory(1..=3), false).await.update.job_id;
    let row = world.id(broken.0);
    world.execute(format!("UPDATE jobs SET work = '<' || work WHERE id = {row}")).await;
    work(&world).await;
    assert_eq!(look(&world, &jonas, other).await.update.status, JobState::Completed);
    assert!(world.market.jobs(&marta, None).await.unwrap().jobs.is_empty(), "her list is there");
    assert_eq!(world.market.claim_job().await.unwrap(), None, "it is not taken again");

    let shown = all(&world, &adrian).await;
    assert_eq!((shown.aside_count, shown.aside[0].id), (1, broken));
    assert_eq!(shown.aside[0].unreadable.as_deref(), Some("jobs.work"));
    assert_eq!(shown.aside[0].owner.name, marta.name);
    assert_eq!(
        refused(world.market.put_job_back(&adrian, broken).await).code,
        ErrorCode::WrongState
    );
    assert_eq!(all(&world, &adrian).await.aside_count, 1, "it stays where it is");

    world.execute(format!("UPDATE jobs SET work = substr(work, 2) WHERE id = {row}")).await;
    assert_eq!(all(&world, &adrian).await.aside[0].unreadable, None);
    assert_eq!(refused(world.market.put_job_back(&marta, broken).await).code, ErrorCode::NotFound);
    let back = world.market.put_job_back(&adrian, broken).await.unwrap();
    assert_eq!(back.update.status, JobState::Pending);
    work(&world).await;
    let done = look(&world, &marta, broken).await.update;
    assert_eq!((done.status, done.progress.counts.created), (JobState::Completed, 3));
    assert_eq!(all(&world, &adrian).await.aside_count, 0);
}

#[tokio::test]
async fn what_was_over_when_it_became_unreadable_is_over_when_it_is_put_back() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let job = import(&world, &marta, &inventory(1..=3), false).await;
    let row = world.id(job.update.job_id.0);
    world.execute(format!("UPDATE jobs SET work = '<' || work WHERE id = {row}")).await;
    world.clock.advance(limits::IMPORT_FOR);
    world.market.sweep_jobs().await.expect("sweeps the others");
    assert_eq!(all(&world, &adrian).await.aside_count, 1);
    world.execute(format!("UPDATE jobs SET work = substr(work, 2) WHERE id = {row}")).await;
    let back = world.market.put_job_back(&adrian, job.update.job_id).await.unwrap();
    assert_eq!(back.update.status, JobState::Completed);
    assert_eq!(world.market.claim_job().await.unwrap(), None);
}

#[tokio::test]
async fn jobs_are_forgotten_long_after_their_end_and_not_before() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let old = import(&world, &marta, &inventory(1..=3).replace("14.4", "wide"), false).await;
    world.clock.advance(Duration::from_hours(90 * 24 - 1));
    let young = import(&world, &marta, &inventory(1..=3), false).await;
    let waiting = start(&world, &marta, &inventory(1..=3), true).await;
    world.market.sweep_jobs().await.unwrap();
    assert_eq!(look(&world, &marta, old.update.job_id).await.update.status, JobState::Completed);
    world.clock.advance(Duration::from_hours(1));
    world.market.sweep_jobs().await.unwrap();
    let gone = refused(world.market.job(&marta, old.update.job_id).await);
    assert_eq!(gone.code, ErrorCode::NotFound);
    assert_eq!(world.count("job_errors").await, 0, "nor what was wrong in it");
    world.clock.advance(limits::JOBS_FOR);
    world.market.sweep_jobs().await.unwrap();
    assert!(world.market.job(&marta, young.update.job_id).await.is_err());
    let still = look(&world, &marta, waiting.update.job_id).await.update;
    assert_eq!(still.status, JobState::Pending, "what is not over is not forgotten");
}

/// A folder as an upload leaves it whose server ended, named so long before now.
fn orphan(world: &World, age: Duration) -> std::path::PathBuf {
    let at = world.now().minus(age);
    let seconds = u64::try_from(at.0 / 1000).unwrap();
    let name = Uuid::new_v7(Moment::from_unix(NoContext, seconds, 0));
    let folder = TestDatabase::files_of(&world.database.url).join("jobs").join(name.to_string());
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("source"), "id").unwrap();
    folder
}

#[tokio::test]
async fn files_that_no_job_names_are_gone_after_a_day() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    world.market.sweep_jobs().await.expect("there is nothing yet");
    let old = orphan(&world, limits::UPLOAD_FOR);
    let young = orphan(&world, Duration::from_hours(23));
    let (named, unread) =
        (orphan(&world, limits::UPLOAD_FOR * 2), orphan(&world, limits::UPLOAD_FOR * 3));
    for (folder, before) in [(&named, ""), (&unread, "<")] {
        let job = start(&world, &marta, &inventory(1..=1), true).await.update.job_id;
        let (row, name) = (world.id(job.0), folder.file_name().unwrap().to_str().unwrap());
        // The job says that its files are in this folder.
        let about = world.text(&format!("SELECT about FROM jobs WHERE id = {row}")).await;
        let known =
            about.split("\"file\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let sql = format!(
            "UPDATE jobs SET about = '{before}' || replace(about, '{known}', '{name}') WHERE id = {row}"
        );
        world.execute(sql).await;
    }
    world.market.sweep_jobs().await.unwrap();
    let there = [&old, &young, &named, &unread].map(|folder| folder.join("source").exists());
    assert_eq!(there, [false, true, true, true]);
}
