//! Checks of prices as whoever works on them sees them: begun, heard of, ended, and gone on with.

use crate::{
    job::look,
    world::{World, refused},
};
use marketplace::{FoundPrice, JOB_LEASE, PriceCheck, PriceEnd, PriceReport};
use protocol::{
    ErrorCode, Timestamp,
    account::Me,
    id::{BoardId, JobId},
    job::{Freshness, JobPhase, JobState, JobUnit, JobView},
    limits,
    price::StartPriceCheck,
};
use std::time::Duration;
use uuid::Uuid;

pub fn asking(boards: &[BoardId]) -> StartPriceCheck {
    StartPriceCheck { request_id: Uuid::now_v7(), board_ids: boards.to_vec() }
}

pub async fn ask(world: &World, me: &Me, boards: &[BoardId]) -> JobView {
    world.market.start_price_check(me, asking(boards)).await.expect("is started")
}

/// As the service answers.
pub fn found(board: BoardId, cents: i64, currency: &str) -> FoundPrice {
    let currency = Some(currency.to_owned());
    FoundPrice { product_id: board.to_string(), suggested_cents: cents, currency }
}

pub async fn claim(world: &World) -> Vec<PriceCheck> {
    world.market.claim_price_checks(10).await.expect("claims")
}

pub async fn begin(world: &World, name: &str) -> JobId {
    let [check] = &claim(world).await[..] else { panic!("one is waiting") };
    assert!(world.market.price_check_begun(check.job_id, name.to_owned()).await.expect("begins"));
    check.job_id
}

pub async fn end(world: &World, job: JobId, how: PriceEnd) {
    world.market.price_check_ended(job, how).await.expect("is stored");
}

/// Asked for, begun and completed with these prices.
pub async fn check(world: &World, me: &Me, boards: &[BoardId], prices: Vec<FoundPrice>) -> JobId {
    let job = ask(world, me, boards).await.update.job_id;
    assert_eq!(begin(world, "imp-1").await, job);
    end(world, job, PriceEnd::Completed(prices)).await;
    job
}

fn live(percent: u8, at: Timestamp) -> PriceReport {
    PriceReport { percent: Some(percent), freshness: Freshness::Live, heard_at: Some(at) }
}

async fn hear(world: &World, job: JobId, report: PriceReport) -> bool {
    world.market.price_check_heard(job, report).await.expect("is stored")
}

#[tokio::test]
async fn marta_sees_her_check_go_on_and_a_report_that_says_nothing_new_is_not_told() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let boards = [world.board_of(&marta, 1).await, world.board_of(&marta, 2).await];
    let asked = ask(&world, &marta, &boards).await;
    let progress = asked.update.progress;
    assert_eq!((progress.phase, progress.unit), (JobPhase::Queue, JobUnit::Boards));
    assert_eq!((progress.total, asked.name.as_str()), (2, "Prices of 2 boards"));
    assert_eq!(asked.update.source, None);
    assert_eq!(world.market.claim_job().await.unwrap(), None, "no batch worker takes it");
    let job = begin(&world, "imp-1").await;
    world.told.take();
    assert!(hear(&world, job, live(75, world.now())).await);
    assert_eq!(world.told.names(), ["jobUpdate"]);
    for late in [75, 40] {
        hear(&world, job, live(late, world.now())).await;
    }
    assert_eq!(world.told.names(), Vec::<&str>::new());
    let update = look(&world, &marta, job).await.update;
    assert_eq!((update.progress.phase, update.progress.percent), (JobPhase::Compare, 75));
    assert_eq!((update.progress.done, update.status), (1, JobState::Processing));
    let heard_at = world.now();
    world.clock.advance(Duration::from_secs(5));
    let stale = PriceReport { percent: None, freshness: Freshness::Stale, heard_at: None };
    hear(&world, job, stale).await;
    let source = look(&world, &marta, job).await.update.source.expect("is somebody else's");
    assert_eq!((source.freshness, source.heard_at), (Freshness::Stale, Some(heard_at)));
}

#[tokio::test]
async fn the_same_request_is_the_same_job_and_a_sixth_check_is_refused() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    let first = asking(&[board]);
    let job = world.market.start_price_check(&marta, first.clone()).await.unwrap();
    for _ in 0..4 {
        ask(&world, &marta, &[board]).await;
    }
    let sixth = refused(world.market.start_price_check(&marta, asking(&[board])).await);
    assert_eq!(sixth.code, ErrorCode::RateLimited);
    assert_eq!(sixth.message, "At most 5 price checks at a time.");
    let again = world.market.start_price_check(&marta, first.clone()).await.unwrap();
    assert_eq!(again, job, "also when no other could be started");
    world.market.cancel_job(&marta, job.update.job_id).await.unwrap();
    let again = world.market.start_price_check(&marta, first.clone()).await.unwrap();
    assert_eq!(again.update.status, JobState::Cancelled, "it stays what it was asked for");
    ask(&world, &marta, &[board]).await;

    let jonas = world.demo_user("owner2").await;
    let his = world.board_of(&jonas, 0).await;
    let other = StartPriceCheck { board_ids: vec![his], ..first };
    let other = world.market.start_price_check(&jonas, other).await.unwrap();
    assert_ne!(other.update.job_id, job.update.job_id, "an id is somebody's own");
}

