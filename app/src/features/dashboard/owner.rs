//! An owner's boards and earnings.

use super::{
    api::read_owner_dashboard,
    awaiting::AwaitingList,
    figure::Figure,
    money::{MoneyCharts, NetFigure, REVENUE},
    refresh::{Currency, keep_current},
    rooms::hear_of,
};
use crate::{
    components::{
        EmptyState, Symbol,
        chart::{HeatCell, HeatMap, HeatRow},
    },
    format::day::{day_and_month, short_day},
    routes,
};
use leptos::prelude::*;
use protocol::{
    DayRange, ServerEvent,
    dashboard::{Occupancy, OwnerDashboard},
    limits::DASHBOARD_BOARDS,
    order::Party,
};

/// Shows what was read, and keeps it current.
#[component]
pub(super) fn Owner(read: OwnerDashboard) -> impl IntoView {
    let page = read.page;
    let shown = RwSignal::new(read);
    hear_of(Memo::new(move |_| {
        shown.with(|shown| shown.boards.iter().map(|board| board.board_id).collect())
    }));
    let kept = keep_current(shown, matters, move || read_owner_dashboard(page));
    view! {
        <Currency at=Signal::derive(move || shown.with(|shown| shown.at)) kept />
        {move || view! { <Content shown=shown.get() /> }}
    }
}

fn matters(event: &ServerEvent) -> bool {
    matches!(
        event,
        ServerEvent::OrderUpdated(_)
            | ServerEvent::Availability(_)
            | ServerEvent::BillboardStatusUpdate(_)
            | ServerEvent::BoardUpdated(_)
    )
}

#[component]
fn Content(shown: OwnerDashboard) -> impl IntoView {
    let OwnerDashboard {
        days, boards, page, total, places, money, awaiting, awaiting_count, ..
    } = shown;
    if total == 0 && money.is_empty() && awaiting.is_empty() {
        return view! {
            <EmptyState
                symbol=Symbol::Board
                title="No boards on the market yet"
                text="Once a board is live, you see here how full it is and what it earns."
            >
                <a class="button button--primary" href=routes::NEW_BOARD>
                    "New board"
                </a>
            </EmptyState>
        }
        .into_any();
    }
    let figures = money.iter().map(|money| {
        let currency = money.currency.clone();
        let earned = money.sum(REVENUE[1].2);
        view! {
            <NetFigure id="booked" label="Booked in 12 weeks" money=money.clone() />
            <Figure id="earned" label="Earned in 12 weeks" value=earned currency />
        }
    });
    let figures = figures.collect_view();
    let taken = places.percent().map(|taken| {
        view! { <Figure id="taken" label="Taken, next 4 weeks" value=taken unit="%" /> }
    });
    view! {
        <div class="dashboard__top">
            <AwaitingList awaiting count=awaiting_count party=Party::Owner />
            <ul class="dash-figures">
                <Figure id="awaiting" label="Waiting for you" value=awaiting_count />
                {taken}
                {figures}
            </ul>
        </div>
        <section class="dash-panel" aria-label="Occupancy">
            <Heat days boards />
            <Pages page total />
        </section>
        <section class="dash-panel" aria-label="Revenue">
            {money
                .is_empty()
                .then(|| view! { <p class="muted">"Nothing was paid in the last 12 weeks."</p> })}
            <MoneyCharts title="Revenue by week" money kinds=&REVENUE />
        </section>
    }
    .into_any()
}

#[component]
fn Heat(days: DayRange, boards: Vec<Occupancy>) -> impl IntoView {
    let columns = days.days().map(short_day).collect();
    let tick = |day: protocol::Day| (day.weekday() == 0).then(|| day_and_month(day));
    let ticks = days.days().map(tick).collect();
    let rows = boards.into_iter().map(row).collect();
    view! { <HeatMap title="Places taken, day by day".to_owned() columns_are="Day" columns ticks rows /> }
}

fn row(board: Occupancy) -> HeatRow {
    let slots = i64::from(board.slots).max(1);
    let cell = |day: &protocol::dashboard::DayTaken| {
        if day.is_closed {
            return HeatCell { share: None, text: "closed".to_owned() };
        }
        let share = Some(i64::from(day.taken) * 100 / slots);
        HeatCell { share, text: format!("{} of {slots}", day.taken) }
    };
    let percent = board.places().percent();
    let note = percent.map_or("closed".to_owned(), |percent| format!("{percent} % taken"));
    HeatRow {
        id: board.board_id.to_string(),
        href: routes::board(board.board_id),
        cells: board.days.iter().map(cell).collect(),
        name: board.title,
        note: format!("{}, {note}", board.city),
    }
}

#[component]
fn Pages(page: u32, total: u32) -> impl IntoView {
    let last = total.div_ceil(DASHBOARD_BOARDS);
    let back = (page > 1).then(|| routes::dashboard_page(page - 1));
    let forward = (page < last).then(|| routes::dashboard_page(page + 1));
    (last > 1).then(|| {
        view! {
            <nav class="pages" aria-label="Pages of boards">
                {back.map(|href| view! { <a class="button" rel="prev" href=href>"Back"</a> })}
                <span class="muted">{format!("Page {page} of {last}")}</span>
                {forward.map(|href| view! { <a class="button" rel="next" href=href>"More boards"</a> })}
            </nav>
        }
    })
}
