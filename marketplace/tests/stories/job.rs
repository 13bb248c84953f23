//! Imports: from the upload to finished rows.

use crate::world::{World, refused};
use futures::TryStreamExt;
use marketplace::{Error, StoredUpload};
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    id::JobId,
    inventory::Mapping,
    job::{JobPhase, JobState, JobUpdate, JobView, RowCounts, StartImport},
    notification::NotificationBody,
};
use std::fmt::Write;
use uuid::Uuid;

pub const HEADER: &str = "id,title,city,address,width,height,facing,audience,price,description\n";

/// Boards with these numbers, and nothing wrong with them.
pub fn inventory(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut text = HEADER.to_owned();
    for number in numbers {
        let row =
            format!("B-{number},Board {number},Berlin,Street {number},14.4,4.8,North,9000,350,");
        writeln!(text, "{row}").unwrap();
    }
    text
}

pub async fn upload(world: &World, me: &Me, text: &[u8]) -> Result<StoredUpload, Error> {
    let mut upload = world.market.begin_upload(me).await?;
    for piece in text.chunks(10_000) {
        if let Err(error) = upload.push(piece).await {
            upload.abort().await;
            return Err(error);
        }
    }
    upload.finish().await
}

pub async fn start(world: &World, me: &Me, text: &str, dry_run: bool) -> JobView {
    let stored = upload(world, me, text.as_bytes()).await.expect("is stored");
    let input = StartImport { name: "boards.csv".into(), dry_run, mapping: None };
    world.market.start_import(me, input, stored).await.expect("is started")
}

/// Works until nothing is due.
pub async fn work(world: &World) {
    while let Some(id) = world.market.claim_job().await.expect("claims") {
        world.market.work_on_job(id).await.expect("works");
    }
}

pub async fn import(world: &World, me: &Me, text: &str, dry_run: bool) -> JobView {
    let job = start(world, me, text, dry_run).await;
    work(world).await;
    look(world, me, job.update.job_id).await
}

pub async fn look(world: &World, me: &Me, id: JobId) -> JobView {
    world.market.job(me, id).await.expect("is there")
}

fn counts(created: i64, updated: i64, unchanged: i64, skipped: i64, failed: i64) -> RowCounts {
    RowCounts { created, updated, unchanged, skipped, failed }
}

fn updates(world: &World) -> Vec<(Vec<Room>, JobUpdate)> {
    let told = world.told.take().into_iter().filter_map(|(rooms, event)| match event {
        ServerEvent::JobUpdate(update) => Some((rooms, update)),
        _ => None,
    });
    told.collect()
}

#[tokio::test]
async fn what_is_imported_twice_is_there_once_and_what_has_changed_is_changed() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let first = import(&world, &marta, &inventory(1..=1_200), false).await;
    assert_eq!(first.update.status, JobState::Completed);
    assert_eq!(first.update.progress.counts, counts(1_200, 0, 0, 0, 0));
    assert_eq!(world.count("boards").await, 1_200);

    let again = import(&world, &marta, &inventory(1..=1_200), false).await;
    assert_eq!(again.update.progress.counts, counts(0, 0, 1_200, 0, 0));
    let changed = inventory(1..=1_201).replace("Board 7,", "Board seven,");
    let third = import(&world, &marta, &changed, false).await;
    assert_eq!(third.update.progress.counts, counts(1, 1, 1_199, 0, 0));
    let own = world.market.own_boards(&marta, (None, 1)).await.unwrap();
    assert_eq!(own.total, 1_201);
    assert_eq!(world.count("boards WHERE title = 'Board seven'").await, 1);
    assert_eq!(
        world.count("boards WHERE status <> 'draft'").await,
        0,
        "owners offer them, one by one"
    );

    // Another owner's ids are another owner's.
    let jonas = world.sign_up("Jonas", "owner").await;
    let other = import(&world, &jonas, &inventory(1..=3), false).await;
    assert_eq!(other.update.progress.counts, counts(3, 0, 0, 0, 0));
}

