//! What came of a step is stored: rows, log lines and progress in one transaction.

use super::{
    LEASE,
    phase::{Outcome, Problem},
    run::Run,
    save, sql,
    step::{lock, note_failure},
};
use crate::{
    Result,
    database::Tx,
    order::{By, News, hold::bookable, news, sql as order_sql, transition},
};
use protocol::{
    Timestamp,
    id::{BoardId, OrderId},
    money::money,
    order::{
        LogLevel, LogLine, OrderAction, OrderState, OrderView, Party, Phase, RunState,
        TimelineEntry, ledger::Movement,
    },
};

/// `at` is where the work was when it was asked for: whoever finds it elsewhere has been overtaken, and only money that
/// has moved is still taken note of.
pub(super) async fn take(
    tx: &mut Tx,
    (id, at): (OrderId, (Phase, i64)),
    outcome: Outcome,
    now: Timestamp,
) -> Result<(bool, News)> {
    let mut news = News::default();
    let (mut order, mut run) = lock(tx, id).await?;
    if (run.phase, run.done) != at || !run.phase.may_run(order.state) {
        if outcome == Outcome::Charged {
            charged_late(tx, (&mut order, run), now, &mut news).await?;
        }
        return Ok((true, news));
    }
    let had_failed = run.failures > 0;
    match outcome {
        Outcome::Charged => charged(tx, &mut order, now, &mut news).await?,
        Outcome::PaidOut => paid_out(tx, &mut order, now, &mut news).await?,
        _ => {}
    }
    let lines = match apply(tx, (&mut order, &mut run), outcome, now).await? {
        Ok(lines) => lines,
        Err(problem) => {
            news.extend(note_failure(tx, (&order, run), problem, now).await?);
            return Ok((false, news));
        }
    };
    run.recovered();
    if run.done < run.total {
        let is_waiting = run.work == RunState::Waiting;
        if is_waiting || had_failed || run.done == at.1 {
            save(tx, (&mut run, lines), (order.state, now), &mut news).await?;
        } else {
            progress(tx, (&mut run, lines), now, &mut news).await?;
        }
        let until = if is_waiting { Timestamp(0) } else { now.plus(LEASE) };
        sql::lease(tx, id, until).await?;
        return Ok((!is_waiting, news));
    }
    let goes_on = end_phase(tx, (order, run), (lines, now), &mut news).await?;
    Ok((goes_on, news))
}

/// As [`save`], for a phase that goes on: who watches is told the progress only.
async fn progress(
    tx: &mut Tx,
    (run, lines): (&mut Run, Vec<LogLine>),
    now: Timestamp,
    news: &mut News,
) -> Result<()> {
    run.version += 1;
    run.updated_at = now;
    sql::store(tx, run).await?;
    sql::insert_lines(tx, run.order_id, &lines).await?;
    news.progress = Some(run.progress());
    super::add_lines(news, run.order_id, lines);
    Ok(())
}

/// The buyer has paid, and the work is elsewhere by now. Another worker may have booked it; if not, the order was
/// called off while the money moved, and what was taken is given back.
async fn charged_late(
    tx: &mut Tx,
    (order, mut run): (&mut OrderView, Run),
    now: Timestamp,
    news: &mut News,
) -> Result<()> {
    if was_paid(tx, order).await? {
        return Ok(());
    }
    charged(tx, order, now, news).await?;
    if Phase::Refund.may_run(order.state) {
        run.enter(Phase::Refund, order, now);
        let text = "The payment came after the end. It goes back.".to_owned();
        let lines = vec![run.line(LogLevel::Warn, text, now)];
        save(tx, (&mut run, lines), (order.state, now), news).await?;
        sql::lease(tx, order.id, Timestamp(0)).await?;
    }
    Ok(())
}

/// The buyer has paid.
async fn charged(
    tx: &mut Tx,
    order: &mut OrderView,
    now: Timestamp,
    news: &mut News,
) -> Result<()> {
    if order.state == OrderState::Scheduled {
        // It was waiting for this alone.
        order.until = None;
    }
    let movement = (Movement::Charge, order.total_cents);
    moved(tx, order, (movement, "Paid."), now, news).await
}

/// The owner has the money; until then the order holds it, whatever its state says.
async fn paid_out(
    tx: &mut Tx,
    order: &mut OrderView,
    now: Timestamp,
    news: &mut News,
) -> Result<()> {
    let movement = (Movement::Payout, order.balance_cents);
    moved(tx, order, (movement, "Paid out."), now, news).await
}

/// Money has moved: a step of the order's life, though its state stays.
async fn moved(
    tx: &mut Tx,
    order: &mut OrderView,
    (movement, text): ((Movement, i64), &str),
    now: Timestamp,
    news: &mut News,
) -> Result<()> {
    order.balance_cents = order_sql::ledger::book(tx, order.id, movement, now).await?;
    order.version += 1;
    order.updated_at = now;
    order_sql::update(tx, order).await?;
    let entry = TimelineEntry {
        version: order.version,
        action: None,
        state: order.state,
        party: Party::System,
        by: None,
        reason: Some(text.to_owned()),
        creatives: Vec::new(),
        at: now,
    };
    news::record(tx, order, entry, news).await
}

