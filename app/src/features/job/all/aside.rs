use super::{all_jobs_page::Shown, care::PutBack};
use crate::{
    components::{Icon, Symbol, TimeText},
    format::counted,
};
use leptos::prelude::*;
use protocol::job::AsideJob;

/// Jobs that cannot be read; absent when there are none.
#[component]
pub(super) fn Aside(shown: Shown) -> impl IntoView {
    let count = Memo::new(move |_| shown.jobs.with(|jobs| jobs.aside_count));
    view! {
        <Show when=move || count.get().is_positive()>
            <section class="dash-panel" aria-labelledby="set-aside" data-testid="set-aside">
                <h2 id="set-aside">
                    <Icon symbol=Symbol::Alert />
                    {move || format!("{} set aside", counted(count.get(), "job", "jobs"))}
                </h2>
                <p>
                    "What is stored of these cannot be read, so nobody works on them, and the others go on. The log has what is
                    stored. Once that is mended, or a server runs that can read it, they can be put back."
                </p>
                <ul class="all-rows">
                    <For
                        each=move || shown.jobs.with(|jobs| jobs.aside.clone())
                        key=|one| (one.id, one.unreadable.clone())
                        let:one
                    >
                        <Row one shown />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(one: AsideJob, shown: Shown) -> impl IntoView {
    let AsideJob { id, owner, kind, since, unreadable } = one;
    let can_be_read = unreadable.is_none();
    let what = match unreadable {
        Some(column) => format!("Cannot be read: {column}"),
        None => "Can be read again".to_owned(),
    };
    view! {
        <li class="all-row" data-testid="aside-job" data-id=id.to_string()>
            <p class="all-row__title">
                <code>{id.to_string()}</code>
            </p>
            <p class="all-row__text muted">
                {kind} " · " <span dir="auto">{owner.name}</span> " · set aside " <TimeText at=since />
            </p>
            <p class="all-row__text">{what}</p>
            <div class="all-row__acts">{can_be_read.then(|| view! { <PutBack id shown /> })}</div>
        </li>
    }
}
