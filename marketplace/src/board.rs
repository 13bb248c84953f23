//! Boards: the list and the page of one.

pub(crate) mod sql;

use crate::{Marketplace, Result, Viewer};
use protocol::{
    ErrorBody,
    board::{BoardDetail, BoardFilter, BoardPage},
    id::BoardId,
};

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

    /// One board, with the viewer's own conversation about it. For everybody.
    pub async fn board(&self, viewer: &Viewer, id: BoardId) -> Result<BoardDetail> {
        let board =
            sql::find(self.database(), id).await?.ok_or_else(|| ErrorBody::not_found("board"))?;
        let conversation_id = match viewer.me() {
            Some(me) => self.conversation_about(me, id).await?,
            None => None,
        };
        let is_own = viewer.me().is_some_and(|me| me.user_id == board.owner.id);
        Ok(BoardDetail { board, conversation_id, is_own })
    }
}
