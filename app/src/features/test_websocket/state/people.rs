use super::super::api::online_users;
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    error::ApiResult,
    hooks::use_connection,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::account::UserRef;

/// Who is online, read again whenever the count changes.
///
/// No `Resource`: this stands inside what waits for another answer, which the server runs more than once. It
/// would be read as often, and where two readings differ the page does not fit its data.
#[component]
pub(super) fn People() -> impl IntoView {
    let count = use_connection().online_count();
    let people = RwSignal::new(None);
    let read = Reader::new(people);
    Effect::new(move || {
        count.track();
        read.again();
    });
    let content = move || match people.get() {
        None => view! { <Skeleton shape=SkeletonShape::Lines count=3 /> }.into_any(),
        Some(Ok(people)) if people.is_empty() => {
            view! { <p class="panel__note">"Nobody is online."</p> }.into_any()
        }
        Some(Ok(people)) => {
            let rows = people.into_iter().map(row).collect_view();
            view! { <ul class="panel__list">{rows}</ul> }.into_any()
        }
        Some(Err(error)) => {
            let on_retry = Callback::new(move |()| read.again());
            view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
        }
    };
    view! {
        <h3 class="panel__subtitle">
            "Online " <span class="panel__note">{move || count.get()}</span>
        </h3>
        {content}
    }
}

/// Of several readings under way the last one counts.
#[derive(Clone, Copy)]
struct Reader {
    people: RwSignal<Option<ApiResult<Vec<UserRef>>>>,
    begun: StoredValue<u32>,
}

impl Reader {
    fn new(people: RwSignal<Option<ApiResult<Vec<UserRef>>>>) -> Self {
        Self { people, begun: StoredValue::new(0) }
    }

    fn again(self) {
        let number = self.begun.get_value() + 1;
        self.begun.set_value(number);
        spawn_local(async move {
            let answer = online_users().await;
            if self.begun.try_get_value() == Some(number) {
                self.people.set(Some(answer));
            }
        });
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
