//! Beginning and end: what is told when an announcement comes into its time, changes, or is over.

use super::sql;
use crate::{Marketplace, Result, Viewer, database::Tx, notification, publish::noted, stream};
use protocol::{
    Room, ServerEvent, Timestamp,
    announcement::{
        AnnouncementRecord, AnnouncementRevoked, AnnouncementShown, Audience, Dismissals, Phase,
    },
    id::{AnnouncementId, UserId},
    notification::NotificationBody,
};
use uuid::Uuid;

/// People who get their notification in one transaction.
const BATCH: i64 = 100;

/// A stored event, and what it is about.
pub(super) struct Told {
    event: ServerEvent,
    record: AnnouncementRecord,
}

/// Stores the event by which the stream comes to say what is so now; `None` when it says that already. The
/// caller holds the stream's lock.
pub(super) async fn settle(
    tx: &mut Tx,
    id: AnnouncementId,
    now: Timestamp,
) -> Result<Option<Told>> {
    let Some((record, told)) = sql::find(tx, id, now).await? else { return Ok(None) };
    let due = (record.phase == Phase::Live).then_some(record.view.revision);
    if due == told {
        return Ok(None);
    }
    let position = stream::next(tx, Room::Announcements).await?;
    sql::set_told(tx, id, due).await?;
    let event = if due.is_some() {
        // Whose it is, and nothing of what it says: see the module's documentation.
        ServerEvent::Announcement(AnnouncementShown { position, id, announcement: None })
    } else {
        ServerEvent::AnnouncementRevoked(AnnouncementRevoked { position, id })
    };
    stream::record(tx, &event).await?;
    Ok(Some(Told { event, record }))
}

impl Marketplace {
    /// Tells of announcements whose time has come or is over, and notifies those they are for. Called by
    /// the clock of each server; what is done already is not done again.
    pub async fn turn_announcements(&self) -> Result<()> {
        for id in sql::due(self.database(), self.now()).await? {
            // One that fails must not hold back the others; the next turn tries it again.
            noted(self.turn(id).await);
        }
        for record in sql::to_notify(self.database(), self.now()).await? {
            noted(self.notify_audience(&record).await);
        }
        Ok(())
    }

    async fn turn(&self, id: AnnouncementId) -> Result<()> {
        let now = self.now();
        let told = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    stream::lock(tx, Room::Announcements).await?;
                    settle(tx, id, now).await
                })
            })
            .await?;
        self.publish_announcement(told).await
    }

    /// First to those it is for, then, empty, to all the others: whoever has the first drops the second.
    pub(super) async fn publish_announcement(&self, told: Option<Told>) -> Result<()> {
        let Some(Told { event, record }) = told else { return Ok(()) };
        let ServerEvent::Announcement(empty) = &event else {
            self.publisher().publish(&[Room::Announcements], event);
            return Ok(());
        };
        let full = AnnouncementShown { announcement: Some(record.view), ..empty.clone() };
        let full = ServerEvent::Announcement(full);
        if record.audience == Audience::Everybody {
            self.publisher().publish(&[Room::Announcements], full);
            return Ok(());
        }
        let people = self.among(self.publisher().connected(), &record.audience).await?;
        let rooms: Vec<Room> = people.into_iter().map(Room::User).collect();
        self.publisher().publish(&rooms, full);
        self.publisher().publish(&[Room::Announcements], event);
        Ok(())
    }

    /// Replayed events as this viewer may see them: what an announcement says now, to those it is for.
    pub(crate) async fn fill_in(&self, viewer: &Viewer, events: &mut [ServerEvent]) -> Result<()> {
        if !events.iter().any(|event| matches!(event, ServerEvent::Announcement(_))) {
            return Ok(());
        }
        let banners = self.banners(viewer, &Dismissals::default()).await?.announcements;
        for event in events {
            if let ServerEvent::Announcement(shown) = event {
                shown.announcement = banners.iter().find(|view| view.id == shown.id).cloned();
            }
        }
        Ok(())
    }

    async fn is_as_it_was(&self, record: &AnnouncementRecord) -> Result<bool> {
        let now = sql::to_notify(self.database(), self.now()).await?;
        let is_same = |now: &AnnouncementRecord| {
            (now.view.id, now.view.revision) == (record.view.id, record.view.revision)
        };
        Ok(now.iter().any(is_same))
    }

    /// In batches, each remembered by what it stored: a server that ends half-way goes on later.
    async fn notify_audience(&self, record: &AnnouncementRecord) -> Result<()> {
        let id = record.view.id;
        let body = NotificationBody::Announcement {
            announcement_id: id,
            title: record.view.title.clone(),
        };
        let mut after = UserId(Uuid::nil());
        // One that was recalled or edited meanwhile goes to nobody more; an edit is notified by itself.
        while self.is_as_it_was(record).await? {
            let people = self.unnotified_of(id, &record.audience, after, BATCH).await?;
            let Some(last) = people.last() else { break };
            after = *last;
            let (now, body) = (self.now(), body.clone());
            let notices = self
                .database()
                .transaction(move |tx| {
                    Box::pin(async move { notification::notify_all(tx, people, &body, now).await })
                })
                .await?;
            self.tell(notices);
        }
        self.database()
            .transaction(move |tx| Box::pin(async move { sql::set_notified(tx, id).await }))
            .await
    }
}
