use super::{api::read_banners, banner::Banner};
use crate::{
    format::counted,
    hooks::use_connection,
    stores::{announcement::Announcements, use_stores},
};
use leptos::prelude::*;
use protocol::{Room, stream::Head};

/// What is announced, above every page: the weightiest, with the others folded behind it. In the page as
/// the server sends it, and kept true by the stream `announcements`.
#[component]
pub fn BannerBar() -> impl IntoView {
    let store = use_stores().announcements;
    let connection = use_connection();
    let banners = Resource::new_blocking(|| (), |()| read_banners());
    let content = move || {
        Suspend::new(async move {
            // Without an answer it is followed from nowhere, so that the line reads it as soon as it is up.
            let mut head = Head::EMPTY;
            if let Ok(banners) = banners.await {
                head = banners.head;
                store.update(|store| store.load(banners));
            }
            Effect::new(move || connection.follow(&[(Room::Announcements, head)]));
            view! { <Bar /> }
        })
    };
    view! {
        <div class="banners" aria-live="polite">
            <Transition>{content}</Transition>
        </div>
    }
}

#[component]
fn Bar() -> impl IntoView {
    let store = use_stores().announcements;
    let list = Memo::new(move |_| store.with(Announcements::list));
    let first = Memo::new(move |_| list.with(|list| list.first().cloned()));
    let others =
        Memo::new(move |_| list.with(|list| list.iter().skip(1).cloned().collect::<Vec<_>>()));
    let number = Memo::new(move |_| others.with(|others| i64::try_from(others.len()).unwrap_or(0)));
    view! {
        {move || first.get().map(|view| view! { <Banner view /> })}
        <Show when=move || { number.get() > 0 }>
            <details class="banners__more">
                <summary>
                    {move || counted(number.get(), "more announcement", "more announcements")}
                </summary>
                <For each=move || others.get() key=|view| (view.id, view.revision) let:view>
                    <Banner view />
                </For>
            </details>
        </Show>
    }
}
