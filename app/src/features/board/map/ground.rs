//! What lies below the marks: somebody's tiles, or a plain ground with meridians and parallels.

use super::{
    MapState,
    camera::{self, Pixels},
};
use leptos::prelude::*;
use protocol::board::{
    GeoPoint,
    map::{MapTiles, WorldPoint},
};

/// Lines stand so many pixels apart at least.
const APART: f64 = 140.0;
/// Distances between lines, in millionths of a degree.
const STEPS: [i32; 12] = [
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000,
    10_000_000, 30_000_000,
];

#[component]
pub(super) fn Ground(state: MapState, tiles: RwSignal<Option<MapTiles>>) -> impl IntoView {
    move || {
        let tiles = tiles.get()?;
        Some(if tiles.template.is_some() {
            view! { <Tiles state tiles /> }.into_any()
        } else {
            view! { <Graticule state /> }.into_any()
        })
    }
}

#[component]
fn Tiles(state: MapState, tiles: MapTiles) -> impl IntoView {
    let shown = Memo::new(move |_| {
        state.camera.get().map(|camera| camera.tiles(state.size.get())).unwrap_or_default()
    });
    let tile = move |number| {
        let at = Memo::new(move |_| state.place(camera::corner(number)));
        view! {
            <img
                class="board-map__tile"
                src=tiles.address(number)
                alt=""
                draggable="false"
                referrerpolicy="origin"
                style:transform=move || moved(at.get())
            />
        }
    };
    view! {
        <div class="board-map__ground" aria-hidden="true">
            <For each=move || shown.get() key=|number| *number children=tile />
        </div>
    }
}

/// Lines where the degrees are round.
#[component]
fn Graticule(state: MapState) -> impl IntoView {
    let lines = move || {
        let camera = state.camera.get()?;
        let (area, size) = (camera.area(state.size.get()), state.size.get());
        let step = step(f64::from(area.east_e6 - area.west_e6) / size.0.max(1.0) * APART);
        let upright = round(area.west_e6, area.east_e6, step).map(|longitude_e6| {
            let at = state.place(WorldPoint::of(GeoPoint { latitude_e6: 0, longitude_e6 }));
            line("upright", (at.0, 0.0), angle(longitude_e6, ("E", "W")))
        });
        let level = round(area.south_e6, area.north_e6, step).map(|latitude_e6| {
            let at = state.place(WorldPoint::of(GeoPoint { latitude_e6, longitude_e6: 0 }));
            line("level", (0.0, at.1), angle(latitude_e6, ("N", "S")))
        });
        Some(upright.chain(level).collect_view())
    };
    view! {
        <div class="board-map__ground" aria-hidden="true">
            {lines}
        </div>
    }
}

fn line(direction: &str, at: Pixels, label: String) -> impl IntoView + use<> {
    view! {
        <span class=format!("board-map__line board-map__line--{direction}") style:transform=moved(at)>
            {label}
        </span>
    }
}

pub(super) fn moved((x, y): Pixels) -> String {
    format!("translate({x:.1}px, {y:.1}px)")
}

/// The first distance that is far enough.
fn step(least: f64) -> i32 {
    STEPS.into_iter().find(|step| f64::from(*step) >= least).unwrap_or(30_000_000)
}

/// The multiples of a distance between two ends.
fn round(from: i32, to: i32, step: i32) -> impl Iterator<Item = i32> {
    (from.div_euclid(step)..=to.div_euclid(step)).map(move |number| number * step)
}

/// `13.4° E`.
fn angle(millionths: i32, (positive, negative): (&str, &str)) -> String {
    let side = match millionths {
        0 => "",
        1.. => positive,
        _ => negative,
    };
    format!("{}° {side}", f64::from(millionths.unsigned_abs()) / 1e6).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_where_degrees_are_round() {
        assert_eq!(step(4_000.0), 5_000);
        assert_eq!(round(-12, 21, 10).collect::<Vec<_>>(), [-20, -10, 0, 10, 20]);
        assert_eq!(angle(13_400_000, ("E", "W")), "13.4° E");
        assert_eq!(angle(-500_000, ("N", "S")), "0.5° S");
        assert_eq!(angle(0, ("N", "S")), "0°");
    }
}
