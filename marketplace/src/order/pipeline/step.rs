//! One step of the work on an order.

use super::{
    LEASE, Moment, Ports, outcome,
    phase::{Outcome, Problem, Work},
    run::{NEVER, Run},
    save, sql,
};
use crate::{
    Marketplace, Result,
    database::Tx,
    order::{
        By, News, act::first_day_begins, creative::approved, news::inform_of_trouble,
        sql as order_sql, transition,
    },
    stream,
};
use futures::FutureExt;
use protocol::{
    ErrorBody, Room, Timestamp,
    id::{BoardId, FileId, OrderId},
    order::{LogLevel, LogLine, OrderAction, OrderState, OrderView, Phase, RunState},
};
use std::{panic::AssertUnwindSafe, time::Duration};

/// The pauses before a piece is tried again; after the last one its order is set aside.
const PAUSES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(4),
    Duration::from_secs(15),
    Duration::from_mins(1),
];

/// See [`Marketplace::work_on`].
pub(super) async fn step(market: &Marketplace, id: OrderId, ports: &Ports) -> Result<bool> {
    let Some(Ready { order, run, zones, creatives }) = prepare(market, id).await? else {
        return Ok(false);
    };
    let at = (run.phase, run.done);
    ports.observe(at.0, Moment::Taken);
    let work = Work { order: &order, run: &run, zones, creatives, now: market.now() };
    let answer = answer(&work, ports).await;
    ports.observe(at.0, Moment::Answered);
    let goes_on = match answer {
        Ok(outcome) => market.take_step(id, at, outcome).await?,
        Err(problem) => market.fail(id, Some(at), problem).await?,
    };
    ports.observe(at.0, Moment::Stored);
    Ok(goes_on)
}

/// What those outside say. One who panics has failed like any other: what is tried for ever is never set aside.
async fn answer(work: &Work<'_>, ports: &Ports) -> std::result::Result<Outcome, Problem> {
    let order = work.order.id;
    let asked = AssertUnwindSafe(work.ask(ports)).catch_unwind();
    match tokio::time::timeout(ports.answer_within, asked).await {
        Ok(Ok(Ok(answer))) => answer,
        Ok(Ok(Err(error))) => {
            tracing::error!(%error, %order, "a step of the pipeline failed");
            Err(Problem::ours())
        }
        Ok(Err(_)) => {
            tracing::error!(%order, "a step of the pipeline panicked");
            Err(Problem::ours())
        }
        Err(_) => {
            let (phase, limit) = (work.run.phase.as_str(), ports.answer_within);
            Err(Problem::Temporary(format!("No answer within {limit:?} ({phase}).")))
        }
    }
}

/// Looks whether there is anything to do, and lets the order wait if not.
async fn prepare(market: &Marketplace, id: OrderId) -> Result<Option<Ready>> {
    let now = market.now();
    let (ready, news) = market
        .database()
        .transaction(move |tx| Box::pin(async move { look(tx, id, now).await }))
        .await?;
    market.tell_order_news(news).await;
    Ok(ready)
}

/// Where the work on an order is: its phase, and how many pieces of that are done.
pub(super) type Place = (Phase, i64);

/// An order there is something to do for.
struct Ready {
    order: OrderView,
    run: Run,
    /// The time zones of its boards, by line.
    zones: Vec<String>,
    /// What goes to which board.
    creatives: Vec<(BoardId, FileId)>,
}

async fn look(tx: &mut Tx, id: OrderId, now: Timestamp) -> Result<(Option<Ready>, News)> {
    let mut news = News::default();
    let (mut order, mut run) = lock(tx, id).await?;
    let is_due = run.due_at <= now
        && matches!(run.work, RunState::Queued | RunState::Working | RunState::Waiting);
    if !is_due {
        sql::lease(tx, id, Timestamp(0)).await?;
        return Ok((None, news));
    }
    if run.phase == Phase::Verify && order.state == OrderState::Scheduled {
        let start = next_start(tx, &order).await?;
        if start <= now {
            (order, news) =
                transition(tx, order, OrderAction::Start, By::system(None, now)).await?;
            run = lock(tx, id).await?.1;
        }
    }
    if !run.phase.may_run(order.state) {
        let until = match (run.phase, order.state) {
            (Phase::Verify, OrderState::Scheduled) => next_start(tx, &order).await?,
            _ => NEVER,
        };
        run.wait(until);
        let lines = waiting_line(&mut run, order.state, now);
        save(tx, (&mut run, lines), (order.state, now), &mut news).await?;
        sql::lease(tx, id, Timestamp(0)).await?;
        return Ok((None, news));
    }
    if run.work != RunState::Working {
        run.work = RunState::Working;
        save(tx, (&mut run, Vec::new()), (order.state, now), &mut news).await?;
    }
    sql::lease(tx, id, now.plus(LEASE)).await?;
    let mut zones = Vec::with_capacity(order.lines.len());
    for line in &order.lines {
        zones.push(order_sql::calendar::zone_now(tx, line.board_id).await?);
    }
    let creatives = approved(tx, &order).await?;
    Ok((Some(Ready { order, run, zones, creatives }), news))
}

