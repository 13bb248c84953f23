use super::ping::{MINUTE, Pings};
use leptos::prelude::*;
use std::time::Duration;

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 40.0;

/// The last minute of pings as bars; a question without an answer is a full one in the colour of trouble.
#[component]
pub(super) fn Graph(pings: Pings) -> impl IntoView {
    let bars = move || {
        let times = pings.all();
        let highest = times.iter().flatten().max().copied().unwrap_or_default();
        bars(&times, highest.max(Duration::from_millis(10)))
    };
    let label = move || format!("Pings of the last minute: {}", pings.summary());
    view! {
        <svg
            class="graph"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            role="img"
            aria-label=label
            data-testid="ping-graph"
        >
            <path class="graph__bars" d=move || bars().0></path>
            <path class="graph__lost" d=move || bars().1></path>
        </svg>
    }
}

/// The paths of those that were answered, and of those that were not.
#[expect(clippy::cast_precision_loss, reason = "thirty bars")]
fn bars(times: &[Option<Duration>], highest: Duration) -> (String, String) {
    let step = WIDTH / MINUTE as f64;
    let (mut answered, mut lost) = (String::new(), String::new());
    for (place, time) in times.iter().enumerate() {
        let x = (place + MINUTE - times.len()) as f64 * step;
        let part = time.map_or(1.0, |time| time.as_secs_f64() / highest.as_secs_f64());
        let height = (HEIGHT * part).max(1.0);
        let bar = format!("M{x:.1} {HEIGHT}v-{height:.1}h{:.1}v{height:.1}z", step - 2.0);
        if time.is_some() { &mut answered } else { &mut lost }.push_str(&bar);
    }
    (answered, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_for_each_and_the_newest_at_the_right() {
        let times = [Some(Duration::from_millis(5)), None];
        let (answered, lost) = bars(&times, Duration::from_millis(10));
        assert_eq!(answered, "M224.0 40v-20.0h6.0v20.0z");
        assert_eq!(lost, "M232.0 40v-40.0h6.0v40.0z");
        assert_eq!(bars(&[], Duration::from_millis(10)), (String::new(), String::new()));
    }
}
