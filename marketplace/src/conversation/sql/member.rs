//! The SQL of members.

use super::{marker::marker_of, scope};
use crate::{
    Database, Result, account,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    account::UserRef,
    conversation::{MemberView, sort_members},
    id::{ConversationId, UserId},
};
use uuid::Uuid;

/// Everything a [`MemberRow`] has, of the members that `$from` calls `m` and `$rest` picks, as others see it;
/// where `$own` holds, as the member does.
macro_rules! select_members {
    ($own:literal, $from:literal, $rest:literal) => {
        concat!(
            "SELECT m.conversation_id, m.user_id, u.name, u.role, m.joined_seq, m.added_by,
                a.name AS adder_name, a.role AS adder_role,
                CASE WHEN ",
            $own,
            " THEN m.delivered_seq ELSE m.shown_delivered_seq END AS delivered_seq,
                CASE WHEN ",
            $own,
            " THEN m.read_seq ELSE m.shown_read_seq END AS read_seq,
                CASE WHEN ",
            $own,
            " THEN m.read_at ELSE m.shown_read_at END AS read_at
            FROM ",
            $from,
            " JOIN users u ON u.id = m.user_id
            LEFT JOIN users a ON a.id = m.added_by
            ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO members
        (conversation_id, user_id, delivered_seq, read_seq, shown_delivered_seq, shown_read_seq,
            joined_seq, sees_after, added_by)
    VALUES ($1, $2, $3, $3, $3, $3, $3, $4, $5) ON CONFLICT (conversation_id, user_id) DO NOTHING";
const DELETE: &str = "DELETE FROM members WHERE conversation_id = $1 AND user_id = $2";
const SEES_AFTER: &str =
    "SELECT sees_after FROM members WHERE conversation_id = $1 AND user_id = $2";
const AUDIENCE: &str =
    "SELECT user_id, sees_after FROM members WHERE conversation_id = $1 ORDER BY user_id";
const PEERS: &str = "SELECT DISTINCT other.user_id FROM members mine
    JOIN members other ON other.conversation_id = mine.conversation_id
    WHERE mine.user_id = $1 AND other.user_id <> $1";
const ONE: &str =
    select_members!("1 = 0", "members m", "WHERE m.conversation_id = $1 AND m.user_id = $2");
const ALL: &str = select_members!("1 = 0", "members m", "WHERE m.conversation_id = $1");
const OF_ALL: &str = select_members!(
    "m.user_id = mine.user_id",
    "members mine JOIN members m ON m.conversation_id = mine.conversation_id",
    "WHERE mine.user_id = $1 AND ($2 = $3 OR mine.conversation_id = $2)"
);

#[derive(sqlx::FromRow)]
struct MemberRow {
    conversation_id: Uuid,
    user_id: Uuid,
    name: String,
    role: String,
    delivered_seq: i64,
    read_seq: i64,
    read_at: Option<i64>,
    joined_seq: i64,
    added_by: Option<Uuid>,
    adder_name: Option<String>,
    adder_role: Option<String>,
}

impl MemberRow {
    fn into_view(self) -> Result<(ConversationId, MemberView)> {
        let marker = marker_of((self.delivered_seq, self.read_seq, self.read_at));
        let added_by = optional_ref(self.added_by, self.adder_name, self.adder_role)?;
        let user = account::user_ref(self.user_id, self.name, self.role)?;
        let view = MemberView { user, marker, added_by, joined_seq: self.joined_seq };
        Ok((ConversationId(self.conversation_id), view))
    }
}

/// Somebody whom a join may not have found: every column is then empty.
pub(super) fn optional_ref(
    id: Option<Uuid>,
    name: Option<String>,
    role: Option<String>,
) -> Result<Option<UserRef>> {
    let Some(id) = id else { return Ok(None) };
    account::user_ref(id, name.unwrap_or_default(), role.unwrap_or_default()).map(Some)
}

/// How somebody comes into a conversation.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::conversation) struct Joining {
    /// Everything up to here was said before, and counts as read.
    pub(in crate::conversation) joined_seq: i64,
    /// They may read what comes after this number.
    pub(in crate::conversation) sees_after: i64,
    pub(in crate::conversation) added_by: Option<UserId>,
}

/// `false` when they are a member already.
pub(in crate::conversation) async fn insert_member(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
    joining: Joining,
) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(id.0)
            .bind(user.0)
            .bind(joining.joined_seq)
            .bind(joining.sees_after)
            .bind(joining.added_by.map(|user| user.0))
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

pub(in crate::conversation) async fn delete_member(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(DELETE).bind(id.0).bind(user.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// The number after which a member may read; `None` for whoever is no member.
pub(in crate::conversation) async fn sees_after(
    database: &Database,
    id: ConversationId,
    user: UserId,
) -> Result<Option<i64>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(SEES_AFTER).bind(id.0).bind(user.0).fetch_optional(pool).await
    })?)
}

