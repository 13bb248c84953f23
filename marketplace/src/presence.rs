//! Who is online, as far as the viewer may know.

mod sql;

use crate::{Marketplace, Result, Viewer, account};
use protocol::{
    ErrorBody, ErrorCode, Timestamp,
    account::{Role, UserRef},
    id::UserId,
    limits,
};
use uuid::Uuid;

/// That somebody was here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Who.
    pub user: UserId,
    /// When.
    pub at: Timestamp,
    /// Whether they still are.
    pub is_here: bool,
}

impl Sighting {
    fn lease_until(self) -> Timestamp {
        if self.is_here { self.at.plus(limits::PRESENCE_LEASE) } else { self.at }
    }
}

impl Marketplace {
    /// When these people were last seen by any server, of those who ever let it be seen.
    pub async fn last_seen(&self, users: &[UserId]) -> Result<Vec<(UserId, Timestamp)>> {
        let mut seen = Vec::with_capacity(users.len());
        for user in users {
            if let Some(at) = sql::last_seen(self.database(), *user).await? {
                seen.push((*user, at));
            }
        }
        Ok(seen)
    }

    /// Notes who is here on this server, and who was: each with when they were seen. Those who are here are so
    /// until the lease is over; nobody has to say it when the server dies.
    pub async fn note_presence(&self, node: Uuid, seen: Vec<Sighting>) -> Result<()> {
        let now = self.now();
        self.database()
            .transaction(move |tx| {
                Box::pin(async move {
                    for sighting in &seen {
                        sql::note(tx, node, sighting).await?;
                        sql::forget_older(tx, node, (sighting, now)).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The people online now, by name. For testers and admins; in a demonstration for everybody.
    pub async fn online_users(&self, viewer: &Viewer) -> Result<Vec<UserRef>> {
        let is_trusted =
            viewer.me().is_some_and(|me| matches!(me.role, Role::Tester | Role::Admin));
        if !is_trusted && !self.is_demo() {
            let text = "Only testers and admins may see who is online.";
            return Err(ErrorBody::new(ErrorCode::Forbidden, text).into());
        }
        let mut users = Vec::new();
        for id in self.publisher().online() {
            users.extend(account::find(self.database(), id).await?);
        }
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }
}
