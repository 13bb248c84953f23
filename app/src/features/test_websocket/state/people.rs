use super::super::api::online_users;
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    hooks::use_connection,
};
use leptos::prelude::*;
use protocol::account::UserRef;

/// Who is online, read again whenever the count changes.
#[component]
pub(super) fn People() -> impl IntoView {
    let count = use_connection().online_count();
    let people = Resource::new(move || count.get(), |_| online_users());
    let content = move || {
        Suspend::new(async move {
            match people.await {
                Ok(people) if people.is_empty() => {
                    view! { <p class="panel__note">"Nobody is online."</p> }.into_any()
                }
                Ok(people) => {
                    let rows = people.into_iter().map(row).collect_view();
                    view! { <ul class="panel__list">{rows}</ul> }.into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| people.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <h3 class="panel__subtitle">
            "Online " <span class="panel__note">{move || count.get()}</span>
        </h3>
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=3 /> }
        }>{content}</Transition>
    }
}

fn row(user: UserRef) -> impl IntoView {
    view! {
        <li data-testid="panel-online-user" data-id=user.id.to_string()>
            <span>{user.name}</span>
            <span class="panel__note">{user.role.to_string()}</span>
        </li>
    }
}
