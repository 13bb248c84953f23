//! What the page of a check of prices has besides that of every job.

use super::{
    suggested::Suggested,
    suggestion_list::SuggestionList,
    words::{freshness_words, source_words},
};
use crate::{
    components::{Icon, Symbol},
    hooks::UseProductImportProgressReturn,
    routes,
    time::use_clock,
};
use leptos::prelude::*;
use protocol::{
    id::JobId,
    job::{Freshness, JobUpdate},
};

/// How good what is shown of a check is, while it goes on and is not told as it happens.
#[component]
pub(crate) fn SourceText(update: Memo<JobUpdate>) -> impl IntoView {
    let clock = use_clock();
    let source =
        Memo::new(move |_| update.with(|it| it.source.clone().filter(|_| !it.status.is_over())));
    let freshness = Memo::new(move |_| {
        let freshness = source.with(|source| source.as_ref().map(|it| it.freshness));
        freshness_words(freshness.unwrap_or(Freshness::Live))
    });
    let text = move || {
        let text = source.with(|source| source_words(source.as_ref()?, clock.get()))?;
        Some(view! {
            <div class="notice notice--waiting" data-testid="job-source" data-freshness=freshness.get().0>
                <Icon symbol=Symbol::Clock />
                <p class="notice__text">{text}</p>
            </div>
        })
    };
    view! {
        {text}
        // Said once: the time in the notice changes every minute.
        <p class="visually-hidden" role="status">
            {move || freshness.get().1}
        </p>
    }
}

/// What has come of a check.
#[component]
pub(crate) fn PricesOfJob(id: JobId, check: UseProductImportProgressReturn) -> impl IntoView {
    let UseProductImportProgressReturn { prices, next, read_again, .. } = check;
    let suggested = Suggested::new(prices, true, read_again);
    let is_empty = Memo::new(move |_| prices.with(Vec::is_empty));
    view! {
        <section
            class="price-suggestions"
            id="suggestions"
            aria-label="Suggested prices"
            hidden=move || is_empty.get()
        >
            <h2>"Suggested prices"</h2>
            <SuggestionList suggested />
            {move || {
                next.get()
                    .map(|next| {
                        let href = routes::job_prices_after(id, next);
                        view! {
                            <nav class="pages" aria-label="Pages of suggestions">
                                <a class="button" rel="next" href=href>
                                    "More"
                                </a>
                            </nav>
                        }
                    })
            }}
        </section>
    }
}