/// As [`sees_after`], as this transaction sees it.
pub(in crate::conversation) async fn sees_after_now(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
) -> Result<Option<i64>> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(SEES_AFTER).bind(id.0).bind(user.0).fetch_optional(connection).await
    })?)
}

/// The members, each with the number after which they may read.
pub(in crate::conversation) async fn audience(
    database: &Database,
    id: ConversationId,
) -> Result<Vec<(UserId, i64)>> {
    let rows: Vec<(Uuid, i64)> =
        on_pool!(database, |pool| { sqlx::query_as(AUDIENCE).bind(id.0).fetch_all(pool).await })?;
    Ok(rows.into_iter().map(|(user, sees_after)| (UserId(user), sees_after)).collect())
}

pub(in crate::conversation) async fn member_ids(
    database: &Database,
    id: ConversationId,
) -> Result<Vec<UserId>> {
    Ok(audience(database, id).await?.into_iter().map(|(user, _)| user).collect())
}

/// As [`member_ids`], as this transaction sees it.
pub(in crate::conversation) async fn member_ids_now(
    tx: &mut Tx,
    id: ConversationId,
) -> Result<Vec<UserId>> {
    let rows: Vec<(Uuid, i64)> = on_tx!(tx, |connection| {
        sqlx::query_as(AUDIENCE).bind(id.0).fetch_all(connection).await
    })?;
    Ok(rows.into_iter().map(|(user, _)| UserId(user)).collect())
}

pub(in crate::conversation) async fn peers(
    database: &Database,
    user: UserId,
) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(PEERS).bind(user.0).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// One member.
pub(in crate::conversation) async fn member(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
) -> Result<Option<MemberView>> {
    let row: Option<MemberRow> = on_tx!(tx, |connection| {
        sqlx::query_as(ONE).bind(id.0).bind(user.0).fetch_optional(connection).await
    })?;
    row.map(|row| row.into_view().map(|(_, member)| member)).transpose()
}

pub(in crate::conversation) async fn members(
    database: &Database,
    id: ConversationId,
) -> Result<Vec<MemberView>> {
    let rows: Vec<MemberRow> =
        on_pool!(database, |pool| { sqlx::query_as(ALL).bind(id.0).fetch_all(pool).await })?;
    let views = rows.into_iter().map(|row| row.into_view().map(|(_, member)| member));
    let mut members = views.collect::<Result<Vec<_>>>()?;
    sort_members(&mut members);
    Ok(members)
}

/// The members of every conversation of the user's, or of `only` one.
pub(in crate::conversation) async fn members_of_all(
    database: &Database,
    user: UserId,
    only: Option<ConversationId>,
) -> Result<Vec<(ConversationId, MemberView)>> {
    let rows: Vec<MemberRow> = on_pool!(database, |pool| {
        sqlx::query_as(OF_ALL)
            .bind(user.0)
            .bind(scope(only))
            .bind(Uuid::nil())
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(MemberRow::into_view).collect()
}
