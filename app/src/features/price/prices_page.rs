use super::{
    api::{price_monitor_status, price_suggestions},
    check_form::{Check, CheckForm},
    monitor_state::{MonitorOff, MonitorText},
    suggested::Suggested,
    suggestion_list::SuggestionList,
};
use crate::{
    components::{EmptyState, ErrorNotice, Icon, Loaded, SkeletonShape, Symbol},
    error::ApiResult,
    features::{
        account::{SignInFirst, use_form_error, use_me},
        board::list_own_boards,
    },
    routes,
    shell::NotFound,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{
    board::{OwnBoards, life::check_create},
    price::{PriceCursor, PriceMonitorState, PriceMonitorStatus, PriceSuggestions},
};

/// `/jobs/prices`: an owner has prices compared, and applies what is suggested. For others there is no such page.
#[component]
pub fn PricesPage() -> impl IntoView {
    let Some(me) = use_me() else {
        return view! {
            <Title text="Prices" />
            <SignInFirst text="Owners have their prices compared here." />
        }
        .into_any();
    };
    if check_create(me.role).is_err() {
        return view! { <NotFound text="Only owners have prices compared." /> }.into_any();
    }
    let refused = use_form_error();
    view! {
        <Title text="Prices" />
        <div class="prices-page">
            <a class="back-link" href=routes::JOBS>
                <Icon symbol=Symbol::Back />
                "Imports and exports"
            </a>
            <h1>"Prices"</h1>
            <p class="muted">
                "The price monitor looks at your prices and suggests others. None changes before you apply it; orders keep the price they were made at."
            </p>
            {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
            <Begin />
            <All />
        </div>
    }
    .into_any()
}

/// Which boards, and the line that they are compared over.
#[component]
fn Begin() -> impl IntoView {
    let query = use_query_map();
    let page = Memo::new(move |_| {
        query.with(|query| query.get_str("page").and_then(|page| page.parse::<u32>().ok()))
    });
    let boards =
        Resource::new_blocking(move || page.get().unwrap_or(1), |page| list_own_boards(None, page));
    let monitor = Resource::new_blocking(|| (), |()| price_monitor_status());
    let check = Check::new(page.get_untracked().is_some());
    view! {
        <section class="price-begin" aria-label="Compare prices">
            <Loaded resource=monitor shape=SkeletonShape::Lines count=4 let:status>
                <Monitor status boards check />
            </Loaded>
        </section>
    }
}

#[component]
fn Monitor(
    status: PriceMonitorStatus,
    boards: Resource<ApiResult<OwnBoards>>,
    check: Check,
) -> impl IntoView {
    if status.state == PriceMonitorState::Off {
        return view! { <MonitorOff status /> }.into_any();
    }
    view! {
        <MonitorText status=RwSignal::new(status) />
        <CheckForm check boards />
    }
    .into_any()
}

/// What is suggested for one's boards, the newest of each.
#[component]
fn All() -> impl IntoView {
    let query = use_query_map();
    let after =
        Memo::new(move |_| query.with(|query| routes::price_cursor(query.get_str("after")?)));
    let read = Resource::new_blocking(move || after.get(), price_suggestions);
    view! {
        <section class="price-suggestions" id="suggestions" aria-labelledby="suggestions-title">
            <h2 id="suggestions-title">"Suggestions"</h2>
            <Loaded resource=read let:read>
                <Suggestions read after=after.get_untracked() />
            </Loaded>
        </section>
    }
}

#[component]
fn Suggestions(read: PriceSuggestions, after: Option<PriceCursor>) -> impl IntoView {
    let PriceSuggestions { suggestions, after: next } = read;
    let list = RwSignal::new(suggestions);
    let is_first = after.is_none();
    let read_again = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(read) = price_suggestions(after).await {
                list.try_set(read.suggestions);
            }
        });
    });
    let suggested = Suggested::new(list, false, read_again);
    let is_empty = Memo::new(move |_| list.with(Vec::is_empty));
    view! {
        <Show when=move || is_empty.get()>
            <EmptyState
                symbol=Symbol::Chart
                title="No suggestions yet"
                text="Have prices compared: what is suggested for your boards appears here, and changes nothing by itself."
            />
        </Show>
        <SuggestionList suggested />
        <nav class="pages" aria-label="Pages of suggestions">
            {(!is_first).then(|| view! { <a class="button" href=routes::PRICES>"Newest"</a> })}
            {next
                .map(|next| {
                    view! { <a class="button" rel="next" href=routes::prices_after(next)>"Older"</a> }
                })}
        </nav>
    }
}
