use super::ChartData;
use leptos::prelude::*;

/// A chart's numbers, for whoever would rather read, and for screen readers.
#[component]
pub(super) fn Twin(data: ChartData) -> impl IntoView {
    let ChartData { title, points_are, points, series, unit, .. } = data;
    let heads = series.iter().map(|series| view! { <th scope="col">{series.name}</th> });
    let heads = heads.collect_view();
    let row = |(at, point): (usize, &super::Point)| {
        let cell = |values: &Vec<i64>| {
            view! { <td>{unit.short(values.get(at).copied().unwrap_or_default())}</td> }
        };
        let cells = series.iter().map(|series| cell(&series.values)).collect_view();
        view! {
            <tr>
                <th scope="row">{point.name.clone()}</th>
                {cells}
            </tr>
        }
    };
    let rows = points.iter().enumerate().map(row).collect_view();
    view! {
        <TwinFrame label=title.clone()>
            <table>
                <caption>{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{points_are}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TwinFrame>
    }
}

/// What holds a table that is opened when it is wanted.
#[component]
pub(super) fn TwinFrame(label: String, children: Children) -> impl IntoView {
    view! {
        <details class="chart-twin" data-testid="chart-table">
            <summary>
                "As a table" <span class="visually-hidden">": " {label.clone()}</span>
            </summary>
            <div class="chart-twin__scroll" role="region" aria-label=label tabindex="0">
                {children()}
            </div>
        </details>
    }
}
