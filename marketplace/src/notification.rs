//! Notifications: stored in the transaction of what they tell, read on one device for all.

mod settings;
mod sql;

use crate::{Marketplace, Result, database::Tx, stream};
use protocol::{
    ErrorBody, Room, ServerEvent, Timestamp,
    account::Me,
    command::Done,
    id::{ConversationId, NotificationId, UserId},
    limits,
    notification::{
        Bell, GROUP_WITHIN, MarkNotificationsRead, NotificationAdded, NotificationBody,
        NotificationKind, NotificationPage, NotificationView, NotificationsRead,
    },
    stream::Head,
};
use uuid::Uuid;

/// Something stored for one person, to be told after the commit.
pub(crate) type Notice = (UserId, ServerEvent);

impl Marketplace {
    /// The user's count and latest notifications.
    pub async fn bell(&self, me: &Me) -> Result<Bell> {
        let head = self.user_head(me).await?;
        let unread = sql::count_unread(self.database(), me.user_id).await?;
        let rows = i64::from(limits::BELL_ROWS);
        let latest = sql::page(self.database(), me.user_id, i64::MAX, rows).await?;
        Ok(Bell { head, unread, latest })
    }

    /// One page of the user's notifications, those before a number or the newest.
    pub async fn notifications(&self, me: &Me, before: Option<i64>) -> Result<NotificationPage> {
        let head = self.user_head(me).await?;
        let unread = sql::count_unread(self.database(), me.user_id).await?;
        let size = limits::NOTIFICATION_PAGE as usize;
        let before = before.unwrap_or(i64::MAX);
        let limit = i64::from(limits::NOTIFICATION_PAGE) + 1;
        let mut notifications = sql::page(self.database(), me.user_id, before, limit).await?;
        let has_older = notifications.len() > size;
        notifications.truncate(size);
        let older_before = notifications.last().filter(|_| has_older).map(|last| last.seq);
        Ok(NotificationPage { notifications, older_before, head, unread })
    }

    /// Marks notifications as read. What is read already, or not the user's, is passed over. Publishes
    /// `notificationRead` when any was not.
    pub async fn mark_notifications_read(
        &self,
        me: &Me,
        input: MarkNotificationsRead,
    ) -> Result<Done> {
        let most = limits::NOTIFICATION_PAGE as usize;
        if input.ids.len() > most {
            let text = format!("At most {most} notifications at once.");
            return Err(ErrorBody::too_large("ids", most, text).into());
        }
        let (user, now, market) = (me.user_id, self.now(), self.clone());
        self.to_the_end(async move {
            let notice = market
                .database()
                .transaction(move |tx| Box::pin(async move { read(tx, user, input, now).await }))
                .await?;
            market.tell(notice);
            Ok(Done {})
        })
        .await
    }

    /// Tells people of what was stored for them. After the commit.
    pub(crate) fn tell(&self, notices: impl IntoIterator<Item = Notice>) {
        for (user, event) in notices {
            self.publisher().publish(&[Room::User(user)], event);
        }
    }

    /// Read before the data, so that an event between the two is seen twice and never missed.
    async fn user_head(&self, me: &Me) -> Result<Head> {
        let head = stream::head(self.database(), Room::User(me.user_id)).await?;
        Ok(head.unwrap_or(Head::EMPTY))
    }
}

/// Stores a notification, or lets one that is not read yet stand for this as well. `None` when the user
/// does not want its kind.
///
/// Whoever tells several people does so in the order of their ids: each one's stream is locked from here to
/// the end of the transaction.
pub(crate) async fn notify(
    tx: &mut Tx,
    user: UserId,
    body: NotificationBody,
    now: Timestamp,
) -> Result<Option<Notice>> {
    if !sql::is_wanted(tx, user, body.kind()).await? {
        return Ok(None);
    }
    let position = stream::next(tx, Room::User(user)).await?;
    let earlier = sql::open_group(tx, user, &body, since(body.kind(), now)).await?;
    let fresh = NotificationView {
        id: NotificationId(Uuid::now_v7()),
        seq: position.seq,
        body,
        count: 1,
        at: now,
        is_read: false,
    };
    let notification = if let Some(earlier) = earlier {
        let (id, count) = (earlier.id, earlier.count + 1);
        let grown = NotificationView { id, count, body: fresh.body.after(earlier.body), ..fresh };
        sql::update(tx, &grown).await?;
        grown
    } else {
        sql::insert(tx, user, &fresh).await?;
        fresh
    };
    let unread = sql::count_unread_now(tx, user).await?;
    let event = ServerEvent::Notification(NotificationAdded { position, notification, unread });
    stream::record(tx, &event).await?;
    Ok(Some((user, event)))
}

/// How old the latest of an unread group may be for another to join it.
fn since(kind: NotificationKind, now: Timestamp) -> Timestamp {
    match kind {
        NotificationKind::BoardStatus => now.minus(GROUP_WITHIN),
        _ => Timestamp(i64::MIN),
    }
}

/// Tells several people the same.
pub(crate) async fn notify_all(
    tx: &mut Tx,
    mut users: Vec<UserId>,
    body: &NotificationBody,
    now: Timestamp,
) -> Result<Vec<Notice>> {
    users.sort_unstable();
    let mut notices = Vec::with_capacity(users.len());
    for user in users {
        notices.extend(notify(tx, user, body.clone(), now).await?);
    }
    Ok(notices)
}

/// A member has read a conversation up to `seq`, or left it: what was said of that is done with.
pub(crate) async fn conversation_read(
    tx: &mut Tx,
    user: UserId,
    conversation: ConversationId,
    (seq, now): (i64, Timestamp),
) -> Result<Option<Notice>> {
    let open = sql::unread_about(tx, user, &conversation.to_string()).await?;
    let is_done = |view: &NotificationView| match view.body {
        NotificationBody::Message { message_seq, .. } => message_seq <= seq,
        NotificationBody::MemberAdded { .. } => true,
        _ => false,
    };
    let ids: Vec<_> = open.iter().filter(|view| is_done(view)).map(|view| view.id).collect();
    if ids.is_empty() {
        return Ok(None);
    }
    read(tx, user, MarkNotificationsRead { up_to: None, ids }, now).await
}

async fn read(
    tx: &mut Tx,
    user: UserId,
    input: MarkNotificationsRead,
    now: Timestamp,
) -> Result<Option<Notice>> {
    let room = Room::User(user);
    stream::lock(tx, room).await?;
    let mut changed = 0;
    if let Some(up_to) = input.up_to {
        changed += sql::read_up_to(tx, user, up_to, now).await?;
    }
    for id in &input.ids {
        changed += sql::read_one(tx, user, *id, now).await?;
    }
    if changed == 0 {
        return Ok(None);
    }
    let position = stream::next(tx, room).await?;
    let unread = sql::count_unread_now(tx, user).await?;
    let MarkNotificationsRead { up_to, ids } = input;
    let event = ServerEvent::NotificationRead(NotificationsRead { position, up_to, ids, unread });
    stream::record(tx, &event).await?;
    Ok(Some((user, event)))
}
