//! Where the keyboard and the screen reader are after a change of page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Moves the focus to the main landmark when another section opens, as a full page load would. Changes
/// within a section (a filter, the next thread) leave it where it is. Inert on the server.
pub(super) fn follow_pages(main: &'static str) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = section(&path.get());
        if before.is_some_and(|before| before != now)
            && let Some(main) = document().get_element_by_id(main)
        {
            focus(&main);
        }
        now
    });
}

/// A form, a list and what comes of it are not next to each other for imports: each page of theirs is a section.
fn section(path: &str) -> String {
    match path.split('/').nth(1).unwrap_or_default() {
        "jobs" => path.to_owned(),
        first => first.to_owned(),
    }
}

/// Moves the focus to the main landmark, when what had it is gone.
pub(crate) fn focus_main() {
    if let Some(main) = document().get_element_by_id(super::MAIN) {
        focus(&main);
    }
}

/// Moves the focus to an element that is there once the page has changed.
pub(crate) fn focus_id(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(id) {
            focus(&element);
        }
    });
}

/// Focuses an element, if it is one that can be.
pub(crate) fn focus(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // Fails only for elements that are gone; then there is nothing to focus.
        drop(element.focus());
    }
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn the_form_of_an_import_and_its_job_are_two_pages_and_two_threads_are_one() {
        assert_ne!(section("/jobs/import"), section("/jobs/1"));
        assert_ne!(section("/jobs"), section("/jobs/import"));
        assert_eq!(section("/conversations/1"), section("/conversations/2"));
    }
}
