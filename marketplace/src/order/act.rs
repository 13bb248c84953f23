//! One order, one step further. Buyers, owners, admins, the clock and the pipeline all come through here.

use super::{
    News,
    calendar::start_of,
    hold::bookable,
    news, pipeline, sql,
    sql::calendar::{free_now, give_back},
};
use crate::{Marketplace, Result, audit, conversation, database::Tx, stream};
use protocol::{
    ErrorBody, ErrorCode, Room, Timestamp,
    account::{Me, Role, UserRef},
    id::{OrderId, UserId},
    limits,
    order::{
        ActOnOrder, AvailabilityUpdate, Creative, DayFree, OrderAction, OrderState, OrderView,
        Party, Refusal, TimelineEntry, creative::needs_file, ledger::Movement, next,
    },
};
use std::collections::BTreeSet;

/// How many overdue orders one look takes.
const OVERDUE_AT_ONCE: i64 = 100;

/// Who takes a step, and why.
#[derive(Clone, Debug)]
pub(super) struct By {
    pub(super) party: Party,
    pub(super) user: Option<UserRef>,
    pub(super) reason: Option<String>,
    /// What is handed in with it.
    pub(super) handed_in: Vec<Creative>,
    pub(super) at: Timestamp,
}

impl By {
    /// The clock or the pipeline.
    pub(super) fn system(reason: Option<String>, at: Timestamp) -> Self {
        Self { party: Party::System, user: None, reason, handed_in: Vec::new(), at }
    }
}

impl Marketplace {
    /// Takes an order a step further, if the table of transitions has it for this person. Everybody concerned is told:
    /// a line in the conversation, a notification, `orderUpdated`; it is on the audit record.
    pub async fn act_on_order(&self, me: &Me, input: &ActOnOrder) -> Result<OrderView> {
        let reason = input.checked_reason()?;
        let (id, action) = (input.order_id, input.action);
        let (me, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let (order, news) = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        let (order, party) = lock(tx, id, &me).await?;
                        let user = UserRef { id: me.user_id, name: me.name.clone(), role: me.role };
                        let handed_in = Vec::new();
                        let by = By { party, user: Some(user), reason, handed_in, at: now };
                        transition(tx, order, action, by).await
                    })
                })
                .await?;
            market.tell_order_news(news).await;
            Ok(order)
        })
        .await
    }

    /// Ends what has waited too long: holds, decisions, creatives that did not come. By the clock, every few
    /// seconds. Says how many.
    pub async fn expire_orders(&self) -> Result<usize> {
        let now = self.now();
        let ids = sql::overdue(self.database(), now, OVERDUE_AT_ONCE).await?;
        let mut count = 0;
        for id in ids {
            let expired = self
                .database()
                .transaction(move |tx| Box::pin(async move { expire(tx, id, now).await }))
                .await;
            match expired {
                Ok(None) => {}
                Ok(Some(news)) => {
                    self.tell_order_news(news).await;
                    count += 1;
                }
                // Those behind it do not wait for it.
                Err(error) => tracing::error!(%error, order = %id, "an order could not be ended"),
            }
        }
        Ok(count)
    }
}

/// What an order is for somebody; nothing for those whom it does not concern.
pub(super) fn party(order: &OrderView, user: UserId, role: Role) -> Option<Party> {
    if order.buyer.id == user {
        Some(Party::Buyer)
    } else if order.owner.id == user {
        // A hold is between the buyer and the calendar.
        order.conversation_id.is_some().then_some(Party::Owner)
    } else {
        (role == Role::Admin).then_some(Party::Admin)
    }
}

/// Holds the order for this transaction.
pub(super) async fn lock(tx: &mut Tx, id: OrderId, me: &Me) -> Result<(OrderView, Party)> {
    stream::lock(tx, Room::Order(id)).await?;
    let order = sql::find_now(tx, id).await?;
    let seen = order.and_then(|order| {
        let party = party(&order, me.user_id, me.role)?;
        Some((order, party))
    });
    seen.ok_or_else(|| ErrorBody::not_found("order").into())
}

/// Nobody waits for a decision about a board that takes no bookings.
async fn check_boards(tx: &mut Tx, order: &OrderView) -> Result<()> {
    for line in &order.lines {
        let board = sql::calendar::read_now(tx, line.board_id).await?;
        bookable(&board.ok_or_else(|| ErrorBody::not_found("board"))?)?;
    }
    Ok(())
}

/// `None` when somebody was faster.
async fn expire(tx: &mut Tx, id: OrderId, now: Timestamp) -> Result<Option<News>> {
    stream::lock(tx, Room::Order(id)).await?;
    let overdue = |order: &OrderView| order.until.is_some_and(|until| until <= now);
    let Some(order) = sql::find_now(tx, id).await?.filter(overdue) else { return Ok(None) };
    let reason = match order.state {
        OrderState::Held => "The hold was not submitted in time.",
        OrderState::Submitted => "The owner did not decide in time.",
        OrderState::Scheduled => "It was not paid before the first day.",
        _ => "No creative was approved before the first day.",
    };
    let by = By::system(Some(reason.into()), now);
    transition(tx, order, OrderAction::Expire, by).await.map(|(_, news)| Some(news))
}

