//! The boards on a map, an enhancement of the list: it runs in the browser only, and only where it was asked for.
//!
//! For browser tests: `board-map` (`data-zoom`), `map-cluster` (`data-count`), `map-board` (`data-id`, `data-status`),
//! `map-card`.

mod camera;
mod gestures;
mod ground;
mod labels;
mod marks;
mod source;

use super::api::read_tiles;
use camera::{Camera, Pixels};
use gestures::{Gestures, Hands};
use ground::Ground;
use leptos::{ev, html, prelude::*, task::spawn_local};
use marks::{ChosenBoard, Marks};
use protocol::{
    board::{
        BoardFilter, BoardSort,
        map::{BoardMap as MapMarks, MAX_ZOOM, MapArea, MapBoard, MapTiles, WorldPoint},
    },
    id::BoardId,
};

/// An arrow key moves the map by so many pixels.
const KEY_STEP: f64 = 96.0;

/// What the map's parts share.
#[derive(Clone, Copy)]
struct MapState {
    frame: NodeRef<html::Div>,
    /// `None` until it is known where boards are.
    camera: RwSignal<Option<Camera>>,
    size: RwSignal<Pixels>,
    marks: RwSignal<MapMarks>,
    chosen: RwSignal<Option<MapBoard>>,
    is_empty: RwSignal<bool>,
    has_failed: RwSignal<bool>,
    asked_again: Trigger,
}

impl MapState {
    fn new() -> Self {
        Self {
            frame: NodeRef::new(),
            camera: RwSignal::new(None),
            size: RwSignal::new((0.0, 0.0)),
            marks: RwSignal::default(),
            chosen: RwSignal::new(None),
            is_empty: RwSignal::new(false),
            has_failed: RwSignal::new(false),
            asked_again: Trigger::new(),
        }
    }

    /// Where a point of the world is in the frame.
    fn place(self, point: WorldPoint) -> Pixels {
        self.camera.get().map_or((0.0, 0.0), |camera| camera.place(point, self.size.get()))
    }

    fn turn(self, turn: impl FnOnce(Camera, Pixels) -> Camera) {
        let size = self.size.get_untracked();
        self.camera.update(|camera| *camera = camera.map(|camera| turn(camera, size)));
    }

    fn look_at(self, area: MapArea) {
        self.camera.set(Some(Camera::at_first(area, self.size.get_untracked())));
    }

    /// So near that the boards of a cluster stand apart; at least one step.
    fn come_nearer(self, area: MapArea) {
        self.turn(|camera, size| {
            let there = Camera::on(area, size);
            let zoom = there.zoom.max(camera.zoom.saturating_add(1));
            Camera { zoom: zoom.min(MAX_ZOOM), ..there }
        });
        // The mark that was pressed goes; its keys are the frame's now.
        if let Some(frame) = self.frame.get_untracked() {
            drop(frame.focus());
        }
    }

    fn step(self, steps: i8) {
        self.turn(|camera, size| camera.zoomed(steps, (size.0 / 2.0, size.1 / 2.0), size));
    }

    fn is_chosen(self, id: BoardId) -> bool {
        self.chosen.with(|chosen| chosen.as_ref().is_some_and(|board| board.id == id))
    }
}

/// The map beside the list, with the same filter.
#[component]
pub(super) fn BoardMap(filter: Memo<BoardFilter>) -> impl IntoView {
    let state = MapState::new();
    let gestures = Gestures { state, hands: StoredValue::new(Hands::default()) };
    let tiles = RwSignal::new(None::<MapTiles>);
    measure(state);
    // Another page or order of the list is the same map.
    let filter = Memo::new(move |_| {
        let filter = filter.get();
        BoardFilter { page: 1, sort: BoardSort::default(), ..filter }
    });
    start(state, filter, tiles);
    view! {
        <section class="board-map" aria-label="Map">
            <p class="notice board-map__no-script">
                "The map needs scripts. The list has the same boards."
            </p>
            <div
                class="board-map__frame"
                data-testid="board-map"
                data-zoom=move || state.camera.get().map(|camera| camera.zoom)
                node_ref=state.frame
                tabindex="0"
                role="group"
                aria-label="Map: arrow keys move it, plus and minus come nearer and go back"
                on:keydown=move |event| press(state, &event)
                on:pointerdown=move |event| gestures.down(&event)
                on:pointermove=move |event| gestures.moved(&event)
                on:pointerup=move |event| gestures.up(&event)
                on:pointercancel=move |event| gestures.up(&event)
                on:wheel=move |event| gestures.wheel(&event)
            >
                <Ground state tiles />
                <Marks state />
            </div>
            <Controls state />
            <Remarks state />
            <ChosenBoard state />
            {move || attribution(tiles.get())}
        </section>
    }
}

/// Everything the browser does; the server draws an empty frame.
fn start(state: MapState, filter: Memo<BoardFilter>, tiles: RwSignal<Option<MapTiles>>) {
    source::follow(state, filter);
    Effect::new(move || {
        spawn_local(async move {
            // Without an answer the ground is plain.
            tiles.try_set(Some(read_tiles().await.unwrap_or_default()));
        });
    });
}

fn measure(state: MapState) {
    let look = move || {
        if let Some(frame) = state.frame.get_untracked() {
            let rect = frame.get_bounding_client_rect();
            state.size.set((rect.width(), rect.height()));
        }
    };
    Effect::new(move || {
        if state.frame.get().is_some() {
            look();
        }
        let handle = window_event_listener(ev::resize, move |_| look());
        on_cleanup(move || handle.remove());
    });
}

fn press(state: MapState, event: &ev::KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowLeft" => (-KEY_STEP, 0.0),
        "ArrowRight" => (KEY_STEP, 0.0),
        "ArrowUp" => (0.0, -KEY_STEP),
        "ArrowDown" => (0.0, KEY_STEP),
        "+" | "=" => return state.step(1),
        "-" => return state.step(-1),
        "Escape" => return state.chosen.set(None),
        _ => return,
    };
    event.prevent_default();
    state.turn(|camera, _| camera.moved(by));
}

#[component]
fn Controls(state: MapState) -> impl IntoView {
    let is_nearest = move || state.camera.get().is_some_and(Camera::is_nearest);
    view! {
        <div class="board-map__controls">
            <button
                class="icon-button"
                type="button"
                aria-label="Come nearer"
                disabled=is_nearest
                on:click=move |_| state.step(1)
            >
                "+"
            </button>
            <button
                class="icon-button"
                type="button"
                aria-label="Go back"
                on:click=move |_| state.step(-1)
            >
                "−"
            </button>
        </div>
    }
}

/// What there is to say instead of marks.
#[component]
fn Remarks(state: MapState) -> impl IntoView {
    move || {
        if state.has_failed.get() {
            return Some(
                view! {
                    <p class="board-map__remark" role="status">
                        "The map could not be read. "
                        <button class="button" type="button" on:click=move |_| state.asked_again.notify()>
                            "Try again"
                        </button>
                    </p>
                }
                .into_any(),
            );
        }
        state.is_empty.get().then(|| {
            view! {
                <p class="board-map__remark" role="status">
                    "None of these boards has a place on the map."
                </p>
            }
            .into_any()
        })
    }
}

fn attribution(tiles: Option<MapTiles>) -> Option<impl IntoView> {
    let text = tiles?.attribution;
    (!text.is_empty()).then(|| view! { <p class="board-map__attribution">{text}</p> })
}
