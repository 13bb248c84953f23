//! Exports: what is written, who may fetch it, and until when.

use crate::{
    job::{import, inventory, look, work},
    order::{ana_marta_and_a_board, days, hold},
    world::{World, refused},
};
use futures::TryStreamExt;
use marketplace::Error;
use protocol::{
    ErrorCode,
    account::Me,
    id::JobId,
    inventory::{CSV_MARK, FileFormat},
    job::{Download, JobKind, JobState, JobView, RowCounts, StartExport},
    limits,
};

async fn export(world: &World, me: &Me, kind: JobKind, format: FileFormat) -> JobView {
    let job = world.market.start_export(me, StartExport { kind, format }).await.expect("starts");
    work(world).await;
    look(world, me, job.update.job_id).await
}

async fn fetch(world: &World, me: &Me, id: JobId) -> Result<(Download, String), Error> {
    let file = world.market.fetch_export(me, id).await?;
    let pieces: Vec<_> = file.content.try_collect().await?;
    let text = String::from_utf8(pieces.concat()).expect("is text");
    assert_eq!(i64::try_from(text.len()).unwrap(), file.download.bytes);
    let has_mark = text.starts_with(CSV_MARK);
    assert_eq!(has_mark, file.format == FileFormat::Csv, "spreadsheets know it for UTF-8");
    Ok((file.download, text))
}

#[tokio::test]
async fn what_is_exported_is_imported_without_a_change() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let text = inventory(1..=1_200)
        .replace("Board 3,", "\"=HYPERLINK(\"\"x\"\"), Board 3\",")
        .replace("Street 4,", "-4 Street,");
    import(&world, &marta, &text, false).await;
    for format in [FileFormat::Csv, FileFormat::JsonLines] {
        let job = export(&world, &marta, JobKind::ExportBoards, format).await;
        assert_eq!(job.update.status, JobState::Completed);
        assert_eq!((job.update.progress.done, job.update.progress.percent), (1_200, 100));
        let (download, file) = fetch(&world, &marta, job.update.job_id).await.unwrap();
        assert_eq!(download.rows, 1_200);
        if format == FileFormat::Csv {
            assert_eq!(file.lines().count(), 1_201);
            assert!(file.contains("\"'=HYPERLINK(\"\"x\"\"), Board 3\""), "no formula");
            assert!(file.contains(",'-4 Street,"), "no formula");
        }
        let back = import(&world, &marta, &file, false).await;
        let counts = RowCounts { unchanged: 1_200, ..RowCounts::default() };
        assert_eq!(back.update.progress.counts, counts, "{:?}", back.update.result);
        assert_eq!(back.ignored, ["status"]);
    }
}

#[tokio::test]
async fn boards_that_were_never_in_a_file_come_back_from_one_as_they_are() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let before = world.count("boards").await;
    let job = export(&world, &marta, JobKind::ExportBoards, FileFormat::JsonLines).await;
    let (download, file) = fetch(&world, &marta, job.update.job_id).await.unwrap();
    let back = import(&world, &marta, &file, false).await;
    let counts = RowCounts { unchanged: download.rows, ..RowCounts::default() };
    assert_eq!(back.update.progress.counts, counts, "{:?}", back.update.result);
    assert_eq!(world.count("boards").await, before);
}

#[tokio::test]
async fn a_file_is_its_owners_for_a_day() {
    let world = World::demo().await;
    let (marta, adrian) = (world.demo_user("owner").await, world.demo_user("admin").await);
    let job = export(&world, &marta, JobKind::ExportBoards, FileFormat::Csv).await;
    let id = job.update.job_id;
    let missing = protocol::ErrorBody::not_found("file");
    assert_eq!(refused(fetch(&world, &adrian, id).await), missing, "admins see the job alone");
    let jonas = world.demo_user("owner2").await;
    assert_eq!(refused(fetch(&world, &jonas, id).await).code, ErrorCode::NotFound);
    assert!(fetch(&world, &marta, id).await.is_ok());
    world.clock.advance(limits::EXPORT_FOR);
    assert_eq!(refused(fetch(&world, &marta, id).await), missing);
    world.market.sweep_jobs().await.unwrap();
    assert_eq!(refused(fetch(&world, &marta, id).await), missing);
}

#[tokio::test]
async fn both_parties_have_their_orders_and_whoever_has_none_is_told() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    let order = hold(&world, &ana, board, days("2023-12-01", 3)).await;
    let job = export(&world, &ana, JobKind::ExportOrders, FileFormat::Csv).await;
    let (download, file) = fetch(&world, &ana, job.update.job_id).await.unwrap();
    assert_eq!(download.rows, 1);
    let row = file.lines().nth(1).expect("has a row");
    assert!(row.starts_with(&format!("{},held,", order.reference())), "{row}");
    assert!(row.contains(",2023-12-01,2023-12-03,3,"), "{row}");

    // A hold is between the buyer and the calendar.
    let job = export(&world, &marta, JobKind::ExportOrders, FileFormat::JsonLines).await;
    let result = job.update.result.clone().expect("has a result");
    assert!(result.is_empty && result.summary.starts_with("There are no orders"), "{result:?}");
    assert_eq!(fetch(&world, &marta, job.update.job_id).await.unwrap().1, "");
    let input = StartExport { kind: JobKind::ImportBoards, format: FileFormat::Csv };
    assert_eq!(refused(world.market.start_export(&ana, input).await).code, ErrorCode::Invalid);
}

#[tokio::test]
async fn a_piece_that_is_written_twice_is_there_once() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    import(&world, &marta, &inventory(1..=1_100), false).await;
    let input = StartExport { kind: JobKind::ExportBoards, format: FileFormat::Csv };
    let id = world.market.start_export(&marta, input).await.unwrap().update.job_id;
    while let Some(taken) = world.market.claim_job().await.unwrap() {
        let market = &world.market;
        let (one, other) = tokio::join!(market.work_on_job(taken), market.work_on_job(taken));
        one.and(other).expect("work");
    }
    let (download, file) = fetch(&world, &marta, id).await.unwrap();
    assert_eq!((download.rows, file.lines().count()), (1_100, 1_101));
}