#[tokio::test]
async fn whoever_watches_sees_it_go_forward_only_and_end_once() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let job = import(&world, &marta, &inventory(1..=1_700), false).await;
    let told = updates(&world);
    let rooms = vec![Room::Job(job.update.job_id), Room::Jobs, Room::User(marta.user_id)];
    assert!(told.iter().all(|(to, _)| *to == rooms));
    let told: Vec<JobUpdate> = told.into_iter().map(|(_, update)| update).collect();
    assert!(told.is_sorted_by(|a, b| a.version < b.version));
    let percents: Vec<u8> = told.iter().map(|update| update.progress.percent).collect();
    assert_eq!(percents, [0, 0, 11, 23, 35, 47, 58, 70, 82, 94, 100]);
    let phases: Vec<JobPhase> = told.iter().map(|update| update.progress.phase).collect();
    assert_eq!(
        (phases[0], phases[1], phases[10]),
        (JobPhase::Queue, JobPhase::Store, JobPhase::End)
    );
    assert_eq!(told.iter().filter(|update| update.is_last()).count(), 1);
    assert_eq!(told.last(), Some(&job.update));

    let notices = world.told.notices();
    let [(_, ServerEvent::Notification(notice))] = &notices[..] else { panic!("{notices:?}") };
    let NotificationBody::JobEnded { status, summary, .. } = &notice.notification.body else {
        panic!("{notice:?}")
    };
    assert_eq!(*status, JobState::Completed);
    assert!(summary.starts_with("1,700 new"), "{summary}");
}

async fn failed_rows(world: &World, me: &Me, id: JobId) -> String {
    let pieces = world.market.failed_rows(me, id).await.unwrap();
    let file: Vec<_> = pieces.try_collect().await.unwrap();
    String::from_utf8(file.concat()).unwrap()
}

#[tokio::test]
async fn a_row_that_is_wrong_is_named_and_can_be_mended_and_sent_again() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let text = inventory(1..=4)
        .replace("Board 2,Berlin,Street 2,14.4", "Board 2,Berlin,Street 2,wide")
        .replace("B-3,Board 3,Berlin", "B-3,,Berlin")
        .replace("350,\nB-2", "350,\"=1+1, \"\"x\"\"\"\nB-2");
    let job = import(&world, &marta, &text, false).await;
    assert_eq!(job.update.progress.counts, counts(2, 0, 0, 0, 2));
    let id = job.update.job_id;
    let errors = world.market.job_errors(&marta, id, 0).await.unwrap();
    let said: Vec<_> = errors
        .errors
        .iter()
        .map(|error| (error.line, error.column.as_str(), error.value.as_str()))
        .collect();
    assert_eq!(said, [(3, "width", "wide"), (4, "title", "")]);
    assert_eq!((errors.total, errors.kept, errors.after), (2, 2, None));

    let file = failed_rows(&world, &marta, id).await;
    assert_eq!(file.lines().count(), 3, "{file}");
    assert!(file.contains("width: A number from 0.1 to 100."), "{file}");
    // Half is mended, the rest in a second round.
    let half = file.replace("wide", "14.4");
    let second = import(&world, &marta, &half, false).await;
    assert_eq!(second.update.progress.counts, counts(1, 0, 0, 0, 1));
    assert_eq!(second.ignored, ["What is wrong"]);
    let file = failed_rows(&world, &marta, second.update.job_id).await;
    assert_eq!(file.lines().next().unwrap().matches("What is wrong").count(), 1, "{file}");
    let mended = file.replace("B-3,\"\"", "B-3,Board 3");
    let third = import(&world, &marta, &mended, false).await;
    assert_eq!(third.update.progress.counts, counts(1, 0, 0, 0, 0));
    assert_eq!(world.count("boards").await, 4);
}

