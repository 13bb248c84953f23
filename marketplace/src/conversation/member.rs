//! Membership: who is in a conversation, joining and leaving. What is allowed is decided in
//! `protocol/src/conversation/member.rs`.

use super::{Draft, Sight, append, author, sql, sql::Joining};
use crate::{
    Marketplace, Result, account, audit, database::Tx, notification, notification::Notice,
    publish::noted, stream, test_websocket,
};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::{Me, UserRef, check_email},
    command::Done,
    conversation::{
        AddMember, LeaveConversation, MemberView, Membership, MessageKind, RemoveMember, Sent,
        may_add, may_leave, may_remove,
    },
    id::{ClientId, ConversationId, UserId},
    notification::NotificationBody,
};
use uuid::Uuid;

impl Marketplace {
    /// Refuses with the same answer whether the conversation is somebody else's or does not exist.
    pub(crate) async fn check_member(&self, me: &Me, id: ConversationId) -> Result<()> {
        self.sight(me, id).await.map(|_| ())
    }

    /// What the user may see of a conversation. Refuses as [`Marketplace::check_member`] does.
    pub(crate) async fn sight(&self, me: &Me, talk: ConversationId) -> Result<Sight> {
        match sql::sees_after(self.database(), talk, me.user_id).await? {
            Some(after) => Ok(Sight { talk, after }),
            None => Err(ErrorBody::not_found("conversation").into()),
        }
    }

    /// Asked after a reading and before it is handed out: whoever was taken out meanwhile, or came in again,
    /// gets nothing that was said in between.
    pub(super) async fn check_sight(&self, me: &Me, sight: Sight) -> Result<()> {
        if self.sight(me, sight.talk).await? == sight {
            return Ok(());
        }
        Err(ErrorBody::not_found("conversation").into())
    }

    /// Adds a person to a conversation by mail address. For members. Publishes an `added` line to all, and
    /// `membership`, a notification and everybody's presence to the new member.
    ///
    /// An address without an account, and one that cannot be added, give the same answer.
    pub async fn add_member(&self, me: &Me, input: AddMember) -> Result<UserRef> {
        self.check_member(me, input.conversation_id).await?;
        let email = check_email(&input.email)?;
        self.count_addition(me.user_id).await?;
        let found = account::find_by_email(self.database(), &email).await?;
        let user = found.ok_or_else(nobody)?;
        if !test_websocket::may_meet(self.database(), me.user_id, user.id).await? {
            return Err(nobody().into());
        }
        let (added, by, now, market) = (user.clone(), author(me), self.now(), self.clone());
        self.to_the_end(async move {
            let (sent, notice) = market
                .database()
                .transaction(move |tx| Box::pin(add(tx, input, (by, added), now)))
                .await?;
            market.welcome(&sent).await;
            market.tell(notice);
            Ok(user)
        })
        .await
    }

    /// Leaves a conversation. For members but the last one. Publishes a `left` line to those who stay, and
    /// `membership` and `unread` to the leaver, whose sockets are out of the room before anything else is
    /// said in it.
    pub async fn leave_conversation(&self, me: &Me, input: &LeaveConversation) -> Result<Done> {
        let (id, leaver, now) = (input.conversation_id, author(me), self.now());
        self.check_member(me, id).await?;
        let market = self.clone();
        self.to_the_end(async move {
            let user = leaver.id;
            let (sent, notice) = market
                .database()
                .transaction(move |tx| Box::pin(leave(tx, id, leaver, now)))
                .await?;
            market.part(user, &sent).await;
            market.tell(notice);
            Ok(Done {})
        })
        .await
    }

    /// Takes somebody out of a conversation; see [`may_remove`] for who may. Publishes a `removed` line to
    /// those who stay, and to the removed what a leaver is told. Whoever is out already stays out.
    pub async fn remove_member(&self, me: &Me, input: &RemoveMember) -> Result<Done> {
        let (id, user, now) = (input.conversation_id, input.user_id, self.now());
        self.check_member(me, id).await?;
        let (me, market) = (me.clone(), self.clone());
        self.to_the_end(async move {
            let removed = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move { remove(tx, id, &me, (user, now)).await })
                })
                .await?;
            if let Some((sent, notice)) = removed {
                market.part(user, &sent).await;
                market.tell(notice);
            }
            Ok(Done {})
        })
        .await
    }

    /// Everybody the user shares a conversation with: those who may see their presence.
    pub async fn peers(&self, user: UserId) -> Result<Vec<UserId>> {
        sql::peers(self.database(), user).await
    }

    /// The members of a conversation, for those who may join it.
    pub async fn members(&self, me: &Me, id: ConversationId) -> Result<Vec<MemberView>> {
        self.check_member(me, id).await?;
        sql::members(self.database(), id).await
    }

    /// Tells all of a new member, and the new member of all.
    pub(super) async fn welcome(&self, line: &Sent) {
        let message = &line.message;
        let (id, by) = (message.conversation_id, message.subject.as_ref().map(|_| &message.author));
        let user = message.subject.as_ref().unwrap_or(&message.author).id;
        let membership = Membership { conversation_id: id, is_member: true, by: by.cloned() };
        self.publisher().publish(&[Room::User(user)], ServerEvent::Membership(membership));
        self.announce(line).await;
        match sql::member_ids(self.database(), id).await {
            Ok(members) => self.publisher().introduce(user, &members),
            Err(error) => noted(Err(error)),
        }
    }

    /// Takes somebody who is no member any more out of everything that is told there, then tells them and
    /// those who stay.
    async fn part(&self, user: UserId, line: &Sent) {
        let message = &line.message;
        let (id, by) = (message.conversation_id, message.subject.as_ref().map(|_| &message.author));
        self.publisher().evict(user, Room::Conversation(id));
        let membership = Membership { conversation_id: id, is_member: false, by: by.cloned() };
        self.publisher().publish(&[Room::User(user)], ServerEvent::Membership(membership));
        noted(self.publish_unread(user, id).await);
        self.announce(line).await;
    }
}

