//! Which kinds of notifications somebody wants.

use super::sql;
use crate::{Marketplace, Result};
use protocol::{
    account::Me,
    notification::{NotificationKind, NotificationSetting},
};

impl Marketplace {
    /// What the user wants to be told of: every kind, unless they said otherwise.
    pub async fn notification_settings(&self, me: &Me) -> Result<Vec<NotificationSetting>> {
        let unwanted = sql::unwanted(self.database(), me.user_id).await?;
        let setting = |kind: NotificationKind| NotificationSetting {
            kind,
            is_wanted: !unwanted.contains(&kind),
        };
        Ok(NotificationKind::ALL.map(setting).to_vec())
    }

    /// Wants exactly these kinds from now on. What is stored stays.
    pub async fn set_notification_settings(
        &self,
        me: &Me,
        wanted: Vec<NotificationKind>,
    ) -> Result<()> {
        let user = me.user_id;
        self.database()
            .transaction(move |tx| {
                Box::pin(async move {
                    for kind in NotificationKind::ALL {
                        sql::set_wanted(tx, user, kind, wanted.contains(&kind)).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
