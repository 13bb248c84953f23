//! Simulated people stay among themselves: what belongs to a sandbox is there for its people only, and nothing
//! else is there for them to act on.

use crate::{Database, Result, Viewer, database::on_pool};
use protocol::id::{AnnouncementId, BoardId, UserId};
use uuid::Uuid;

// The nil id stands for no sandbox, and as a person for nobody.
const BOTH_OF_ONE: &str = "SELECT COUNT(*) FROM users u
    WHERE u.id = $1 AND COALESCE((SELECT sandbox_id FROM sandbox_users WHERE user_id = $1), $3)
        = COALESCE((SELECT sandbox_id FROM sandbox_users WHERE user_id = $2), $3)";
const BOARDS: &str = "SELECT id FROM boards WHERE COALESCE(sandbox_id, ";
const ANNOUNCEMENT: &str = "SELECT COUNT(*) FROM announcements a WHERE a.id = $1
    AND COALESCE((SELECT sandbox_id FROM sandbox_users WHERE user_id = a.created_by), $3)
        = COALESCE((SELECT sandbox_id FROM sandbox_users WHERE user_id = $2), $3)";

/// Whether two people may come into one conversation: both of one sandbox, or neither of any.
pub(crate) async fn may_meet(database: &Database, one: UserId, other: UserId) -> Result<bool> {
    is_there(database, BOTH_OF_ONE, one.0, Some(other)).await
}

/// Whether this person is simulated.
pub(crate) async fn is_simulated(database: &Database, user: UserId) -> Result<bool> {
    Ok(!is_there(database, BOTH_OF_ONE, user.0, None).await?)
}

/// Those of these boards that are there for the viewer: of their own sandbox, or of none when they are of none.
pub(crate) async fn findable_boards(
    database: &Database,
    viewer: &Viewer,
    boards: Vec<BoardId>,
) -> Result<Vec<BoardId>> {
    if boards.is_empty() {
        return Ok(boards);
    }
    let who = viewer.me().map_or(Uuid::nil(), |me| me.user_id.0);
    let found: Vec<Uuid> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(BOARDS);
        query.push_bind(Uuid::nil());
        query.push(") = COALESCE((SELECT sandbox_id FROM sandbox_users WHERE user_id = ");
        query.push_bind(who).push("), ").push_bind(Uuid::nil()).push(") AND id IN (");
        let mut asked = query.separated(", ");
        for board in &boards {
            asked.push_bind(board.0);
        }
        query.push(")").build_query_scalar().fetch_all(pool).await
    })?;
    Ok(found.into_iter().map(BoardId).collect())
}

/// Whether an announcement is there for an admin: none of a sandbox, or written in the sandbox that they are of.
pub(crate) async fn may_change_announcement(
    database: &Database,
    admin: UserId,
    id: AnnouncementId,
) -> Result<bool> {
    is_there(database, ANNOUNCEMENT, id.0, Some(admin)).await
}

async fn is_there(
    database: &Database,
    text: &'static str,
    what: Uuid,
    who: Option<UserId>,
) -> Result<bool> {
    let who = who.map_or(Uuid::nil(), |user| user.0);
    let found: i64 = on_pool!(database, |pool| {
        sqlx::query_scalar(text).bind(what).bind(who).bind(Uuid::nil()).fetch_one(pool).await
    })?;
    Ok(found > 0)
}
