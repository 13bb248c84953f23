//! Where the names of cities stand: at one side of their mark, or nowhere, so that none covers a mark or another
//! name. Pure.

use super::{camera::Pixels, marks::lift};
use protocol::board::{
    GeoPoint,
    map::{BoardMap, MapCluster},
};
use std::collections::{HashMap, HashSet};

/// Height of a name, in pixels.
const HEIGHT: f64 = 18.0;
/// Between a mark and its name.
const GAP: f64 = 6.0;
/// The ring around a mark.
const RING: f64 = 4.0;
/// Height of a board's mark.
const BOARD_HEIGHT: f64 = 31.0;
/// A board's mark beside its price: the lamp, and what is free around both.
const BOARD_REST: f64 = 36.0;

/// A side of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Above,
    Right,
    Left,
}

impl Side {
    /// In the order in which they are tried.
    const ALL: [Self; 4] = [Self::Below, Self::Above, Self::Right, Self::Left];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Above => "above",
            Self::Right => "right",
            Self::Left => "left",
        }
    }
}

/// What tells a cluster from the others of a map.
pub(super) type ClusterKey = (i32, i32, u32);

pub(super) fn key(cluster: &MapCluster) -> ClusterKey {
    (cluster.place.latitude_e6, cluster.place.longitude_e6, cluster.count)
}

/// How large a cluster's mark is, across, in pixels, and its name in the style.
pub(super) fn size(boards: u32) -> (f64, &'static str) {
    match boards {
        ..10 => (36.0, "small"),
        10..100 => (44.0, "middle"),
        _ => (52.0, "large"),
    }
}

/// A rectangle around a point.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    middle: Pixels,
    width: f64,
    height: f64,
}

impl Frame {
    fn meets(&self, other: &Self) -> bool {
        let (x, y) = (self.middle.0 - other.middle.0, self.middle.1 - other.middle.1);
        x.abs() * 2.0 < self.width + other.width && y.abs() * 2.0 < self.height + other.height
    }

    /// Of a text of this width at one side of a mark.
    fn beside(mark: Self, side: Side, width: f64) -> Self {
        let (x, y) = mark.middle;
        let down = f64::midpoint(mark.height, HEIGHT) + GAP - RING;
        let across = f64::midpoint(mark.width, width) + GAP - RING;
        let middle = match side {
            Side::Below => (x, y + down),
            Side::Above => (x, y - down),
            Side::Right => (x + across, y),
            Side::Left => (x - across, y),
        };
        Self { middle, width, height: HEIGHT }
    }
}

/// Where each cluster has its name, the largest asked first; a city is named once. `place` says where a point of the
/// map is: only distances matter, so that the names stay where they are while the map is moved.
pub(super) fn sides(
    map: &BoardMap,
    place: impl Fn(GeoPoint) -> Pixels,
) -> HashMap<ClusterKey, Side> {
    let mark = |cluster: &MapCluster| {
        let side = size(cluster.count).0 + 2.0 * RING;
        Frame { middle: place(cluster.place), width: side, height: side }
    };
    let mut taken: Vec<Frame> = map.clusters.iter().map(mark).collect();
    taken.extend(map.boards.iter().enumerate().map(|(at, board)| {
        let below = map.boards.iter().take(at).filter(|other| other.place == board.place).count();
        let (x, y) = place(board.place);
        let price = crate::format::money(board.price_per_day_cents, &board.currency);
        Frame {
            middle: (x, y - lift(below)),
            width: width(&price, 8.5) + BOARD_REST,
            height: BOARD_HEIGHT,
        }
    }));
    let mut clusters: Vec<&MapCluster> = map.clusters.iter().collect();
    clusters.sort_by_key(|cluster| (std::cmp::Reverse(cluster.count), key(cluster)));
    let (mut sides, mut named) = (HashMap::new(), HashSet::new());
    for cluster in clusters {
        let Some(city) = cluster.city.as_deref().filter(|city| !named.contains(*city)) else {
            continue;
        };
        let text = width(city, 7.2);
        let beside = |side: Side| (side, Frame::beside(mark(cluster), side, text));
        let is_free = |(_, frame): &(Side, Frame)| !taken.iter().any(|other| frame.meets(other));
        if let Some((side, frame)) = Side::ALL.map(beside).into_iter().find(is_free) {
            taken.push(frame);
            named.insert(city);
            sides.insert(key(cluster), side);
        }
    }
    sides
}

