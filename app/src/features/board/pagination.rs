use super::{query, view_toggle::in_same_view};
use crate::components::{Icon, Symbol};
use leptos::prelude::*;
use protocol::{board::BoardFilter, limits::BOARD_PAGE};

/// Links to the other pages; absent when there are none.
#[component]
pub(super) fn Pagination(filter: BoardFilter, total: u32, page: u32) -> impl IntoView {
    let last = total.div_ceil(BOARD_PAGE);
    (last > 1).then(move || {
        let numbers = shown(page, last)
            .into_iter()
            .map(|number| view! { <PageLink filter=filter.clone() number current=page /> })
            .collect_view();
        let back = (page > 1).then(|| in_same_view(query::address(&filter, page - 1)));
        let forward = (page < last).then(|| in_same_view(query::address(&filter, page + 1)));
        view! {
            <nav class="pagination" aria-label="Pages">
                {move || {
                    let href = back.as_ref().map(|back| back());
                    view! { <Step href symbol=Symbol::Back label="Previous page" rel="prev" /> }
                }} <ul class="pagination__numbers">{numbers}</ul>
                {move || {
                    let href = forward.as_ref().map(|forward| forward());
                    view! { <Step href symbol=Symbol::Forward label="Next page" rel="next" /> }
                }}
            </nav>
        }
    })
}

/// Back and forward alone, for short lists.
#[component]
pub(super) fn Steps(back: Option<String>, forward: Option<String>) -> impl IntoView {
    view! {
        <nav class="pagination" aria-label="Pages">
            <Step href=back symbol=Symbol::Back label="Previous page" rel="prev" />
            <Step href=forward symbol=Symbol::Forward label="Next page" rel="next" />
        </nav>
    }
}

/// The first, the last, and the neighbours of the current page; `None` stands for a gap.
fn shown(page: u32, last: u32) -> Vec<Option<u32>> {
    let mut numbers: Vec<Option<u32>> = Vec::new();
    let mut before = 0;
    for number in 1..=last {
        if number == 1 || number == last || number.abs_diff(page) <= 1 {
            if number - before == 2 {
                numbers.push(Some(number - 1));
            } else if number - before > 2 {
                numbers.push(None);
            }
            numbers.push(Some(number));
            before = number;
        }
    }
    numbers
}

#[component]
fn PageLink(filter: BoardFilter, number: Option<u32>, current: u32) -> impl IntoView {
    number.map_or_else(
        || view! { <li class="pagination__gap">"…"</li> }.into_any(),
        |number| {
            view! {
                <li>
                    <a
                        class="pagination__link"
                        href=in_same_view(query::address(&filter, number))
                        aria-label=format!("Page {number}")
                        aria-current=(number == current).then_some("page")
                    >
                        {number}
                    </a>
                </li>
            }
            .into_any()
        },
    )
}

/// A step that leads nowhere keeps its place, so that nothing moves.
#[component]
fn Step(
    href: Option<String>,
    symbol: Symbol,
    label: &'static str,
    rel: &'static str,
) -> impl IntoView {
    match href {
        Some(href) => view! {
            <a class="pagination__link" href=href rel=rel aria-label=label>
                <Icon symbol />
            </a>
        }
        .into_any(),
        None => view! {
            <span class="pagination__link pagination__link--off">
                <Icon symbol />
            </span>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn ends_and_neighbours_are_shown() {
        assert_eq!(shown(1, 2), [Some(1), Some(2)]);
        assert_eq!(shown(1, 9), [Some(1), Some(2), None, Some(9)]);
        assert_eq!(shown(3, 5), [1, 2, 3, 4, 5].map(Some));
        let middle = [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)];
        assert_eq!(shown(5, 9), middle);
    }
}
