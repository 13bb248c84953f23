//! Keeping the marks true: asked for anew with every move, and when boards have changed.

use super::MapState;
use crate::{
    features::board::query,
    fetch::{self, Fetched},
    hooks::{use_connection, use_event},
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use protocol::{
    ServerEvent,
    board::{
        BoardFilter,
        map::{BoardMap, MapArea, MapGrid},
    },
};
use std::time::Duration;

/// While the map is being moved nothing is asked.
const REST: Duration = Duration::from_millis(120);
/// After a change of a board others may follow.
const CHANGES: Duration = Duration::from_secs(1);

/// What was last asked for, so that only the latest answer counts.
#[derive(Clone, Copy)]
struct Source {
    state: MapState,
    filter: Memo<BoardFilter>,
    number: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// The window whose marks are shown.
    shown: StoredValue<Option<(MapArea, u8)>>,
}

/// Fills the marks for as long as the calling component lives. Browser only.
pub(super) fn follow(state: MapState, filter: Memo<BoardFilter>) {
    let source = Source {
        state,
        filter,
        number: StoredValue::new(0),
        timer: StoredValue::new(None),
        shown: StoredValue::new(None),
    };
    Effect::new(move || {
        state.asked_again.track();
        source.look_at_all(&filter.get());
    });
    Effect::new(move || {
        if state.camera.get().is_some() {
            state.size.track();
            source.later(REST);
        }
    });
    use_event(move |event| {
        if matches!(event, ServerEvent::BillboardStatusUpdate(_) | ServerEvent::BoardUpdated(_)) {
            source.shown.set_value(None);
            source.later(CHANGES);
        }
    });
    let is_connected = use_connection().is_connected();
    Effect::new(move || {
        // Whatever was told while the line was cut.
        if is_connected.get() {
            source.shown.set_value(None);
            source.later(REST);
        }
    });
    on_cleanup(move || {
        if let Some(Some(timer)) = source.timer.try_get_value() {
            timer.clear();
        }
    });
}

impl Source {
    /// Finds out where the boards are, and goes there.
    fn look_at_all(self, filter: &BoardFilter) {
        self.state.chosen.set(None);
        self.ask(path(filter, None), move |map| {
            let area = map.area();
            self.shown.set_value(None);
            self.state.is_empty.set(area.is_none());
            self.state.marks.set(BoardMap::default());
            self.state.look_at(area.unwrap_or(MapArea::WORLD));
        });
    }

    fn later(self, pause: Duration) {
        let ask = move || self.ask_for_window();
        let timer = set_timeout_with_handle(ask, pause).ok();
        let before = self.timer.try_update_value(|known| std::mem::replace(known, timer));
        if let Some(Some(before)) = before {
            before.clear();
        }
    }

    fn ask_for_window(self) {
        let Some(Some(camera)) = self.state.camera.try_get_untracked() else { return };
        let window = camera.area(self.state.size.get_untracked());
        let window = (MapGrid::new(window, camera.zoom).area, camera.zoom);
        if self.shown.get_value() == Some(window) {
            return;
        }
        let path = self.filter.with_untracked(|filter| path(filter, Some(window)));
        self.ask(path, move |map| {
            self.shown.set_value(Some(window));
            self.state.marks.set(map);
        });
    }

    fn ask(self, path: String, take: impl FnOnce(BoardMap) + 'static) {
        let number = self.number.try_update_value(|number| {
            *number += 1;
            *number
        });
        spawn_local(async move {
            let answer = fetch::get(&path, None).await;
            if number.is_none() || self.number.try_get_value() != number {
                return;
            }
            let map = match answer {
                Some(Fetched::New { body, .. }) => serde_json::from_str(&body).ok(),
                Some(Fetched::Same) | None => None,
            };
            self.state.has_failed.set(map.is_none());
            if let Some(map) = map {
                take(map);
            }
        });
    }
}

/// The filter as the list's address has it, and the window.
fn path(filter: &BoardFilter, window: Option<(MapArea, u8)>) -> String {
    let address = query::address(filter, 1);
    let filter = address.split_once('?').map_or("", |(_, filter)| filter);
    let window = window.map(|(area, zoom)| format!("bbox={}&zoom={zoom}", clipped(area)));
    format!("/api/boards/map?{filter}&{}", window.unwrap_or_default())
}

/// Whole cells may reach beyond the globe's end.
fn clipped(area: MapArea) -> MapArea {
    let MapArea { west_e6, south_e6, east_e6, north_e6 } = MapArea::WORLD;
    MapArea {
        west_e6: area.west_e6.max(west_e6),
        south_e6: area.south_e6.max(south_e6),
        east_e6: area.east_e6.min(east_e6),
        north_e6: area.north_e6.min(north_e6),
    }
}
