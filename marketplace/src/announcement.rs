//! Announcements: written by admins, shown to those they are for from their beginning to their end.
//!
//! The stream `announcements` holds for each event only whose it is; what somebody gets is filled in when it
//! is given out, and empty for those it is not for.

mod audience;
mod reach;
mod sql;
mod turn;

use crate::{
    Marketplace, Result, Viewer, audit, database::Tx, publish::noted, stream, test_websocket,
};
use protocol::{
    ErrorBody, Room,
    account::{Me, Role},
    announcement::{
        AnnouncementDraft, AnnouncementRecord, AnnouncementView, Banners, Dismissals,
        NewAnnouncement, Phase,
    },
    id::AnnouncementId,
    stream::Head,
};
use turn::Told;
use uuid::Uuid;

/// What an admin did, for the record.
#[derive(Clone, Copy)]
enum Action {
    Created,
    Edited,
    Recalled,
}

impl Action {
    fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Recalled => "recalled",
        }
    }
}

/// Others are not told that there is something.
fn check_admin(me: &Me) -> Result<()> {
    if me.role == Role::Admin { Ok(()) } else { Err(ErrorBody::not_found("page").into()) }
}

impl Marketplace {
    /// Writes an announcement. For admins. Publishes `announcement` when its time has come already.
    pub async fn compose_announcement(
        &self,
        me: &Me,
        draft: &AnnouncementDraft,
    ) -> Result<AnnouncementId> {
        check_admin(me)?;
        let now = self.now();
        let (new, by, actor) = (draft.check(now)?, me.user_id, audit::Actor::from(me));
        let id = AnnouncementId(Uuid::now_v7());
        self.change_announcement(id, move |tx| {
            Box::pin(async move {
                sql::insert(tx, id, &new, (by, now)).await?;
                let about = (new.title.as_str(), Action::Created.as_str());
                audit::note(tx, (&actor, now), "announcement", about).await?;
                sql::keep(tx, id, Action::Created.as_str(), (by, now)).await
            })
        })
        .await?;
        Ok(id)
    }

    /// Writes an announcement anew; whoever has put it away sees it again. For admins.
    pub async fn edit_announcement(
        &self,
        me: &Me,
        id: AnnouncementId,
        draft: &AnnouncementDraft,
    ) -> Result<()> {
        self.check_announcement(me, id).await?;
        let now = self.now();
        let (new, by): (NewAnnouncement, _) = (draft.check(now)?, me.user_id);
        let actor = audit::Actor::from(me);
        self.change_announcement(id, move |tx| {
            Box::pin(async move {
                if !sql::update(tx, id, &new).await? {
                    return Err(ErrorBody::not_found("announcement").into());
                }
                let about = (new.title.as_str(), Action::Edited.as_str());
                audit::note(tx, (&actor, now), "announcement", about).await?;
                sql::keep(tx, id, Action::Edited.as_str(), (by, now)).await
            })
        })
        .await
    }

    /// Takes an announcement back for good. For admins. Publishes `announcementRevoked`.
    pub async fn recall_announcement(&self, me: &Me, id: AnnouncementId) -> Result<()> {
        self.check_announcement(me, id).await?;
        let (now, by, actor) = (self.now(), me.user_id, audit::Actor::from(me));
        self.change_announcement(id, move |tx| {
            Box::pin(async move {
                let missing = || ErrorBody::not_found("announcement");
                let (known, _) = sql::find(tx, id, now).await?.ok_or_else(missing)?;
                if !sql::recall(tx, id, now).await? {
                    return Err(missing().into());
                }
                let about = (known.view.title.as_str(), Action::Recalled.as_str());
                audit::note(tx, (&actor, now), "announcement", about).await?;
                sql::keep(tx, id, Action::Recalled.as_str(), (by, now)).await
            })
        })
        .await
    }

    /// What is announced in a sandbox is not there for admins, who do not find it in their list either.
    async fn check_announcement(&self, me: &Me, id: AnnouncementId) -> Result<()> {
        check_admin(me)?;
        if test_websocket::may_change_announcement(self.database(), me.user_id, id).await? {
            return Ok(());
        }
        Err(ErrorBody::not_found("announcement").into())
    }

    /// Changes one and tells what follows from it, in one transaction under the stream's lock.
    async fn change_announcement(
        &self,
        id: AnnouncementId,
        change: impl for<'t> FnOnce(&'t mut Tx) -> futures::future::BoxFuture<'t, Result<()>>
        + Send
        + 'static,
    ) -> Result<()> {
        let (now, market) = (self.now(), self.clone());
        self.to_the_end(async move {
            let told: Option<Told> = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        stream::lock(tx, Room::Announcements).await?;
                        change(tx).await?;
                        turn::settle(tx, id, now).await
                    })
                })
                .await?;
            noted(market.publish_announcement(told).await);
            Ok(())
        })
        .await
    }

    /// What the viewer is to see now. For everybody; a visitor brings what they have put away.
    pub async fn banners(&self, viewer: &Viewer, dismissed: &Dismissals) -> Result<Banners> {
        let head = stream::head(self.database(), Room::Announcements).await?;
        let mut announcements = Vec::new();
        for record in sql::live(self.database(), self.now()).await? {
            if self.is_for(viewer, &record.audience).await?
                && !self.is_put_away(viewer, &record.view, dismissed).await?
            {
                announcements.push(record.view);
            }
        }
        announcements.sort_by_key(|view| std::cmp::Reverse((view.severity, view.id)));
        Ok(Banners { head: head.unwrap_or(Head::EMPTY), announcements })
    }

    /// All announcements but those of sandboxes, with their reach, the newest first. For admins.
    pub async fn announcements(&self, me: &Me) -> Result<Vec<AnnouncementRecord>> {
        check_admin(me)?;
        let mut records = sql::latest(self.database(), self.now()).await?;
        for record in &mut records {
            record.reach.connected = if record.phase == Phase::Live {
                self.connected_of(&record.audience).await?
            } else {
                0
            };
        }
        Ok(records)
    }

    /// The cities an announcement can be for. For admins.
    pub async fn announcement_cities(&self, me: &Me) -> Result<Vec<String>> {
        check_admin(me)?;
        crate::board::sql::cities(self.database()).await
    }

    async fn is_put_away(
        &self,
        viewer: &Viewer,
        view: &AnnouncementView,
        dismissed: &Dismissals,
    ) -> Result<bool> {
        match viewer.me() {
            Some(me) if view.is_dismissible => {
                sql::is_dismissed(self.database(), view, me.user_id).await
            }
            Some(_) => Ok(false),
            None => Ok(dismissed.holds(view)),
        }
    }
}
