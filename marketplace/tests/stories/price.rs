//! Suggested prices: which are kept, who sees them, and taking them over.

use crate::{
    board_profile::stored,
    job::look,
    order::{days, hold},
    price_check::{ask, begin, check, end, found},
    world::{World, refused},
};
use marketplace::{FoundPrice, PriceEnd, Viewer};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent,
    account::Me,
    board::{BoardStatus, SetBoardStatus},
    id::{BoardId, JobId},
    limits,
    price::{ApplyPrice, PriceSuggestion},
};

async fn price_of(world: &World, board: BoardId) -> (i64, String) {
    let board = world.market.board(&Viewer::visitor(), board).await.expect("shows").board;
    (board.price_per_day_cents, board.currency)
}

async fn suggested(world: &World, me: &Me) -> Vec<PriceSuggestion> {
    let page = world.market.price_suggestions(me, None).await.expect("lists");
    assert_eq!(page.after, None);
    page.suggestions
}

/// What Marta's page shows, and a click on it.
fn click(shown: &PriceSuggestion) -> ApplyPrice {
    ApplyPrice {
        board_id: shown.board_id,
        job_id: shown.job_id,
        expected_cents: shown.current_cents,
    }
}

/// Marta, a board of hers, and a suggestion for it of five more.
async fn marta_and_a_suggestion(world: &World) -> (Me, BoardId, PriceSuggestion) {
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    becomes(world, &marta, board, BoardStatus::Live).await;
    let (cents, currency) = price_of(world, board).await;
    check(world, &marta, &[board], vec![found(board, cents + 500, &currency)]).await;
    let [shown] = &suggested(world, &marta).await[..] else { panic!("there is one") };
    (marta, board, shown.clone())
}

async fn becomes(world: &World, marta: &Me, board: BoardId, status: BoardStatus) {
    let step = SetBoardStatus::new(board, status);
    world.market.set_board_status(marta, &step).await.expect("is what it should be");
}

#[tokio::test]
async fn prices_are_kept_once_and_those_nobody_asked_for_are_left_out() {
    let world = World::demo().await;
    let (marta, jonas) = (world.demo_user("owner").await, world.demo_user("owner2").await);
    let [one, two, three, four] = {
        let board = |skip| world.board_of(&marta, skip);
        [board(0).await, board(1).await, board(2).await, board(3).await]
    };
    let his = world.board_of(&jonas, 0).await;
    let (_, currency) = price_of(&world, one).await;
    ask(&world, &marta, &[one, two, three]).await;
    let job = begin(&world, "imp-1").await;
    let unnamed = FoundPrice { currency: None, ..found(two, 7_700, "") };
    let prices = vec![
        found(one, 12_300, &currency),
        found(one, 99_900, &currency),
        unnamed,
        found(three, 12_300, "XTS"),
        found(three, limits::BOARD_PRICE_CENTS.1 + 1, &price_of(&world, three).await.1),
        found(four, 12_300, &currency),
        found(his, 12_300, &currency),
        FoundPrice { product_id: "'; --".to_owned(), ..found(one, 5, &currency) },
    ];
    end(&world, job, PriceEnd::Completed(prices.clone())).await;
    let result = look(&world, &marta, job).await.update.result.expect("is completed");
    let left = "3 for boards nobody asked about, 1 in another currency, 1 out of bounds";
    assert_eq!(result.summary, format!("2 prices were suggested. Left out: {left}."));
    let of_job = world.market.price_suggestions_of(&marta, job, None).await.unwrap().suggestions;
    let mut kept: Vec<_> = of_job.iter().map(|it| (it.board_id, it.suggested_cents)).collect();
    kept.sort_by_key(|(_, cents)| *cents);
    assert_eq!(kept, [(two, 7_700), (one, 12_300)]);

    let before = look(&world, &marta, job).await;
    end(&world, job, PriceEnd::Completed(vec![found(three, 500, &currency)])).await;
    assert_eq!(look(&world, &marta, job).await, before, "an end is the end");
    assert_eq!(suggested(&world, &marta).await.len(), 2);
    assert_eq!(suggested(&world, &jonas).await, []);
    let foreign = world.market.price_suggestions_of(&jonas, job, None).await;
    assert_eq!(refused(foreign), ErrorBody::not_found("job"));
}

#[tokio::test]
async fn of_each_board_the_newest_is_shown_a_page_at_a_time() {
    let world = World::empty().await;
    let marta = world.sign_up("Marta", "owner").await;
    let inventory = crate::job::inventory(1..=130);
    crate::job::import(&world, &marta, &inventory, false).await;
    let mut boards = Vec::new();
    for page in 1..=6 {
        let own = world.market.own_boards(&marta, (None, page)).await.unwrap().boards;
        boards.extend(own.into_iter().map(|board| board.id));
    }
    let prices = |cents: i64| boards.iter().map(|id| found(*id, cents, "EUR")).collect::<Vec<_>>();
    let old = check(&world, &marta, &boards, prices(40_000)).await;
    let new = check(&world, &marta, &boards[..3], prices(50_000)).await;
    let first = world.market.price_suggestions(&marta, None).await.unwrap();
    let jobs: Vec<JobId> = first.suggestions.iter().map(|it| it.job_id).collect();
    assert_eq!((jobs.len(), &jobs[..4]), (100, &[new, new, new, old][..]));
    let rest = world.market.price_suggestions(&marta, first.after).await.unwrap();
    assert_eq!((rest.suggestions.len(), rest.after), (30, None));
    let mut all: Vec<_> = first.suggestions.iter().chain(&rest.suggestions).collect();
    all.sort_by_key(|it| it.board_id);
    all.dedup_by_key(|it| it.board_id);
    assert_eq!(all.len(), 130, "each board once");
    let of_old = world.market.price_suggestions_of(&marta, old, None).await.unwrap();
    let more = world.market.price_suggestions_of(&marta, old, of_old.after).await.unwrap();
    assert_eq!((of_old.suggestions.len(), more.suggestions.len()), (100, 30));
}

