//! Boards: the list and the page of one.

mod free;
pub(crate) mod imported;
mod map;
mod own;
mod photo;
pub(crate) mod profile;
mod sight;
pub(crate) mod sql;
mod status;

use crate::{Marketplace, Result, Viewer, order};
use protocol::{
    ErrorBody,
    board::{BoardDetail, BoardFilter, BoardPage, life::Parts},
    id::{BoardId, UserId},
};
use uuid::Uuid;

/// So many changes of its status a board's page shows.
const CHANGES_SHOWN: i64 = 3;

impl Marketplace {
    /// One page of the boards on the market that match. For everybody. A page past the end is empty.
    pub async fn boards(&self, viewer: &Viewer, filter: &BoardFilter) -> Result<BoardPage> {
        let search = self.search(viewer, filter)?;
        let page = filter.page.max(1);
        let boards = sql::list(self.database(), &search, page).await?;
        let total = sql::count(self.database(), &search).await?;
        let cities = sql::cities(self.database()).await?;
        Ok(BoardPage { boards, total, page, cities })
    }

    /// How the database goes about the first page of a list, line by line. For whoever measures it.
    pub async fn board_plan(&self, filter: &BoardFilter) -> Result<Vec<String>> {
        let search = self.search(&Viewer::visitor(), filter)?;
        sql::plan(self.database(), &search).await
    }

    fn search<'a>(&self, viewer: &Viewer, filter: &'a BoardFilter) -> Result<sql::Search<'a>> {
        filter.check()?;
        // Visitors follow nothing.
        let me = viewer.me().map_or(UserId(Uuid::nil()), |me| me.user_id);
        let follower = filter.is_followed.then_some(me);
        sql::Search::new(self.database(), filter, follower, self.now())
    }

    /// One board, with the viewer's own conversation about it. For everybody while it is on the market, see
    /// [`protocol::board::life::may_find`]; a sandbox's is there for its people only. So it is wherever else a board
    /// is named.
    pub async fn board(&self, viewer: &Viewer, id: BoardId) -> Result<BoardDetail> {
        self.check_board(viewer, id).await?;
        let board =
            sql::find(self.database(), id).await?.ok_or_else(|| ErrorBody::not_found("board"))?;
        let terms = sql::terms(self.database(), id).await?;
        let (terms, version, profile_version) =
            terms.ok_or_else(|| ErrorBody::not_found("board"))?;
        let photos = self.photos(id).await?;
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
        let (changes, orders_to_come) = if may_change_status {
            let changes = sql::changes(self.database(), id, CHANGES_SHOWN).await?;
            (changes, order::sql::calendar::orders_to_come(self.database(), id).await?)
        } else {
            (Vec::new(), 0)
        };
        Ok(BoardDetail {
            board,
            terms,
            version,
            profile_version,
            photos,
            conversation_id,
            is_own,
            is_followed,
            may_change_status,
            changes,
            orders_to_come,
        })
    }
}
