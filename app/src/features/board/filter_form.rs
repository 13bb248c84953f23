use super::{facts::format_text, free_days::FreeDays, view_toggle::ViewField};
use crate::{components::status_name, features::account::use_me, format::rough, routes};
use leptos::{ev, prelude::*};
use leptos_router::components::Form;
use protocol::{
    board::{BoardFilter, BoardFormat, BoardSort, BoardStatus},
    limits,
};
use wasm_bindgen::JsCast;

/// Everything the list can be narrowed by, and its order. A plain GET form, so that the filter lives in the address;
/// with scripts a change applies at once.
#[component]
pub(super) fn FilterForm(
    /// What is shown now.
    filter: BoardFilter,
    /// Every city that has a board.
    cities: Vec<String>,
    /// What was found.
    children: Children,
) -> impl IntoView {
    let submit = |event: ev::Event| {
        let field =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if field.is_some_and(|field| is_half_typed(&field.type_(), &field.value())) {
            return;
        }
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|field| field.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
        if let Some(form) = form {
            // Refused only when a field is invalid, and then the browser says so.
            drop(form.request_submit());
        }
    };
    let cities = cities.into_iter().map(|city| (city.clone(), city)).collect();
    let formats = BoardFormat::ALL.map(|f| (f.as_str().to_owned(), format_text(f).0.to_owned()));
    let format = filter.format.map(|format| format.as_str().to_owned());
    let sorts = BoardSort::ALL.map(|sort| (sort.as_str().to_owned(), sort_name(sort).to_owned()));
    let sort = Some(filter.sort.as_str().to_owned());
    view! {
        <Form method="GET" action=routes::BROWSE attr:class="filters" on:change=submit>
            <Words words=filter.words.clone() />
            <Choice name="city" label="City" any="All cities" options=cities chosen=filter.city.clone() />
            <StatusChoice chosen=filter.status />
            <details class="filters__more" open=is_open(&filter)>
                <summary>"More filters"</summary>
                <div class="filters__fields">
                    <Choice
                        name="format"
                        label="Format"
                        any="All formats"
                        options=formats.to_vec()
                        chosen=format
                    />
                    <Price name="minPrice" label="Lowest price a day" cents=filter.min_price_cents />
                    <Price name="maxPrice" label="Highest price a day" cents=filter.max_price_cents />
                    <Audience chosen=filter.min_audience />
                    <FreeDays from=filter.free_from to=filter.free_to />
                    {use_me().map(|_| view! { <Followed is_followed=filter.is_followed /> })}
                </div>
            </details>
            <Choice name="sort" label="Order" any="" options=sorts.to_vec() chosen=sort />
            <button class="button filters__submit" type="submit">
                "Show"
            </button>
            <ViewField />
            {children()}
        </Form>
    }
}

/// A browser tells of every digit of a year, and whoever types 2027 has written the years 2, 20 and 202 on the way.
fn is_half_typed(kind: &str, value: &str) -> bool {
    kind == "date" && value.starts_with('0')
}

/// Whether anything is set that would be folded away.
fn is_open(filter: &BoardFilter) -> bool {
    filter.format.is_some()
        || filter.min_price_cents.is_some()
        || filter.max_price_cents.is_some()
        || filter.min_audience.is_some()
        || filter.free().is_some()
        || filter.is_followed
}

#[component]
fn Words(words: Option<String>) -> impl IntoView {
    let words = words.unwrap_or_default();
    view! {
        <label class="filters__words">
            <span class="visually-hidden">"Search boards"</span>
            <input
                class="field__input"
                type="search"
                name="q"
                placeholder="Street, place, direction"
                maxlength=limits::BOARD_SEARCH_CHARS
                value=words.clone()
                prop:value=words
                data-shortcut="search"
            />
        </label>
    }
}

/// One of several, or any of them.
#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    options: Vec<(String, String)>,
    chosen: Option<String>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(key, text)| {
            let selected = chosen.as_ref() == Some(&key);
            view! {
                <option value=key selected=selected prop:selected=selected>
                    {text}
                </option>
            }
        })
        .collect_view();
    // The attributes are what the server says; the properties follow when one goes back in the history.
    view! {
        <label class="select">
            <span class="visually-hidden">{label}</span>
            <select name=name>
                {(!any.is_empty()).then(|| view! { <option value="">{any}</option> })} {options}
            </select>
        </label>
    }
}

#[component]
fn StatusChoice(chosen: Option<BoardStatus>) -> impl IntoView {
    let choice = move |status: Option<BoardStatus>| {
        view! {
            <label class="segment">
                <input
                    r#type="radio"
                    name="status"
                    value=status.map_or("", BoardStatus::as_str)
                    checked=status == chosen
                    prop:checked=status == chosen
                />
                <span>{status.map_or("All", status_name)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">"Status"</legend>
            {choice(None)}
            {BoardStatus::PUBLIC.map(|status| choice(Some(status)))}
        </fieldset>
    }
}

#[component]
fn Price(name: &'static str, label: &'static str, cents: Option<i64>) -> impl IntoView {
    let value = cents.map(|cents| (cents / 100).to_string()).unwrap_or_default();
    view! {
        <label class="filters__price">
            <span class="visually-hidden">{label}</span>
            <input
                class="field__input"
                name=name
                inputmode="numeric"
                pattern="[0-9]*"
                maxlength="9"
                placeholder=label
                value=value.clone()
                prop:value=value
            />
        </label>
    }
}

#[component]
fn Audience(chosen: Option<i64>) -> impl IntoView {
    let steps = [25_000, 50_000, 100_000, 250_000, 500_000];
    // A number that is no step, from an address, stays what it is.
    let own = chosen.filter(|chosen| !steps.contains(chosen));
    let options = steps.into_iter().chain(own).map(|people: i64| {
        (people.to_string(), format!("{} people a week or more", rough(people)))
    });
    let chosen = chosen.map(|people| people.to_string());
    view! {
        <Choice name="audience" label="People a week" any="Any audience" options=options.collect() chosen />
    }
}

#[component]
fn Followed(is_followed: bool) -> impl IntoView {
    view! {
        <label class="filters__check">
            <input
                r#type="checkbox"
                name="followed"
                value="true"
                checked=is_followed
                prop:checked=is_followed
            />
            "Boards you follow"
        </label>
    }
}

/// An order as people choose it.
fn sort_name(sort: BoardSort) -> &'static str {
    match sort {
        BoardSort::City => "By place",
        BoardSort::Title => "By title",
        BoardSort::Cheapest => "Cheapest first",
        BoardSort::Dearest => "Dearest first",
        BoardSort::Audience => "Most people first",
        BoardSort::Newest => "Newest first",
    }
}

#[cfg(test)]
mod tests {
    use super::is_half_typed;

    #[test]
    fn a_day_counts_once_its_year_is_written() {
        let days = ["0002-12-24", "0020-12-24", "0202-12-24", "2026-12-24", ""];
        assert_eq!(days.map(|day| is_half_typed("date", day)), [true, true, true, false, false]);
        assert!(!is_half_typed("text", "0815"));
    }
}
