//! A board's status: changing it, hearing of it, following it.

use super::sql;
use crate::{
    Marketplace, Result, Viewer, account, audit,
    database::Tx,
    notification::{Notice, notify},
    order,
};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::Me,
    board::{
        BoardStatus, BoardStatusUpdate, FollowBoard, SetBoardStatus,
        life::{self, Parts},
    },
    command::Done,
    id::{BoardId, UserId},
    notification::{BoardChange, NotificationBody},
};

impl Marketplace {
    /// Takes a board a step further in its life, see [`life::TRANSITIONS`], and keeps who did it and why. Publishes
    /// `billboardStatusUpdate` to those who look at the board or at the list, to its followers and its owner, and
    /// to admins when they have to do with it; of what was and stays in no list only the owner and admins hear.
    /// Followers are notified of what everybody may know, the owner of what others did.
    pub async fn set_board_status(
        &self,
        me: &Me,
        input: &SetBoardStatus,
    ) -> Result<BoardStatusUpdate> {
        self.check_board(&Viewer::user(me.clone()), input.board_id).await?;
        let change = Change {
            board: input.board_id,
            status: input.status,
            reason: life::check_reason(&input.reason)?,
            by: me.clone(),
            at: self.now(),
        };
        let market = self.clone();
        self.to_the_end(async move {
            let (update, told) = market
                .database()
                .transaction(move |tx| Box::pin(async move { store(tx, change).await }))
                .await?;
            if let Some((rooms, notices)) = told {
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

    /// How these boards stand now; those that are not there for the viewer are left out. For everybody, at most
    /// [`protocol::limits::BOARD_PAGE`] at once.
    pub async fn board_statuses(
        &self,
        viewer: &Viewer,
        boards: &[BoardId],
    ) -> Result<Vec<BoardStatusUpdate>> {
        let most = protocol::limits::BOARD_PAGE as usize;
        if boards.len() > most {
            let text = format!("At most {most} boards at once.");
            return Err(ErrorBody::too_large("boards", most, text).into());
        }
        let mut statuses = Vec::with_capacity(boards.len());
        for id in boards {
            if let Some(listed) = sql::listed_status(self.database(), *id).await? {
                statuses.push(listed);
            } else if self.may_find_board(viewer, *id).await? {
                statuses.extend(sql::status_of(self.database(), *id).await?);
            }
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

/// A change about to be decided and stored.
pub(crate) struct Change {
    pub(crate) board: BoardId,
    pub(crate) status: BoardStatus,
    pub(crate) reason: String,
    pub(crate) by: Me,
    pub(crate) at: Timestamp,
}

/// A board as it is while nobody else can change its status.
pub(crate) struct Held {
    pub(crate) title: String,
    pub(crate) owner: UserId,
    pub(crate) is_of_sandbox: bool,
    pub(crate) now: BoardStatusUpdate,
}

/// Who hears of it, and what was stored for them.
type ToTell = (Vec<Room>, Vec<Notice>);

/// Decides by what the board is now, and stores. `None` when it had this status already.
async fn store(tx: &mut Tx, change: Change) -> Result<(BoardStatusUpdate, Option<ToTell>)> {
    let held = sql::hold(tx, change.board).await?;
    let held = held.ok_or_else(|| ErrorBody::not_found("board"))?;
    let parts = Parts::of(change.by.user_id, change.by.role, held.owner);
    let steps = (held.now.status, change.status);
    if life::decide(steps, parts, &change.reason).map_err(ErrorBody::from)?.is_none() {
        return Ok((held.now, None));
    }
    if change.status == BoardStatus::Retired {
        check_orders(tx, change.board).await?;
    }
    let update =
        BoardStatusUpdate { status: change.status, version: held.now.version + 1, ..held.now };
    sql::change_status(tx, update, &change).await?;
    let detail = match &change.reason[..] {
        "" => change.status.as_str().to_owned(),
        reason => format!("{}: {reason}", change.status),
    };
    let actor = audit::Actor::from(&change.by);
    audit::note(tx, (&actor, change.at), "board status", (&held.title, &detail)).await?;
    let followers = sql::followers(tx, change.board).await?;
    let rooms = rooms(tx, &held, &change, &followers).await?;
    let notices = notices(tx, &held, &change, followers).await?;
    Ok((update, Some((rooms, notices))))
}

/// Whoever has booked a board gets it: it goes for good only when nobody waits for it any more.
async fn check_orders(tx: &mut Tx, board: BoardId) -> Result<()> {
    let text = match order::sql::calendar::orders_to_come_now(tx, board).await? {
        0 => return Ok(()),
        1 => "1 order of this board is not over. Pause it, and retire it when that is.".to_owned(),
        count => {
            format!(
                "{count} orders of this board are not over. Pause it, and retire it when they are."
            )
        }
    };
    Err(ErrorBody::new(ErrorCode::Conflict, text).into())
}

async fn rooms(
    tx: &mut Tx,
    held: &Held,
    change: &Change,
    followers: &[UserId],
) -> Result<Vec<Room>> {
    let (was_public, is_public) = (held.now.status.is_public(), change.status.is_public());
    let mut rooms = Vec::new();
    if was_public || is_public {
        rooms.push(Room::Board(change.board));
        // A board of a sandbox is in no list.
        rooms.extend((!held.is_of_sandbox).then_some(Room::Boards));
        rooms.extend(followers.iter().copied().map(Room::User));
    }
    let mut people = vec![held.owner];
    if !(was_public && is_public || held.is_of_sandbox) {
        people.extend(account::admins(tx).await?);
    }
    for room in people.into_iter().map(Room::User) {
        if !rooms.contains(&room) {
            rooms.push(room);
        }
    }
    Ok(rooms)
}

/// Nobody is notified of what they did themselves.
async fn notices(
    tx: &mut Tx,
    held: &Held,
    change: &Change,
    followers: Vec<UserId>,
) -> Result<Vec<Notice>> {
    let board =
        BoardChange { board_id: change.board, title: held.title.clone(), status: change.status };
    let review =
        NotificationBody::BoardReview { board: board.clone(), reason: change.reason.clone() };
    let news = NotificationBody::BoardStatus { boards: vec![board] };
    let is_news = change.status.is_public() || change.status == BoardStatus::Retired;
    let mut people: Vec<UserId> = followers.into_iter().filter(|_| is_news).collect();
    people.push(held.owner);
    people.sort_unstable();
    people.dedup();
    let mut notices = Vec::new();
    for user in people.into_iter().filter(|user| *user != change.by.user_id) {
        let body = if user == held.owner { &review } else { &news };
        notices.extend(notify(tx, user, body.clone(), change.at).await?);
    }
    Ok(notices)
}