async fn add(
    tx: &mut Tx,
    input: AddMember,
    (by, user): (UserRef, UserRef),
    now: Timestamp,
) -> Result<(Sent, Option<Notice>)> {
    let id = input.conversation_id;
    stream::lock(tx, Room::Conversation(id)).await?;
    // Membership may have ended since it was checked; the lock makes this answer final.
    let sees_after = sql::sees_after_now(tx, id, by.id).await?;
    let sees_after = sees_after.ok_or_else(|| ErrorBody::not_found("conversation"))?;
    let members = sql::member_ids_now(tx, id).await?;
    if members.contains(&user.id) {
        let text = "This person is in the conversation already.";
        let conflict = ErrorBody::new(ErrorCode::Conflict, text);
        return Err(ErrorBody { field: Some("email".into()), ..conflict }.into());
    }
    may_add(members.len())?;
    let added = user.id;
    let line =
        Draft { subject: Some(user), ..system_line(id, by.clone(), MessageKind::Added, now) };
    let sent = append(tx, line, None).await?;
    // Whom the conversation is between comes back to a place of their own.
    let is_founder = sql::founders(tx, id).await?.has(added);
    let joining = Joining {
        joined_seq: sent.position.seq - 1,
        sees_after: input.history.sees_after(sees_after, sent.position.seq),
        added_by: (!is_founder).then_some(by.id),
    };
    sql::insert_member(tx, id, added, joining).await?;
    let body = NotificationBody::MemberAdded { conversation_id: id, by };
    Ok((sent, notification::notify(tx, added, body, now).await?))
}

async fn leave(
    tx: &mut Tx,
    id: ConversationId,
    leaver: UserRef,
    now: Timestamp,
) -> Result<(Sent, Option<Notice>)> {
    stream::lock(tx, Room::Conversation(id)).await?;
    let members = sql::member_ids_now(tx, id).await?;
    if !members.contains(&leaver.id) {
        return Err(ErrorBody::not_found("conversation").into());
    }
    may_leave(members.len())?;
    let user = leaver.id;
    take_out(tx, user, system_line(id, leaver, MessageKind::Left, now)).await
}

/// `None` when they are out already.
async fn remove(
    tx: &mut Tx,
    id: ConversationId,
    me: &Me,
    (user, now): (UserId, Timestamp),
) -> Result<Option<(Sent, Option<Notice>)>> {
    stream::lock(tx, Room::Conversation(id)).await?;
    if sql::sees_after_now(tx, id, me.user_id).await?.is_none() {
        return Err(ErrorBody::not_found("conversation").into());
    }
    let Some(member) = sql::member(tx, id, user).await? else { return Ok(None) };
    let founders = sql::founders(tx, id).await?;
    may_remove((me.user_id, me.role), founders.board_owner, &member)?;
    let is_theirs = member.added_by.as_ref().is_some_and(|by| by.id == me.user_id)
        || founders.board_owner == Some(me.user_id);
    if !is_theirs {
        // Only an admin may: that is on record.
        let about = (member.user.name.as_str(), id.to_string());
        audit::note(tx, (&me.into(), now), "member removed", (about.0, &about.1)).await?;
    }
    let line = system_line(id, author(me), MessageKind::Removed, now);
    take_out(tx, user, Draft { subject: Some(member.user), ..line }).await.map(Some)
}

async fn take_out(tx: &mut Tx, user: UserId, line: Draft) -> Result<(Sent, Option<Notice>)> {
    let (id, now) = (line.conversation, line.now);
    sql::delete_member(tx, id, user).await?;
    let sent = append(tx, line, None).await?;
    let notice = notification::conversation_read(tx, user, id, (i64::MAX, now)).await?;
    Ok((sent, notice))
}

fn nobody() -> ErrorBody {
    let text = "Nobody with this address can be added. Ask them which address their account has.";
    ErrorBody { field: Some("email".into()), ..ErrorBody::new(ErrorCode::NotFound, text) }
}

pub(super) fn system_line(
    conversation: ConversationId,
    author: UserRef,
    kind: MessageKind,
    now: Timestamp,
) -> Draft {
    let client_id = ClientId(Uuid::now_v7());
    Draft {
        conversation,
        client_id,
        author,
        kind,
        subject: None,
        order_id: None,
        body: String::new(),
        reply_to: None,
        now,
    }
}
