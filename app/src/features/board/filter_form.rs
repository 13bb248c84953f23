use crate::{components::status_name, routes};
use leptos::{ev, prelude::*};
use leptos_router::components::Form;
use protocol::board::{BoardFilter, BoardStatus};
use wasm_bindgen::JsCast;

/// City and status. A plain GET form, so that the filter lives in the address; with scripts a change
/// applies at once.
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
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|field| field.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
        if let Some(form) = form {
            // Refused only when a field is invalid, and these cannot be.
            drop(form.request_submit());
        }
    };
    view! {
        <Form method="GET" action=routes::BROWSE attr:class="filters" on:change=submit>
            <CityChoice chosen=filter.city cities />
            <StatusChoice chosen=filter.status />
            <button class="button filters__submit" type="submit">
                "Show"
            </button>
            {children()}
        </Form>
    }
}

#[component]
fn CityChoice(chosen: Option<String>, cities: Vec<String>) -> impl IntoView {
    let options = cities
        .into_iter()
        .map(|city| {
            let selected = chosen.as_ref() == Some(&city);
            view! {
                <option value=city.clone() selected=selected prop:selected=selected>
                    {city.clone()}
                </option>
            }
        })
        .collect_view();
    // The attributes are what the server says; the properties follow when one goes back in the history.
    view! {
        <label class="select">
            <span class="visually-hidden">"City"</span>
            <select name="city" data-shortcut="search">
                <option value="">"All cities"</option>
                {options}
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
