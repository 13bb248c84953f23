//! What can be done to a sandbox from outside.

use super::{
    sandbox::{Asker, LIFE, city, me, too_many},
    sql,
};
use crate::{Marketplace, Result, account, audit};
use protocol::{
    ErrorBody, ErrorCode,
    account::{Me, Role},
    announcement::{AnnouncementDraft, Audience},
    conversation::LeaveConversation,
    id::{SessionId, UserId},
    test_websocket::SandboxAct,
};
use uuid::Uuid;

/// Acts of one asker on sandboxes opened within the life of one. A scenario has a handful.
const ACTS: i64 = 300;

impl Marketplace {
    /// Does something to a sandbox from outside. For whoever opened it. Outside a demonstration this is on
    /// record.
    pub async fn act_on_sandbox(&self, asker: Asker<'_>, id: Uuid, act: SandboxAct) -> Result<()> {
        let conversation_id = self.own_sandbox(&asker, id).await?;
        self.count_act(&asker, id, name(&act)).await?;
        match act {
            SandboxAct::EndSession { user_id } => {
                let me = self.sandbox_me(id, user_id).await?;
                self.sign_out(&me).await
            }
            SandboxAct::LeaveConversation { user_id } => {
                let me = self.sandbox_me(id, user_id).await?;
                self.leave_conversation(&me, &LeaveConversation { conversation_id }).await.map(drop)
            }
            SandboxAct::Announce { title } => self.announce_in_sandbox(id, title).await,
            SandboxAct::Recall => {
                self.recall_in_sandbox(id).await?;
                self.set_announcing(id, false).await.map(drop)
            }
        }
    }

    /// Each of them writes something that others get to read.
    async fn count_act(&self, asker: &Asker<'_>, id: Uuid, act: &'static str) -> Result<()> {
        let (name, now) = (asker.name(), self.now());
        let record = (!self.is_demo()).then(|| audit::Actor::from(asker.viewer));
        self.database()
            .transaction(move |tx| {
                Box::pin(async move {
                    sql::hold_gate(tx).await?;
                    if sql::acts(tx, &name, now.minus(LIFE)).await? >= ACTS {
                        return Err(too_many("Too much was done to sandboxes. Wait a little."));
                    }
                    sql::count_act(tx, id).await?;
                    if let Some(actor) = record {
                        let about = (id.to_string(), act);
                        audit::note(tx, (&actor, now), "sandbox act", (&about.0, about.1)).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// One at a time: it shows above every page of theirs, and its number is everybody's.
    async fn announce_in_sandbox(&self, id: Uuid, title: String) -> Result<()> {
        let draft = AnnouncementDraft {
            title,
            severity: "info".into(),
            audience: Audience::City(city(id)).to_string(),
            is_dismissible: "on".into(),
            ..AnnouncementDraft::default()
        };
        let me = self.sandbox_admin(id).await?;
        if !self.set_announcing(id, true).await? {
            let text = "Something is announced already. Recall it first.";
            return Err(ErrorBody::new(ErrorCode::Conflict, text).into());
        }
        let announced = self.compose_announcement(&me, &draft).await;
        if announced.is_err() {
            self.set_announcing(id, false).await?;
        }
        announced.map(drop)
    }

    /// Recalls what is announced there.
    pub(super) async fn recall_in_sandbox(&self, id: Uuid) -> Result<()> {
        let people = sql::people(self.database(), id).await?;
        let Some((first, _)) = people.first() else { return Ok(()) };
        for announcement in sql::announcements(self.database(), *first).await? {
            let me = self.sandbox_admin(id).await?;
            self.recall_announcement(&me, announcement).await?;
        }
        Ok(())
    }

    /// `false` when it was so already.
    async fn set_announcing(&self, id: Uuid, is_announcing: bool) -> Result<bool> {
        self.database()
            .transaction(move |tx| {
                Box::pin(async move { sql::set_announcing(tx, id, is_announcing).await })
            })
            .await
    }

    async fn sandbox_me(&self, id: Uuid, user: UserId) -> Result<Me> {
        let people = sql::people(self.database(), id).await?;
        let found = people.into_iter().find(|(known, _)| *known == user);
        let (user, session) = found.ok_or_else(|| ErrorBody::not_found("person"))?;
        let me = self.simulated_me(user, session).await?;
        me.ok_or_else(|| ErrorBody::not_found("person").into())
    }

    /// The first of its people, with the right to announce to the others, and only for this once.
    async fn sandbox_admin(&self, id: Uuid) -> Result<Me> {
        let people = sql::people(self.database(), id).await?;
        let first = people.first().copied().ok_or_else(|| ErrorBody::not_found("sandbox"))?;
        let user = account::find(self.database(), first.0).await?;
        let user = user.ok_or_else(|| ErrorBody::not_found("person"))?;
        Ok(Me { role: Role::Admin, ..me(user, first.1) })
    }

    pub(super) async fn simulated_me(
        &self,
        user: UserId,
        session: SessionId,
    ) -> Result<Option<Me>> {
        let found = account::find(self.database(), user).await?;
        Ok(found.map(|user| me(user, session)))
    }
}

/// As on the wire.
fn name(act: &SandboxAct) -> &'static str {
    match act {
        SandboxAct::EndSession { .. } => "endSession",
        SandboxAct::LeaveConversation { .. } => "leaveConversation",
        SandboxAct::Announce { .. } => "announce",
        SandboxAct::Recall => "recall",
    }
}
