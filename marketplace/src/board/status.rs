//! A board's status: changing it, hearing of it, following it.

use super::sql;
use crate::{
    Marketplace, Result, Viewer, audit,
    database::Tx,
    notification::{Notice, notify_all},
};
use protocol::{
    ErrorBody, Room, ServerEvent, Timestamp,
    account::Me,
    board::{
        BoardStatus, BoardStatusUpdate, FollowBoard, SetBoardStatus, may_change_status, not_yours,
    },
    command::Done,
    id::{BoardId, UserId},
    notification::{BoardChange, NotificationBody},
};

impl Marketplace {
    /// Changes a board's status and keeps who did it. For its owner and admins. Publishes
    /// `billboardStatusUpdate` to those who look at the board or at the list, and to its followers.
    pub async fn set_board_status(
        &self,
        me: &Me,
        input: &SetBoardStatus,
    ) -> Result<BoardStatusUpdate> {
        self.check_board(&Viewer::user(me.clone()), input.board_id).await?;
        let found = sql::find(self.database(), input.board_id).await?;
        let board = found.ok_or_else(|| ErrorBody::not_found("board"))?;
        if !may_change_status(me.user_id, me.role, board.owner.id) {
            return Err(not_yours().into());
        }
        let change =
            Change { board: board.id, status: input.status, by: me.user_id, at: self.now() };
        let is_listed = sql::listed_status(self.database(), board.id).await?.is_some();
        let (title, actor) = (board.title, audit::Actor::from(me));
        let market = self.clone();
        self.to_the_end(async move {
            let (update, told) = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        let stored = store(tx, change, title.clone()).await?;
                        if stored.1.is_some() {
                            let about = (title.as_str(), change.status.as_str());
                            audit::note(tx, (&actor, change.at), "board status", about).await?;
                        }
                        Ok(stored)
                    })
                })
                .await?;
            if let Some((followers, notices)) = told {
                let mut rooms = vec![Room::Board(update.board_id)];
                // A board of a sandbox is in no list.
                rooms.extend(is_listed.then_some(Room::Boards));
                rooms.extend(followers.into_iter().map(Room::User));
                market.publisher().publish(&rooms, ServerEvent::BillboardStatusUpdate(update));
                market.tell(notices);
            }
            Ok(update)
        })
        .await
    }

    /// How a board stands now. For those for whom it is there, see [`Marketplace::board`].
    pub async fn board_status(&self, viewer: &Viewer, id: BoardId) -> Result<BoardStatusUpdate> {
        self.check_board(viewer, id).await?;
        let found = sql::status_of(self.database(), id).await?;
        found.ok_or_else(|| ErrorBody::not_found("board").into())
    }

    /// How these boards stand now; those that are in no list are left out. For everybody, at most
    /// [`protocol::limits::BOARD_PAGE`] at once.
    pub async fn board_statuses(&self, boards: &[BoardId]) -> Result<Vec<BoardStatusUpdate>> {
        let most = protocol::limits::BOARD_PAGE as usize;
        if boards.len() > most {
            let text = format!("At most {most} boards at once.");
            return Err(ErrorBody::too_large("boards", most, text).into());
        }
        let mut statuses = Vec::with_capacity(boards.len());
        for id in boards {
            statuses.extend(sql::listed_status(self.database(), *id).await?);
        }
        Ok(statuses)
    }

    /// Follows a board, or stops. For everybody signed in. Doing it twice is doing it once.
    pub async fn follow_board(&self, me: &Me, input: FollowBoard) -> Result<Done> {
        self.check_board(&Viewer::user(me.clone()), input.board_id).await?;
        let (user, now) = (me.user_id, self.now());
        self.database()
            .transaction(move |tx| Box::pin(async move { sql::follow(tx, input, user, now).await }))
            .await?;
        Ok(Done {})
    }
}

/// The followers, and what was stored for them.
type ToTell = (Vec<UserId>, Vec<Notice>);

/// Stores a change and notifies the followers, but not whoever made it. `None` when the board had this
/// status already.
async fn store(
    tx: &mut Tx,
    change: Change,
    title: String,
) -> Result<(BoardStatusUpdate, Option<ToTell>)> {
    let (update, is_new) = sql::change_status(tx, change).await?;
    if !is_new {
        return Ok((update, None));
    }
    let followers = sql::followers(tx, change.board).await?;
    let others = followers.iter().copied().filter(|user| *user != change.by).collect();
    let changed = BoardChange { board_id: change.board, title, status: change.status };
    let body = NotificationBody::BoardStatus { boards: vec![changed] };
    let notices = notify_all(tx, others, &body, change.at).await?;
    Ok((update, Some((followers, notices))))
}

/// A change about to be stored.
#[derive(Clone, Copy)]
pub(crate) struct Change {
    pub(crate) board: BoardId,
    pub(crate) status: BoardStatus,
    pub(crate) by: UserId,
    pub(crate) at: Timestamp,
}
