//! The SQL of the texts messages had before.

use crate::{
    Database, Result,
    conversation::Sight,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Timestamp,
    conversation::{MessageView, Revision},
    id::MessageId,
};

const INSERT: &str = "INSERT INTO message_revisions (message_id, version, body, written_at)
    VALUES ($1, $2, $3, $4)";
const OF_MESSAGE: &str = "SELECT r.version, r.body, r.written_at
    FROM messages m JOIN message_revisions r ON r.message_id = m.id
    WHERE m.conversation_id = $1 AND m.id = $2 AND m.seq > $3 AND m.deleted_at IS NULL
    ORDER BY r.version";

/// Keeps a message's text as it is before it changes.
pub(in crate::conversation) async fn insert_revision(
    tx: &mut Tx,
    before: &MessageView,
) -> Result<()> {
    let written_at = before.edited_at.unwrap_or(before.sent_at);
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(before.id.0)
            .bind(before.version)
            .bind(&before.body)
            .bind(written_at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The oldest first; none of a deleted message.
pub(in crate::conversation) async fn revisions(
    database: &Database,
    sight: Sight,
    id: MessageId,
) -> Result<Vec<Revision>> {
    let rows: Vec<(i64, String, i64)> = on_pool!(database, |pool| {
        sqlx::query_as(OF_MESSAGE)
            .bind(sight.talk.0)
            .bind(id.0)
            .bind(sight.after)
            .fetch_all(pool)
            .await
    })?;
    let revision = |(version, body, at)| Revision { version, body, written_at: Timestamp(at) };
    Ok(rows.into_iter().map(revision).collect())
}
