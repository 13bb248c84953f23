//! Imports whose workers end in the middle, that are stopped, that fail, and that share the workers.

use crate::{
    job::{import, inventory, look, start, work},
    world::{World, refused},
};
use marketplace::{Database, Files, JOB_LEASE, Marketplace, clock::Clock, publish::Nobody};
use protocol::{ErrorCode, id::JobId, job::JobState};
use std::{sync::Arc, time::Duration};

const ROWS: u32 = 2_300;
/// `limits::IMPORT_BATCH`.
const BATCH: i64 = 200;

/// Every board once, and nothing else.
async fn is_exact(world: &World) {
    assert_eq!(world.count("boards").await, i64::from(ROWS));
    let distinct = "(SELECT DISTINCT external_id, title FROM boards) AS once";
    assert_eq!(world.count(distinct).await, i64::from(ROWS));
}

#[tokio::test]
async fn a_worker_that_is_gone_at_any_batch_costs_nothing_but_its_lease() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let id = start(&world, &marta, &inventory(1..=ROWS), false).await.update.job_id;
    let mut percent = 0;
    loop {
        // One takes it and is gone.
        let Some(taken) = world.market.claim_job().await.unwrap() else { break };
        assert_eq!(world.market.claim_job().await.unwrap(), None, "nobody else takes it meanwhile");
        world.clock.advance(JOB_LEASE + Duration::from_secs(1));
        // Two at once have it; one is late by its lease.
        assert_eq!(world.market.claim_job().await.unwrap(), Some(taken));
        let (one, other) =
            tokio::join!(world.market.work_on_job(taken), world.market.work_on_job(taken));
        one.and(other).expect("work");
        let progress = look(&world, &marta, id).await.update.progress;
        assert!(progress.percent >= percent, "percent never falls");
        percent = progress.percent;
    }
    let job = look(&world, &marta, id).await.update;
    assert_eq!((job.status, job.progress.counts.created), (JobState::Completed, i64::from(ROWS)));
    is_exact(&world).await;
}

/// Works in a runtime of its own, which is gone after so many of its steps: whatever was open is dropped where it stood.
fn work_until_killed(world: &World, steps: usize) {
    let (url, clock) = (world.database.url.clone(), world.clock.clone());
    let life = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let database = Database::open(&url).await.expect("opens");
            let clock: Arc<dyn Clock> = clock;
            let files = Files::folder(&crate::database::TestDatabase::files_of(&url)).unwrap();
            let market = Marketplace::new(database, clock, Arc::new(Nobody), false);
            let market = market.with_files(files);
            let work = tokio::spawn(async move {
                while let Some(id) = market.claim_job().await.expect("claims") {
                    market.work_on_job(id).await.expect("works");
                }
            });
            for _ in 0..steps {
                if work.is_finished() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        });
        runtime.shutdown_background();
    };
    std::thread::spawn(life).join().expect("a life ends");
}

#[tokio::test]
async fn killed_at_any_point_it_ends_with_exactly_the_right_rows() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let id = start(&world, &marta, &inventory(1..=ROWS), false).await.update.job_id;
    let (mut lives, mut done) = (0, 0);
    while look(&world, &marta, id).await.update.status != JobState::Completed {
        // Longer lives with time, so that it comes to an end on any machine.
        work_until_killed(&world, 300 * lives * (lives + 1));
        world.clock.advance(JOB_LEASE + Duration::from_secs(1));
        let progress = look(&world, &marta, id).await.update.progress;
        assert!(progress.done >= done, "progress never falls");
        assert_eq!(
            world.count("boards").await,
            progress.done,
            "rows and cursor are stored together"
        );
        (lives, done) = (lives + 1, progress.done);
    }
    assert!(lives > 1, "it was killed at least once");
    is_exact(&world).await;
}

