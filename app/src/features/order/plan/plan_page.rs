use super::{
    hold_plan::HoldPlan,
    keeps_nothing,
    planned_row::{PlannedRow, refusals},
    shown::{Shown, use_shown},
    watch::keep_current,
};
use crate::{
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol},
    features::{account::use_me, order::api::read_plan},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::order::PlannedBoard;

/// `/plan`: boards and days that are held together. For everybody; holding them needs an account.
#[component]
pub fn PlanPage() -> impl IntoView {
    let planned = Resource::new_blocking(|| (), |()| read_plan());
    let on_changed = Callback::new(move |()| planned.refetch());
    let shown = use_shown();
    keep_current(planned, shown);
    let content = move || {
        Suspend::new(async move {
            match planned.await {
                Ok(planned) => view! { <Loaded planned shown on_changed /> }.into_any(),
                Err(error) => {
                    view! { <ErrorNotice error=error.0 on_retry=on_changed /> }.into_any()
                }
            }
        })
    };
    view! {
        <Title text="Your plan" />
        <div class="plan-page">
            <h1>"Your plan"</h1>
            <Transition fallback=|| {
                view! { <Skeleton shape=SkeletonShape::Rows count=3 /> }
            }>{content}</Transition>
        </div>
    }
}

#[component]
fn Loaded(planned: Vec<PlannedBoard>, shown: Shown, on_changed: Callback<()>) -> impl IntoView {
    shown.show(&planned);
    if planned.is_empty() {
        let is_not_kept = use_query_map().with_untracked(|query| query.get_str("kept").is_some());
        return view! {
            {is_not_kept.then(|| view! { <ErrorNotice error=keeps_nothing() /> })}
            <EmptyState
                symbol=Symbol::Board
                title="Nothing is planned yet"
                text="Choose days of a board and add them to your plan: boards of several owners are held together."
            >
                <a class="button" href=routes::BROWSE>
                    "Browse boards"
                </a>
            </EmptyState>
        }
        .into_any();
    }
    let me = use_me().map(|me| me.user_id);
    let refusals = refusals(&planned, me);
    let blocked = refusals.iter().flatten().count();
    let can_be_held = planned.iter().zip(&refusals).filter(|(_, refusal)| refusal.is_none());
    let free: Vec<_> = can_be_held.map(|(planned, _)| planned.clone()).collect();
    let row = |(planned, refusal)| view! { <PlannedRow planned refusal /> };
    let rows = planned.into_iter().zip(refusals).map(row).collect_view();
    view! {
        <div class="plan">
            <ul class="plan__rows">{rows}</ul>
            <a class="button plan__more" href=routes::BROWSE>
                "Add another board"
            </a>
            <HoldPlan planned=free blocked shown on_changed />
        </div>
    }
    .into_any()
}
