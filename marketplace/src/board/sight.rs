//! For whom a board is there at all.

use super::sql;
use crate::{Marketplace, Result, Viewer, database::on_pool, test_websocket};
use protocol::{
    ErrorBody,
    board::life::{Parts, may_find},
    id::{BoardId, UserId},
};
use uuid::Uuid;

const SIGHT: &str = "SELECT b.status, b.owner_id,
        (SELECT COUNT(*) FROM conversations c JOIN members m ON m.conversation_id = c.id
            WHERE c.board_id = b.id AND m.user_id = $2)
    FROM boards b WHERE b.id = $1";

impl Marketplace {
    /// Refuses with the same answer whether the board is not there for the viewer or does not exist.
    pub(crate) async fn check_board(&self, viewer: &Viewer, id: BoardId) -> Result<()> {
        if self.may_find_board(viewer, id).await? {
            return Ok(());
        }
        Err(ErrorBody::not_found("board").into())
    }

    /// Whether a board is there for everybody, so that anything in between may keep what is shown of it.
    pub async fn is_board_public(&self, id: BoardId) -> Result<bool> {
        self.may_find_board(&Viewer::visitor(), id).await
    }

    /// Whether a board is there for the viewer: it is on the market or their business, and of their own sandbox if
    /// either is of one.
    pub(crate) async fn may_find_board(&self, viewer: &Viewer, id: BoardId) -> Result<bool> {
        let me = viewer.me();
        let who = me.map_or(Uuid::nil(), |me| me.user_id.0);
        let row: Option<(String, Uuid, i64)> = on_pool!(self.database(), |pool| {
            sqlx::query_as(SIGHT).bind(id.0).bind(who).fetch_optional(pool).await
        })?;
        let Some((status, owner, talks)) = row else { return Ok(false) };
        let parts = me.map(|me| Parts::of(me.user_id, me.role, UserId(owner))).unwrap_or_default();
        if !may_find(sql::status(status)?, parts, talks > 0) {
            return Ok(false);
        }
        test_websocket::may_find_board(self.database(), viewer, id).await
    }
}