#[tokio::test]
async fn a_price_that_is_taken_over_is_an_edit_of_the_board() {
    let world = World::demo().await;
    let (marta, board, shown) = marta_and_a_suggestion(&world).await;
    let ana = world.demo_user("advertiser").await;
    let held = hold(&world, &ana, board, days("2023-12-01", 3)).await;
    let (before, version) = stored(&world, &marta, board).await;
    assert!(shown.is_applicable, "{:?}", shown.why_not);
    world.told.take();
    let applied = world.market.apply_price(&marta, click(&shown)).await.expect("is applied");
    assert_eq!((applied.applied_at, applied.is_applicable), (Some(world.now()), false));
    assert_eq!(applied.current_cents, shown.suggested_cents);
    let told = world.told.take();
    let [(rooms, ServerEvent::BoardUpdated(updated))] = &told[..] else { panic!("{told:?}") };
    assert_eq!((updated.board_id, updated.profile_version), (board, version + 1));
    assert!(rooms.contains(&Room::Board(board)), "{rooms:?}");
    let (mut after, _) = stored(&world, &marta, board).await;
    assert_ne!(after.price_per_day, before.price_per_day);
    after.price_per_day.clone_from(&before.price_per_day);
    assert_eq!(after, before, "nothing else has changed");

    let again = world.market.apply_price(&marta, click(&shown)).await.expect("twice is once");
    assert_eq!(again, applied);
    assert_eq!(stored(&world, &marta, board).await.1, version + 1);
    assert_eq!(world.told.names(), Vec::<&str>::new());
    let kept = world.market.order(&ana, held.id).await.unwrap();
    assert_eq!(kept.order.total_cents, held.total_cents, "what is held keeps its price");
    let adrian = world.demo_user("admin").await;
    let audit = world.market.audit(&adrian, None).await.unwrap().entries;
    let noted: Vec<_> = audit.iter().filter(|it| it.detail.starts_with("applied")).collect();
    assert_eq!(noted.len(), 1);
    assert!(noted[0].detail.contains(": from ") && noted[0].actor == marta.name, "{noted:?}");
}

#[tokio::test]
async fn two_clicks_at_the_same_moment_are_one() {
    let world = World::demo().await;
    let (marta, board, shown) = marta_and_a_suggestion(&world).await;
    let version = stored(&world, &marta, board).await.1;
    let click = || world.market.apply_price(&marta, click(&shown));
    let (one, other) = tokio::join!(click(), click());
    for applied in [one, other] {
        assert!(applied.expect("is applied").applied_at.is_some());
    }
    assert_eq!(stored(&world, &marta, board).await.1, version + 1);
}

#[tokio::test]
async fn a_price_that_has_changed_meanwhile_is_not_written_over() {
    let world = World::demo().await;
    let (marta, board, shown) = marta_and_a_suggestion(&world).await;
    let (mut written, version) = stored(&world, &marta, board).await;
    written.price_per_day = "999.50".to_owned();
    world.market.edit_board(&marta, (board, version), &written).await.expect("saves");
    let conflict = refused(world.market.apply_price(&marta, click(&shown)).await);
    assert_eq!(conflict.code, ErrorCode::Conflict);
    assert!(conflict.message.contains("999.50"), "{conflict}");
    assert_eq!(price_of(&world, board).await.0, 99_950);
    let [shown] = &suggested(&world, &marta).await[..] else { panic!("it is still there") };
    assert_eq!((shown.current_cents, shown.applied_at), (99_950, None));
    world.market.apply_price(&marta, click(shown)).await.expect("having seen it, she may");
}

#[tokio::test]
async fn nobody_takes_over_a_price_for_somebody_elses_board() {
    let world = World::demo().await;
    let (_, board, shown) = marta_and_a_suggestion(&world).await;
    let before = price_of(&world, board).await;
    for name in ["owner2", "advertiser", "admin"] {
        let other = world.demo_user(name).await;
        let error = refused(world.market.apply_price(&other, click(&shown)).await);
        assert_eq!(error.code, ErrorCode::NotFound, "{name}");
    }
    let adrian = world.demo_user("admin").await;
    let seen = world.market.price_suggestions_of(&adrian, shown.job_id, None).await.unwrap();
    assert!(!seen.suggestions[0].is_applicable, "admins look");
    assert_eq!(price_of(&world, board).await, before);
}

#[tokio::test]
async fn the_price_of_a_retired_board_stays() {
    let world = World::demo().await;
    let (marta, board, shown) = marta_and_a_suggestion(&world).await;
    becomes(&world, &marta, board, BoardStatus::Retired).await;
    let error = refused(world.market.apply_price(&marta, click(&shown)).await);
    assert_eq!(error.code, ErrorCode::Conflict);
    let [now] = &suggested(&world, &marta).await[..] else { panic!("it is still there") };
    assert!(!now.is_applicable);
    assert_eq!(now.why_not.as_deref(), Some(error.message.as_str()));
    assert!(error.message.starts_with("It is retired"), "{error}");
}
