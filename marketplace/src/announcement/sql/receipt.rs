//! The SQL of how far announcements have come.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Timestamp,
    announcement::{AnnouncementView, NoteAnnouncement, Stage},
    id::UserId,
};

const NOTE: &str = "INSERT INTO announcement_receipts
        (announcement_id, user_id, revision, stage, noted_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (announcement_id, user_id, revision, stage) DO NOTHING";
const IS_DISMISSED: &str = "SELECT COUNT(*) FROM announcement_receipts
    WHERE announcement_id = $1 AND user_id = $2 AND revision = $3 AND stage = 'dismissed'";
const VISITOR_GOT: &str =
    "UPDATE announcements SET visitors_delivered = visitors_delivered + 1 WHERE id = $1";
const VISITOR_SAW: &str =
    "UPDATE announcements SET visitors_seen = visitors_seen + 1 WHERE id = $1";
const VISITOR_LEFT: &str =
    "UPDATE announcements SET visitors_dismissed = visitors_dismissed + 1 WHERE id = $1";

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Delivered => "delivered",
        Stage::Seen => "seen",
        Stage::Dismissed => "dismissed",
    }
}

pub(in crate::announcement) async fn note(
    tx: &mut Tx,
    input: NoteAnnouncement,
    user: UserId,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(NOTE)
            .bind(input.id.0)
            .bind(user.0)
            .bind(input.revision)
            .bind(name(input.stage))
            .bind(now.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(in crate::announcement) async fn count_visitor(
    tx: &mut Tx,
    input: NoteAnnouncement,
) -> Result<()> {
    let text = match input.stage {
        Stage::Delivered => VISITOR_GOT,
        Stage::Seen => VISITOR_SAW,
        Stage::Dismissed => VISITOR_LEFT,
    };
    on_tx!(tx, |connection| {
        sqlx::query(text).bind(input.id.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(in crate::announcement) async fn is_dismissed(
    database: &Database,
    view: &AnnouncementView,
    user: UserId,
) -> Result<bool> {
    let found: i64 = on_pool!(database, |pool| {
        sqlx::query_scalar(IS_DISMISSED)
            .bind(view.id.0)
            .bind(user.0)
            .bind(view.revision)
            .fetch_one(pool)
            .await
    })?;
    Ok(found > 0)
}
