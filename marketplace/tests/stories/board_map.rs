//! Boards on the map.

use crate::world::{World, refused};
use marketplace::Viewer;
use protocol::{
    board::{
        BoardFilter, BoardStatus, GeoPoint, SetBoardStatus,
        map::{BoardMap, MAX_ZOOM, MapArea},
    },
    limits,
};

const WORLD: (MapArea, u8) = (MapArea::WORLD, 2);

async fn map(world: &World, filter: &BoardFilter, window: (MapArea, u8)) -> BoardMap {
    world.market.board_map(&Viewer::visitor(), filter, window).await.expect("shows")
}

async fn listed(world: &World, filter: &BoardFilter) -> u32 {
    world.market.boards(&Viewer::visitor(), filter).await.expect("lists").total
}

fn shown(map: &BoardMap) -> u32 {
    let alone = u32::try_from(map.boards.len()).unwrap();
    alone + map.clusters.iter().map(|cluster| cluster.count).sum::<u32>()
}

fn berlin() -> BoardFilter {
    BoardFilter { city: Some("Berlin".into()), ..BoardFilter::default() }
}

#[tokio::test]
async fn the_map_shows_the_boards_of_the_list_at_every_zoom() {
    let world = World::demo().await;
    let live = BoardFilter { status: Some(BoardStatus::Live), ..BoardFilter::default() };
    let words = BoardFilter { words: Some("bridge".into()), ..BoardFilter::default() };
    for filter in [BoardFilter::default(), berlin(), live, words] {
        let total = listed(&world, &filter).await;
        for zoom in [0, 3, 6] {
            let map = map(&world, &filter, (MapArea::WORLD, zoom)).await;
            assert_eq!(shown(&map), total, "{filter:?} at {zoom}");
            for cluster in &map.clusters {
                assert!(cluster.count > 1 && cluster.area.contains(cluster.place), "{cluster:?}");
            }
        }
    }
    let far = map(&world, &BoardFilter::default(), WORLD).await;
    assert_eq!(far.boards, [], "they stand in twelve cities");
    let error = BoardFilter { words: Some("…".into()), ..BoardFilter::default() };
    let error = refused(world.market.board_map(&Viewer::visitor(), &error, WORLD).await);
    assert_eq!(error.field.as_deref(), Some("q"));
}

#[tokio::test]
async fn a_cluster_falls_apart_as_one_comes_nearer() {
    let world = World::demo().await;
    let area = map(&world, &berlin(), WORLD).await.area().expect("Berlin has boards");
    let total = listed(&world, &berlin()).await;
    let near = map(&world, &berlin(), (area, 13)).await;
    assert!(shown(&near) == total && near.boards.len() > 1, "{near:?}");
    for board in &near.boards {
        assert!(board.city == "Berlin" && area.contains(board.place), "{board:?}");
        let nearest = map(&world, &BoardFilter::default(), (MapArea::of(board.place), 17)).await;
        assert_eq!(nearest.boards, std::slice::from_ref(board));
    }
    let elsewhere = MapArea::of(GeoPoint { latitude_e6: -40_000_000, longitude_e6: -100_000_000 });
    assert_eq!(map(&world, &BoardFilter::default(), (elsewhere, 6)).await, BoardMap::default());
}

#[tokio::test]
async fn boards_at_one_place_are_told_apart_from_the_nearest_and_never_too_many_are_shown() {
    let world = World::demo().await;
    world
        .execute(
            "UPDATE boards SET latitude_e6 = 1, longitude_e6 = -1 WHERE city = 'Berlin'".into(),
        )
        .await;
    let total = listed(&world, &berlin()).await as usize;
    let area = "-0.001,-0.001,0.001,0.001".parse().unwrap();
    let far = map(&world, &berlin(), (area, MAX_ZOOM - 1)).await;
    assert_eq!((far.clusters.len(), far.boards.len()), (1, 0));
    assert_eq!(far.clusters[0].area, MapArea::of(far.clusters[0].place), "it is one point");
    let near = map(&world, &berlin(), (area, MAX_ZOOM)).await;
    assert_eq!((near.clusters.len(), near.boards.len()), (0, total));

    world.market.fill_demo(1_000).await.expect("fills");
    for zoom in [0, 5, 12, MAX_ZOOM, u8::MAX] {
        let map = map(&world, &BoardFilter::default(), (MapArea::WORLD, zoom)).await;
        assert!(map.clusters.len() + map.boards.len() <= limits::MAP_MARKS as usize);
        assert_eq!(shown(&map), 1_000);
    }
}

#[tokio::test]
async fn what_leaves_the_market_or_has_no_place_leaves_the_map() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let board = world.board_of(&marta, 0).await;
    let all = BoardFilter::default();
    assert_eq!(shown(&map(&world, &all, WORLD).await), 200);
    let retired = SetBoardStatus::new(board, BoardStatus::Retired);
    world.market.set_board_status(&marta, &retired).await.expect("retires");
    assert_eq!(shown(&map(&world, &all, WORLD).await), 199);
    let total = listed(&world, &berlin()).await;
    world
        .execute(
            "UPDATE boards SET latitude_e6 = NULL, longitude_e6 = NULL WHERE city = 'Berlin'"
                .into(),
        )
        .await;
    assert_eq!(shown(&map(&world, &all, WORLD).await), 199 - total);
}
