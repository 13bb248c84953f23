//! Boards: the list and the page of one.

mod own;
pub(crate) mod profile;
mod sight;
pub(crate) mod sql;
mod status;

use crate::{Marketplace, Result, Viewer};
use protocol::{
    ErrorBody,
    board::{BoardDetail, BoardFilter, BoardPage, life::Parts},
    id::BoardId,
};

/// So many changes of its status a board's page shows.
const CHANGES_SHOWN: i64 = 3;

impl Marketplace {
    /// One page of the boards that match. For everybody. A page past the end is empty.
    pub async fn boards(&self, filter: &BoardFilter) -> Result<BoardPage> {
        filter.check()?;
        let page = filter.page.max(1);
        let boards = sql::list(self.database(), filter, page).await?;
        let total = sql::count(self.database(), filter).await?;
        let cities = sql::cities(self.database()).await?;
        Ok(BoardPage { boards, total, page, cities })
    }

    /// One board, with the viewer's own conversation about it. For everybody while it is on the market, see
    /// [`protocol::board::life::may_find`]; a sandbox's is there for its people only. So it is wherever else a board
    /// is named.
    pub async fn board(&self, viewer: &Viewer, id: BoardId) -> Result<BoardDetail> {
        self.check_board(viewer, id).await?;
        let board =
            sql::find(self.database(), id).await?.ok_or_else(|| ErrorBody::not_found("board"))?;
        let terms = sql::terms(self.database(), id).await?;
        let (terms, version) = terms.ok_or_else(|| ErrorBody::not_found("board"))?;
        let me = viewer.me();
        let (conversation_id, is_followed) = match me {
            Some(me) => (
                self.conversation_about(me, id).await?,
                sql::is_followed(self.database(), id, me.user_id).await?,
            ),
            None => (None, false),
        };
        let parts = me.map(|me| Parts::of(me.user_id, me.role, board.owner.id)).unwrap_or_default();
        let (is_own, may_change_status) = (parts.is_owner, !parts.are_none());
        let changes = if may_change_status {
            sql::changes(self.database(), id, CHANGES_SHOWN).await?
        } else {
            Vec::new()
        };
        Ok(BoardDetail {
            board,
            terms,
            version,
            conversation_id,
            is_own,
            is_followed,
            may_change_status,
            changes,
        })
    }
}
