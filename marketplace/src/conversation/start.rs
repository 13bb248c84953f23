//! Beginning to talk about a board.

use super::{author, member::system_line, sql, sql::Joining};
use crate::{Marketplace, Result, conversation::append, database::Tx, stream};
use protocol::{
    ErrorBody, ErrorCode, Room, Timestamp,
    account::{Me, UserRef},
    conversation::{MessageKind, Sent},
    id::{BoardId, ConversationId, UserId},
};
use uuid::Uuid;

impl Marketplace {
    /// Opens the user's conversation with the owner of a board, or finds it. For everybody signed in but
    /// the owner. Whoever had left it is in it again, from now on; that publishes a `joined` line.
    pub async fn start_conversation(&self, me: &Me, board: BoardId) -> Result<ConversationId> {
        if let Some(id) = self.conversation_about(me, board).await? {
            return Ok(id);
        }
        let found = crate::board::sql::find(self.database(), board).await?;
        let owner = found.ok_or_else(|| ErrorBody::not_found("board"))?.owner.id;
        if owner == me.user_id {
            return Err(ErrorBody::new(ErrorCode::Conflict, "This is your own board.").into());
        }
        let now = self.now();
        let (starter, market) = (author(me), self.clone());
        self.to_the_end(async move {
            let (id, came_back) = market
                .database()
                .transaction(move |tx| Box::pin(open(tx, board, starter, (owner, now))))
                .await?;
            if let Some(sent) = came_back {
                market.welcome(&sent).await;
            }
            Ok(id)
        })
        .await
    }

    /// The user's conversation about a board, if they started one.
    pub(crate) async fn conversation_about(
        &self,
        me: &Me,
        board: BoardId,
    ) -> Result<Option<ConversationId>> {
        sql::about(self.database(), board, me.user_id).await
    }
}

/// Opens a conversation with its stream and members, or finds the one the starter has about this board and
/// brings them back into it.
async fn open(
    tx: &mut Tx,
    board: BoardId,
    starter: UserRef,
    (owner, now): (UserId, Timestamp),
) -> Result<(ConversationId, Option<Sent>)> {
    let id = ConversationId(Uuid::now_v7());
    stream::open(tx, Room::Conversation(id)).await?;
    if !sql::insert(tx, id, Some(board), starter.id, now).await? {
        stream::drop_unused(tx, Room::Conversation(id)).await?;
        let id = sql::started(tx, Some(board), starter.id).await?;
        return Ok((id, come_back(tx, id, starter, now).await?));
    }
    for member in [starter.id, owner] {
        sql::insert_member(tx, id, member, Joining::default()).await?;
    }
    Ok((id, None))
}

/// Opens a conversation about a board that is new, among these people.
pub(crate) async fn open_among(
    tx: &mut Tx,
    board: BoardId,
    starter: UserId,
    members: Vec<UserId>,
    now: Timestamp,
) -> Result<ConversationId> {
    let id = ConversationId(Uuid::now_v7());
    stream::open(tx, Room::Conversation(id)).await?;
    sql::insert(tx, id, Some(board), starter, now).await?;
    for member in members {
        sql::insert_member(tx, id, member, Joining::default()).await?;
    }
    Ok(id)
}

/// `None` when they are in it: two tabs raced, and the other one was first.
async fn come_back(
    tx: &mut Tx,
    id: ConversationId,
    starter: UserRef,
    now: Timestamp,
) -> Result<Option<Sent>> {
    stream::lock(tx, Room::Conversation(id)).await?;
    if sql::sees_after_now(tx, id, starter.id).await?.is_some() {
        return Ok(None);
    }
    let user = starter.id;
    let sent = append(tx, system_line(id, starter, MessageKind::Joined, now), None).await?;
    let before = sent.position.seq - 1;
    let joining = Joining { joined_seq: before, sees_after: before, added_by: None };
    sql::insert_member(tx, id, user, joining).await?;
    Ok(Some(sent))
}