/// About as wide as a text is drawn.
fn width(text: &str, letter: f64) -> f64 {
    let wide = |char: char| if char >= '\u{1100}' { 13.0 } else { letter };
    text.chars().map(wide).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use protocol::board::map::MapArea;

    /// A pixel is a unit of both.
    fn plane(place: GeoPoint) -> Pixels {
        (f64::from(place.longitude_e6), f64::from(place.latitude_e6))
    }

    fn cluster(city: &str, count: u32, (x, y): (i32, i32)) -> MapCluster {
        let place = GeoPoint { latitude_e6: y, longitude_e6: x };
        MapCluster { count, place, city: Some(city.into()), area: MapArea::of(place) }
    }

    fn named(clusters: &[MapCluster]) -> Vec<Option<&'static str>> {
        let map = BoardMap { clusters: clusters.to_vec(), boards: Vec::new() };
        let sides = sides(&map, plane);
        clusters.iter().map(|cluster| sides.get(&key(cluster)).map(|side| side.as_str())).collect()
    }

    #[test]
    fn a_name_goes_where_there_is_room() {
        assert_eq!(named(&[cluster("Paris", 16, (0, 0))]), [Some("below")]);
        let pair = [cluster("Paris", 16, (0, 0)), cluster("Lyon", 9, (0, 50))];
        assert_eq!(named(&pair), [Some("above"), Some("below")]);
        let between = [
            cluster("Hamburg", 17, (0, 0)),
            cluster("Berlin", 8, (0, 48)),
            cluster("Copenhagen", 8, (0, -48)),
            cluster("Amsterdam", 8, (-60, 0)),
        ];
        assert_eq!(named(&between)[0], Some("right"));
        let without_room = [between.as_slice(), &[cluster("Warsaw", 8, (60, 0))]].concat();
        assert_eq!(named(&without_room)[0], None);
    }

    #[test]
    fn a_city_is_named_once_at_its_largest_mark() {
        let city = [
            cluster("Amsterdam", 2, (0, 0)),
            cluster("Amsterdam", 3, (400, 0)),
            cluster("Amsterdam", 2, (800, 0)),
        ];
        assert_eq!(named(&city), [None, Some("below"), None]);
    }

    proptest! {
        #[test]
        fn no_name_covers_a_mark_or_another_name(
            places in prop::collection::hash_set((0..600_i32, 0..400_i32), 1..40), counts in prop::collection::vec(2..200_u32, 40),
        ) {
            let clusters: Vec<_> = places.into_iter().zip(counts).enumerate()
                .map(|(at, (place, count))| cluster(&format!("City {at}"), count, place)).collect();
            let map = BoardMap { clusters: clusters.clone(), boards: Vec::new() };
            let sides = sides(&map, plane);
            let mark = |one: &MapCluster| {
                let side = size(one.count).0 + 2.0 * RING;
                Frame { middle: plane(one.place), width: side, height: side }
            };
            let names: Vec<Frame> = clusters.iter().filter_map(|one| {
                let side = sides.get(&key(one))?;
                Some(Frame::beside(mark(one), *side, width(one.city.as_deref()?, 7.2)))
            }).collect();
            for (at, name) in names.iter().enumerate() {
                prop_assert!(!clusters.iter().any(|one| name.meets(&mark(one))));
                prop_assert!(!names[..at].iter().any(|other| name.meets(other)));
            }
        }
    }
}