#[tokio::test]
async fn a_dry_run_says_what_the_import_will_do_and_does_nothing() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    import(&world, &marta, &inventory(1..=5), false).await;
    let mut text = inventory((3..=700).chain([4, 650]));
    text = text.replace("Board 5,", "Board five,").replace("Street 600,14.4", "Street 600,0");
    let before = world.count("boards").await;
    let dry = import(&world, &marta, &text, true).await;
    assert_eq!(world.count("boards").await, before);
    assert_eq!(world.count("boards WHERE title = 'Board five'").await, 0);
    let real = import(&world, &marta, &text, false).await;
    assert_eq!(dry.update.progress.counts, real.update.progress.counts);
    assert_eq!(real.update.progress.counts, counts(694, 1, 2, 2, 1));
    let of = async |job: &JobView| {
        world.market.job_errors(&marta, job.update.job_id, 0).await.unwrap().errors
    };
    assert_eq!(of(&dry).await, of(&real).await);
    assert_eq!(of(&real).await[1].reason, "The same id as in line 3, which counts.");
    let wrong = failed_rows(&world, &marta, real.update.job_id).await;
    assert!(wrong.contains("Street 600") && !wrong.contains("B-4,"), "passed over is not wrong");
    assert_eq!(dry.update.progress.phase, JobPhase::End);
}

#[tokio::test]
async fn what_a_dry_run_has_looked_at_is_imported_once_without_the_file_being_sent_again() {
    let world = World::demo().await;
    let marta = world.sign_up("Mia", "owner").await;
    let early = start(&world, &marta, &inventory(1..=600), true).await.update.job_id;
    let not_yet = refused(world.market.commit_dry_run(&marta, early).await);
    assert_eq!(not_yet.code, ErrorCode::WrongState);
    work(&world).await;
    for (person, code) in [("admin", ErrorCode::Forbidden), ("owner", ErrorCode::NotFound)] {
        let person = world.demo_user(person).await;
        assert_eq!(refused(world.market.commit_dry_run(&person, early).await).code, code);
    }
    let (one, other) = tokio::join!(
        world.market.commit_dry_run(&marta, early),
        world.market.commit_dry_run(&marta, early)
    );
    let (one, other) = (one.unwrap().update.job_id, other.unwrap().update.job_id);
    assert_eq!(one, other, "asked twice at once it is one import");
    let dry_run = look(&world, &marta, early).await.update;
    assert_eq!(dry_run.result.unwrap().imported_as, Some(one));
    // The dry run's file goes in its own time, and the import has one of its own.
    world.clock.advance(protocol::limits::IMPORT_FOR);
    world.market.sweep_jobs().await.unwrap();
    work(&world).await;
    let import = look(&world, &marta, one).await;
    assert_eq!(import.update.progress.counts, counts(600, 0, 0, 0, 0));
    assert!(!import.is_dry_run);
    let again = world.market.commit_dry_run(&marta, early).await.unwrap();
    assert_eq!(again.update.job_id, one, "also when its file is gone");
    let of_import = refused(world.market.commit_dry_run(&marta, one).await);
    assert_eq!(of_import.code, ErrorCode::WrongState);
}

#[tokio::test]
async fn a_dry_run_whose_file_is_gone_says_so() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let dry = import(&world, &marta, &inventory(1..=3), true).await.update.job_id;
    world.clock.advance(protocol::limits::IMPORT_FOR);
    world.market.sweep_jobs().await.unwrap();
    let refusal = refused(world.market.commit_dry_run(&marta, dry).await);
    assert_eq!(refusal.message, "Its file is gone by now. Upload it again.");
}

#[tokio::test]
async fn an_import_that_does_nothing_says_so() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let job = import(&world, &marta, &inventory(1..=3).replace("14.4", "wide"), false).await;
    let result = job.update.result.expect("has a result");
    assert!(result.is_empty);
    assert!(result.summary.starts_with("Nothing was imported: "), "{}", result.summary);
}

