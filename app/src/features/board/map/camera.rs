//! What part of the world is on the screen. Pure.

use protocol::board::{
    GeoPoint,
    map::{MAX_ZOOM, MapArea, TILE, WorldPoint},
};

/// From here on the whole world would be smaller than a phone.
const MIN_ZOOM: u8 = 1;
/// A few boards that stand close are not shown from nearer than this at first.
const FIRST_ZOOM: u8 = 15;
/// Marks do not stand at the very edge at first, in pixels.
const MARGIN: f64 = 56.0;

/// Width and height of the frame, or a place in it from its upper left corner, in pixels.
pub(super) type Pixels = (f64, f64);

/// Where one looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Camera {
    /// What is in the middle of the frame.
    pub(super) centre: WorldPoint,
    /// From 1, the nearer the higher.
    pub(super) zoom: u8,
}

impl Camera {
    /// As near as possible with all of an area in the frame.
    pub(super) fn on(area: MapArea, size: Pixels) -> Self {
        let corner =
            |latitude_e6, longitude_e6| WorldPoint::of(GeoPoint { latitude_e6, longitude_e6 });
        let first = corner(area.north_e6, area.west_e6);
        let last = corner(area.south_e6, area.east_e6);
        let room = ((size.0 - 2.0 * MARGIN).max(1.0), (size.1 - 2.0 * MARGIN).max(1.0));
        let fits = |zoom: &u8| {
            let world = world(*zoom);
            (last.x - first.x) * world <= room.0 && (last.y - first.y) * world <= room.1
        };
        let zoom = (MIN_ZOOM..=MAX_ZOOM).rev().find(fits).unwrap_or(MIN_ZOOM);
        let centre = WorldPoint { x: first.x.midpoint(last.x), y: first.y.midpoint(last.y) };
        Self { centre, zoom }
    }

    /// The same, from not too near.
    pub(super) fn at_first(area: MapArea, size: Pixels) -> Self {
        let camera = Self::on(area, size);
        Self { zoom: camera.zoom.min(FIRST_ZOOM), ..camera }
    }

    /// Where a point of the world is in the frame.
    pub(super) fn place(self, point: WorldPoint, size: Pixels) -> Pixels {
        let world = world(self.zoom);
        (
            (point.x - self.centre.x) * world + size.0 / 2.0,
            (point.y - self.centre.y) * world + size.1 / 2.0,
        )
    }

    /// Where a point of the world is from its corner, in pixels: other than in the frame, moving changes nothing.
    pub(super) fn on_the_whole(zoom: u8, point: WorldPoint) -> Pixels {
        (point.x * world(zoom), point.y * world(zoom))
    }

    /// What point of the world is at a place in the frame.
    pub(super) fn point(self, at: Pixels, size: Pixels) -> WorldPoint {
        let world = world(self.zoom);
        WorldPoint {
            x: self.centre.x + (at.0 - size.0 / 2.0) / world,
            y: self.centre.y + (at.1 - size.1 / 2.0) / world,
        }
    }

    /// So many pixels to the right and down, as far as the world goes.
    pub(super) fn moved(self, by: Pixels) -> Self {
        let world = world(self.zoom);
        let centre = WorldPoint {
            x: (self.centre.x + by.0 / world).clamp(0.0, 1.0),
            y: (self.centre.y + by.1 / world).clamp(0.0, 1.0),
        };
        Self { centre, ..self }
    }

    /// So many steps nearer, or farther when negative; what is at a place in the frame stays there.
    pub(super) fn zoomed(self, steps: i8, at: Pixels, size: Pixels) -> Self {
        let zoom = self.zoom.saturating_add_signed(steps).clamp(MIN_ZOOM, MAX_ZOOM);
        let kept = self.point(at, size);
        let there = Self { zoom, ..self };
        let (x, y) = there.place(kept, size);
        there.moved((x - at.0, y - at.1))
    }

    /// What the frame shows.
    pub(super) fn area(self, size: Pixels) -> MapArea {
        MapArea::between(self.point((0.0, 0.0), size), self.point(size, size))
    }

