//! Looking for boards.

use crate::world::{World, refused};
use marketplace::Viewer;
use protocol::{
    ErrorCode,
    board::{
        BoardDraft, BoardFilter, BoardFormat, BoardProfile, BoardSort, BoardStatus, FollowBoard,
        SetBoardStatus,
    },
    id::BoardId,
    limits,
};
use std::collections::HashSet;
use uuid::Uuid;

#[tokio::test]
async fn the_pages_of_the_list_hold_every_board_once() {
    let world = World::demo().await;
    let mut seen = HashSet::new();
    for page in 1.. {
        let filter = BoardFilter { page, ..BoardFilter::default() };
        let found = world.market.boards(&Viewer::visitor(), &filter).await.expect("lists");
        assert_eq!(found.total, 200);
        assert_eq!(found.cities.len(), 12);
        if found.boards.is_empty() {
            break;
        }
        assert!(found.boards.len() <= limits::BOARD_PAGE as usize);
        for board in found.boards {
            assert!(seen.insert(board.id), "{} came twice", board.title);
        }
    }
    assert_eq!(seen.len(), 200);
}

#[tokio::test]
async fn a_demonstration_is_filled_once_and_an_interrupted_one_completed() {
    let world = World::demo().await;
    let dmitri = world.demo_user("advertiser2").await;
    let count = async || {
        let talk = world.market.inbox(&dmitri).await.expect("lists").remove(0);
        (talk.id, talk.head.seq)
    };
    let (talk, full) = count().await;
    world.market.seed_demo().await.expect("does nothing");
    assert_eq!(count().await, (talk, full));
    // As if the first start had ended before the last three messages.
    world.cut_off(talk, full - 3).await;
    assert_eq!(count().await, (talk, full - 3));
    world.market.seed_demo().await.expect("goes on");
    assert_eq!(count().await, (talk, full));
}

#[tokio::test]
async fn filters_narrow_the_list() {
    let world = World::demo().await;
    let status = Some(BoardStatus::Maintenance);
    let filter = BoardFilter { city: Some("Berlin".into()), status, ..BoardFilter::default() };
    let found = world.market.boards(&Viewer::visitor(), &filter).await.expect("lists");
    assert!(found.total > 0);
    assert!(
        found.boards.iter().all(|b| b.city == "Berlin" && b.status == BoardStatus::Maintenance)
    );
    let nowhere = BoardFilter { city: Some("Atlantis".into()), ..BoardFilter::default() };
    assert_eq!(world.market.boards(&Viewer::visitor(), &nowhere).await.expect("lists").total, 0);
    let broken = BoardFilter { city: Some("Ber\0lin".into()), ..BoardFilter::default() };
    let error = refused(world.market.boards(&Viewer::visitor(), &broken).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("city")));
}

#[tokio::test]
async fn a_board_knows_its_owner_and_the_viewers_conversation() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let ana = world.demo_user("advertiser").await;
    let board = world.board_of(&marta, 2).await;
    let id = world.market.start_conversation(&ana, board).await.expect("starts");

    let for_ana = world.market.board(&Viewer::user(ana), board).await.expect("shows");
    assert_eq!((for_ana.conversation_id, for_ana.is_own), (Some(id), false));
    let for_marta = world.market.board(&Viewer::user(marta), board).await.expect("shows");
    assert_eq!((for_marta.conversation_id, for_marta.is_own), (None, true));
    let for_visitors = world.market.board(&Viewer::visitor(), board).await.expect("shows");
    assert_eq!((for_visitors.conversation_id, for_visitors.is_own), (None, false));
}

#[tokio::test]
async fn an_unknown_board_is_not_found() {
    let world = World::demo().await;
    let error = refused(world.market.board(&Viewer::visitor(), BoardId(Uuid::nil())).await);
    assert_eq!(error.code, ErrorCode::NotFound);
}

/// The ids found by a filter, on all pages.
async fn found(world: &World, filter: &BoardFilter) -> Vec<BoardId> {
    let mut ids = Vec::new();
    for page in 1.. {
        let filter = BoardFilter { page, ..filter.clone() };
        let found = world.market.boards(&Viewer::visitor(), &filter).await.expect("lists");
        if found.boards.is_empty() {
            assert_eq!(ids.len(), found.total as usize, "the count is of what is listed");
            return ids;
        }
        ids.extend(found.boards.into_iter().map(|board| board.id));
    }
    ids
}

fn words(words: &str) -> BoardFilter {
    BoardFilter { words: Some(words.into()), ..BoardFilter::default() }
}

