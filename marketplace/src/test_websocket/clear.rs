//! Clearing sandboxes away: in the end nothing is left of them, whatever was done in them.

use super::{sandbox::LIFE, sql};
use crate::{Error, Marketplace, Result, stream};
use protocol::id::{SessionId, UserId};
use uuid::Uuid;

impl Marketplace {
    /// Clears away the sandboxes whose time is over. Called by the server's clock. One that cannot be cleared
    /// holds back no other; the next call tries it again.
    pub async fn sweep_sandboxes(&self) -> Result<()> {
        let now = self.now();
        for id in sql::ended(self.database(), now, now.minus(LIFE)).await? {
            if let Err(error) = self.clear_sandbox(id).await {
                tracing::error!(%error, %id, "a sandbox was not cleared");
            }
        }
        Ok(())
    }

    /// Everything of it goes, and its people's sockets with it.
    pub(super) async fn clear_sandbox(&self, id: Uuid) -> Result<()> {
        let market = self.clone();
        self.to_the_end(async move {
            match market.recall_in_sandbox(id).await {
                // Somebody else is clearing it as well.
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
            let people = sql::people(market.database(), id).await?;
            market.end_sandbox(id, &people).await?;
            market.thin_out(id, &people).await?;
            let forgotten = market.now().minus(LIFE);
            market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        // Whoever is still writing there is done before, or comes too late.
                        for room in sql::rooms(tx, id, &people).await? {
                            stream::lock(tx, room).await?;
                        }
                        sql::clear(tx, id, &people, forgotten).await
                    })
                })
                .await
        })
        .await
    }

    /// From here on nobody can act in it: otherwise those who go on writing could keep it from being cleared.
    async fn end_sandbox(&self, id: Uuid, people: &[(UserId, SessionId)]) -> Result<()> {
        self.database()
            .transaction(move |tx| Box::pin(async move { sql::end(tx, id).await }))
            .await?;
        for (_, session) in people {
            self.publisher().end_session(*session);
        }
        Ok(())
    }

    /// Deletes what there may be much of, a little at a time: others want to write as well.
    async fn thin_out(&self, id: Uuid, people: &[(UserId, SessionId)]) -> Result<()> {
        let people = people.to_vec();
        let rooms = self
            .database()
            .transaction(move |tx| Box::pin(async move { sql::rooms(tx, id, &people).await }))
            .await?;
        for room in rooms {
            let thin = || {
                self.database()
                    .transaction(move |tx| Box::pin(async move { sql::thin_out(tx, room).await }))
            };
            while thin().await? {}
        }
        Ok(())
    }
}