#[tokio::test]
async fn what_is_cancelled_touches_no_further_row() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let id = start(&world, &marta, &inventory(1..=ROWS), false).await.update.job_id;
    let taken = world.market.claim_job().await.unwrap().unwrap();
    world.market.work_on_job(taken).await.unwrap();
    let taken = world.market.claim_job().await.unwrap().unwrap();
    let cancelled = world.market.cancel_job(&marta, id).await.unwrap();
    assert_eq!(cancelled.update.status, JobState::Cancelled);
    world.market.work_on_job(taken).await.unwrap();
    work(&world).await;
    assert_eq!(world.count("boards").await, BATCH);
    assert_eq!(look(&world, &marta, id).await, cancelled);
    for refusal in
        [world.market.cancel_job(&marta, id).await, world.market.retry_job(&marta, id).await]
    {
        assert_eq!(refused(refusal).code, ErrorCode::WrongState);
    }
}

#[tokio::test]
async fn what_failed_goes_on_where_it_stopped() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let id = start(&world, &marta, &inventory(1..=ROWS), false).await.update.job_id;
    let taken = world.market.claim_job().await.unwrap().unwrap();
    world.market.work_on_job(taken).await.unwrap();
    let files = crate::database::TestDatabase::files_of(&world.database.url).join("jobs");
    let away = files.with_file_name("away");
    std::fs::rename(&files, &away).unwrap();
    while look(&world, &marta, id).await.update.status != JobState::Failed {
        work(&world).await;
        world.clock.advance(Duration::from_mins(2));
    }
    let failed = look(&world, &marta, id).await;
    assert!(failed.update.error.unwrap().starts_with("That did not work on our side."));
    assert_eq!(failed.update.progress.done, BATCH);
    std::fs::rename(&away, &files).unwrap();
    let again = world.market.retry_job(&marta, id).await.unwrap();
    assert_eq!((again.update.status, again.attempt), (JobState::Pending, 2));
    assert_eq!(again.update.progress.done, BATCH);
    work(&world).await;
    assert_eq!(look(&world, &marta, id).await.update.status, JobState::Completed);
    is_exact(&world).await;
}

#[tokio::test]
async fn ten_rows_do_not_wait_behind_thousands_of_somebody_elses() {
    let world = World::empty().await;
    let (marta, jonas) =
        (world.sign_up("Marta", "owner").await, world.sign_up("Jonas", "owner").await);
    let mut large: Vec<JobId> = Vec::new();
    for _ in 0..3 {
        large.push(start(&world, &marta, &inventory(1..=ROWS), true).await.update.job_id);
    }
    let batch = async || {
        world.clock.advance(Duration::from_millis(1));
        let taken = world.market.claim_job().await.unwrap().unwrap();
        world.market.work_on_job(taken).await.unwrap();
    };
    batch().await;
    batch().await;
    let small = start(&world, &jonas, &inventory(1..=10), true).await.update.job_id;
    batch().await;
    assert_eq!(look(&world, &jonas, small).await.update.status, JobState::Completed);
    let mut done = Vec::new();
    for id in &large {
        done.push(look(&world, &marta, *id).await.update.progress.done);
    }
    assert_eq!(done, [BATCH, BATCH, 0], "nor does one of somebody's jobs wait for all of another");
    work(&world).await;
    for id in large {
        assert_eq!(look(&world, &marta, id).await.update.status, JobState::Completed);
    }
}

#[tokio::test]
async fn files_of_what_is_long_over_are_gone_and_nothing_promises_them() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let id = import(&world, &marta, &inventory(1..=3).replace("14.4", "wide"), false)
        .await
        .update
        .job_id;
    assert!(world.market.failed_rows(&marta, id).await.is_ok());
    world.clock.advance(protocol::limits::IMPORT_FOR);
    world.market.sweep_jobs().await.unwrap();
    let gone = refused(world.market.failed_rows(&marta, id).await.map(drop));
    assert_eq!(gone.code, ErrorCode::NotFound);
    assert_eq!(world.count("job_rows").await, 0);
    assert_eq!(look(&world, &marta, id).await.update.status, JobState::Completed);
}
