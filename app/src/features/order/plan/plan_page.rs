use super::{
    hold_plan::{HoldPlan, use_refused},
    planned_row::PlannedRow,
    use_plan,
};
use crate::{
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol},
    features::{
        account::use_me,
        board::{live_status, watch_statuses},
        order::api::read_plan,
    },
    hooks::use_connection,
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::{
    ErrorBody, Room,
    order::{PlannedBoard, Wish},
};
use std::collections::BTreeMap;

/// `/plan`: boards and days that are held together. For everybody; holding them needs an account.
#[component]
pub fn PlanPage() -> impl IntoView {
    let planned = Resource::new_blocking(|| (), |()| read_plan());
    let on_changed = Callback::new(move |()| planned.refetch());
    let refused = use_refused();
    let content = move || {
        Suspend::new(async move {
            match planned.await {
                Ok(planned) => view! { <Loaded planned refused on_changed /> }.into_any(),
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
fn Loaded(
    planned: Vec<PlannedBoard>,
    refused: RwSignal<Option<ErrorBody>>,
    on_changed: Callback<()>,
) -> impl IntoView {
    read_again_when_changed(&planned, on_changed);
    if planned.is_empty() {
        return view! {
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
    let rows = planned.iter().cloned().map(|planned| view! { <PlannedRow planned me /> });
    let rows = rows.collect_view();
    view! {
        <div class="plan">
            <ul class="plan__rows">{rows}</ul>
            <a class="button plan__more" href=routes::BROWSE>
                "Add another board"
            </a>
            <HoldPlan planned refused on_changed />
        </div>
    }
    .into_any()
}

/// The plan may be changed in another tab, days may be taken by others, a board may be closed. Inert on the server.
fn read_again_when_changed(planned: &[PlannedBoard], on_changed: Callback<()>) {
    let wishes: Vec<Wish> = planned.iter().map(|planned| planned.wish).collect();
    let plan = use_plan().plan();
    let is_other = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.wishes() != wishes.as_slice()))
    });
    let calendars = use_stores().orders.calendars;
    let mut versions = BTreeMap::new();
    let mut statuses = Vec::new();
    for one in planned {
        let (Some(board), Some(calendar)) = (&one.board, &one.calendar) else { continue };
        if versions.insert(board.id, calendar.version).is_none() {
            watch_statuses(Room::Board(board.id), vec![board.id]);
            let now = live_status(board.id, board.status, board.status_version);
            statuses.push((board.status, now));
        }
        calendars.update(|known| known.load(calendar.clone()));
    }
    let is_taken = Memo::new(move |_| {
        calendars.with(|known| {
            versions.iter().any(|(board, read)| known.told(*board).is_some_and(|it| it > *read))
        })
    });
    let is_turned = Memo::new(move |_| statuses.iter().any(|(read, now)| *read != now.get()));
    Effect::new(move || {
        if is_other.get() || is_taken.get() || is_turned.get() {
            on_changed.run(());
        }
    });
    let is_connected = use_connection().is_connected();
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = is_connected.get();
        // What was taken meanwhile is not told again.
        if is_connected && was_connected == Some(false) {
            on_changed.run(());
        }
        is_connected
    });
}
