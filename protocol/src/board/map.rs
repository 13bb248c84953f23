//! Boards on a map: where on the globe, where on the screen, and how many marks.

use super::{BoardStatus, GeoPoint};
use crate::{error::ErrorBody, id::BoardId, limits};
use serde::{Deserialize, Serialize};
use std::{f64::consts::PI, fmt, str::FromStr};

/// Pixels of a map tile's side.
pub const TILE: f64 = 256.0;
/// The finest zoom: a pixel is some thirty centimetres then.
pub const MAX_ZOOM: u8 = 19;
/// Marks stand about so many pixels apart.
const CELL: f64 = 64.0;
/// A grid's height follows the latitude in steps of so many degrees, so that it does not change with every move.
const STEP_DEGREES: f64 = 5.0;
/// Web Mercator ends here: the world is a square.
const MAX_LATITUDE: f64 = 85.051_128;

/// A part of the globe between two meridians and two parallels, both included. Never across the date line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MapArea {
    /// Millionths of a degree, as all of these.
    pub west_e6: i32,
    /// Not above `north_e6`.
    pub south_e6: i32,
    /// Not west of `west_e6`.
    pub east_e6: i32,
    /// Up to the pole.
    pub north_e6: i32,
}

impl MapArea {
    /// The globe.
    pub const WORLD: Self = Self {
        west_e6: -180_000_000,
        south_e6: -90_000_000,
        east_e6: 180_000_000,
        north_e6: 90_000_000,
    };

    /// One point.
    pub fn of(place: GeoPoint) -> Self {
        let GeoPoint { latitude_e6, longitude_e6 } = place;
        Self {
            west_e6: longitude_e6,
            south_e6: latitude_e6,
            east_e6: longitude_e6,
            north_e6: latitude_e6,
        }
    }

    /// What holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            west_e6: self.west_e6.min(other.west_e6),
            south_e6: self.south_e6.min(other.south_e6),
            east_e6: self.east_e6.max(other.east_e6),
            north_e6: self.north_e6.max(other.north_e6),
        }
    }

    /// Whether a place is in it.
    pub fn contains(self, place: GeoPoint) -> bool {
        (self.west_e6..=self.east_e6).contains(&place.longitude_e6)
            && (self.south_e6..=self.north_e6).contains(&place.latitude_e6)
    }

    /// What a screen shows: north-west and south-east corner on the square world.
    pub fn between(north_west: WorldPoint, south_east: WorldPoint) -> Self {
        let (first, last) = (north_west.place(), south_east.place());
        Self {
            west_e6: first.longitude_e6,
            south_e6: last.latitude_e6.min(first.latitude_e6),
            east_e6: last.longitude_e6.max(first.longitude_e6),
            north_e6: first.latitude_e6,
        }
    }
}

/// `west,south,east,north` in degrees, as `13.1,52.3,13.7,52.7`.
impl FromStr for MapArea {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let invalid = || ErrorBody::invalid("bbox", "An area is written west,south,east,north.");
        let numbers: Result<Vec<f64>, _> = text.split(',').map(str::parse).collect();
        let [west, south, east, north] = numbers.map_err(|_| invalid())?[..] else {
            return Err(invalid());
        };
        let is_ordered = -180.0 <= west && west <= east && east <= 180.0;
        // Comparisons with what is no number fail.
        if !(is_ordered && -90.0 <= south && south <= north && north <= 90.0) {
            return Err(invalid());
        }
        Ok(Self {
            west_e6: millionths(west),
            south_e6: millionths(south),
            east_e6: millionths(east),
            north_e6: millionths(north),
        })
    }
}

impl fmt::Display for MapArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [west, south, east, north] =
            [self.west_e6, self.south_e6, self.east_e6, self.north_e6].map(degrees);
        write!(f, "{west},{south},{east},{north}")
    }
}

fn degrees(millionths: i32) -> f64 {
    f64::from(millionths) / 1e6
}

#[expect(clippy::cast_possible_truncation, reason = "degrees, which fit")]
fn millionths(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

/// A point of the square world of Web Mercator: 0 to 1 from west to east and from north to south.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorldPoint {
    /// From the date line eastward.
    pub x: f64,
    /// From the north southward.
    pub y: f64,
}

impl WorldPoint {
    /// Where a place is. What lies beyond the square's ends is on its edge.
    pub fn of(place: GeoPoint) -> Self {
        let latitude = degrees(place.latitude_e6).clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
        Self {
            x: (degrees(place.longitude_e6) + 180.0) / 360.0,
            y: 0.5 - (PI / 4.0 + latitude / 2.0).tan().ln() / (2.0 * PI),
        }
    }

