use super::{
    log_filter::{BLOCK, LogFilter, split},
    log_view::LogView,
};
use crate::time::{Clock, exact, to_local, use_clock};
use leptos::{html, prelude::*};
use protocol::{
    Timestamp,
    order::{LogLevel, LogLine},
};

/// Closer to the end than this counts as being there, in CSS pixels.
const NEAR_END: i32 = 32;

/// A part of the list. Equal keys, equal content: lines are only ever added.
#[derive(Clone, PartialEq)]
struct Part {
    key: (u64, bool, usize, usize),
    places: Vec<usize>,
}

/// The lines, and keeping the newest in view.
#[component]
pub(super) fn Lines(view: LogView) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let clock = use_clock();
    let is_local = Memo::new(move |_| matches!(clock.get(), Clock::Local { .. }));
    // Another filter, other parts.
    let generation = Memo::new(move |before: Option<&(u64, LogFilter)>| {
        let filter = view.filter.get();
        match before {
            Some((number, known)) if *known == filter => (*number, filter),
            Some((number, _)) => (number + 1, filter),
            None => (0, filter),
        }
    });
    let parts = Memo::new(move |_| {
        let (is_local, (generation, filter)) = (is_local.get(), generation.get());
        let parts = view.with_lines(|lines| filter.parts(lines)).into_iter().enumerate();
        let part = |(at, places): (usize, Vec<usize>)| Part {
            key: (generation, is_local, at, places.len()),
            places,
        };
        parts.map(part).collect::<Vec<_>>()
    });
    let is_empty = Memo::new(move |_| parts.with(Vec::is_empty));
    keep_end_in_view(view, list, parts);
    let was_at = StoredValue::new(0);
    let scrolled = move |_| {
        let Some(list) = list.get_untracked() else { return };
        let top = list.scroll_top();
        let is_at_end = list.scroll_height() - list.client_height() - top < NEAR_END;
        // Only a reader goes up.
        let went_up = top < was_at.get_value();
        was_at.set_value(top);
        if is_at_end != view.follows.get_untracked() && (is_at_end || went_up) {
            view.follows.set(is_at_end);
        }
    };
    view! {
        <div
            class="order-log__lines"
            role="region"
            aria-label="Log lines"
            tabindex="0"
            node_ref=list
            on:scroll=scrolled
        >
            <Show when=move || is_empty.get()>
                <p class="order-log__none muted">"No lines."</p>
            </Show>
            <For each=move || parts.get() key=|part| part.key let:part>
                <PartView view part />
            </For>
        </div>
    }
}

/// After the lines are there, and once more when the browser knows how high they are.
fn keep_end_in_view(view: LogView, list: NodeRef<html::Div>, parts: Memo<Vec<Part>>) {
    let to_end = move || {
        if let Some(list) = list.try_get_untracked().flatten() {
            list.set_scroll_top(list.scroll_height());
        }
    };
    Effect::new(move || {
        parts.track();
        if view.follows.get() {
            to_end();
            request_animation_frame(to_end);
        }
    });
}

#[component]
fn PartView(view: LogView, part: Part) -> impl IntoView {
    let class = if part.places.len() == BLOCK {
        "order-log__part order-log__part--full"
    } else {
        "order-log__part"
    };
    let needle = view.filter.with_untracked(LogFilter::needle);
    let is_local = part.key.1;
    let lines = part.places.into_iter().filter_map(|place| view.line(place));
    let lines = lines.map(|line| row(&line, &needle, is_local)).collect_view();
    view! { <ol class=class>{lines}</ol> }
}

fn row(line: &LogLine, needle: &str, is_local: bool) -> impl IntoView + use<> {
    let (before, found, after) = split(&line.message, needle);
    let found = (!found.is_empty()).then(|| view! { <mark>{found.to_owned()}</mark> });
    let class = match line.level {
        LogLevel::Info => "log-line",
        LogLevel::Warn => "log-line log-line--warn",
        LogLevel::Error => "log-line log-line--error",
    };
    let level = match line.level {
        LogLevel::Info => "",
        LogLevel::Warn => "Warning: ",
        LogLevel::Error => "Error: ",
    };
    let at = if is_local { to_local(line.at) } else { line.at };
    view! {
        <li class=class data-testid="log-line" data-number=line.number data-level=line.level.as_str()>
            <span class="log-line__number" aria-hidden="true">
                {line.number}
            </span>
            <span class="log-line__time" title=exact(line.at, Clock::Utc)>
                {time_of_day(at)}
            </span>
            <span class="log-line__message">
                {(!level.is_empty()).then(|| view! { <strong>{level}</strong> })} {before.to_owned()}
                {found} {after.to_owned()}
            </span>
        </li>
    }
}

/// To the second.
fn time_of_day(at: Timestamp) -> String {
    let seconds = at.0.div_euclid(1_000);
    let (hours, minutes) = (seconds.div_euclid(3_600).rem_euclid(24), seconds.div_euclid(60));
    format!("{hours:02}:{:02}:{:02}", minutes.rem_euclid(60), seconds.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_lines_are_told_to_the_second() {
        assert_eq!(time_of_day(Timestamp(1_772_355_907_123)), "09:05:07");
    }
}