#[tokio::test]
async fn two_requests_at_the_same_moment_are_one_job() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    let wanted = asking(&[board]);
    let start = || world.market.start_price_check(&marta, wanted.clone());
    let (one, other, third) = tokio::join!(start(), start(), start());
    let ids = [one, other, third].map(|job| job.expect("is started").update.job_id);
    assert_eq!(ids, [ids[0]; 3]);
    assert_eq!(world.market.price_checks_under_way().await.unwrap(), [(ids[0], true)]);
}

#[tokio::test]
async fn prices_are_asked_for_ones_own_boards_that_are_not_retired() {
    let world = World::demo().await;
    let (marta, jonas) = (world.demo_user("owner").await, world.demo_user("owner2").await);
    let ana = world.demo_user("advertiser").await;
    let (mine, his) = (world.board_of(&marta, 1).await, world.board_of(&jonas, 0).await);
    let foreign = refused(world.market.start_price_check(&marta, asking(&[mine, his])).await);
    assert_eq!(foreign.code, ErrorCode::NotFound);
    let buyer = refused(world.market.start_price_check(&ana, asking(&[])).await);
    assert_eq!(buyer.code, ErrorCode::Forbidden);
    let all = ask(&world, &marta, &[]).await;
    let own = world.market.own_boards(&marta, (None, 1)).await.unwrap();
    assert!(all.update.progress.total > 1);
    assert!(all.update.progress.total <= i64::from(own.total));
    let asked = world.market.price_check_boards(all.update.job_id).await.unwrap();
    assert!(asked.iter().any(|board| board.board_id == mine && board.price_cents > 0));
    let paula = world.sign_up("Paula", "owner").await;
    let none = refused(world.market.start_price_check(&paula, asking(&[])).await);
    assert_eq!(none.field.as_deref(), Some("boardIds"));
}

#[tokio::test]
async fn after_a_crash_another_server_goes_on_under_the_same_name() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    ask(&world, &marta, &[board]).await;
    let job = begin(&world, "imp-7").await;
    let heard_at = world.now();
    hear(&world, job, live(40, heard_at)).await;
    assert_eq!(claim(&world).await, [], "it is leased");
    let check = look(&world, &marta, job).await.update;
    assert_eq!((check.status, check.progress.percent), (JobState::Processing, 40));
    world.clock.advance(JOB_LEASE);
    let taken = PriceCheck {
        job_id: job,
        attempt: 1,
        external_id: Some("imp-7".to_owned()),
        percent: 40,
        heard_at: Some(heard_at),
    };
    assert_eq!(claim(&world).await, std::slice::from_ref(&taken));
    // A server that is stopped gives it back at once.
    assert_eq!(claim(&world).await, []);
    world.market.release_price_checks(vec![job]).await.unwrap();
    assert_eq!(claim(&world).await, [taken]);
    end(&world, job, PriceEnd::Cancelled).await;
    let over = look(&world, &marta, job).await.update;
    assert_eq!(over.status, JobState::Cancelled);
    assert_eq!(over.error.as_deref(), Some("The price monitor has stopped it."));
}

#[tokio::test]
async fn a_check_that_failed_begins_anew_under_its_next_attempt() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    ask(&world, &marta, &[board]).await;
    let job = begin(&world, "imp-1").await;
    hear(&world, job, live(60, world.now())).await;
    end(&world, job, PriceEnd::Failed("The price monitor has given up.".to_owned())).await;
    assert_eq!(look(&world, &marta, job).await.update.status, JobState::Failed);
    world.clock.advance(limits::IMPORT_FOR);
    world.market.sweep_jobs().await.unwrap();
    let again = world.market.retry_job(&marta, job).await.expect("it has no file to lose");
    assert_eq!((again.attempt, again.update.progress.percent, again.update.source), (2, 0, None));
    let [check] = &claim(&world).await[..] else { panic!("it is waiting") };
    assert_eq!((check.attempt, &check.external_id), (2, &None));
}

#[tokio::test]
async fn what_cannot_be_begun_waits_and_says_why_until_it_is_given_up() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    let job = ask(&world, &marta, &[board]).await.update.job_id;
    let why = "The price monitor cannot be reached.";
    let mut tries = 0;
    let last = loop {
        for check in claim(&world).await {
            tries += 1;
            let waits = world.market.price_check_waits(check.job_id, why.to_owned());
            assert_eq!(waits.await.unwrap(), tries < 10, "after {tries} tries");
        }
        let update = look(&world, &marta, job).await.update;
        if update.status == JobState::Failed {
            break update;
        }
        assert_eq!(update.status, JobState::Pending);
        assert_eq!(update.source.expect("is known").reason.as_deref(), Some(why));
        world.clock.advance(Duration::from_secs(1));
    };
    assert_eq!((tries, last.error.as_deref()), (10, Some(why)));
}

#[tokio::test]
async fn what_nothing_is_heard_of_for_an_hour_is_given_up() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    ask(&world, &marta, &[board]).await;
    let job = begin(&world, "imp-1").await;
    let silent = PriceReport { percent: None, freshness: Freshness::Stale, heard_at: None };
    let second = Duration::from_secs(1);
    world.clock.advance(limits::PRICE_SILENCE.saturating_sub(second));
    assert!(hear(&world, job, silent).await);
    world.clock.advance(second);
    assert!(!hear(&world, job, silent).await);
    assert_eq!(look(&world, &marta, job).await.update.status, JobState::Failed);
}