    /// Whether there is a nearer one.
    pub(super) fn is_nearest(self) -> bool {
        self.zoom == MAX_ZOOM
    }

    /// The numbers of the tiles in the frame.
    pub(super) fn tiles(self, size: Pixels) -> Vec<(u8, u32, u32)> {
        let count = 1_u32 << self.zoom;
        let (first, last) = (self.point((0.0, 0.0), size), self.point(size, size));
        let columns = number(first.x, count)..=number(last.x, count);
        let rows = number(first.y, count)..=number(last.y, count);
        columns.flat_map(|x| rows.clone().map(move |y| (self.zoom, x, y))).collect()
    }
}

/// The upper left corner of a tile.
pub(super) fn corner((zoom, x, y): (u8, u32, u32)) -> WorldPoint {
    let count = f64::from(1_u32 << zoom);
    WorldPoint { x: f64::from(x) / count, y: f64::from(y) / count }
}

/// The world's side in pixels.
fn world(zoom: u8) -> f64 {
    TILE * f64::from(1_u32 << zoom)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to the number of tiles"
)]
fn number(at: f64, count: u32) -> u32 {
    ((at.clamp(0.0, 1.0) * f64::from(count)) as u32).min(count - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: Pixels = (800.0, 600.0);

    fn camera(x: f64, y: f64, zoom: u8) -> Camera {
        Camera { centre: WorldPoint { x, y }, zoom }
    }

    #[test]
    fn a_city_fills_the_frame_and_a_single_board_is_seen_with_its_street() {
        let berlin = "13.2,52.4,13.6,52.65".parse().unwrap();
        let camera = Camera::at_first(berlin, SIZE);
        assert_eq!(camera.zoom, 10);
        let shown = camera.area(SIZE);
        assert_eq!(shown.with(berlin), shown);
        let board = MapArea::of(GeoPoint { latitude_e6: 52_500_000, longitude_e6: 13_400_000 });
        assert_eq!(Camera::at_first(board, SIZE).zoom, FIRST_ZOOM);
        assert_eq!(Camera::on(MapArea::WORLD, (320.0, 320.0)).zoom, MIN_ZOOM);
    }

    #[test]
    fn the_tiles_cover_the_frame_and_no_more() {
        assert_eq!(camera(0.5, 0.5, 1).tiles((300.0, 300.0)).len(), 4);
        assert_eq!(camera(0.3, 0.3, 3).tiles((10.0, 10.0)), [(3, 2, 2)]);
        assert_eq!(camera(1.0, 1.0, 2).tiles((10.0, 10.0)), [(2, 3, 3)]);
    }

    proptest! {
        #[test]
        fn what_is_under_the_finger_stays_there(
            x in 0.3..0.7_f64, y in 0.3..0.7_f64, zoom in 4..12_u8, steps in -2..3_i8,
            at_x in 0.0..800.0_f64, at_y in 0.0..600.0_f64,
        ) {
            let before = camera(x, y, zoom);
            let after = before.zoomed(steps, (at_x, at_y), SIZE);
            let point = before.point((at_x, at_y), SIZE);
            let (found_x, found_y) = after.place(point, SIZE);
            prop_assert!((found_x - at_x).abs() < 1e-3 && (found_y - at_y).abs() < 1e-3);
            prop_assert_eq!(i16::from(after.zoom), i16::from(zoom) + i16::from(steps));
        }

        #[test]
        fn nobody_leaves_the_world(x in -9e9..9e9_f64, y in -9e9..9e9_f64, steps in -128..=127_i8) {
            let there = camera(0.5, 0.5, 3).moved((x, y)).zoomed(steps, (0.0, 0.0), SIZE);
            prop_assert!((0.0..=1.0).contains(&there.centre.x) && (0.0..=1.0).contains(&there.centre.y));
            prop_assert!((MIN_ZOOM..=MAX_ZOOM).contains(&there.zoom));
        }
    }
}
