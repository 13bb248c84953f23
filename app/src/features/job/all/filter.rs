use super::all_jobs_page::Shown;
use crate::{
    features::job::words::{kind_name, state_name},
    routes,
};
use leptos::prelude::*;
use protocol::job::{JobKind, JobQuery, JobState};

/// Which jobs are listed: links, so that it is in the address and works without scripts.
#[component]
pub(super) fn Filter(shown: Shown) -> impl IntoView {
    let asked = JobQuery { before: None, ..shown.asked.get_value() };
    let states = [None].into_iter().chain(JobState::ALL.map(Some)).map(|state| {
        let href = routes::all_jobs(&JobQuery { state, ..asked.clone() });
        let word = state.map_or("All", state_name);
        choice(word, href, asked.state == state)
    });
    let kinds = [None].into_iter().chain(JobKind::ALL.map(Some)).map(|kind| {
        let href = routes::all_jobs(&JobQuery { kind, ..asked.clone() });
        let word = kind.map_or("Every kind", |kind| kind_name(kind, false));
        choice(word, href, asked.kind == kind)
    });
    let everybody = routes::all_jobs(&JobQuery { owner: None, ..asked.clone() });
    let owner = asked.owner.map(|owner| {
        let name = move || {
            shown.jobs.with(|jobs| {
                let found = jobs.jobs.iter().find(|one| one.owner.id == owner);
                found.map_or_else(|| "one person".to_owned(), |one| one.owner.name.clone())
            })
        };
        view! {
            <p class="all-jobs__owner">
                <span>"Of " <span dir="auto">{name}</span></span>
                <a class="button" href=everybody>"Of everybody"</a>
            </p>
        }
    });
    view! {
        <div class="all-jobs__filter">
            <nav class="segments all-jobs__choice" aria-label="State">{states.collect_view()}</nav>
            <nav class="segments all-jobs__choice" aria-label="Kind">{kinds.collect_view()}</nav>
            {owner}
        </div>
    }
}

fn choice(word: &'static str, href: String, is_current: bool) -> impl IntoView {
    view! {
        <a class="segment-link" href=href aria-current=is_current.then_some("true")>
            {word}
        </a>
    }
}