/// Decides, and stores everything that goes with it. The caller holds the order's stream.
pub(super) async fn transition(
    tx: &mut Tx,
    mut order: OrderView,
    action: OrderAction,
    by: By,
) -> Result<(OrderView, News)> {
    let state = next(order.state, action, by.party).map_err(ErrorBody::from)?;
    if by.party != Party::System && overdue_hold(&order, by.at) {
        return Err(ErrorBody::from(Refusal::State(OrderState::Expired, action)).into());
    }
    if action == OrderAction::Submit {
        check_boards(tx, &order).await?;
    }
    if action == OrderAction::SendCreative && by.handed_in.is_empty() {
        return Err(needs_file().into());
    }
    let mut news = News::default();
    order.state = state;
    order.version += 1;
    order.updated_at = by.at;
    order.until = until(tx, &order, by.at).await?;
    if !state.keeps_days() && action != OrderAction::Refund {
        order.reason.clone_from(&by.reason);
        release(tx, &order, &mut news).await?;
    }
    if action == OrderAction::Submit {
        if order.until.is_some_and(|until| until <= by.at) {
            let text = "The first day has begun by now. Call it off, and choose later days.";
            return Err(ErrorBody::new(ErrorCode::Conflict, text).into());
        }
        let board = order.lines.first().map(|line| line.board_id);
        let board = board.ok_or_else(|| ErrorBody::not_found("order"))?;
        let among = (order.buyer.clone(), order.owner.clone());
        let opened = conversation::open_for_order(tx, board, among, by.at).await?;
        order.conversation_id = Some(opened.id());
        news.conversation = Some(opened);
    }
    sql::update(tx, &order).await?;
    let entry = TimelineEntry {
        version: order.version,
        action: Some(action),
        state,
        party: by.party,
        by: by.user.clone(),
        reason: by.reason.clone(),
        creatives: by.handed_in.clone(),
        at: by.at,
    };
    pipeline::follow(tx, &order, (action, &by), &mut news).await?;
    news::inform(tx, &order, &entry, &mut news).await?;
    let actor = audit::Actor::or_system(by.user.as_ref());
    let about = (order.reference(), format!("{action}: {state}"));
    audit::note(tx, (&actor, by.at), "order", (&about.0, &about.1)).await?;
    news::record(tx, &order, entry, &mut news).await?;
    Ok((order, news))
}

/// Its time is over, though the clock has not come by yet.
fn overdue_hold(order: &OrderView, now: Timestamp) -> bool {
    order.state == OrderState::Held && order.until.is_some_and(|until| until <= now)
}

/// The time limit of the state an order has come to.
async fn until(tx: &mut Tx, order: &OrderView, now: Timestamp) -> Result<Option<Timestamp>> {
    let first_day = match order.state {
        OrderState::Submitted | OrderState::Accepted | OrderState::CreativeReview => {
            first_day_begins(tx, order).await?
        }
        // Nobody keeps days for nothing: what is not paid by its first day ends.
        OrderState::Scheduled if !sql::ledger::has(tx, order.id, Movement::Charge).await? => {
            first_day_begins(tx, order).await?
        }
        _ => return Ok(None),
    };
    let decide_by = now.plus(limits::DECIDE_WITHIN);
    Ok(match order.state {
        OrderState::Submitted => Some(first_day.map_or(decide_by, |first| first.min(decide_by))),
        _ => first_day,
    })
}

/// When the first of an order's days begins, where that board stands.
pub(super) async fn first_day_begins(tx: &mut Tx, order: &OrderView) -> Result<Option<Timestamp>> {
    let mut first = None;
    for line in &order.lines {
        let zone = sql::calendar::zone_now(tx, line.board_id).await?;
        let Some(day) = line.booked_days().next() else { continue };
        let start = start_of(&zone, day)?;
        first = Some(first.map_or(start, |first: Timestamp| first.min(start)));
    }
    Ok(first)
}

/// Gives the order's days back, board by board in the order of their ids.
async fn release(tx: &mut Tx, order: &OrderView, news: &mut News) -> Result<()> {
    let boards: BTreeSet<_> = order.lines.iter().map(|line| line.board_id).collect();
    for id in boards {
        let Some(board) = sql::calendar::lock(tx, id).await? else { continue };
        give_back(tx, order.id, id).await?;
        let mut days = Vec::new();
        for line in order.lines.iter().filter(|line| line.board_id == id) {
            sql::full_days::note(tx, id, Some(line.days)).await?;
            let known = free_now(tx, &board, line.days).await?;
            days.extend(line.booked_days().map(|day| {
                let found = known.iter().find(|free| free.day == day).copied();
                found.unwrap_or(DayFree { day, free: board.slots_per_loop, is_closed: false })
            }));
        }
        days.sort_by_key(|free| free.day);
        let version = board.calendar_version;
        news.add_availability(AvailabilityUpdate { board_id: id, version, days });
    }
    Ok(())
}
