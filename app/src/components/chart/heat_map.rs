use super::{number, percent, twin::TwinFrame};
use leptos::prelude::*;

/// Height of a row of cells, in pixels.
const ROW: i64 = 28;

/// From so many rows on the columns are named above them as well.
const TALL: usize = 8;

/// A row of a heat map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatRow {
    /// For tests: which.
    pub id: String,
    /// What it is.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// One line beside the name.
    pub note: String,
    /// From left to right.
    pub cells: Vec<HeatCell>,
}

/// A cell: filled from below by its share, so that it is read without its colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatCell {
    /// In percent; `None` is crossed out.
    pub share: Option<i64>,
    /// What it says in the table: `3 of 8`.
    pub text: String,
}

/// Shares by row and column.
#[component]
pub fn HeatMap(
    /// What it is about.
    title: String,
    /// What columns are: the first heading of the table.
    columns_are: &'static str,
    /// The columns, in full.
    columns: Vec<String>,
    /// The columns, where there is room.
    ticks: Vec<Option<String>>,
    /// From top to bottom.
    rows: Vec<HeatRow>,
) -> impl IntoView {
    let names = columns.clone();
    let head = (rows.len() >= TALL).then(|| view! { <TickRow ticks=ticks.clone() /> });
    let twin = twin(title.clone(), columns_are, columns, &rows);
    let drawn = rows.into_iter().map(|row| view! { <Row row columns=names.clone() /> });
    let drawn = drawn.collect_view();
    view! {
        <figure class="chart heat-map" data-testid="heat-map">
            <figcaption class="chart__title">{title}</figcaption>
            <Legend />
            <ul class="heat-map__rows">
                {head} {drawn} <TickRow ticks />
            </ul>
            {twin}
        </figure>
    }
}

#[component]
fn Row(row: HeatRow, columns: Vec<String>) -> impl IntoView {
    let count = number(row.cells.len().max(1));
    let cell = |(at, (cell, column)): (usize, (&HeatCell, &String))| {
        let x = number(at) / count;
        let height =
            cell.share.map_or(0, |share| (share.clamp(0, 100) * ROW / 100).max((share > 0).into()));
        let class = match cell.share {
            None => "heat-map__cell heat-map__cell--closed",
            Some(100..) => "heat-map__cell heat-map__cell--full",
            _ => "heat-map__cell",
        };
        let (x, width) = (percent(x), percent(0.86 / count));
        view! {
            <g class=class data-share=cell.share>
                <title>{format!("{}, {column}: {}", row.name, cell.text)}</title>
                <rect class="heat-map__ground" x=x.clone() y="0" width=width.clone() height=ROW rx="2"></rect>
                <rect class="heat-map__share" x=x y=ROW - height width=width height=height rx="2"></rect>
            </g>
        }
    };
    let cells = row.cells.iter().zip(&columns).enumerate().map(cell).collect_view();
    view! {
        <li class="heat-map__row" data-testid="heat-row" data-id=row.id>
            <p class="heat-map__name">
                <a href=row.href>{row.name.clone()}</a>
                " "
                <span class="muted">{row.note.clone()}</span>
            </p>
            <svg
                class="heat-map__cells"
                role="img"
                width="100%"
                height=ROW
                aria-label=format!("{}: {}", row.name, row.note)
            >
                {cells}
            </svg>
        </li>
    }
}

#[component]
fn TickRow(ticks: Vec<Option<String>>) -> impl IntoView {
    view! {
        <li class="heat-map__row heat-map__ticks" aria-hidden="true">
            <span></span>
            <Ticks ticks />
        </li>
    }
}

#[component]
fn Ticks(ticks: Vec<Option<String>>) -> impl IntoView {
    let count = number(ticks.len().max(1));
    let tick = |(at, text): (usize, Option<String>)| {
        let x = percent(number(at) / count);
        text.map(|text| view! { <text class="chart__tick" x=x y="14">{text}</text> })
    };
    let all = ticks.into_iter().enumerate().map(tick).collect_view();
    view! {
        <svg class="heat-map__cells" width="100%" height="20">
            {all}
        </svg>
    }
}

#[component]
fn Legend() -> impl IntoView {
    let entry = |class: &'static str, word: &'static str| {
        view! {
            <li>
                <span class=format!("heat-map__swatch heat-map__swatch--{class}")></span>
                {word}
            </li>
        }
    };
    view! {
        <ul class="chart__legend" aria-hidden="true">
            {entry("free", "free")}
            {entry("half", "half taken")}
            {entry("full", "full")}
            {entry("closed", "closed")}
        </ul>
    }
}

fn twin(
    title: String,
    columns_are: &'static str,
    columns: Vec<String>,
    rows: &[HeatRow],
) -> impl IntoView + use<> {
    let heads = rows.iter().map(|row| view! { <th scope="col">{row.name.clone()}</th> });
    let heads = heads.collect_view();
    let line = |(at, column): (usize, String)| {
        let cell = |row: &HeatRow| row.cells.get(at).map(|cell| cell.text.clone());
        let cells = rows.iter().map(|row| view! { <td>{cell(row)}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row">{column}</th>
                {cells}
            </tr>
        }
    };
    let lines = columns.into_iter().enumerate().map(line).collect_view();
    view! {
        <TwinFrame label=title.clone()>
            <table>
                <caption>{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{columns_are}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </TwinFrame>
    }
}
