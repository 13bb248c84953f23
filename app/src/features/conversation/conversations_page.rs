use super::{api::read_inbox, inbox_row::InboxRow};
use crate::{
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol},
    features::account::{SignInFirst, use_me},
    hooks::use_connection,
    routes,
    stores::use_stores,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};

/// `/conversations`: the inbox beside the open thread; on phones the one or the other.
#[component]
pub fn ConversationsPage() -> impl IntoView {
    let path = use_location().pathname;
    let is_open = move || path.with(|path| path.trim_end_matches('/') != routes::CONVERSATIONS);
    view! {
        <Title text="Conversations" />
        {if use_me().is_none() {
            view! {
                <h1>"Conversations"</h1>
                <SignInFirst text="Your conversations with owners and advertisers are here." />
            }
                .into_any()
        } else {
            view! {
                <div class="conversations" class:conversations--open=is_open>
                    <h1 class="conversations__title" id="conversations-title">
                        "Conversations"
                    </h1>
                    <section class="conversations__list" aria-labelledby="conversations-title">
                        <Inbox />
                    </section>
                    <Outlet />
                </div>
            }
                .into_any()
        }}
    }
}

#[component]
fn Inbox() -> impl IntoView {
    let store = use_stores().conversations;
    let connection = use_connection();
    let rows = Resource::new_blocking(|| (), |()| read_inbox());
    read_again_when_stale();
    let content = move || {
        Suspend::new(async move {
            match rows.await {
                Ok(rows) => {
                    let heads = store.load_inbox(rows);
                    Effect::new(move || {
                        connection.follow(&heads);
                        store.acknowledge_soon(connection);
                    });
                    view! { <Rows /> }.into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| rows.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }
        }>{content}</Transition>
    }
}

#[component]
fn Rows() -> impl IntoView {
    let inbox = use_stores().conversations.inbox();
    let ids = Memo::new(move |_| {
        inbox.with(|inbox| {
            let rows = inbox.as_ref().map_or(&[][..], |inbox| inbox.rows());
            rows.iter().map(|row| row.id).collect::<Vec<_>>()
        })
    });
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    move || {
        if is_empty.get() {
            view! {
                <EmptyState
                    symbol=Symbol::Conversation
                    title="No conversations yet"
                    text="Find a board you like and write to its owner. The answer appears here."
                >
                    <a class="button button--primary" href=routes::BROWSE>
                        "Browse boards"
                    </a>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <ul class="inbox" data-testid="inbox">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <InboxRow id />
                    </For>
                </ul>
            }
            .into_any()
        }
    }
}

/// Live events cannot say everything: new conversations, and markers after a loss of the line.
fn read_again_when_stale() {
    let store = use_stores().conversations;
    let connection = use_connection();
    let is_stale = store.is_inbox_stale();
    Effect::new(move || {
        if is_stale.get() {
            spawn_local(async move {
                // Without an answer the inbox stays stale, and the next event or reconnect tries again.
                if let Ok(rows) = read_inbox().await {
                    connection.follow(&store.load_inbox(rows));
                    store.acknowledge_soon(connection);
                }
            });
        }
    });
}