    /// The place that is there.
    pub fn place(self) -> GeoPoint {
        let (x, y) = (self.x.clamp(0.0, 1.0), self.y.clamp(0.0, 1.0));
        let latitude = 2.0 * ((0.5 - y) * 2.0 * PI).exp().atan() - PI / 2.0;
        GeoPoint {
            latitude_e6: millionths(latitude.to_degrees()),
            longitude_e6: millionths(x * 360.0 - 180.0),
        }
    }
}

/// How boards are gathered into marks: cells of the same width and height, counted from the south-west of the globe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapGrid {
    /// Whole cells, and everything that was asked for.
    pub area: MapArea,
    /// Of a cell.
    pub width_e6: i32,
    /// Of a cell.
    pub height_e6: i32,
    /// Whether boards are not gathered at all, even where several stand at one place.
    pub is_finest: bool,
}

impl MapGrid {
    /// At most [`limits::MAP_MARKS`] cells. The same cells wherever one looks, as long as neither zoom nor latitude
    /// changes much: a mark keeps its boards while the map is moved.
    pub fn new(area: MapArea, zoom: u8) -> Self {
        let zoom = zoom.min(MAX_ZOOM);
        let width = 360.0 * CELL / (TILE * f64::from(1_u32 << zoom));
        let middle = degrees(area.south_e6.midpoint(area.north_e6));
        let latitude = (middle / STEP_DEGREES).round() * STEP_DEGREES;
        let height = width * latitude.clamp(-80.0, 80.0).to_radians().cos();
        let (mut width_e6, mut height_e6) = (millionths(width).max(1), millionths(height).max(1));
        let mut is_finest = zoom == MAX_ZOOM;
        loop {
            let grid =
                Self { area: whole(area, width_e6, height_e6), width_e6, height_e6, is_finest };
            if grid.cells() <= i64::from(limits::MAP_MARKS) {
                return grid;
            }
            (width_e6, height_e6, is_finest) = (width_e6 * 2, height_e6 * 2, false);
        }
    }

    fn cells(self) -> i64 {
        let count = |from: i32, to: i32, size: i32| i64::from((to - from) / size) + 1;
        count(self.area.west_e6, self.area.east_e6, self.width_e6)
            * count(self.area.south_e6, self.area.north_e6, self.height_e6)
    }
}

/// The area made larger until it ends where cells do.
fn whole(area: MapArea, width: i32, height: i32) -> MapArea {
    let first = |at: i32, origin: i32, size: i32| origin + (at - origin) / size * size;
    let MapArea { west_e6: west, south_e6: south, .. } = MapArea::WORLD;
    MapArea {
        west_e6: first(area.west_e6, west, width),
        south_e6: first(area.south_e6, south, height),
        east_e6: first(area.east_e6, west, width) + width - 1,
        north_e6: first(area.north_e6, south, height) + height - 1,
    }
}

/// Boards that stand too close to each other to be told apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MapCluster {
    /// How many, two or more.
    pub count: u32,
    /// Their city, when it is the same.
    pub city: Option<String>,
    /// Their middle.
    pub place: GeoPoint,
    /// As far as they reach.
    pub area: MapArea,
}

/// A board that has its own mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MapBoard {
    /// Which.
    pub id: BoardId,
    /// The owner's title.
    pub title: String,
    /// City.
    pub city: String,
    /// Price of a day in cents of `currency`.
    pub price_per_day_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Now.
    pub status: BoardStatus,
    /// See [`BoardStatusUpdate::version`](super::BoardStatusUpdate::version).
    pub status_version: i64,
    /// Where it stands.
    pub place: GeoPoint,
}

/// The marks of a part of the map: at most [`limits::MAP_MARKS`] together. Boards whose owner has not said where they
/// stand are on no map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardMap {
    /// Several boards each.
    pub clusters: Vec<MapCluster>,
    /// One board each.
    pub boards: Vec<MapBoard>,
}

impl BoardMap {
    /// As far as the marks reach; `None` without any.
    pub fn area(&self) -> Option<MapArea> {
        let clusters = self.clusters.iter().map(|cluster| cluster.area);
        let boards = self.boards.iter().map(|board| MapArea::of(board.place));
        clusters.chain(boards).reduce(MapArea::with)
    }
}

/// What lies below the marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapTiles {
    /// Address of a tile, with `{z}`, `{x}` and `{y}` in it; without one the ground is plain.
    pub template: Option<String>,
    /// Whose map it is; shown.
    pub attribution: String,
}

impl MapTiles {
    /// The address of one tile.
    pub fn address(&self, (zoom, x, y): (u8, u32, u32)) -> Option<String> {
        let template = self.template.as_ref()?;
        let numbered = [("{z}", u32::from(zoom)), ("{x}", x), ("{y}", y)];
        let filled =
            |text: String, (name, number): (&str, u32)| text.replace(name, &number.to_string());
        Some(numbered.into_iter().fold(template.clone(), filled))
    }
}

#[cfg(test)]
mod tests;
