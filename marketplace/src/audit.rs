//! The record of what was done with rights that others do not have. Each entry is written in the transaction
//! of the act itself: neither is there without the other.

use crate::{
    Marketplace, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    ErrorBody, Timestamp,
    account::{Me, Role, UserRef},
    audit::{AuditEntry, AuditPage},
    id::UserId,
    limits,
};
use uuid::Uuid;

// What simulated people do is nobody's act.
const INSERT: &str = "INSERT INTO audit (id, actor, actor_name, action, subject, detail, at)
    SELECT $1, $2, $3, $4, $5, $6, $7
    WHERE NOT EXISTS (SELECT 1 FROM sandbox_users p WHERE p.user_id = $2)";
const PAGE: &str = "SELECT id, actor_name, action, subject, detail, at FROM audit
    WHERE id < $1 ORDER BY id DESC LIMIT $2";

/// Longest subject and detail, in characters: what a client says ends up here as well.
const LONGEST: usize = 300;

/// Who acts.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    id: Option<UserId>,
    name: String,
}

impl From<&Me> for Actor {
    fn from(me: &Me) -> Self {
        Self { id: Some(me.user_id), name: me.name.clone() }
    }
}

impl Actor {
    /// Somebody, or the marketplace itself.
    pub(crate) fn or_system(user: Option<&UserRef>) -> Self {
        match user {
            Some(user) => Self { id: Some(user.id), name: user.name.clone() },
            None => Self { id: None, name: "Bulletin".to_owned() },
        }
    }
}

impl From<&crate::Viewer> for Actor {
    fn from(viewer: &crate::Viewer) -> Self {
        viewer.me().map_or(Self { id: None, name: String::new() }, Self::from)
    }
}

/// Notes that somebody did this to that; nothing of simulated people.
pub(crate) async fn note(
    tx: &mut Tx,
    (actor, at): (&Actor, Timestamp),
    action: &str,
    (subject, detail): (&str, &str),
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(Uuid::now_v7())
            .bind(actor.id.map(|id| id.0))
            .bind(&actor.name)
            .bind(action)
            .bind(short(subject))
            .bind(short(detail))
            .bind(at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl Marketplace {
    /// A page of the record, the newest first; `before` is where the page above it ended. For admins: others
    /// are not told that there is one.
    pub async fn audit(&self, me: &Me, before: Option<Uuid>) -> Result<AuditPage> {
        if me.role != Role::Admin {
            return Err(ErrorBody::not_found("page").into());
        }
        let size = limits::AUDIT_PAGE as usize;
        let rows: Vec<(Uuid, String, String, String, String, i64)> =
            on_pool!(self.database(), |pool| {
                sqlx::query_as(PAGE)
                    .bind(before.unwrap_or(Uuid::max()))
                    .bind(i64::from(limits::AUDIT_PAGE) + 1)
                    .fetch_all(pool)
                    .await
            })?;
        let entry = |(id, actor, action, subject, detail, at)| {
            let at = Timestamp(at);
            AuditEntry { id, actor, action, subject, detail, at }
        };
        let has_more = rows.len() > size;
        let entries: Vec<AuditEntry> = rows.into_iter().take(size).map(entry).collect();
        let older_before = entries.last().filter(|_| has_more).map(|entry| entry.id);
        Ok(AuditPage { entries, older_before })
    }
}
