//! The pipeline: works orders off phase by phase, in steps. Every step is one transaction: what it did, how far it is
//! and what it says of that are stored together or not at all, so that whoever takes over after a crash goes on where
//! the last step ended.

mod outcome;
mod phase;
mod run;
mod sql;
mod step;

pub(super) use run::Run;
pub(super) use sql::{lines, run as run_of, runs, standing};

use super::{By, News, act, payment::Payments, screens::Screens};
use crate::{Error, Marketplace, Result, database::Tx};
use protocol::{
    ErrorBody, Timestamp,
    account::Me,
    id::OrderId,
    order::{
        LogLevel, LogLine, OrderAction, OrderLog, OrderState, OrderStatus, OrderView, Party, Phase,
        RunState, SteerOrder,
    },
};
use std::{sync::Arc, time::Duration};

/// How long a worker has an order for itself; renewed with every step. After a crash the order rests this long.
/// It spares work and decides nothing: of two workers that have the same step made, the second finds it stored.
pub const LEASE: Duration = Duration::from_secs(5);

/// How long payments and screens may take over a step when nobody says otherwise.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// A moment of a step. A program that ends in any of them, however suddenly, loses nothing and does nothing twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The order is leased, and nothing was asked of anybody.
    Taken,
    /// Payments and screens have done their part, and nothing of it is stored.
    Answered,
    /// What came of it is stored.
    Stored,
}

impl Moment {
    /// Every moment, in order.
    pub const ALL: [Self; 3] = [Self::Taken, Self::Answered, Self::Stored];

    /// The name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Answered => "answered",
            Self::Stored => "stored",
        }
    }
}

/// Is told of the moments of every step, in the phase the step was begun in.
pub type Observer = Arc<dyn Fn(Phase, Moment) + Send + Sync>;

/// Whom the pipeline works with.
#[derive(Clone)]
pub struct Ports {
    /// Who moves money.
    pub payments: Arc<dyn Payments>,
    /// The screens.
    pub screens: Arc<dyn Screens>,
    /// How long they may take over a step; after that it counts as a failure. Less than [`LEASE`].
    pub answer_within: Duration,
    /// Who looks on; rehearsals of crashes do.
    pub observer: Option<Observer>,
}

impl Ports {
    fn observe(&self, phase: Phase, moment: Moment) {
        if let Some(observer) = &self.observer {
            observer(phase, moment);
        }
    }
}

impl Marketplace {
    /// Leases up to `limit` orders that are due to the caller, who works on each with [`Marketplace::work_on`].
    pub async fn claim_orders(&self, limit: i64) -> Result<Vec<OrderId>> {
        let now = self.now();
        // Looked at first, so that a pipeline at rest writes nothing.
        if !sql::is_any_due(self.database(), now).await? {
            return Ok(Vec::new());
        }
        let times = (now, now.plus(LEASE));
        self.database()
            .transaction(move |tx| Box::pin(async move { sql::claim(tx, times, limit).await }))
            .await
    }

    /// Takes one order's work a step further. `true` while there is something to do now.
    pub async fn work_on(&self, id: OrderId, ports: &Ports) -> Result<bool> {
        match step::step(self, id, ports).await {
            Ok(goes_on) => Ok(goes_on),
            Err(error) => {
                tracing::error!(%error, order = %id, "an order could not be worked on");
                match self.fail(id, None, phase::Problem::ours()).await {
                    Err(Error::Corrupt { .. }) => {
                        self.set_unreadable_aside(id).await.map(|()| false)
                    }
                    noted => noted,
                }
            }
        }
    }

    /// Has the pipeline try again, stop or go on. For admins, and for the buyer of an order that was set aside.
    pub async fn steer_order(&self, me: &Me, input: SteerOrder) -> Result<OrderStatus> {
        let (me, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let (status, news) = market
                .database()
                .transaction(move |tx| Box::pin(async move { steer(tx, input, &me, now).await }))
                .await?;
            market.tell_order_news(news).await;
            Ok(status)
        })
        .await
    }
}

