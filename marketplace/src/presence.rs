//! Who is online, as far as the viewer may know.

mod sql;

use crate::{Marketplace, Result, Viewer};
use protocol::{Timestamp, account::UserRef, id::UserId, limits};
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

    /// The people online now, by name; simulated ones are not among them. For whoever may use the test page.
    pub async fn online_users(&self, viewer: &Viewer) -> Result<Vec<UserRef>> {
        self.check_test_page(viewer)?;
        let mut users = sql::names(self.database(), &self.publisher().online()).await?;
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }
}
