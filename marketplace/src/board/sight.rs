//! For whom a board is there at all.

use super::sql;
use crate::{Marketplace, Result, Viewer, database::on_pool, test_websocket};
use protocol::{
    ErrorBody,
    board::life::{Parts, may_find},
    id::{BoardId, UserId},
};
use uuid::Uuid;

// The viewer follows, and then the ids.
const SIGHT: &str = "SELECT b.id, b.status, b.owner_id,
        (SELECT COUNT(*) FROM conversations c JOIN members m ON m.conversation_id = c.id
            WHERE c.board_id = b.id AND m.user_id = ";

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

    /// See [`Marketplace::findable_boards`].
    pub(crate) async fn may_find_board(&self, viewer: &Viewer, id: BoardId) -> Result<bool> {
        Ok(!self.findable_boards(viewer, &[id]).await?.is_empty())
    }

    /// Those of these boards that are there for the viewer: on the market or their business, and of their own sandbox
    /// if either is of one.
    pub(crate) async fn findable_boards(
        &self,
        viewer: &Viewer,
        ids: &[BoardId],
    ) -> Result<Vec<BoardId>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let me = viewer.me();
        let who = me.map_or(Uuid::nil(), |me| me.user_id.0);
        let rows: Vec<(Uuid, String, Uuid, i64)> = on_pool!(self.database(), |pool| {
            let mut query = sqlx::QueryBuilder::new(SIGHT);
            query.push_bind(who).push(") FROM boards b WHERE b.id IN (");
            let mut asked = query.separated(", ");
            for id in ids {
                asked.push_bind(id.0);
            }
            query.push(")").build_query_as().fetch_all(pool).await
        })?;
        let mut found = Vec::with_capacity(rows.len());
        for (id, status, owner, talks) in rows {
            let parts = me.map(|me| Parts::of(me.user_id, me.role, UserId(owner)));
            if may_find(sql::status(status)?, parts.unwrap_or_default(), talks > 0) {
                found.push(BoardId(id));
            }
        }
        test_websocket::findable_boards(self.database(), viewer, found).await
    }
}