async fn steer(
    tx: &mut Tx,
    input: SteerOrder,
    me: &Me,
    now: Timestamp,
) -> Result<(OrderStatus, News)> {
    let (order, party) = act::lock(tx, input.order_id, me).await?;
    let found = sql::run_now(tx, order.id).await?;
    let mut run = found.ok_or_else(|| ErrorBody::not_found("order"))?;
    run.work = run.work.steered(input.steer, party)?;
    if run.work == RunState::Queued {
        run.queue(now);
    }
    let who = if party == Party::Admin { "An admin" } else { "The buyer" };
    let text = format!("{who} told the pipeline to {}.", input.steer.as_str());
    let actor = crate::audit::Actor::from(me);
    let about = (order.reference(), format!("pipeline: {}", input.steer.as_str()));
    crate::audit::note(tx, (&actor, now), "order", (&about.0, &about.1)).await?;
    let mut news = News::default();
    let lines = vec![run.line(LogLevel::Info, text, now)];
    save(tx, (&mut run, lines), (order.state, now), &mut news).await?;
    Ok((run.status(order.state), news))
}

/// Stores the work as it is now, with what is said of it, and tells its status.
async fn save(
    tx: &mut Tx,
    (run, lines): (&mut Run, Vec<LogLine>),
    (state, now): (OrderState, Timestamp),
    news: &mut News,
) -> Result<()> {
    run.version += 1;
    run.updated_at = now;
    sql::store(tx, run).await?;
    sql::insert_lines(tx, run.order_id, &lines).await?;
    news.status = Some(run.status(state));
    add_lines(news, run.order_id, lines);
    Ok(())
}

fn add_lines(news: &mut News, order_id: OrderId, lines: Vec<LogLine>) {
    if !lines.is_empty() {
        news.log
            .get_or_insert_with(|| OrderLog { order_id, lines: Vec::new() })
            .lines
            .extend(lines);
    }
}

/// The work follows what became of its order. Part of the order's transition.
pub(super) async fn follow(
    tx: &mut Tx,
    order: &OrderView,
    (action, by): (OrderAction, &By),
    news: &mut News,
) -> Result<()> {
    let now = by.at;
    let Some(mut run) = (match action {
        OrderAction::Submit => Some(Run::start(order, now)),
        _ => sql::run_now(tx, order.id).await?,
    }) else {
        return Ok(());
    };
    if order.state.is_over() {
        // A charge that was begun may have been made, whatever we know of it. One that waits for its owner's word was not.
        let is_before = run.phase == Phase::Charge && run.work == RunState::Waiting;
        let may_be_paid = run.phase >= Phase::Charge && !is_before && action != OrderAction::Refund;
        match order.state {
            // The owner is still to be paid.
            OrderState::Completed => {}
            state if may_be_paid && Phase::Refund.may_run(state) => {
                run.enter(Phase::Refund, order, now);
            }
            _ => run.finish(),
        }
    } else if run.work == RunState::Waiting && run.phase.may_run(order.state) {
        run.queue(now);
    } else if run.work == RunState::Waiting && order.state == OrderState::Scheduled {
        run.wait(step::next_start(tx, order).await?);
    }
    let lines = vec![run.line(LogLevel::Info, sentence(action, by), now)];
    save(tx, (&mut run, lines), (order.state, now), news).await
}

/// What the log says of a transition.
fn sentence(action: OrderAction, by: &By) -> String {
    let who = by.user.as_ref().map_or("The clock", |user| user.name.as_str());
    let done = match action {
        OrderAction::Submit => "submitted the order",
        OrderAction::Accept => "accepted it",
        OrderAction::Reject => "rejected it",
        OrderAction::SendCreative => "handed in a creative",
        OrderAction::ApproveCreative => "approved the creative",
        OrderAction::RejectCreative => "asked for another creative",
        OrderAction::Start => return "The first day has begun.".to_owned(),
        OrderAction::Complete => return "All days are over.".to_owned(),
        OrderAction::Cancel => "called it off",
        OrderAction::Expire => {
            return format!("Expired. {}", by.reason.as_deref().unwrap_or_default());
        }
        OrderAction::Refund => return "Refunded.".to_owned(),
    };
    match by.reason.as_deref() {
        Some(reason) => format!("{who} {done}: {reason}"),
        None => format!("{who} {done}."),
    }
}