/// When the order can start. [`NEVER`] when it has no days, which none has.
pub(super) async fn next_start(tx: &mut Tx, order: &OrderView) -> Result<Timestamp> {
    Ok(first_day_begins(tx, order).await?.unwrap_or(NEVER))
}

fn waiting_line(run: &mut Run, state: OrderState, now: Timestamp) -> Vec<LogLine> {
    let text = match (run.phase, state) {
        (Phase::Charge, _) => "Waiting for the owner's answer.",
        (Phase::Traffic, OrderState::Accepted) => "Waiting for a creative.",
        (Phase::Traffic, _) => "Waiting for the owner to look at the creative.",
        (Phase::Verify, _) => "Waiting for the first day.",
        _ => return Vec::new(),
    };
    vec![run.line(LogLevel::Info, text.to_owned(), now)]
}

pub(super) async fn lock(tx: &mut Tx, id: OrderId) -> Result<(OrderView, Run)> {
    stream::lock(tx, Room::Order(id)).await?;
    let order = order_sql::find_now(tx, id).await?;
    let run = sql::run_now(tx, id).await?;
    order.zip(run).ok_or_else(|| ErrorBody::not_found("order").into())
}

impl Marketplace {
    /// Stores what came of a step.
    async fn take_step(&self, id: OrderId, at: Place, came: Outcome) -> Result<bool> {
        let now = self.now();
        let (goes_on, news) = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move { outcome::take(tx, (id, at), came, now).await })
            })
            .await?;
        self.tell_order_news(news).await;
        Ok(goes_on)
    }

    /// Counts a failure of the step that was begun `at` this place: tried again after a pause, or set aside.
    pub(super) async fn fail(
        &self,
        id: OrderId,
        at: Option<Place>,
        problem: Problem,
    ) -> Result<bool> {
        let now = self.now();
        let news = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    let (order, run) = lock(tx, id).await?;
                    let is_elsewhere = at.is_some_and(|at| (run.phase, run.done) != at);
                    if is_elsewhere || run.work == RunState::Done {
                        // Somebody was faster, or it was called off: that this try failed concerns nobody.
                        return Ok(News::default());
                    }
                    note_failure(tx, (&order, run), problem, now).await
                })
            })
            .await?;
        self.tell_order_news(news).await;
        Ok(false)
    }

    /// Sets aside what cannot even be read, so that it is not taken again and again. Nobody is told but the log: whom it
    /// concerns cannot be read either.
    pub(super) async fn set_unreadable_aside(&self, id: OrderId) -> Result<()> {
        let now = self.now();
        self.database()
            .transaction(move |tx| {
                Box::pin(async move { sql::set_unreadable_aside(tx, id, now).await })
            })
            .await
    }
}

/// What failed waits for its next try, or for somebody who looks at it.
pub(super) async fn note_failure(
    tx: &mut Tx,
    (order, mut run): (&OrderView, Run),
    problem: Problem,
    now: Timestamp,
) -> Result<News> {
    let mut news = News::default();
    let tries = usize::try_from(run.failures).unwrap_or(usize::MAX);
    run.failures += 1;
    let why = problem.said().to_owned();
    let pause = PAUSES.get(tries).filter(|_| matches!(problem, Problem::Temporary(_)));
    let (level, text) = if let Some(pause) = pause {
        if !run.is_paused() {
            run.work = RunState::Queued;
        }
        run.due_at = now.plus(*pause);
        (LogLevel::Warn, format!("{why} Trying again in {} s.", pause.as_secs()))
    } else {
        run.work = RunState::SetAside;
        let about = (order, run.phase);
        inform_of_trouble(tx, about, (problem.told(), now), &mut news).await?;
        (LogLevel::Error, format!("Set aside: {why}"))
    };
    run.reason = Some(why);
    let lines = vec![run.line(level, text, now)];
    save(tx, (&mut run, lines), (order.state, now), &mut news).await?;
    sql::lease(tx, order.id, Timestamp(0)).await?;
    Ok(news)
}
