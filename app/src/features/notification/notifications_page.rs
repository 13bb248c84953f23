use super::{
    api::read_notifications, bell::ReadAll, desktop::DesktopSwitch,
    notification_row::NotificationRow, settings_form::SettingsForm,
};
use crate::{
    components::{EmptyState, ErrorNotice, Loaded, Symbol},
    features::account::{SignInFirst, use_form_error, use_me},
    hooks::use_room,
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{Room, id::UserId, notification::NotificationPage};

/// `/notifications`: everything that was told, and what to be told of.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let refused = use_form_error();
    let content = match use_me() {
        Some(me) => view! {
            <All me=me.user_id />
            <section aria-labelledby="notification-settings">
                <h2 id="notification-settings">"What to tell you"</h2>
                <SettingsForm />
                <DesktopSwitch />
            </section>
        }
        .into_any(),
        None => {
            view! { <SignInFirst text="What happened while you were away is here." /> }.into_any()
        }
    };
    view! {
        <Title text="Notifications" />
        <div class="notifications-page">
            <h1>"Notifications"</h1>
            {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
            {content}
        </div>
    }
}

#[component]
fn All(me: UserId) -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|query| query.get_str("before")?.parse().ok()));
    let store = use_stores().notifications;
    let page = Resource::new_blocking(move || before.get(), read_notifications);
    let rows = move |page: NotificationPage| {
        store.update(|store| store.load_page(&page));
        view! { <Rows page is_newest=before.get_untracked().is_none() me /> }
    };
    view! {
        <Loaded resource=page let:page>
            {rows(page)}
        </Loaded>
    }
}

/// The newest page grows with what comes; an older one only hears what was read.
#[component]
fn Rows(page: NotificationPage, is_newest: bool, me: UserId) -> impl IntoView {
    use_room(Room::User(me), page.head);
    let store = use_stores().notifications;
    let NotificationPage { notifications, older_before, .. } = page;
    let is_empty = notifications.is_empty();
    let oldest = older_before.unwrap_or_default();
    let rows = Memo::new(move |_| {
        store.with(|store| {
            if is_newest {
                store.since(oldest)
            } else {
                notifications.iter().map(|view| store.as_known(view.clone())).collect()
            }
        })
    });
    view! {
        <div class="notifications-page__tools">
            <ReadAll />
        </div>
        <Show
            when=move || !is_empty || rows.with(|rows| !rows.is_empty())
            fallback=|| {
                view! {
                    <EmptyState
                        symbol=Symbol::Bell
                        title="Nothing has happened yet"
                        text="Follow a board, or write to an owner: what happens is told here."
                    />
                }
            }
        >
            <ul class="notifications notifications--page">
                <For each=move || rows.get() key=|view| (view.id, view.seq, view.is_read) let:view>
                    <NotificationRow view />
                </For>
            </ul>
        </Show>
        <nav class="pages" aria-label="Pages">
            {(!is_newest)
                .then(|| view! { <a class="button" href=routes::NOTIFICATIONS>"Newest"</a> })}
            {older_before
                .map(|before| {
                    let href = format!("{}?before={before}", routes::NOTIFICATIONS);
                    view! { <a class="button" rel="next" href=href>"Older"</a> }
                })}
        </nav>
    }
}