/// Stores what was done, and says it.
async fn apply(
    tx: &mut Tx,
    (order, run): (&mut OrderView, &mut Run),
    outcome: Outcome,
    now: Timestamp,
) -> Result<std::result::Result<Vec<LogLine>, Problem>> {
    let say = |run: &mut Run, text: String| run.line(LogLevel::Info, text, now);
    let mut lines = Vec::new();
    match outcome {
        Outcome::Nothing => match piece(tx, order, run).await? {
            Ok(text) => {
                run.done += 1;
                lines.push(say(run, text));
            }
            Err(problem) => return Ok(Err(problem)),
        },
        Outcome::Charged => {
            run.done = 1;
            let paid = money(order.total_cents, &order.currency);
            lines.push(say(run, format!("Charged {paid}.")));
        }
        Outcome::Sent(pieces) => {
            for (board, day) in pieces {
                sql::sent(tx, order.id, (board, day)).await?;
                run.done += 1;
                let day = day.in_words();
                lines.push(say(run, format!("{}: handed over for {day}.", title(order, board))));
            }
        }
        Outcome::Shown(shown) => {
            for ((board, day), plays) in shown {
                sql::shown(tx, order.id, (board, day), plays).await?;
                run.done += 1;
                let day = day.in_words();
                let text = format!("{}: shown {plays} times on {day}.", title(order, board));
                lines.push(say(run, text));
            }
        }
        Outcome::NotYet(_) if run.is_paused() => {}
        Outcome::NotYet(until) => run.wait(until),
        Outcome::PaidOut => {
            run.done = 1;
            lines.push(say(run, format!("{} has the money.", order.owner.name)));
        }
        Outcome::Refunded(cents) => {
            if cents > 0 {
                // What was taken, and never booked because of a crash, is booked now.
                let taken = (Movement::Charge, cents);
                order_sql::ledger::book(tx, order.id, taken, now).await?;
                let back = (Movement::Refund, cents);
                order.balance_cents = order_sql::ledger::book(tx, order.id, back, now).await?;
            }
            run.done = 1;
            let text =
                if cents > 0 { "The buyer has the money back." } else { "Nothing had been paid." };
            lines.push(say(run, text.to_owned()));
        }
    }
    Ok(Ok(lines))
}

fn title(order: &OrderView, board: BoardId) -> &str {
    let line = order.lines.iter().find(|line| line.board_id == board);
    line.map_or("A board", |line| line.title.as_str())
}

/// A line of the order is looked at: while validating the board, while reserving its days.
async fn piece(
    tx: &mut Tx,
    order: &OrderView,
    run: &Run,
) -> Result<std::result::Result<String, Problem>> {
    let at = usize::try_from(run.done).unwrap_or(usize::MAX);
    let Some(line) = order.lines.get(at) else { return Ok(Ok("Nothing is left.".to_owned())) };
    if run.phase == Phase::Validate {
        let board = order_sql::calendar::read_now(tx, line.board_id).await?;
        let refusal = board.map_or_else(
            || Some(format!("“{}” is not there any more.", line.title)),
            |board| bookable(&board).err().map(|error| error.to_string()),
        );
        return Ok(match refusal {
            Some(why) => Err(Problem::Lasting(why)),
            None => Ok(format!("“{}” can be booked for {}.", line.title, line.days.in_words())),
        });
    }
    let own = sql::own_days(tx, order.id).await?.get(&line.board_id).copied().unwrap_or(0);
    let lines = order.lines.iter().filter(|other| other.board_id == line.board_id);
    let expected: i64 = lines.map(|line| line.quote.days).sum();
    if own != expected {
        let why = format!("“{}”: {own} of {expected} days are this order's.", line.title);
        return Ok(Err(Problem::Lasting(why)));
    }
    let days = match line.quote.days {
        1 => "1 day is".to_owned(),
        days => format!("{days} days are"),
    };
    Ok(Ok(format!("“{}”: {days} this order's.", line.title)))
}

/// The phase is done: on to the next one, or to the order's end.
async fn end_phase(
    tx: &mut Tx,
    (order, mut run): (OrderView, Run),
    (lines, now): (Vec<LogLine>, Timestamp),
    news: &mut News,
) -> Result<bool> {
    let (id, ended, is_paused) = (order.id, run.phase, run.is_paused());
    match ended.following() {
        Some(next) => run.enter(next, &order, now),
        None => run.finish(),
    }
    if is_paused && run.work == RunState::Queued {
        run.work = RunState::Paused;
    }
    save(tx, (&mut run, lines), (order.state, now), news).await?;
    let last = match ended {
        Phase::Verify => Some(OrderAction::Complete),
        Phase::Refund if order.state != OrderState::Refunded && was_paid(tx, &order).await? => {
            Some(OrderAction::Refund)
        }
        _ => None,
    };
    if let Some(action) = last {
        let (_, more) = transition(tx, order, action, By::system(None, now)).await?;
        news.extend(more);
    }
    let goes_on = run.work == RunState::Queued;
    sql::lease(tx, id, if goes_on { now.plus(LEASE) } else { Timestamp(0) }).await?;
    Ok(goes_on)
}

async fn was_paid(tx: &mut Tx, order: &OrderView) -> Result<bool> {
    order_sql::ledger::has(tx, order.id, Movement::Charge).await
}
