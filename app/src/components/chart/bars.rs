use super::{
    ChartData, FULL, Look, PLOT, Series, WORDS, number, percent, scale::Scale, twin::Twin,
};
use leptos::prelude::*;

/// The part of a point's room that its bars take.
const FILLED: f64 = 0.72;

/// One group of bars for each point.
#[component]
pub fn BarChart(data: ChartData) -> impl IntoView {
    let scale = data.scale();
    let marks = scale.marks();
    let axis = marks.iter().map(|mark| view! { <span>{data.unit.short(*mark)}</span> });
    let legend = (data.series.len() > 1).then(|| view! { <Legend series=data.series.clone() /> });
    let pattern = format!("{}-stripes", data.id);
    let (id, title, summary) = (data.id.clone(), data.title.clone(), data.summary());
    let axis = axis.collect_view();
    let drawn = (grid(scale), groups(&data, scale, &pattern), ticks(&data));
    let twin = view! { <Twin data /> };
    view! {
        <figure class="chart" data-testid="chart" data-chart=id>
            <figcaption class="chart__title">{title}</figcaption>
            {legend}
            <div class="chart__frame">
                <div class="chart__axis" aria-hidden="true">
                    {axis}
                </div>
                <svg class="chart__plot" role="img" width="100%" height=FULL aria-label=summary>
                    <defs>
                        <pattern
                            id=pattern
                            width="6"
                            height="6"
                            patternUnits="userSpaceOnUse"
                            patternTransform="rotate(45)"
                        >
                            <rect class="chart__stripe" width="3" height="6"></rect>
                        </pattern>
                    </defs>
                    {drawn}
                </svg>
            </div>
            {twin}
        </figure>
    }
}

/// Lines across, at what the axis names.
pub(super) fn grid(scale: Scale) -> impl IntoView + use<> {
    let line = |mark: i64| {
        let y = if mark == 0 { PLOT } else { PLOT - scale.height(mark, PLOT) };
        view! { <line class="chart__line" x1="0" x2="100%" y1=y y2=y></line> }
    };
    scale.marks().into_iter().map(line).collect_view()
}

/// The words below.
pub(super) fn ticks(data: &ChartData) -> impl IntoView + use<> {
    let count = number(data.points.len().max(1));
    let tick = |(at, point): (usize, &super::Point)| {
        let middle = (number(at) + 0.5) / count;
        let anchor = match middle {
            ..0.05 => "start",
            0.95.. => "end",
            _ => "middle",
        };
        let x = match anchor {
            "start" => 0.0,
            "end" => 1.0,
            _ => middle,
        };
        point.tick.clone().map(|text| {
            view! {
                <text class="chart__tick" x=percent(x) y=WORDS text-anchor=anchor>
                    {text}
                </text>
            }
        })
    };
    data.points.iter().enumerate().map(tick).collect_view()
}

fn groups(data: &ChartData, scale: Scale, pattern: &str) -> impl IntoView + use<> {
    let room = 1.0 / number(data.points.len().max(1));
    let width = room * FILLED / number(data.series.len().max(1));
    let mut bars = Vec::new();
    for (at, point) in data.points.iter().enumerate() {
        for (nth, series) in data.series.iter().enumerate() {
            let value = series.values.get(at).copied().unwrap_or_default();
            let height = scale.height(value, PLOT);
            let x = room * (number(at) + (1.0 - FILLED) / 2.0) + width * number(nth);
            let fill = (series.look == Look::Hatched).then(|| format!("url(#{pattern})"));
            let title = format!("{}: {}, {}", point.name, series.name, data.unit.text(value));
            bars.push(view! {
                <rect
                    class=series.look.class()
                    x=percent(x)
                    y=PLOT - height
                    width=percent(width * 0.9)
                    height=height
                    rx="2"
                    fill=fill
                    data-value=value
                >
                    <title>{title}</title>
                </rect>
            });
        }
    }
    bars
}

#[component]
fn Legend(series: Vec<Series>) -> impl IntoView {
    let entry = |series: Series| {
        let swatch = match series.look {
            Look::Solid => "chart__swatch chart__swatch--solid",
            Look::Outline => "chart__swatch chart__swatch--outline",
            Look::Hatched => "chart__swatch chart__swatch--hatched",
        };
        view! {
            <li>
                <span class=swatch></span>
                {series.name}
            </li>
        }
    };
    view! {
        <ul class="chart__legend" aria-hidden="true">
            {series.into_iter().map(entry).collect_view()}
        </ul>
    }
}
