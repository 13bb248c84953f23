//! The page's panes, which can be closed, and its state in the address.

use super::log::filter::Filter;
use crate::components::{Icon, Symbol};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// All panes, in order.
pub(super) const PANES: [(&str, &str); 5] = [
    ("connection", "Connection"),
    ("send", "Send"),
    ("log", "Log"),
    ("state", "State"),
    ("lab", "Lab"),
];

/// Which panes are open.
#[derive(Clone, Copy)]
pub(super) struct Panes {
    closed: RwSignal<Vec<String>>,
}

impl Panes {
    /// As the address says: `?closed=lab,state`. Provides them to [`Pane`].
    pub(super) fn provide() -> (Self, Filter) {
        let (closed, text) = use_query_map().with_untracked(|query| {
            let list = query.get("closed").unwrap_or_default();
            let closed = list.split(',').filter(|name| !name.is_empty()).map(str::to_owned);
            (closed.collect::<Vec<_>>(), query.get("filter").unwrap_or_default())
        });
        let panes = Self { closed: RwSignal::new(closed) };
        provide_context(panes);
        (panes, Filter { text, ..Filter::default() })
    }

    pub(super) fn is_open(self, name: &'static str) -> bool {
        self.closed.with(|closed| !closed.iter().any(|known| known == name))
    }

    pub(super) fn toggle(self, name: &'static str) {
        self.closed.update(|closed| {
            let count = closed.len();
            closed.retain(|known| known != name);
            if closed.len() == count {
                closed.push(name.to_owned());
            }
        });
    }

    /// Keeps the address true. It holds no secret: names of panes, and what one searches the log for.
    pub(super) fn write_address(self, filter: RwSignal<Filter>) {
        Effect::new(move |before: Option<()>| {
            let closed = self.closed.with(|closed| closed.join(","));
            let text = filter.with(|filter| filter.text.clone());
            if before.is_some() {
                replace_query(&[("closed", &closed), ("filter", &text)]);
            }
        });
    }
}

/// Without a step in the history: going back leaves the page.
fn replace_query(pairs: &[(&str, &str)]) {
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let pairs = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> =
        pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let path = window().location().pathname().unwrap_or_default();
    let address = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
    if let Ok(history) = window().history() {
        // A browser that refuses leaves the address as it was.
        drop(history.replace_state_with_url(
            &history.state().unwrap_or_default(),
            "",
            Some(&address),
        ));
    }
}

/// Opens and closes panes.
#[component]
pub(super) fn PaneSwitches(panes: Panes) -> impl IntoView {
    let button = move |(name, title): (&'static str, &'static str)| {
        view! {
            <button
                class="chip"
                type="button"
                data-testid="pane-switch"
                data-name=name
                aria-pressed=move || panes.is_open(name).to_string()
                on:click=move |_| panes.toggle(name)
            >
                {title}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label="Panes">
            {PANES.map(button).collect_view()}
        </div>
    }
}

/// A pane with its title; absent while it is closed.
#[component]
pub(super) fn Pane(
    /// As the address calls it.
    name: &'static str,
    /// For people.
    title: &'static str,
    /// Beside the title.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    children: ChildrenFn,
) -> impl IntoView {
    let panes = expect_context::<Panes>();
    let id = format!("panel-{name}");
    move || {
        let (id, children) = (id.clone(), children.clone());
        panes.is_open(name).then(|| {
            view! {
                <section
                    class=format!("panel panel--{name}")
                    aria-labelledby=id.clone()
                    data-testid=format!("pane-{name}")
                >
                    <div class="panel__head">
                        <h2 class="panel__title" id=id.clone()>
                            {title}
                        </h2>
                        {note.map(|note| view! { <span class="panel__note">{note}</span> })}
                        <button
                            class="panel__close"
                            type="button"
                            aria-label=format!("Close {title}")
                            on:click=move |_| panes.toggle(name)
                        >
                            <Icon symbol=Symbol::Close />
                        </button>
                    </div>
                    {children()}
                </section>
            }
        })
    }
}
