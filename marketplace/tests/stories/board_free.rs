//! Looking for boards with a free place.

use crate::{
    board_profile::stored,
    order::{act, ana_marta_and_a_board, days, hold},
    world::World,
};
use marketplace::Viewer;
use protocol::{
    DayRange,
    board::BoardFilter,
    id::BoardId,
    order::{OrderAction, check_days},
};
use std::collections::BTreeSet;

/// What use cases note when they take places.
const FULL_DAYS: &str = "INSERT INTO full_days (board_id, day)
    SELECT d.board_id, d.day FROM booked_days d JOIN boards b ON b.id = d.board_id
    GROUP BY d.board_id, d.day, b.slots_per_loop HAVING COUNT(*) >= b.slots_per_loop";

fn filter(days: DayRange) -> BoardFilter {
    let (first, last) = (Some(days.first()), Some(days.last()));
    BoardFilter { free_from: first, free_to: last, ..BoardFilter::default() }
}

/// Every board on the market that a filter finds.
pub async fn found(world: &World, filter: &BoardFilter) -> BTreeSet<BoardId> {
    let mut ids = BTreeSet::new();
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

/// Boards in three parts of the world, with one place to four, taken in a pattern that leaves holes; one of their
/// places may have a number above what the board has today, because its owner has taken some away.
async fn crowd(world: &World) {
    let (ana, _, board) = ana_marta_and_a_board(world, 4).await;
    hold(world, &ana, board, days("2023-12-01", 1)).await;
    let number = "(b.audience_per_week / 950)";
    let zone = |rest, zone| {
        format!(
            "UPDATE boards SET time_zone = '{zone}' WHERE (audience_per_week / 950) % 3 = {rest}"
        )
    };
    world.execute(zone(0, "Pacific/Auckland")).await;
    world.execute(zone(1, "America/Los_Angeles")).await;
    world
        .execute("UPDATE boards SET slots_per_loop = 1 + audience_per_week / 950 % 4".into())
        .await;
    world
        .execute("UPDATE boards SET dark_weekdays = audience_per_week / 950 % 4 * 20".into())
        .await;
    for day in 0..8 {
        for slot in 0..5 {
            let pattern = format!("({number} * 7 + {day} * 13 + {slot} * 29) % 17 < {}", 7 + day);
            world
                .execute(format!(
                    "INSERT INTO booked_days (board_id, day, slot, order_id)
                    SELECT b.id, '2023-11-{}', {slot}, o.id FROM boards b CROSS JOIN orders o
                    WHERE {pattern} ON CONFLICT DO NOTHING",
                    15 + day
                ))
                .await;
        }
        world
            .execute(format!(
                "INSERT INTO board_blackouts (board_id, day) SELECT b.id, '2023-11-{}' FROM boards b
                WHERE {number} % 23 = {day}",
                15 + day
            ))
            .await;
    }
    for text in ["DELETE FROM full_days", FULL_DAYS] {
        world.execute(text.to_owned()).await;
    }
}

#[tokio::test]
async fn the_list_of_free_boards_is_what_every_calendar_says() {
    let world = World::demo().await;
    crowd(&world).await;
    let mut calendars = Vec::new();
    for id in found(&world, &BoardFilter::default()).await {
        let shown = world.market.availability(&Viewer::visitor(), id, None).await;
        calendars.push(shown.expect("shows"));
    }
    let mut sizes = BTreeSet::new();
    for first in 13..24 {
        for count in [1, 2, 3, 7] {
            let asked = days(&format!("2023-11-{first}"), count);
            let expected: BTreeSet<_> = calendars
                .iter()
                .filter(|shown| {
                    shown.closed.is_none()
                        && check_days(asked, &shown.rate, shown.today).is_ok()
                        && asked.days().all(|day| shown.lets_pass(day))
                })
                .map(|shown| shown.board_id)
                .collect();
            assert_eq!(found(&world, &filter(asked)).await, expected, "{asked}");
            sizes.insert(expected.len());
        }
    }
    assert!(sizes.len() > 10 && sizes.contains(&0), "the pattern says something: {sizes:?}");
}

#[tokio::test]
async fn a_board_is_out_of_the_list_while_its_last_place_is_taken() {
    let world = World::demo().await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 1).await;
    let week = filter(days("2023-12-01", 7));
    assert!(found(&world, &week).await.contains(&board));
    let order = hold(&world, &ana, board, days("2023-12-07", 3)).await;
    assert!(!found(&world, &week).await.contains(&board));
    assert!(found(&world, &filter(days("2023-12-01", 6))).await.contains(&board));
    let cancel = act(order.id, OrderAction::Cancel);
    world.market.act_on_order(&ana, &cancel).await.expect("is cancelled");
    assert!(found(&world, &week).await.contains(&board));
}

#[tokio::test]
async fn a_longer_loop_frees_days_and_a_shorter_one_fills_them() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    hold(&world, &ana, board, days("2023-12-07", 3)).await;
    let week = filter(days("2023-12-01", 7));
    for (slots, is_free) in [("2", true), ("1", false)] {
        let (mut written, version) = stored(&world, &marta, board).await;
        written.slots_per_loop = slots.to_owned();
        world.market.edit_board(&marta, (board, version), &written).await.expect("saves");
        assert_eq!(found(&world, &week).await.contains(&board), is_free, "{slots} places");
    }
}
