use super::words;
use crate::{
    components::{Icon, TimeText},
    connection::Connection,
    hooks::use_connection,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::notification::{MarkNotificationsRead, NotificationView};

/// One notification; following it marks it as read.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub(super) fn NotificationRow(
    /// As it is now.
    view: NotificationView,
) -> impl IntoView {
    let connection = use_connection();
    let (href, symbol) = (words::target(&view.body), words::symbol(view.body.kind()));
    let (headline, kind) = (words::headline(&view), view.body.kind());
    let lines = words::details(&view);
    let NotificationView { id, at, is_read, .. } = view;
    let press = move |_| {
        if !is_read {
            mark(connection, &MarkNotificationsRead { up_to: None, ids: vec![id] });
        }
    };
    let lines = lines
        .into_iter()
        .map(|line| view! { <span class="notification__detail">{line}</span> })
        .collect_view();
    view! {
        <li
            class="notification"
            class:notification--new=!is_read
            data-testid="notification"
            data-kind=kind.as_str()
            data-read=is_read.to_string()
        >
            <a class="notification__link" href=href on:click=press>
                <Icon symbol />
                <span class="notification__text">
                    {(!is_read).then(|| view! { <span class="visually-hidden">"New: "</span> })}
                    {headline}
                </span>
                {lines}
                <span class="notification__time">
                    <TimeText at=at />
                </span>
            </a>
        </li>
    }
}

/// Says so to the server; what fails is still unread and says so by itself.
pub(super) fn mark(connection: Connection, input: &MarkNotificationsRead) {
    let answer = connection.request(input);
    spawn_local(async move { drop(answer.await) });
}
