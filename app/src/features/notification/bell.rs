use super::{
    notification_row::{NotificationRow, mark},
    read_bell, toaster,
};
use crate::{
    components::{Icon, Symbol},
    features::account::use_me,
    format::count,
    hooks::use_connection,
    routes,
    stores::{notification::Notifications, use_stores},
};
use leptos::{ev, prelude::*};
use protocol::{Room, account::Me, notification::MarkNotificationsRead, stream::Head};

/// The id of what the bell opens.
const PANEL: &str = "notifications-panel";

/// The bell with its count, and the panel it opens: a popover, so it works without scripts. Nothing for
/// visitors.
#[component]
pub fn Bell() -> impl IntoView {
    use_me().map(|me| view! { <BellOf me /> })
}

#[component]
fn BellOf(me: Me) -> impl IntoView {
    toaster::tell(&me);
    let store = use_stores().notifications;
    let connection = use_connection();
    let room = Room::User(me.user_id);
    let bell = Resource::new_blocking(|| (), |()| read_bell());
    let content = move || {
        Suspend::new(async move {
            // Without an answer it is followed from nowhere, so that the line reads it as soon as it is up.
            let mut head = Head::EMPTY;
            if let Ok(bell) = bell.await {
                head = bell.head;
                store.update(|store| store.load(bell));
            }
            Effect::new(move || connection.follow(&[(room, head)]));
            view! {
                <BellButton />
                <Panel />
            }
        })
    };
    view! { <Transition fallback=|| view! { <BellButton /> }>{content}</Transition> }
}

#[component]
fn BellButton() -> impl IntoView {
    let store = use_stores().notifications;
    let unread = Memo::new(move |_| store.with(Notifications::unread));
    view! {
        <button class="icon-button bell" type="button" popovertarget=PANEL data-testid="bell">
            <Icon symbol=Symbol::Bell />
            <span class="visually-hidden">"Notifications"</span>
            {move || {
                let unread = unread.get();
                (unread > 0)
                    .then(|| {
                        let text = if unread > 99 { "99+".to_owned() } else { count(unread) };
                        view! {
                            <span class="badge bell__count" data-testid="bell-count">
                                {text}
                                <span class="visually-hidden">" unread"</span>
                            </span>
                        }
                    })
            }}
        </button>
    }
}

#[component]
fn Panel() -> impl IntoView {
    let store = use_stores().notifications;
    let latest = Memo::new(move |_| store.with(Notifications::latest));
    let is_empty = Memo::new(move |_| latest.with(Vec::is_empty));
    view! {
        <section
            class="menu notifications-panel"
            id=PANEL
            popover="auto"
            aria-label="Latest notifications"
            data-testid="bell-panel"
        >
            <div class="notifications-panel__head">
                <h2 class="notifications-panel__title">"Notifications"</h2>
                <ReadAll />
            </div>
            {move || {
                is_empty
                    .get()
                    .then(|| {
                        view! { <p class="notifications-panel__none muted">"Nothing has happened yet."</p> }
                    })
            }}
            <ul class="notifications">
                <For
                    each=move || latest.get()
                    key=|view| (view.id, view.seq, view.is_read)
                    let:view
                >
                    <NotificationRow view />
                </For>
            </ul>
            <a class="menu__item notifications-panel__all" href=routes::NOTIFICATIONS>
                "All notifications and settings"
            </a>
        </section>
    }
}

/// Marks everything this page knows of as read. A plain form without scripts.
#[component]
pub(super) fn ReadAll() -> impl IntoView {
    let store = use_stores().notifications;
    let connection = use_connection();
    let unread = Memo::new(move |_| store.with(Notifications::unread));
    let newest = Memo::new(move |_| store.with(Notifications::newest));
    let submit = move |event: ev::SubmitEvent| {
        if connection.is_up() {
            event.prevent_default();
            let up_to = Some(newest.get_untracked());
            mark(connection, &MarkNotificationsRead { up_to, ids: Vec::new() });
        }
    };
    view! {
        <form method="post" action=routes::form::READ_NOTIFICATIONS on:submit=submit>
            <input r#type="hidden" name="upTo" value=move || newest.get().to_string() />
            <button
                class="button read-all"
                type="submit"
                disabled=move || unread.get() == 0
                data-testid="read-all"
            >
                "Mark all as read"
            </button>
        </form>
    }
}