#[tokio::test]
async fn a_batch_may_be_wrong_in_every_cell() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let columns = "id,title,city,address,width,height,facing,audience,price,pixelWidth,pixelHeight,\
        latitude,longitude,timeZone,hours,slots,leadDays,format,currency\n";
    let row = |number: usize| format!("B-{number}{}\n", ",\u{202e}".repeat(18));
    let text = columns.to_owned() + &(0..400).map(row).collect::<String>();
    let job = import(&world, &marta, &text, false).await;
    assert_eq!(job.update.status, JobState::Completed, "{job:?}");
    assert_eq!(job.update.progress.counts, counts(0, 0, 0, 0, 400));
    let problems = world.market.job_errors(&marta, job.update.job_id, 0).await.unwrap().total;
    assert!(problems > 400 * 12, "{problems}");
}

#[tokio::test]
async fn of_many_problems_the_first_are_kept_and_all_are_counted() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let text = inventory(1..=10_300).replace("14.4", "wide");
    let job = import(&world, &marta, &text, true).await;
    let page = world.market.job_errors(&marta, job.update.job_id, 9_900).await.unwrap();
    assert_eq!((page.total, page.kept, page.errors.len()), (10_300, 10_000, 100));
    assert_eq!(page.errors[99].line, 10_001);
}

#[tokio::test]
async fn what_is_no_inventory_is_refused_before_anything_is_kept() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let open = inventory(1..=900).replace("Board 800", "\"Board 800");
    let wide = vec!["c"; 10_000].join(",");
    let bad: [(&[u8], &str); 4] = [
        (b"PK\x03\x04zip", "This is a zip archive"),
        (open.as_bytes(), "Line 801, column 2: a quotation mark"),
        (wide.as_bytes(), "Line 1, column 101: more than 100 columns."),
        (b"id,title\n1,M\xfcller\n", "Line 2, column 2: this is not UTF-8."),
    ];
    for (bytes, reason) in bad {
        let error = refused(upload(&world, &marta, bytes).await);
        assert_eq!(error.field.as_deref(), Some("file"));
        assert!(error.message.starts_with(reason), "{}", error.message);
    }
    // A file may be sound, and say nothing of what is needed.
    let stored = upload(&world, &marta, b"ref,title\n1,a\n").await.unwrap();
    let error = refused(world.market.start_import(&marta, StartImport::default(), stored).await);
    assert!(error.message.contains("No column is mapped to city"), "{}", error.message);
    let stored = upload(&world, &marta, inventory(1..=1).as_bytes()).await.unwrap();
    let input = StartImport { mapping: Some(Mapping::default()), ..StartImport::default() };
    assert_eq!(
        refused(world.market.start_import(&marta, input, stored).await).code,
        ErrorCode::Invalid
    );
    assert_eq!(world.count("jobs").await, 0);
    let ana = world.sign_up("Ana", "advertiser").await;
    assert_eq!(refused(upload(&world, &ana, b"x").await).code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn whose_job_it_is_not_finds_none() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let jonas = world.sign_up("Jonas", "owner").await;
    let id = start(&world, &marta, &inventory(1..=3), false).await.update.job_id;
    let missing = JobId(Uuid::now_v7());
    let market = &world.market;
    for job in [id, missing] {
        let answers = [
            refused(market.job(&jonas, job).await),
            refused(market.cancel_job(&jonas, job).await),
            refused(market.retry_job(&jonas, job).await),
            refused(market.job_errors(&jonas, job, 0).await),
            refused(market.failed_rows(&jonas, job).await.map(drop)),
        ];
        let expected = protocol::ErrorBody::not_found("job");
        assert!(answers.iter().all(|answer| *answer == expected), "{answers:?}");
        let room = Room::Job(job);
        let joined = market.join(&marketplace::Viewer::user(jonas.clone()), room).await;
        assert_eq!(refused(joined), protocol::ErrorBody::not_found("room"));
    }
    assert!(market.jobs(&jonas, None).await.unwrap().jobs.is_empty());
    assert_eq!(market.jobs(&marta, None).await.unwrap().jobs.len(), 1);
    assert!(market.job(&adrian, id).await.is_ok(), "admins look at all");
}
