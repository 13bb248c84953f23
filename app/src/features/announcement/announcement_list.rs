use super::banner::face;
use crate::{
    components::{Confirm, Count, EmptyState, Icon, Pill, Symbol, TimeText, Tone},
    routes,
};
use leptos::prelude::*;
use protocol::announcement::{AnnouncementRecord, Audience, Phase, Reach};

/// Everything that was announced, the newest first.
#[component]
pub(super) fn AnnouncementList(records: RwSignal<Vec<AnnouncementRecord>>) -> impl IntoView {
    let is_empty = Memo::new(move |_| records.with(Vec::is_empty));
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=|| {
                view! {
                    <EmptyState
                        symbol=Symbol::Info
                        title="Nothing is announced"
                        text="What you write above appears here, with how far it came."
                    />
                }
            }
        >
            <ul class="announcement-list">
                <For
                    each=move || records.get()
                    key=|record| (record.view.id, record.view.revision, record.phase)
                    let:record
                >
                    <AnnouncementRow record records />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn AnnouncementRow(
    record: AnnouncementRecord,
    /// Where its figures are kept true.
    records: RwSignal<Vec<AnnouncementRecord>>,
) -> impl IntoView {
    let AnnouncementRecord { view, audience, schedule, phase, created_by, .. } = record;
    let (symbol, name) = face(view.severity);
    let (tone, phase_symbol, phase_name) = phase_face(phase);
    let id = view.id;
    let reach = Memo::new(move |_| {
        let of = |all: &Vec<AnnouncementRecord>| {
            all.iter().find(|record| record.view.id == id).map(|record| record.reach)
        };
        records.with(of).unwrap_or_default()
    });
    let end = match schedule.ends_at {
        Some(at) => view! { <TimeText at /> }.into_any(),
        None => "recalled".into_any(),
    };
    view! {
        <li class="announcement-row" data-testid="announcement-row" data-phase=phase_name>
            <div class=format!("announcement-row__head banner--{}", view.severity.as_str())>
                <Icon symbol />
                <p class="announcement-row__title">
                    <span class="visually-hidden">{name} ": "</span>
                    {view.title}
                </p>
                <Pill tone symbol=phase_symbol label=phase_name />
            </div>
            <p class="muted">
                "For " {audience_name(&audience)} ", from " <TimeText at=schedule.starts_at />
                " until " {end} ", by " {created_by}
                {(!view.is_dismissible).then_some(", cannot be put away")}
            </p>
            <ReachFigures reach />
            {(phase != Phase::Recalled)
                .then(|| {
                    view! {
                        <div class="announcement-row__tools">
                            <a
                                class="button"
                                rel="external"
                                href=format!("{}?edit={id}", routes::ANNOUNCEMENTS)
                            >
                                "Edit"
                            </a>
                            <Confirm ask="Recall".into_any() class="" testid="recall">
                                <form
                                    class="confirm__form"
                                    method="post"
                                    action=routes::form::recall_announcement(id)
                                >
                                    <p>"It disappears everywhere, for good."</p>
                                    <button class="button" type="submit" data-testid="recall-confirm">
                                        "Recall"
                                    </button>
                                </form>
                            </Confirm>
                        </div>
                    }
                })}
        </li>
    }
}

#[component]
fn ReachFigures(reach: Memo<Reach>) -> impl IntoView {
    let figure = move |name: &'static str, of: fn(Reach) -> i64| {
        view! {
            <div class="reach__figure">
                <dt>{name}</dt>
                <dd>
                    {move || view! { <Count number=of(reach.get()) /> }}
                </dd>
            </div>
        }
    };
    view! {
        <dl class="reach" data-testid="reach">
            {figure("Connected now", |reach| reach.connected)}
            {figure("Delivered", |reach| reach.delivered)}
            {figure("Seen", |reach| reach.seen)}
            {figure("Put away", |reach| reach.dismissed)}
        </dl>
    }
}

fn phase_face(phase: Phase) -> (Tone, Symbol, &'static str) {
    match phase {
        Phase::Scheduled => (Tone::Waiting, Symbol::Clock, "Scheduled"),
        Phase::Live => (Tone::Live, Symbol::Live, "Live"),
        Phase::Ended => (Tone::Neutral, Symbol::Check, "Ended"),
        Phase::Recalled => (Tone::Trouble, Symbol::Close, "Recalled"),
    }
}

/// Whom it is for, in words.
pub(super) fn audience_name(audience: &Audience) -> String {
    match audience {
        Audience::Everybody => "everybody, visitors included".to_owned(),
        Audience::Role(role) => format!("every {role}"),
        Audience::City(city) => format!("people with boards in {city}"),
    }
}
