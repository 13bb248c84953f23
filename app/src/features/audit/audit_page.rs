use super::api::read_audit;
use crate::{
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol, TimeText},
    routes,
    shell::NotFound,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{ErrorCode, audit};

/// `/admin/audit`: who did what. For admins; others find nothing here.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|query| query.get_str("before")?.parse().ok()));
    let page = Resource::new_blocking(move || before.get(), read_audit);
    let content = move || {
        Suspend::new(async move {
            match page.await {
                Ok(page) => {
                    view! { <Entries page is_newest=before.get_untracked().is_none() /> }.into_any()
                }
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFound text="The address may be mistyped, or the page has moved." /> }
                        .into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| page.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Rows count=8 /> }
        }>{content}</Transition>
    }
}

#[component]
fn Entries(page: audit::AuditPage, is_newest: bool) -> impl IntoView {
    let older = page.older_before;
    let content = if page.entries.is_empty() {
        view! {
            <EmptyState
                symbol=Symbol::Clock
                title="Nothing is on record yet"
                text="Changes of roles, announcements and board status appear here, and the use of the test page."
            />
        }
        .into_any()
    } else {
        view! { <Table entries=page.entries /> }.into_any()
    };
    view! {
        <Title text="Record" />
        <div class="audit">
            <h1>"Record"</h1>
            {content}
            <nav class="pages" aria-label="Pages">
                {(!is_newest).then(|| view! { <a class="button" href=routes::AUDIT>"Newest"</a> })}
                {older
                    .map(|before| {
                        let href = format!("{}?before={before}", routes::AUDIT);
                        view! { <a class="button" rel="next" href=href>"Older"</a> }
                    })}
            </nav>
        </div>
    }
}

#[component]
fn Table(entries: Vec<audit::AuditEntry>) -> impl IntoView {
    let row = |entry: audit::AuditEntry| {
        let actor = if entry.actor.is_empty() { "A visitor".to_owned() } else { entry.actor };
        let action = entry.action;
        view! {
            <tr data-testid="audit-entry" data-action=action>
                <td>
                    <TimeText at=entry.at />
                </td>
                <td>{actor}</td>
                <td>{action.clone()}</td>
                <td class="audit__subject">{entry.subject}</td>
                <td>{entry.detail}</td>
            </tr>
        }
    };
    view! {
        <div class="audit__scroll" role="region" aria-label="Entries" tabindex="0">
            <table class="audit__table">
                <thead>
                    <tr>
                        <th scope="col">"When"</th>
                        <th scope="col">"Who"</th>
                        <th scope="col">"Did"</th>
                        <th scope="col">"To"</th>
                        <th scope="col">"Detail"</th>
                    </tr>
                </thead>
                <tbody>{entries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