#[tokio::test]
async fn a_search_finds_the_beginnings_of_words_wherever_they_stand() {
    let world = World::demo().await;
    let whole = found(&world, &words("Kurfürstendamm")).await;
    assert!(!whole.is_empty());
    for text in ["kurfurstendamm", "KURFÜRST", "kurf berlin", "berlin, kurf!", "damm kurf"] {
        let boards = found(&world, &words(text)).await;
        assert_eq!(boards == whole, text != "damm kurf", "{text}: {}", boards.len());
    }
    let bridges = found(&world, &words("bridge")).await;
    assert!(bridges.len() > 10 && bridges.len() < 200, "{}", bridges.len());
    assert_eq!(found(&world, &words("m-30")).await, found(&world, &words("30 M")).await);
    for text in
        ["\"bridge\" OR roof", "bridge* NOT roof", "'; DROP TABLE boards; --", "bridge & !roof"]
    {
        found(&world, &words(text)).await;
    }
    let nothing = words("\"*");
    let error = refused(world.market.boards(&Viewer::visitor(), &nothing).await);
    assert_eq!(error.field.as_deref(), Some("q"));
}

#[tokio::test]
async fn a_search_follows_what_owners_change_and_finds_nothing_that_is_off_the_market() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    let detail = world.market.board(&Viewer::user(marta.clone()), board).await.expect("shows");
    let mut draft = BoardDraft::of(&BoardProfile::of(&detail.board, &detail.terms));
    draft.title = "Zeppelin hangar".into();
    assert_eq!(found(&world, &words("zeppelin")).await, []);
    world.market.edit_board(&marta, (board, detail.profile_version), &draft).await.expect("saves");
    assert_eq!(found(&world, &words("zeppelin")).await, [board]);
    let retired = SetBoardStatus::new(board, BoardStatus::Retired);
    world.market.set_board_status(&marta, &retired).await.expect("retires");
    assert_eq!(found(&world, &words("zeppelin")).await, []);
    let begun = SetBoardStatus::new(board, BoardStatus::Draft);
    world.market.set_board_status(&marta, &begun).await.expect("begins anew");
    assert_eq!(found(&world, &words("zeppelin")).await, []);
}

#[tokio::test]
async fn every_order_and_filter_keeps_what_it_says() {
    let world = World::demo().await;
    let list = async |filter: &BoardFilter| {
        world.market.boards(&Viewer::visitor(), filter).await.expect("lists").boards
    };
    for sort in BoardSort::ALL {
        let filter = BoardFilter { sort, ..BoardFilter::default() };
        let boards = list(&filter).await;
        let is_sorted = match sort {
            BoardSort::City => boards.is_sorted_by_key(|b| b.city.clone()),
            // Engines differ in how they sort letters with accents.
            BoardSort::Title => boards.is_sorted_by_key(|b| b.title.chars().next()),
            BoardSort::Cheapest => boards.is_sorted_by_key(|b| b.price_per_day_cents),
            BoardSort::Dearest => boards.is_sorted_by_key(|b| -b.price_per_day_cents),
            BoardSort::Audience => boards.is_sorted_by_key(|b| -b.audience_per_week),
            BoardSort::Newest => boards.is_sorted_by(|a, b| a.id > b.id),
        };
        assert!(is_sorted, "{sort:?}");
        let all: HashSet<_> = found(&world, &filter).await.into_iter().collect();
        assert_eq!(all.len(), 200, "{sort:?}: every board once");
    }
    let filter = BoardFilter {
        format: Some(BoardFormat::Poster),
        min_price_cents: Some(2_000),
        max_price_cents: Some(9_000),
        min_audience: Some(60_000),
        ..BoardFilter::default()
    };
    let boards = list(&filter).await;
    assert!(!boards.is_empty());
    for board in boards {
        assert_eq!(board.format, BoardFormat::Poster);
        assert!((2_000..=9_000).contains(&board.price_per_day_cents));
        assert!(board.audience_per_week >= 60_000);
    }
}

#[tokio::test]
async fn followed_boards_are_ones_own_and_visitors_have_none() {
    let world = World::demo().await;
    let (ana, dmitri) =
        (world.sign_up("Anke", "advertiser").await, world.sign_up("Dina", "advertiser").await);
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 1).await;
    let follow = FollowBoard { board_id: board, is_followed: true };
    world.market.follow_board(&ana, follow).await.expect("follows");
    let followed = BoardFilter { is_followed: true, ..BoardFilter::default() };
    for (viewer, expected) in [
        (Viewer::user(ana), vec![board]),
        (Viewer::user(dmitri), Vec::new()),
        (Viewer::visitor(), Vec::new()),
    ] {
        let page = world.market.boards(&viewer, &followed).await.expect("lists");
        let ids: Vec<_> = page.boards.iter().map(|board| board.id).collect();
        assert_eq!((ids.len(), ids), (page.total as usize, expected));
    }
}
