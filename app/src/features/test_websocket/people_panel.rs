use super::api::online_users;
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    hooks::use_connection,
};
use leptos::prelude::*;

/// Who is online, read again whenever the count changes.
#[component]
pub(super) fn PeoplePanel() -> impl IntoView {
    let count = use_connection().online_count();
    let people = Resource::new(move || count.get(), |_| online_users());
    let content = move || {
        Suspend::new(async move {
            match people.await {
                Ok(people) if people.is_empty() => {
                    view! { <p class="panel__empty">"Nobody is online."</p> }.into_any()
                }
                Ok(people) => {
                    let row = |user: protocol::account::UserRef| {
                        view! {
                            <li data-testid="panel-online-user" data-id=user.id.to_string()>
                                <span>{user.name}</span>
                                <span class="panel__note">{user.role.to_string()}</span>
                                <code class="panel__id">{user.id.to_string()}</code>
                            </li>
                        }
                    };
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
        <section class="panel" aria-labelledby="panel-people">
            <h2 class="panel__title" id="panel-people">
                "Online"
                <span class="panel__note">{move || count.get()}</span>
            </h2>
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Lines count=3 /> }
            }>{content}</Transition>
        </section>
    }
}
