use super::{
    actions::Actions,
    api::{open_order, read_log},
    countdown::Limit,
    creative_form::CreativeForm,
    creatives::Creatives,
    facts::Facts,
    orders_page::asked_in,
    state_pill::StatePill,
    timeline::Timeline,
    words::{headline, next_step},
    work::WorkSection,
};
use crate::{
    backend::set_status,
    components::{ErrorNotice, Icon, Skeleton, SkeletonShape, Symbol},
    error::{ApiError, ApiResult},
    features::account::{SignInFirst, use_form_error, use_me},
    hooks::use_room,
    routes,
    shell::NotFound,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use protocol::{
    ErrorBody, ErrorCode, Room,
    account::Role,
    id::OrderId,
    order::{LogPage, OrderAction, OrderDetail, OrderQuery, OrderView, Party, Screen, next},
};

/// The heading of what is to be done, where the focus goes when something was.
pub(super) const NEXT: &str = "order-next";

/// `/orders/:id`: one order, its life, and the work on it. For its parties and admins.
#[component]
pub fn OrderPage() -> impl IntoView {
    if use_me().is_none() {
        return view! {
            <Title text="Order" />
            <SignInFirst text="Your order is here." />
        }
        .into_any();
    }
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get_str("id")?.parse::<OrderId>().ok()));
    let opened = Resource::new_blocking(move || id.get(), open);
    let content = move || {
        Suspend::new(async move {
            match opened.await {
                Ok((detail, log)) => view! { <Opened detail log /> }.into_any(),
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    set_status(ErrorCode::NotFound);
                    view! { <NotFound text="This order does not exist, or it is not yours to see." /> }
                        .into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| opened.refetch());
                    view! {
                        <h1>"This order did not load"</h1>
                        <ErrorNotice error=error.0 on_retry />
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=8 /> }
        }>{content}</Transition>
    }
    .into_any()
}

/// The order, and the beginning of its log. What is no id names no order.
async fn open(id: Option<OrderId>) -> ApiResult<(OrderDetail, LogPage)> {
    let id = id.ok_or_else(|| ApiError(ErrorBody::not_found("order")))?;
    let detail = open_order(id).await?;
    Ok((detail, read_log(id, 0).await?))
}

#[component]
fn Opened(detail: OrderDetail, log: LogPage) -> impl IntoView {
    let store = use_stores().orders;
    let (id, party) = (detail.order.id, detail.party);
    store.load(&detail);
    store.logs.update(|logs| logs.load(id, log));
    use_room(Room::Order(id), detail.head);
    let screens = StoredValue::new(detail.screens);
    let read = detail.order;
    let (reference, title) = (read.reference(), headline(&read));
    let order = Memo::new(move |_| store.orders.with(|known| known.newest(&read)));
    let state = Memo::new(move |_| order.with(|order| order.state));
    let refused = use_form_error();
    view! {
        <Title text=format!("Order {reference}") />
        <article class="order-page" data-testid="order" data-id=id.to_string()>
            <BackToList />
            <header class="order-page__head">
                <p class="order-page__reference muted">"Order " {reference}</p>
                <h1>{title}</h1>
                <span role="status" data-testid="order-state" data-state=move || state.get().as_str()>
                    {move || view! { <StatePill state=state.get() /> }}
                </span>
            </header>
            <div class="order-page__main">
                {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
                <Next order party screens />
                <Creatives id screens />
                <WorkSection id party />
                <Timeline id />
            </div>
            <aside class="order-page__side" aria-label="What was booked">
                <Facts order party />
            </aside>
        </article>
    }
}

/// To the list the order was opened from, as it was.
#[component]
fn BackToList() -> impl IntoView {
    let asked = use_query_map().with_untracked(asked_in);
    // An address may have come from an admin.
    let is_admin = use_me().is_some_and(|me| me.role == Role::Admin);
    let asked = OrderQuery { all: asked.all && is_admin, ..asked };
    let text = if asked == OrderQuery::default() { "All orders" } else { "Back to the list" };
    view! {
        <a class="back-link" href=routes::order_list(asked)>
            <Icon symbol=Symbol::Back />
            {text}
        </a>
    }
}

/// What is to be done, by whom, until when.
#[component]
fn Next(order: Memo<OrderView>, party: Party, screens: StoredValue<Vec<Screen>>) -> impl IntoView {
    let id = order.with_untracked(|order| order.id);
    let awaits_creative = Memo::new(move |_| {
        order.with(|order| next(order.state, OrderAction::SendCreative, party).is_ok())
    });
    view! {
        <section class="order-next" aria-labelledby=NEXT data-testid="order-next">
            <h2 id=NEXT tabindex="-1">
                "What is next"
            </h2>
            <div class="order-next__text">
                <p>{move || order.with(|order| next_step(order, party))}</p>
                {move || {
                    let reason = order.with(|order| order.reason.clone());
                    reason.map(|reason| view! { <blockquote class="order-next__reason">{reason}</blockquote> })
                }}
            </div>
            <Limit order party />
            {move || awaits_creative.get().then(|| view! { <CreativeForm id screens /> })}
            <Actions order party />
        </section>
    }
}
