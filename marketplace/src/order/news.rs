//! What is told of an order, after the commit.

use super::sql;
use crate::{
    Marketplace, Result, account, conversation,
    database::Tx,
    notification::{Notice, notify_all},
    stream,
};
use protocol::{
    Room, ServerEvent, Timestamp,
    conversation::Sent,
    id::UserId,
    notification::NotificationBody,
    order::{
        AvailabilityUpdate, OrderLog, OrderProgress, OrderState, OrderStatus, OrderUpdated,
        OrderView, Phase, TimelineEntry,
    },
};

/// Collected while a transaction runs.
#[derive(Default)]
pub(super) struct News {
    availability: Vec<AvailabilityUpdate>,
    updated: Vec<(Vec<UserId>, OrderUpdated)>,
    lines: Vec<Sent>,
    notices: Vec<Notice>,
    pub(super) conversation: Option<conversation::Opened>,
    pub(super) status: Option<OrderStatus>,
    pub(super) progress: Option<OrderProgress>,
    pub(super) log: Option<OrderLog>,
}

impl News {
    /// Takes over what was collected later.
    pub(super) fn extend(&mut self, later: Self) {
        for update in later.availability {
            self.add_availability(update);
        }
        self.updated.extend(later.updated);
        self.lines.extend(later.lines);
        self.notices.extend(later.notices);
        self.conversation = later.conversation.or(self.conversation.take());
        self.status = later.status.or(self.status.take());
        self.progress = later.progress.or(self.progress.take());
        match (&mut self.log, later.log) {
            (Some(log), Some(more)) => log.lines.extend(more.lines),
            (None, more) => self.log = more,
            (Some(_), None) => {}
        }
    }

    /// Of two changes of one board in one transaction the later one tells both.
    pub(super) fn add_availability(&mut self, update: AvailabilityUpdate) {
        let same = |known: &&mut AvailabilityUpdate| known.board_id == update.board_id;
        match self.availability.iter_mut().find(same) {
            Some(known) => {
                known.days.retain(|old| update.days.iter().all(|new| new.day != old.day));
                known.days.extend(update.days);
                known.days.sort_by_key(|free| free.day);
            }
            None => self.availability.push(update),
        }
    }
}

/// Stores a step with its event.
pub(super) async fn record(
    tx: &mut Tx,
    order: &OrderView,
    entry: TimelineEntry,
    news: &mut News,
) -> Result<()> {
    sql::insert_step(tx, order.id, &entry).await?;
    let position = stream::next(tx, Room::Order(order.id)).await?;
    let event = OrderUpdated { position, order: order.clone(), entry };
    stream::record(tx, &ServerEvent::OrderUpdated(event.clone())).await?;
    let mut people = vec![order.buyer.id];
    // A hold is between the buyer and the calendar.
    if order.conversation_id.is_some() {
        people.push(order.owner.id);
    }
    news.updated.push((people, event));
    Ok(())
}

/// Stores a line in the conversation, and a notification for whoever has not done it themselves.
pub(super) async fn inform(
    tx: &mut Tx,
    order: &OrderView,
    entry: &TimelineEntry,
    news: &mut News,
) -> Result<()> {
    let Some(talk) = order.conversation_id else { return Ok(()) };
    let author = entry.by.clone().unwrap_or_else(|| order.buyer.clone());
    let line = conversation::order_line(tx, talk, author, (order, entry)).await?;
    news.lines.push(line);
    let by = entry.by.as_ref().map(|by| by.id);
    let others = [order.buyer.id, order.owner.id].into_iter().filter(|user| Some(*user) != by);
    let body = NotificationBody::Order {
        order_id: order.id,
        reference: order.reference(),
        title: order.lines.first().map(|line| line.title.clone()).unwrap_or_default(),
        state: order.state,
    };
    news.notices.extend(notify_all(tx, others.collect(), &body, entry.at).await?);
    Ok(())
}

/// It waits for its owner, and not for much longer.
pub(super) async fn inform_of_waiting(
    tx: &mut Tx,
    order: &OrderView,
    (hours, now): (i64, Timestamp),
    news: &mut News,
) -> Result<()> {
    let body = NotificationBody::OrderWaiting {
        order_id: order.id,
        reference: order.reference(),
        title: order.lines.first().map(|line| line.title.clone()).unwrap_or_default(),
        hours,
    };
    news.notices.extend(notify_all(tx, vec![order.owner.id], &body, now).await?);
    Ok(())
}

/// The work has come to a stop that somebody has to look at: for whom it concerns, and those who run the marketplace.
pub(super) async fn inform_of_trouble(
    tx: &mut Tx,
    (order, phase): (&OrderView, Phase),
    (why, now): (&str, Timestamp),
    news: &mut News,
) -> Result<()> {
    let mut people = account::admins(tx).await?;
    // The buyer has had what was paid for; it is the owner who waits.
    people.push(if phase == Phase::Payout { order.owner.id } else { order.buyer.id });
    people.sort_unstable();
    people.dedup();
    let body = NotificationBody::OrderTrouble {
        order_id: order.id,
        reference: order.reference(),
        title: order.lines.first().map(|line| line.title.clone()).unwrap_or_default(),
        reason: why.to_owned(),
    };
    news.notices.extend(notify_all(tx, people, &body, now).await?);
    Ok(())
}

impl Marketplace {
    /// Tells everybody concerned. What cannot be told is found by `sync`, or by reading again.
    pub(super) async fn tell_order_news(&self, news: News) {
        for update in news.availability {
            let room = Room::Board(update.board_id);
            self.publisher().publish(&[room], ServerEvent::Availability(update));
        }
        for (people, event) in news.updated {
            let mut rooms = vec![Room::Order(event.order.id)];
            rooms.extend(people.into_iter().map(Room::User));
            if event.order.state != OrderState::Held {
                rooms.push(Room::Orders);
            }
            self.publisher().publish(&rooms, ServerEvent::OrderUpdated(event));
        }
        if let Some(opened) = news.conversation {
            self.tell_of_opened(opened).await;
        }
        for line in news.lines {
            self.announce(&line).await;
        }
        self.tell(news.notices);
        if let Some(status) = news.status {
            let rooms = [Room::Order(status.order_id), Room::Orders];
            self.publisher().publish(&rooms, ServerEvent::Status(status));
        }
        if let Some(progress) = news.progress {
            let room = Room::Order(progress.order_id);
            self.publisher().publish(&[room], ServerEvent::Progress(progress));
        }
        if let Some(log) = news.log {
            self.publisher().publish(&[Room::Order(log.order_id)], ServerEvent::Log(log));
        }
    }
}
