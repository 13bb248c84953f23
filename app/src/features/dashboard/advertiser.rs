//! A buyer's campaigns and spending.

use super::{
    api::read_advertiser_dashboard,
    awaiting::AwaitingList,
    figure::Figure,
    money::{MoneyCharts, NetFigure, SPENDING},
    refresh::{Currency, keep_current},
};
use crate::{
    components::{EmptyState, Symbol},
    features::order::{StatePill, headline},
    format::{counted, day::day_range},
    routes,
};
use leptos::prelude::*;
use protocol::{
    ServerEvent,
    dashboard::{AdvertiserDashboard, Campaign},
    order::{OrderGroup, Party},
};

/// What is scheduled or runs.
const CAMPAIGNS: OrderGroup = OrderGroup::Booked;

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
    let kept = keep_current(shown, matters, read_advertiser_dashboard);
    view! {
        <Currency at=Signal::derive(move || shown.with(|shown| shown.at)) kept />
        {move || view! { <Content shown=shown.get() /> }}
    }
}

#[component]
fn Content(shown: AdvertiserDashboard) -> impl IntoView {
    let AdvertiserDashboard {
        money,
        campaigns,
        running_count,
        coming_count,
        awaiting,
        awaiting_count,
        ..
    } = shown;
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
    let spent = money.iter().map(|money| {
        view! { <NetFigure id="spent" label="Spent in 12 weeks" money=money.clone() /> }
    });
    let spent = spent.collect_view();
    let more = running_count + coming_count - i64::try_from(campaigns.len()).unwrap_or(i64::MAX);
    view! {
        <div class="dashboard__top">
            <AwaitingList awaiting count=awaiting_count party=Party::Buyer />
            <ul class="dash-figures">
                <Figure id="awaiting" label="Waiting for you" value=awaiting_count />
                <Figure id="running" label="Running" value=running_count />
                <Figure id="coming" label="Coming" value=coming_count />
                {spent}
            </ul>
        </div>
        <section class="dash-panel" aria-labelledby="campaigns">
            <h2 id="campaigns">"Campaigns"</h2>
            <Campaigns campaigns more />
        </section>
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
fn Campaigns(
    campaigns: Vec<Campaign>,
    /// How many are not listed.
    more: i64,
) -> impl IntoView {
    let is_empty = campaigns.is_empty();
    let rows = campaigns.into_iter().map(|campaign| view! { <Row campaign /> }).collect_view();
    view! {
        {is_empty.then(|| view! { <p class="muted">"Nothing runs, and nothing is scheduled."</p> })}
        <ul class="campaign-rows">{rows}</ul>
        {(more > 0)
            .then(|| {
                view! {
                    <a href=routes::orders_of(CAMPAIGNS)>
                        {format!("{} behind these", counted(more, "more campaign", "more campaigns"))}
                    </a>
                }
            })}
    }
}

#[component]
fn Row(campaign: Campaign) -> impl IntoView {
    let Campaign { order, days, done, total } = campaign;
    let name = headline(&order);
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

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::order::OrderState;

    #[test]
    fn the_campaigns_behind_these_are_in_the_list_that_is_a_click_away() {
        for state in [OrderState::Scheduled, OrderState::Running] {
            assert!(CAMPAIGNS.has(state), "{state}");
        }
        assert_eq!(routes::orders_of(CAMPAIGNS), "/orders?show=booked");
    }
}
