use super::{announcement_list::AnnouncementList, api::list_announcements, composer::Composer};
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    features::account::use_form_error,
    hooks::{use_event, use_interval},
    shell::NotFound,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{ErrorCode, ServerEvent, announcement::AnnouncementRecord, id::AnnouncementId};
use std::time::Duration;

/// How often the figures are read again.
const READ_AGAIN: Duration = Duration::from_secs(5);

type Listed = (Vec<AnnouncementRecord>, Vec<String>);

/// `/admin/announcements`: write announcements and see how far they come. For admins; others find nothing
/// here.
#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let listed = Resource::new_blocking(|| (), |()| list_announcements());
    let content = move || {
        Suspend::new(async move {
            match listed.await {
                Ok(listed) => view! { <Page listed /> }.into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    view! { <NotFound text="The address may be mistyped, or the page has moved." /> }
                        .into_any()
                }
                Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
            }
        })
    };
    view! {
        <Suspense fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=8 /> }
        }>{content}</Suspense>
    }
}

#[component]
fn Page(listed: Listed) -> impl IntoView {
    let refused = use_form_error();
    let (records, cities) = listed;
    let records = RwSignal::new(records);
    keep_true(records);
    // The one to edit, as the page was opened for it: what is being written is not replaced by figures.
    let edited = use_query_map().with_untracked(|query| {
        let id: AnnouncementId = query.get_str("edit")?.parse().ok()?;
        records.with_untracked(|all| all.iter().find(|record| record.view.id == id).cloned())
    });
    view! {
        <Title text="Announcements" />
        <div class="announcements-page">
            <h1>"Announcements"</h1>
            {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
            <Composer edited cities />
            <section aria-labelledby="announced">
                <h2 id="announced">"Announced"</h2>
                <AnnouncementList records />
            </section>
        </div>
    }
}

/// Reads the list again when something is announced or revoked, and now and then for its figures.
fn keep_true(records: RwSignal<Vec<AnnouncementRecord>>) {
    let read = move || {
        leptos::task::spawn_local(async move {
            // Without an answer the next turn tries again.
            if let Ok((read, _)) = list_announcements().await {
                records.try_set(read);
            }
        });
    };
    use_event(move |event| {
        if matches!(event, ServerEvent::Announcement(_) | ServerEvent::AnnouncementRevoked(_)) {
            read();
        }
    });
    use_interval(READ_AGAIN, read);
}
