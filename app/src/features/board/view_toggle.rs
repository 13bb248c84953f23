use super::query;
use crate::components::{Icon, Symbol};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use protocol::board::BoardFilter;

/// The part of the address that asks for the map beside the list: `view=map`.
const PART: (&str, &str) = ("view", "map");

/// Whether the map is asked for.
pub(super) fn use_map_view() -> Memo<bool> {
    let query = use_query_map();
    Memo::new(move |_| query.with(is_map))
}

fn is_map(query: &ParamsMap) -> bool {
    query.get_str(PART.0) == Some(PART.1)
}

/// An address of the list that keeps the map where it is.
pub(super) fn in_same_view(address: String) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let is_map = use_map_view();
    move || if is_map.get() { with_map(&address) } else { address.clone() }
}

fn with_map(address: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{}={}", PART.0, PART.1)
}

/// The list alone, or with the map.
#[component]
pub(super) fn ViewToggle(filter: Memo<BoardFilter>) -> impl IntoView {
    let is_map = use_map_view();
    let list = move || filter.with(|filter| query::address(filter, filter.page));
    let current = move |map: bool| (is_map.get() == map).then_some("page");
    view! {
        <nav class="view-toggle" aria-label="View">
            <a class="view-toggle__way" href=list aria-current=move || current(false)>
                <Icon symbol=Symbol::Board />
                "List"
            </a>
            <a class="view-toggle__way" href=move || with_map(&list()) aria-current=move || current(true)>
                <Icon symbol=Symbol::Location />
                "Map"
            </a>
        </nav>
    }
}

/// Keeps the map when the filter's form is sent.
#[component]
pub(super) fn ViewField() -> impl IntoView {
    let is_map = use_map_view();
    move || is_map.get().then(|| view! { <input r#type="hidden" name=PART.0 value=PART.1 /> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_is_one_more_part_of_the_address() {
        assert_eq!(with_map("/"), "/?view=map");
        assert_eq!(with_map("/?city=Berlin"), "/?city=Berlin&view=map");
    }
}
