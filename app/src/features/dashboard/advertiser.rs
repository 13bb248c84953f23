//! A buyer's campaigns and spending.

use super::{
    api::read_advertiser_dashboard,
    awaiting::{AwaitingList, title},
    figure::Figure,
    money::{MoneyCharts, SPENDING},
    refresh::{Currency, keep_current},
};
use crate::{
    components::{EmptyState, Symbol},
    features::order::StatePill,
    format::{counted, day::day_range},
    routes,
};
use leptos::prelude::*;
use protocol::{
    ServerEvent,
    dashboard::{AdvertiserDashboard, Campaign},
    order::{OrderState, Party},
};

/// Shows what was read, and keeps it current.
#[component]
pub(super) fn Advertiser(read: AdvertiserDashboard) -> impl IntoView {
    let shown = RwSignal::new(read);
    let matters = |event: &ServerEvent| {
        matches!(
            event,
            ServerEvent::OrderUpdated(_) | ServerEvent::Status(_) | ServerEvent::Notification(_)
        )
    };
    keep_current(shown, matters, read_advertiser_dashboard);
    view! {
        <p class="dashboard__state">
            <Currency at=Signal::derive(move || shown.with(|shown| shown.at)) />
        </p>
        {move || view! { <Content shown=shown.get() /> }}
    }
}

#[component]
fn Content(shown: AdvertiserDashboard) -> impl IntoView {
    let AdvertiserDashboard { money, campaigns, awaiting, .. } = shown;
    if money.is_empty() && campaigns.is_empty() && awaiting.is_empty() {
        return view! {
            <EmptyState
                symbol=Symbol::Checks
                title="Nothing booked yet"
                text="Find a board and choose days: what runs, what it costs and what is to be done appears here."
            >
                <a class="button button--primary" href=routes::BROWSE>
                    "Browse boards"
                </a>
            </EmptyState>
        }
        .into_any();
    }
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let running = campaigns.iter().filter(|it| it.order.state == OrderState::Running).count();
    let coming = campaigns.len() - running;
    let waiting = awaiting.len();
    let spent = money.iter().map(|money| {
        let spent = money.sum(SPENDING[0].2) - money.sum(SPENDING[1].2);
        view! { <Figure id="spent" label="Spent in 12 weeks" value=spent currency=money.currency.clone() /> }
    });
    let spent = spent.collect_view();
    view! {
        <ul class="dash-figures">
            <Figure id="awaiting" label="Waiting for you" value=count(waiting) />
            <Figure id="running" label="Running" value=count(running) />
            <Figure id="coming" label="Coming" value=count(coming) />
            {spent}
        </ul>
        <div class="dashboard__pair">
            <section class="dash-panel" aria-labelledby="campaigns">
                <h2 id="campaigns">"Campaigns"</h2>
                <Campaigns campaigns />
            </section>
            <AwaitingList awaiting party=Party::Buyer />
        </div>
        <section class="dash-panel" aria-label="Spending">
            {money
                .is_empty()
                .then(|| view! { <p class="muted">"Nothing was paid in the last 12 weeks."</p> })}
            <MoneyCharts title="Spending by week" money kinds=&SPENDING />
        </section>
    }
    .into_any()
}

#[component]
fn Campaigns(campaigns: Vec<Campaign>) -> impl IntoView {
    let is_empty = campaigns.is_empty();
    let rows = campaigns.into_iter().map(|campaign| view! { <Row campaign /> }).collect_view();
    view! {
        {is_empty.then(|| view! { <p class="muted">"Nothing runs, and nothing is scheduled."</p> })}
        <ul class="campaign-rows">{rows}</ul>
    }
}

#[component]
fn Row(campaign: Campaign) -> impl IntoView {
    let Campaign { order, days, done, total } = campaign;
    let name = title(&order);
    let over = format!("{done} of {}", counted(total, "day", "days"));
    view! {
        <li
            class="campaign-row"
            data-testid="campaign"
            data-id=order.id.to_string()
            data-done=done
            data-total=total
        >
            <p class="campaign-row__title">
                <a href=routes::order(order.id)>{name.clone()}</a>
            </p>
            <StatePill state=order.state />
            <progress
                class="order-progress__bar"
                aria-label=format!("{name}: days that are over")
                max=total.max(1).to_string()
                value=done.to_string()
                prop:value=done.to_string()
            ></progress>
            <p class="campaign-row__text muted">
                <span>{day_range(days)}</span>
                <span>{over}</span>
            </p>
        </li>
    }
}
