//! Boards as their owners and the admins look at them, whatever their status.

use super::sql;
use crate::{Marketplace, Result};
use protocol::{
    ErrorBody,
    account::{Me, Role},
    board::{BoardStatus, OwnBoards, ReviewQueue},
};

impl Marketplace {
    /// One page of the user's own boards, all or those of one status. A page past the end is empty.
    pub async fn own_boards(
        &self,
        me: &Me,
        (status, page): (Option<BoardStatus>, u32),
    ) -> Result<OwnBoards> {
        let page = page.max(1);
        let boards = sql::own(self.database(), me.user_id, (status, page)).await?;
        let counts = sql::count_own(self.database(), me.user_id).await?;
        let of_status = |count: &&(BoardStatus, u32)| status.is_none_or(|status| count.0 == status);
        let total = counts.iter().filter(of_status).map(|(_, count)| count).sum();
        Ok(OwnBoards { boards, total, page, counts })
    }

    /// The boards that wait for a review, the one that waits longest first. For admins: others are not told that
    /// there is a queue.
    pub async fn review_queue(&self, me: &Me) -> Result<ReviewQueue> {
        if me.role != Role::Admin {
            return Err(ErrorBody::not_found("page").into());
        }
        let boards = sql::waiting(self.database()).await?;
        let total = sql::count_waiting(self.database()).await?;
        Ok(ReviewQueue { boards, total })
    }
}
