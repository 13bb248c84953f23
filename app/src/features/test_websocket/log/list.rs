use super::LogView;
use crate::connection::log::{Answer, Direction, Entry, Mark};
use leptos::{ev, html::Div, prelude::*};
use std::time::Duration;

/// The height of a row, in pixels; the style says the same.
const ROW: f64 = 26.0;
/// Rows drawn above and below what is in view.
const MARGIN: usize = 6;

/// What is in view.
#[derive(Clone, Copy, Default, PartialEq)]
struct Window {
    top: f64,
    height: f64,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "rows of a list, none of it negative or large"
)]
impl Window {
    /// The rows to draw, of so many.
    fn rows(self, of: usize) -> (usize, usize) {
        let first = ((self.top / ROW) as usize).saturating_sub(MARGIN).min(of);
        let last = ((self.top + self.height) / ROW) as usize + MARGIN;
        (first, last.min(of))
    }

    fn place(row: usize) -> f64 {
        row as f64 * ROW
    }
}

/// The rows in view. Read aloud only on request: it never stops.
#[component]
pub(super) fn Rows(view: LogView) -> impl IntoView {
    let window = RwSignal::new(Window { top: 0.0, height: 600.0 });
    let list = NodeRef::<Div>::new();
    let look = move || {
        let Some(list) = list.get_untracked() else { return };
        let (top, height) = (f64::from(list.scroll_top()), f64::from(list.client_height()));
        window.set(Window { top, height });
        view.follows.set(top + height >= f64::from(list.scroll_height()) - ROW);
    };
    let visible = Memo::new(move |_| {
        view.tick.track();
        let window = window.get();
        view.shown.with(|shown| {
            let (first, end) = window.rows(shown.ids.len());
            let ids = shown.ids.range(first..end).copied();
            (first, ids.collect::<Vec<u64>>())
        })
    });
    let active = move || view.selected.get().map(|id| format!("log-row-{id}"));
    let (space, drawn) = (NodeRef::<Div>::new(), NodeRef::<Div>::new());
    // Set from here: the security policy allows no style in the document itself.
    Effect::new(move || {
        view.tick.track();
        let height = Window::place(view.shown.with(|shown| shown.ids.len()));
        set_style(space, "height", &format!("{height}px"));
    });
    Effect::new(move || {
        let top = Window::place(visible.with(|rows| rows.0));
        set_style(drawn, "transform", &format!("translateY({top}px)"));
    });
    // After the heights are right.
    keep_in_view(view, list);
    view! {
        <div
            class="log"
            role="listbox"
            aria-label="Log entries"
            aria-activedescendant=active
            tabindex="0"
            node_ref=list
            data-testid="log"
            on:scroll=move |_| look()
            on:keydown=move |event| key(view, &event)
        >
            <div class="log__space" role="presentation" node_ref=space>
                <div class="log__window" role="presentation" node_ref=drawn>
                    <For each=move || visible.get().1 key=|id| *id let:id>
                        <Row view id />
                    </For>
                </div>
            </div>
        </div>
    }
}

fn set_style(element: NodeRef<Div>, property: &str, value: &str) {
    if let Some(element) = element.get() {
        // A known property with a plain value: it cannot be refused.
        drop(web_sys::HtmlElement::style(&element).set_property(property, value));
    }
}

/// The newest row while it is followed, and the selected one when keys have moved it.
fn keep_in_view(view: LogView, list: NodeRef<Div>) {
    Effect::new(move || {
        view.tick.track();
        if let (true, Some(list)) = (view.follows.get_untracked(), list.get()) {
            list.set_scroll_top(list.scroll_height());
        }
    });
    Effect::new(move || {
        view.selected.track();
        let (Some(place), Some(list)) = (view.place_of_selected(), list.get()) else { return };
        let (top, height) = (f64::from(list.scroll_top()), f64::from(list.client_height()));
        let row = Window::place(place);
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a list")]
        if row < top {
            list.set_scroll_top(row as i32);
        } else if row + ROW > top + height {
            list.set_scroll_top((row + ROW - height) as i32);
        }
    });
}

fn key(view: LogView, event: &ev::KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "PageDown" => 15,
        "PageUp" => -15,
        "Home" => isize::MIN,
        "End" => isize::MAX,
        "Escape" => return view.selected.set(None),
        _ => return,
    };
    event.prevent_default();
    view.step(by);
}

