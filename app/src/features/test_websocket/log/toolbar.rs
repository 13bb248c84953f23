use super::{LogView, export, filter::Filter};
use crate::{
    components::{Icon, Symbol, copy, use_toasts},
    connection::log::{CAPACITY, Direction, Kind},
};
use leptos::prelude::*;

/// What is shown of the log, and what can be done with it.
#[component]
pub(super) fn Toolbar(view: LogView) -> impl IntoView {
    view! {
        <div class="log__bar">
            <Search view />
            <Directions view />
            <Kinds view />
            <Actions view />
        </div>
        {move || {
            view.tick.track();
            view.is_full()
                .then(|| {
                    view! {
                        <p class="panel__note">
                            {format!("The newest {CAPACITY} are kept; older ones have gone.")}
                        </p>
                    }
                })
        }}
    }
}

#[component]
fn Search(view: LogView) -> impl IntoView {
    view! {
        <label class="log__filter">
            <span class="visually-hidden">"Filter"</span>
            <input
                class="field__input"
                type="search"
                placeholder="Filter: text, or /expression/"
                data-testid="log-filter"
                prop:value=move || view.filter.with(|filter| filter.text.clone())
                on:input=move |event| {
                    view.filter.update(|filter| filter.text = event_target_value(&event));
                }
            />
        </label>
    }
}

#[component]
fn Directions(view: LogView) -> impl IntoView {
    let choose = move |event| {
        let direction = match event_target_value(&event).as_str() {
            "in" => Some(Direction::In),
            "out" => Some(Direction::Out),
            "line" => Some(Direction::Line),
            _ => None,
        };
        view.filter.update(|filter| filter.direction = direction);
    };
    let current = move || view.filter.with(|filter| filter.direction.map_or("", Direction::as_str));
    view! {
        <label class="select log__select">
            <span class="visually-hidden">"Direction"</span>
            <select data-testid="log-direction" prop:value=current on:change=choose>
                <option value="">"both ways"</option>
                <option value="in">"in"</option>
                <option value="out">"out"</option>
                <option value="line">"line"</option>
            </select>
        </label>
    }
}

#[component]
fn Kinds(view: LogView) -> impl IntoView {
    let toggle = move |kind: Kind| {
        view.filter.update(|Filter { hidden, .. }| {
            if hidden.contains(&kind) {
                hidden.retain(|known| *known != kind);
            } else {
                hidden.push(kind);
            }
        });
    };
    let button = move |kind: Kind| {
        let is_shown = move || view.filter.with(|filter| !filter.hidden.contains(&kind));
        view! {
            <button
                class="chip"
                type="button"
                data-testid="log-kind"
                data-kind=kind.as_str()
                aria-pressed=move || is_shown().to_string()
                on:click=move |_| toggle(kind)
            >
                {kind.as_str()}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label="Kinds">
            {Kind::ALL.map(button).collect_view()}
        </div>
    }
}

#[component]
fn Actions(view: LogView) -> impl IntoView {
    let toasts = use_toasts();
    let is_paused = move || view.paused_at.with(Option::is_some);
    let pause_label = move || {
        view.log.track();
        match (is_paused(), view.held_back()) {
            (false, _) => "Pause".to_owned(),
            (true, 0) => "Resume".to_owned(),
            (true, n) => format!("Resume (+{n})"),
        }
    };
    let take = move |_| copy(view.lines(), toasts);
    let save = move |_| export::save("bulletin-log.jsonl", &view.lines());
    view! {
        <div class="log__actions">
            <button
                class="button"
                type="button"
                data-testid="log-pause"
                aria-pressed=move || is_paused().to_string()
                on:click=move |_| view.pause()
            >
                <Icon symbol=Symbol::Pause />
                {pause_label}
            </button>
            <Switch label="Follow" id="log-follow" value=view.follows />
            <Switch label="Mask" id="log-mask" value=view.masks />
            <button class="button" type="button" data-testid="log-copy" on:click=take>
                <Icon symbol=Symbol::Copy />
                "Copy"
            </button>
            <button class="button" type="button" data-testid="log-save" on:click=save>
                "Save"
            </button>
            <button
                class="button"
                type="button"
                data-testid="log-clear"
                on:click=move |_| view.clear()
            >
                "Clear"
            </button>
        </div>
    }
}

#[component]
fn Switch(label: &'static str, id: &'static str, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            class="chip"
            type="button"
            data-testid=id
            aria-pressed=move || value.get().to_string()
            on:click=move |_| value.update(|value| *value = !*value)
        >
            {label}
        </button>
    }
}
