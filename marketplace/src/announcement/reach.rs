//! How far announcements come, and putting them away.

use super::sql;
use crate::{Marketplace, Result, Viewer};
use protocol::{
    ErrorBody, Room, ServerEvent,
    announcement::{AnnouncementDismissed, NoteAnnouncement, Stage},
    command::Done,
};

impl Marketplace {
    /// Notes how far an announcement has come with the viewer. For everybody it is for. Repeating it changes
    /// nothing for somebody signed in; a visitor is counted each time, so their browser says it once.
    ///
    /// Publishes `announcementDismissed` to the user's own devices when it was put away.
    pub async fn note_announcement(
        &self,
        viewer: &Viewer,
        input: NoteAnnouncement,
    ) -> Result<Done> {
        let live = sql::live(self.database(), self.now()).await?;
        let record = live.into_iter().find(|record| record.view.id == input.id);
        let record = record.ok_or_else(|| ErrorBody::not_found("announcement"))?;
        if !self.is_for(viewer, &record.audience).await? {
            return Err(ErrorBody::not_found("announcement").into());
        }
        if input.stage == Stage::Dismissed && !record.view.is_dismissible {
            let text = "This announcement stays until it is over.";
            return Err(ErrorBody::new(protocol::ErrorCode::Conflict, text).into());
        }
        if record.view.revision != input.revision {
            // It was about an earlier one, which nobody sees any more.
            return Ok(Done {});
        }
        let (user, now) = (viewer.me().map(|me| me.user_id), self.now());
        self.database()
            .transaction(move |tx| {
                Box::pin(async move {
                    match user {
                        Some(user) => sql::note(tx, input, user, now).await,
                        None => sql::count_visitor(tx, input).await,
                    }
                })
            })
            .await?;
        if let (Some(user), Stage::Dismissed) = (user, input.stage) {
            let event = AnnouncementDismissed { id: input.id, revision: input.revision };
            let event = ServerEvent::AnnouncementDismissed(event);
            self.publisher().publish(&[Room::User(user)], event);
        }
        Ok(Done {})
    }
}
