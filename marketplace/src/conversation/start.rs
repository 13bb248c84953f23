//! Beginning to talk about a board.

use super::{author, member::system_line, sql, sql::Joining};
use crate::{Marketplace, Result, Viewer, conversation::append, database::Tx, stream};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::{Me, UserRef},
    conversation::{Membership, MessageKind, Sent},
    id::{BoardId, ConversationId, UserId},
};
use uuid::Uuid;

impl Marketplace {
    /// Opens the user's conversation with the owner of a board, or finds it. For everybody signed in but
    /// the owner. Whichever of the two had left it is in it again, from now on: nobody writes to an owner who
    /// does not hear it. That publishes a `joined` line for each; a new conversation publishes `membership` to
    /// both.
    pub async fn start_conversation(&self, me: &Me, board: BoardId) -> Result<ConversationId> {
        self.check_board(&Viewer::user(me.clone()), board).await?;
        let found = crate::board::sql::find(self.database(), board).await?;
        let owner = found.ok_or_else(|| ErrorBody::not_found("board"))?.owner;
        if owner.id == me.user_id {
            return Err(ErrorBody::new(ErrorCode::Conflict, "This is your own board.").into());
        }
        let now = self.now();
        let (starter, owner_id, market) = (author(me), owner.id, self.clone());
        self.to_the_end(async move {
            let by = starter.clone();
            let (id, is_new, came_back) = market
                .database()
                .transaction(move |tx| Box::pin(open(tx, board, starter, (owner, now))))
                .await?;
            if is_new {
                market.tell_of_new(id, (by, owner_id));
            }
            for sent in came_back {
                market.welcome(&sent).await;
            }
            Ok(id)
        })
        .await
    }

    /// As for any conversation that is opened.
    pub(crate) async fn tell_of_opened(&self, opened: Opened) {
        if opened.is_new {
            self.tell_of_new(opened.id, (opened.starter, opened.owner));
        }
        for sent in opened.came_back {
            self.welcome(&sent).await;
        }
    }

    /// Lists of conversations that are open somewhere take it in.
    fn tell_of_new(&self, id: ConversationId, (starter, owner): (UserRef, UserId)) {
        let own = Membership { conversation_id: id, is_member: true, by: None };
        let told = [(starter.id, own.clone()), (owner, Membership { by: Some(starter), ..own })];
        for (user, membership) in told {
            self.publisher().publish(&[Room::User(user)], ServerEvent::Membership(membership));
        }
    }

    /// The user's conversation about a board, if they started one and both they and the owner are in it.
    pub(crate) async fn conversation_about(
        &self,
        me: &Me,
        board: BoardId,
    ) -> Result<Option<ConversationId>> {
        sql::about(self.database(), board, me.user_id).await
    }
}

/// A conversation that an order goes with, to be told of after the commit.
pub(crate) struct Opened {
    id: ConversationId,
    is_new: bool,
    starter: UserRef,
    owner: UserId,
    came_back: Vec<Sent>,
}

impl Opened {
    pub(crate) fn id(&self) -> ConversationId {
        self.id
    }
}

/// Opens the conversation of an order's buyer and owner about a board of it, or finds it.
pub(crate) async fn open_for_order(
    tx: &mut Tx,
    board: BoardId,
    (buyer, owner): (UserRef, UserRef),
    now: Timestamp,
) -> Result<Opened> {
    let (starter, owner_id) = (buyer.clone(), owner.id);
    let (id, is_new, came_back) = open(tx, board, buyer, (owner, now)).await?;
    Ok(Opened { id, is_new, starter, owner: owner_id, came_back })
}

/// Opens a conversation with its stream and members, or finds the one the starter has about this board and
/// brings back into it who is not there: the starter, and the owner as the board has them now. The answer says
/// whether it is new.
async fn open(
    tx: &mut Tx,
    board: BoardId,
    starter: UserRef,
    (owner, now): (UserRef, Timestamp),
) -> Result<(ConversationId, bool, Vec<Sent>)> {
    let id = ConversationId(Uuid::now_v7());
    stream::open(tx, Room::Conversation(id)).await?;
    if !sql::insert(tx, id, Some(board), starter.id, now).await? {
        stream::drop_unused(tx, Room::Conversation(id)).await?;
        let id = sql::started(tx, Some(board), starter.id).await?;
        stream::lock(tx, Room::Conversation(id)).await?;
        let mut lines = Vec::new();
        for person in [starter, owner] {
            lines.extend(come_back(tx, id, person, now).await?);
        }
        return Ok((id, false, lines));
    }
    for member in [starter.id, owner.id] {
        sql::insert_member(tx, id, member, Joining::default()).await?;
    }
    Ok((id, true, Vec::new()))
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

/// `None` when they are in it. The caller holds the stream's lock.
async fn come_back(
    tx: &mut Tx,
    id: ConversationId,
    person: UserRef,
    now: Timestamp,
) -> Result<Option<Sent>> {
    let user = person.id;
    if sql::sees_after_now(tx, id, user).await?.is_some() {
        return Ok(None);
    }
    let sent = append(tx, system_line(id, person, MessageKind::Joined, now), None).await?;
    let before = sent.position.seq - 1;
    let joining = Joining { joined_seq: before, sees_after: before, added_by: None };
    sql::insert_member(tx, id, user, joining).await?;
    Ok(Some(sent))
}
