//! What somebody lets others see of themselves.

mod sql;

pub(crate) use sql::now;

use crate::{Marketplace, Result, stream};
use protocol::{
    Room, ServerEvent,
    account::Me,
    id::UserId,
    privacy::{Privacy, SetPrivacy},
};

impl Marketplace {
    /// What somebody lets others see. For the live layer, and the user's own account page.
    pub async fn privacy(&self, user: UserId) -> Result<Privacy> {
        sql::read(self.database(), user).await
    }

    /// Changes what the user lets others see. At once everywhere: the live layer is told before anything that
    /// is published later, and the user's devices by `privacy`. A repeat changes nothing.
    pub async fn set_privacy(&self, me: &Me, input: SetPrivacy) -> Result<Privacy> {
        let (user, market) = (me.user_id, self.clone());
        self.to_the_end(async move {
            let (privacy, is_new) = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        // Two devices at once: the second one changes what the first has left.
                        stream::lock(tx, Room::User(user)).await?;
                        let before = sql::now(tx, user).await?;
                        let Some(next) = before.changed(input) else { return Ok((before, false)) };
                        sql::write(tx, user, next).await?;
                        Ok((next, true))
                    })
                })
                .await?;
            if is_new {
                market.publisher().set_privacy(user, privacy);
                let event = ServerEvent::Privacy(privacy);
                market.publisher().publish(&[Room::User(user)], event);
            }
            Ok(privacy)
        })
        .await
    }
}
