//! What stands on the map.

use super::{
    MapState,
    camera::Camera,
    ground::moved,
    labels::{self, ClusterKey, Side},
};
use crate::components::{Icon, StatusPill, Symbol};
use crate::{
    components::{PricePerDay, status_name},
    features::board::{card::BoardPicture, watch::live_status},
    format::{count, counted, money},
    routes,
};
use leptos::prelude::*;
use protocol::board::map::{MapBoard, MapCluster, WorldPoint};
use std::collections::HashMap;

/// Boards at one place stand above each other, so many pixels apart.
const LIFT: f64 = 34.0;

/// How far a board stands above its place that has so many below it.
pub(super) fn lift(below: usize) -> f64 {
    f64::from(u32::try_from(below).unwrap_or(0)) * LIFT
}

/// The marks, as they were last read; one that stays keeps its place in the document, and the focus.
#[component]
pub(super) fn Marks(state: MapState) -> impl IntoView {
    let clusters = move || state.marks.with(|map| map.clusters.clone());
    let boards = move || state.marks.with(|map| lifted(&map.boards));
    let zoom = Memo::new(move |_| state.camera.get().map_or(0, |camera| camera.zoom));
    let names = Memo::new(move |_| {
        let place = |place| Camera::on_the_whole(zoom.get(), WorldPoint::of(place));
        state.marks.with(|map| labels::sides(map, place))
    });
    view! {
        <ul class="board-map__marks" aria-label="Boards on the map">
            <For
                each=clusters
                key=labels::key
                children=move |cluster| view! { <ClusterMark state cluster names /> }
            />
            <For
                each=boards
                key=|(board, lift)| (board.id, board.price_per_day_cents, board.title.clone(), *lift)
                children=move |(board, lift)| view! { <BoardMark state board lift /> }
            />
        </ul>
    }
}

/// Each board with how many stand below it at the same place.
fn lifted(boards: &[MapBoard]) -> Vec<(MapBoard, usize)> {
    let below = |at: usize, board: &MapBoard| {
        boards.iter().take(at).filter(|other| other.place == board.place).count()
    };
    boards.iter().enumerate().map(|(at, board)| (board.clone(), below(at, board))).collect()
}

#[component]
fn ClusterMark(
    state: MapState,
    cluster: MapCluster,
    /// Which clusters have the name of their city beside them, and where.
    names: Memo<HashMap<ClusterKey, Side>>,
) -> impl IntoView {
    let key = labels::key(&cluster);
    let side = Memo::new(move |_| names.with(|names| names.get(&key).copied()));
    let at = Memo::new(move |_| state.place(WorldPoint::of(cluster.place)));
    let boards = counted(cluster.count.into(), "board", "boards");
    let city = cluster.city.clone();
    let place = city.as_ref().map(|city| format!(" in {city}")).unwrap_or_default();
    let (area, (_, size)) = (cluster.area, labels::size(cluster.count));
    let name = move || {
        let (side, city) = side.get().zip(city.clone())?;
        let class = format!("board-map__city board-map__city--{}", side.as_str());
        Some(view! { <span class=class aria-hidden="true" data-testid="map-city">{city}</span> })
    };
    view! {
        <li
            class=format!("board-map__mark board-map__mark--{size}")
            style:transform=move || moved(at.get())
        >
            <button
                class="map-cluster"
                type="button"
                title=format!("{boards}{place}")
                data-testid="map-cluster"
                data-count=cluster.count
                aria-label=format!("{boards}{place}: come nearer")
                on:click=move |_| state.come_nearer(area)
            >
                {count(cluster.count.into())}
            </button>
            {name}
        </li>
    }
}

#[component]
fn BoardMark(state: MapState, board: MapBoard, lift: usize) -> impl IntoView {
    let up = self::lift(lift);
    let at = Memo::new(move |_| {
        let (x, y) = state.place(WorldPoint::of(board.place));
        (x, y - up)
    });
    let status = live_status(board.id, board.status, board.status_version);
    let price = money(board.price_per_day_cents, &board.currency);
    let label = format!("{}, {price} a day, ", board.title);
    let id = board.id;
    view! {
        <li class="board-map__mark" style:transform=move || moved(at.get())>
            <button
                class=move || format!("map-board map-board--{}", status.get())
                type="button"
                data-testid="map-board"
                data-id=id.to_string()
                data-status=move || status.get().to_string()
                aria-label=move || format!("{label}{}", status_name(status.get()))
                aria-pressed=move || state.is_chosen(id).to_string()
                on:click=move |_| state.chosen.set(Some(board.clone()))
            >
                {price}
            </button>
        </li>
    }
}

/// The board whose mark was pressed.
#[component]
pub(super) fn ChosenBoard(state: MapState) -> impl IntoView {
    move || {
        let board = state.chosen.get()?;
        let status = live_status(board.id, board.status, board.status_version);
        Some(view! {
            <article class="map-card" data-testid="map-card">
                <BoardPicture id=board.id status cover=None is_in_view=true />
                <div class="map-card__text">
                    <h2 class="map-card__title">
                        <a href=routes::board(board.id)>{board.title}</a>
                    </h2>
                    <p class="muted">{board.city}</p>
                    <p class="price">
                        <PricePerDay cents=board.price_per_day_cents currency=board.currency />
                    </p>
                    {move || view! { <StatusPill status=status.get() /> }}
                </div>
                <button
                    class="icon-button map-card__close"
                    type="button"
                    aria-label="Close"
                    on:click=move |_| state.chosen.set(None)
                >
                    <Icon symbol=Symbol::Close />
                </button>
            </article>
        })
    }
}
