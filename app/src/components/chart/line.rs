use super::{
    ChartData, FULL, PLOT, Series,
    bars::{grid, ticks},
    number, percent,
    scale::Scale,
    twin::Twin,
};
use leptos::prelude::*;

/// One line through all points, for values that come close together. Only the first series is drawn.
#[component]
pub fn LineChart(data: ChartData) -> impl IntoView {
    let scale = data.scale();
    let marks = scale.marks();
    let axis = marks.iter().map(|mark| view! { <span>{data.unit.short(*mark)}</span> });
    let outline = data.series.first().map(|series| outline(series, scale)).unwrap_or_default();
    let area = format!("{outline}V{PLOT}H0Z");
    let (id, title, summary) = (data.id.clone(), data.title.clone(), data.summary());
    let axis = axis.collect_view();
    let over = (places(&data), ticks(&data));
    let twin = view! { <Twin data /> };
    view! {
        <figure class="chart" data-testid="chart" data-chart=id>
            <figcaption class="chart__title">{title}</figcaption>
            <div class="chart__frame">
                <div class="chart__axis" aria-hidden="true">
                    {axis}
                </div>
                <svg class="chart__plot" role="img" width="100%" height=FULL aria-label=summary>
                    {grid(scale)}
                    <svg
                        width="100%"
                        height=PLOT
                        viewBox=format!("0 0 1000 {PLOT}")
                        preserveAspectRatio="none"
                    >
                        <path class="chart__area" d=area></path>
                        <path class="chart__curve" d=outline></path>
                    </svg>
                    {over}
                </svg>
            </div>
            {twin}
        </figure>
    }
}

/// A step for each value: what was counted in a minute is so for the whole of it.
fn outline(series: &Series, scale: Scale) -> String {
    let count = i64::try_from(series.values.len()).unwrap_or(1).max(1);
    let step = |(at, value): (i64, &i64)| {
        let y = PLOT - scale.height(*value, PLOT);
        let (from, to) = (at * 1000 / count, (at + 1) * 1000 / count);
        let start = if at == 0 { format!("M{from} {y}") } else { format!("V{y}") };
        format!("{start}H{to}")
    };
    (0_i64..).zip(&series.values).map(step).collect()
}

/// Where the tooltips are.
fn places(data: &ChartData) -> impl IntoView + use<> {
    let room = 1.0 / number(data.points.len().max(1));
    let mut all = Vec::new();
    for (at, point) in data.points.iter().enumerate() {
        let value = data.series.first().and_then(|series| series.values.get(at).copied());
        let value = value.unwrap_or_default();
        let title = format!("{}: {}", point.name, data.unit.text(value));
        all.push(view! {
            <rect
                class="chart__place"
                x=percent(room * number(at))
                y="0"
                width=percent(room)
                height=PLOT
                data-value=value
            >
                <title>{title}</title>
            </rect>
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{super::Look, *};

    #[test]
    fn every_value_is_a_step_of_the_same_width() {
        let series = Series { name: "Done", look: Look::Solid, values: vec![0, 2, 1, 1] };
        let path = outline(&series, Scale::to(Some(2)));
        assert_eq!(path, "M0 150H250V0H500V75H750V75H1000");
    }
}
