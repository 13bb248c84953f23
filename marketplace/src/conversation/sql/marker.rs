//! The SQL of how far members have come.

use crate::{
    Result,
    database::{Tx, on_tx},
};
use protocol::{
    Timestamp,
    conversation::Marker,
    id::{ConversationId, UserId},
};

const BOTH: &str = "SELECT delivered_seq, read_seq, read_at,
        shown_delivered_seq, shown_read_seq, shown_read_at
    FROM members WHERE conversation_id = $1 AND user_id = $2";
const SET_BOTH: &str = "UPDATE members SET delivered_seq = $3, read_seq = $4, read_at = $5,
        shown_delivered_seq = $6, shown_read_seq = $7, shown_read_at = $8
    WHERE conversation_id = $1 AND user_id = $2";

/// How far a member has come, and how far others see that they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::conversation) struct Markers {
    pub(in crate::conversation) own: Marker,
    pub(in crate::conversation) shown: Marker,
}

type Row = (i64, i64, Option<i64>, i64, i64, Option<i64>);

pub(super) fn marker_of((delivered_seq, read_seq, read_at): (i64, i64, Option<i64>)) -> Marker {
    Marker { delivered_seq, read_seq, read_at: read_at.map(Timestamp) }
}

/// `None` for whoever is no member.
pub(in crate::conversation) async fn markers(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
) -> Result<Option<Markers>> {
    let row: Option<Row> = on_tx!(tx, |connection| {
        sqlx::query_as(BOTH).bind(id.0).bind(user.0).fetch_optional(connection).await
    })?;
    Ok(row.map(|(delivered, read, read_at, shown_delivered, shown_read, shown_read_at)| Markers {
        own: marker_of((delivered, read, read_at)),
        shown: marker_of((shown_delivered, shown_read, shown_read_at)),
    }))
}

pub(in crate::conversation) async fn set_markers(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
    markers: Markers,
) -> Result<()> {
    let Markers { own, shown } = markers;
    on_tx!(tx, |connection| {
        sqlx::query(SET_BOTH)
            .bind(id.0)
            .bind(user.0)
            .bind(own.delivered_seq)
            .bind(own.read_seq)
            .bind(own.read_at.map(|at| at.0))
            .bind(shown.delivered_seq)
            .bind(shown.read_seq)
            .bind(shown.read_at.map(|at| at.0))
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
