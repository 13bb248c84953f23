use super::*;
use proptest::prelude::*;

fn place(latitude_e6: i32, longitude_e6: i32) -> GeoPoint {
    GeoPoint { latitude_e6, longitude_e6 }
}

fn areas() -> impl Strategy<Value = MapArea> {
    let (latitude, longitude) = (-90_000_000..=90_000_000, -180_000_000..=180_000_000);
    (latitude.clone(), longitude.clone(), latitude, longitude)
        .prop_map(|(a, b, c, d)| MapArea::of(place(a, b)).with(MapArea::of(place(c, d))))
}

#[test]
fn known_places_are_where_every_map_has_them() {
    let middle = WorldPoint::of(place(0, 0));
    assert!((middle.x - 0.5).abs() < 1e-9 && (middle.y - 0.5).abs() < 1e-9);
    // The Brandenburg Gate is in tile 17/70406/42987 of everybody's map.
    let berlin = WorldPoint::of(place(52_516_300, 13_377_700));
    let tile = (berlin.x * 131_072.0, berlin.y * 131_072.0);
    assert_eq!((tile.0.floor(), tile.1.floor()), (70_406.0, 42_987.0));
    let corner = WorldPoint::of(place(90_000_000, -180_000_000));
    assert!(corner.x.abs() < 1e-9 && corner.y.abs() < 1e-6, "{corner:?}");
}

#[test]
fn an_area_is_read_as_it_is_written() {
    let area: MapArea = "13.1,52.3,13.7,52.7".parse().unwrap();
    assert_eq!((area.west_e6, area.north_e6), (13_100_000, 52_700_000));
    assert_eq!(area.to_string(), "13.1,52.3,13.7,52.7");
    for text in
        ["", "1,2,3", "1,2,3,4,5", "NaN,0,1,1", "2,0,1,1", "0,1,1,0", "0,0,181,1", "a,b,c,d"]
    {
        let error = text.parse::<MapArea>().unwrap_err();
        assert_eq!(error.field.as_deref(), Some("bbox"), "{text}");
    }
}

#[test]
fn moving_the_map_moves_no_cell() {
    let at = |text: &str| MapGrid::new(text.parse().unwrap(), 12);
    let (here, there) = (at("13.1,52.3,13.7,52.7"), at("13.15,52.35,13.75,52.75"));
    assert_eq!((here.width_e6, here.height_e6), (there.width_e6, there.height_e6));
    let apart = there.area.west_e6 - here.area.west_e6;
    assert_eq!(apart % here.width_e6, 0);
}

proptest! {
    #[test]
    fn a_place_is_found_again(latitude in -85_000_000..85_000_000_i32, longitude in -180_000_000..180_000_000_i32) {
        let found = WorldPoint::of(place(latitude, longitude)).place();
        prop_assert!(found.latitude_e6.abs_diff(latitude) <= 1, "{found:?}");
        prop_assert!(found.longitude_e6.abs_diff(longitude) <= 1, "{found:?}");
    }

    #[test]
    fn north_is_up_and_east_is_right(a in -85_000_000..85_000_000_i32, b in -85_000_000..85_000_000_i32) {
        prop_assume!(a.abs_diff(b) > 10);
        let (first, second) = (WorldPoint::of(place(a, a)), WorldPoint::of(place(b, b)));
        prop_assert_eq!(a < b, first.y > second.y);
        prop_assert_eq!(a < b, first.x < second.x);
    }

    /// Whatever is asked for, there are not too many cells, none is left out, and none is cut.
    #[test]
    fn a_grid_covers_what_was_asked_for(area in areas(), zoom in 0..=30_u8) {
        let grid = MapGrid::new(area, zoom);
        prop_assert!(grid.cells() <= i64::from(limits::MAP_MARKS));
        prop_assert_eq!(grid.area.with(area), grid.area);
        prop_assert_eq!((grid.area.west_e6 + 180_000_000) % grid.width_e6, 0);
        prop_assert_eq!((grid.area.north_e6 + 90_000_001) % grid.height_e6, 0);
    }

    #[test]
    fn an_area_travels_as_text(area in areas()) {
        prop_assert_eq!(area.to_string().parse::<MapArea>().unwrap(), area);
    }
}
