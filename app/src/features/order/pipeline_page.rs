use super::{
    order_list::{Listing, OrderList, ShowChoice},
    orders_page::use_shown,
    reading::Reading,
};
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    error::ApiResult,
    features::{
        account::use_me,
        dashboard::{Overview, read_admin_dashboard},
    },
    hooks::be_in,
    routes,
    shell::NotFound,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorCode, Room,
    dashboard::AdminDashboard,
    order::{OrderGroup, OrderQuery, RunState},
};

/// `/admin/pipeline`: all orders, and the work on them. For admins; others find nothing here.
#[component]
pub fn PipelinePage() -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|query| query.get_str("before")?.parse().ok()));
    let shown = use_shown();
    let me = use_me().map(|me| me.user_id);
    let asked =
        Memo::new(move |_| OrderQuery { before: before.get(), show: shown.get(), all: true });
    let store = use_stores().orders.orders;
    let page = Resource::new_blocking(move || asked.get(), move |asked| Reading::of(asked, store));
    let run = Memo::new(move |_| {
        let asked = query.with(|query| query.get_str("run")?.parse().ok());
        asked.unwrap_or(RunState::SetAside)
    });
    let overview = Resource::new_blocking(move || run.get(), read_admin_dashboard);
    let content = move || {
        Suspend::new(async move {
            let overview = overview.await;
            match (page.await, me) {
                (Ok(reading), Some(me)) => {
                    let asked = asked.get_untracked();
                    let listing = Listing { reading, asked, me, path: routes::PIPELINE };
                    view! { <Pipeline overview listing shown /> }.into_any()
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
fn Pipeline(
    overview: ApiResult<AdminDashboard>,
    listing: Listing,
    shown: Signal<OrderGroup>,
) -> impl IntoView {
    be_in(Room::Orders);
    let overview = match overview {
        Ok(read) => view! { <Overview read /> }.into_any(),
        Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
    };
    view! {
        <Title text="Pipeline" />
        <div class="dashboard">
            <h1>"Pipeline"</h1>
            {overview}
            <h2>"All orders"</h2>
            <ShowChoice path=routes::PIPELINE shown />
            <OrderList listing />
        </div>
    }
}