#[component]
fn Row(view: LogView, id: u64) -> impl IntoView {
    let entry = Memo::new(move |_| {
        view.tick.track();
        view.entry(id)
    });
    let is_selected = move || view.selected.get() == Some(id);
    move || {
        let entry = entry.get()?;
        let select = move |_| {
            view.selected.update(|selected| {
                *selected = (*selected != Some(id)).then_some(id);
            });
        };
        Some(view! {
            <div
                class=class_of(&entry)
                class:log__row--selected=is_selected
                id=format!("log-row-{id}")
                role="option"
                aria-selected=move || is_selected().to_string()
                data-testid="log-row"
                data-direction=entry.direction.as_str()
                data-kind=entry.kind.as_str()
                data-name=entry.name.clone()
                data-mark=entry.mark.map(Mark::as_str)
                data-answer=answer(&entry)
                on:click=select
            >
                <Cells entry=entry.clone() />
            </div>
        })
    }
}

#[component]
fn Cells(entry: Entry) -> impl IntoView {
    let place =
        entry.position.map(|(stream, seq)| format!("{} #{seq}", short(&stream.to_string())));
    let size = (entry.size > 0).then(|| format!("{} B", entry.size));
    let latency = match &entry.answer {
        Answer::Awaited => Some("…".to_owned()),
        Answer::Missing { .. } => Some("no answer".to_owned()),
        _ => entry.latency().map(millis),
    };
    view! {
        <span class="log__time">{time_of_day(entry.at.0)}</span>
        <span class="log__direction">{arrow(entry.direction)}</span>
        <span class="log__name">{entry.name.clone()} {detail(&entry)}</span>
        <span class="log__mark">{entry.mark.map(mark_text)}</span>
        <span class="log__place">{place}</span>
        <span class="log__size">{size}</span>
        <span class="log__latency">{latency}</span>
    }
}

/// What of a line's entry is worth a glance.
fn detail(entry: &Entry) -> Option<impl IntoView + use<>> {
    let fields = ["reason", "transport", "error", "retryInMs"];
    let field = fields.iter().find_map(|field| entry.payload.get(field))?;
    let is_line = entry.direction == Direction::Line;
    let text = field.as_str().map_or_else(|| field.to_string(), str::to_owned);
    is_line.then(|| view! { <span class="log__detail">{text}</span> })
}

fn class_of(entry: &Entry) -> String {
    let trouble = if entry.is_trouble { " log__row--trouble" } else { "" };
    let marked = if entry.mark.is_some() { " log__row--marked" } else { "" };
    format!("log__row log__row--{}{trouble}{marked}", entry.direction.as_str())
}

fn answer(entry: &Entry) -> Option<&'static str> {
    match &entry.answer {
        Answer::NotAsked => None,
        Answer::Awaited => Some("awaited"),
        Answer::Missing { .. } => Some("missing"),
        Answer::Came { .. } if entry.is_trouble => Some("refused"),
        Answer::Came { .. } => Some("ok"),
    }
}

fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "← in",
        Direction::Out => "→ out",
        Direction::Line => "· line",
    }
}

fn mark_text(mark: Mark) -> String {
    match mark {
        Mark::Gap(missing) => format!("gap of {missing}"),
        other => other.as_str().to_owned(),
    }
}

/// `conversation:0193…` with as much of the id as tells streams apart.
fn short(stream: &str) -> String {
    match stream.split_once(':') {
        Some((kind, id)) => format!("{kind}:…{}", &id[id.len().saturating_sub(4)..]),
        None => stream.to_owned(),
    }
}

/// A short time.
pub(crate) fn millis(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}

/// To the millisecond, in UTC, as server logs write it.
pub(crate) fn time_of_day(at: i64) -> String {
    let (seconds, millis) = (at.div_euclid(1_000), at.rem_euclid(1_000));
    let (hours, minutes) = (seconds / 3_600 % 24, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{millis:03}", seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_times_are_exact_to_the_millisecond() {
        assert_eq!(time_of_day(1_772_355_900_007), "09:05:00.007");
    }

    #[test]
    fn only_rows_in_view_are_drawn_and_a_few_around_them() {
        let window = Window { top: 260.0, height: 520.0 };
        assert_eq!(window.rows(10_000), (4, 36));
        assert_eq!(window.rows(12), (4, 12));
        assert_eq!(window.rows(0), (0, 0));
    }
}
