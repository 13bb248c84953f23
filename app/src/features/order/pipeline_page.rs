use super::{
    api::list_orders,
    order_list::{Listing, OrderList, ShowChoice, Shown},
    orders_page::{read_again_with_every_line, use_shown},
    state_pill::RunPill,
    words::phase_words,
};
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    features::account::use_me,
    format::count,
    hooks::use_connection,
    routes,
    shell::NotFound,
    stores::use_stores,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorCode, Room,
    command::{JoinRoom, LeaveRoom},
    order::{OrderState, Phase, RunState},
};

/// `/admin/pipeline`: all orders, and the work on them. For admins; others find nothing here.
#[component]
pub fn PipelinePage() -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|query| query.get_str("before")?.parse().ok()));
    let shown = use_shown();
    let me = use_me().map(|me| me.user_id);
    let page = Resource::new_blocking(move || before.get(), |before| list_orders(before, true));
    let content = move || {
        Suspend::new(async move {
            match (page.await, me) {
                (Ok(page), Some(me)) => {
                    let is_newest = before.get_untracked().is_none();
                    let listing = Listing { page, is_newest, me, of_all: true, path: routes::PIPELINE };
                    view! { <Pipeline listing shown /> }.into_any()
                }
                (Err(error), _) if !matches!(error.0.code, ErrorCode::NotFound | ErrorCode::Unauthenticated) => {
                    let on_retry = Callback::new(move |()| page.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
                _ => view! { <NotFound text="The address may be mistyped, or the page has moved." /> }
                    .into_any(),
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Rows count=8 /> }
        }>{content}</Transition>
    }
}

#[component]
fn Pipeline(listing: Listing, shown: Signal<Shown>) -> impl IntoView {
    be_in(Room::Orders);
    read_again_with_every_line(true);
    let store = use_stores().orders.orders;
    let read = listing.page.orders.clone();
    // Counted are the orders of this page and those that came since.
    let counts = Memo::new(move |_| {
        store.with(|known| {
            let newest = read.first().map(|order| order.id);
            let new = known.after(newest, None).into_iter();
            let states =
                new.map(|order| order.state).chain(read.iter().map(|it| known.newest(it).state));
            let states: Vec<OrderState> = states.collect();
            OrderState::ALL.map(|state| (state, states.iter().filter(|it| **it == state).count()))
        })
    });
    view! {
        <Title text="Pipeline" />
        <div class="orders-page">
            <h1>"Pipeline"</h1>
            <StateCounts counts />
            <WorkTable />
            <ShowChoice path=routes::PIPELINE shown />
            <OrderList listing shown />
        </div>
    }
}

type Counts = [(OrderState, usize); 11];

#[component]
fn StateCounts(counts: Memo<Counts>) -> impl IntoView {
    let card = move |at: usize| {
        let state = OrderState::ALL[at];
        let number = move || counts.with(|counts| counts.get(at).map_or(0, |(_, number)| *number));
        view! {
            <li class="pipeline-count" class:pipeline-count--none=move || number() == 0 data-state=state.as_str()>
                <span class="pipeline-count__number">
                    {move || count(i64::try_from(number()).unwrap_or(i64::MAX))}
                </span>
                <span class="muted">{super::words::state_name(state)}</span>
            </li>
        }
    };
    view! {
        <ul class="pipeline-counts" aria-label="Orders on this page, by state" data-testid="pipeline-counts">
            {(0..OrderState::ALL.len()).map(card).collect_view()}
        </ul>
    }
}

/// The work this tab has heard of, by phase and how it stands.
#[component]
fn WorkTable() -> impl IntoView {
    let work = use_stores().orders.work;
    let number = move |phase: Phase, run: RunState| work.with(|work| work.count(phase, run));
    let row = move |phase: Phase| {
        let cells = RunState::ALL.map(|run| {
            view! {
                <td class:pipeline-table__none=move || number(phase, run) == 0>
                    {move || count(number(phase, run))}
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row">{phase_words(phase).0}</th>
                {cells}
            </tr>
        }
    };
    let heads = RunState::ALL.map(|run| {
        view! {
            <th scope="col">
                <RunPill run />
            </th>
        }
    });
    view! {
        <div class="pipeline-table" role="region" aria-label="Work heard of" tabindex="0">
            <table>
                <caption>"Work since this page was opened"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Phase"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{Phase::ALL.map(row)}</tbody>
            </table>
        </div>
    }
}

/// In a room without a history of its own, as long as the component lives. Inert on the server.
fn be_in(room: Room) {
    let connection = use_connection();
    let is_connected = connection.is_connected();
    Effect::new(move || {
        if is_connected.get() {
            let joined = connection.request(&JoinRoom { room: room.to_string() });
            spawn_local(async move { drop(joined.await) });
        }
    });
    on_cleanup(move || {
        if is_connected.try_get_untracked() == Some(true) {
            let left = connection.request(&LeaveRoom { room: room.to_string() });
            spawn_local(async move { drop(left.await) });
        }
    });
}
