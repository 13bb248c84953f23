//! Membership: who is in a conversation, joining and leaving.

use super::{Draft, append, author, sql};
use crate::{Marketplace, Result, account, notification, stream};
use protocol::{
    ErrorBody, ErrorCode, Room,
    account::{Me, UserRef, check_email},
    conversation::MessageKind,
    id::{ClientId, ConversationId, UserId},
    notification::NotificationBody,
};
use uuid::Uuid;

impl Marketplace {
    pub(crate) async fn is_member(&self, me: &Me, id: ConversationId) -> Result<bool> {
        sql::is_member(self.database(), id, me.user_id).await
    }

    /// Refuses with the same answer whether the conversation is somebody else's or does not exist.
    pub(crate) async fn check_member(&self, me: &Me, id: ConversationId) -> Result<()> {
        if self.is_member(me, id).await? {
            return Ok(());
        }
        Err(ErrorBody::not_found("conversation").into())
    }

    /// Adds a person to a conversation by mail address. For members. Publishes a `joined` line.
    ///
    /// The new member sees the whole history.
    pub async fn add_member(&self, me: &Me, id: ConversationId, email: &str) -> Result<UserRef> {
        self.check_member(me, id).await?;
        let email = check_email(email)?;
        let user = account::find_by_email(self.database(), &email)
            .await?
            .ok_or_else(|| ErrorBody::not_found("account"))?;
        let (member, by, now) = (user.clone(), author(me), self.now());
        let (sent, notice) = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    stream::lock(tx, Room::Conversation(id)).await?;
                    if !sql::insert_member(tx, id, member.id, 0).await? {
                        let text = "This person is in the conversation already.";
                        return Err(ErrorBody::new(ErrorCode::Conflict, text).into());
                    }
                    let added = member.id;
                    let sent =
                        append(tx, system_line(id, member, MessageKind::Joined, now)).await?;
                    let body = NotificationBody::MemberAdded { conversation_id: id, by };
                    let notice = notification::notify(tx, added, body, now).await?;
                    Ok((sent, notice))
                })
            })
            .await?;
        self.announce(&sent).await;
        self.tell(notice);
        Ok(user)
    }

    /// Leaves a conversation. For members. Publishes a `left` line to those who stay; the leaver's sockets
    /// are out of the room before anything else is said in it.
    pub async fn leave_conversation(&self, me: &Me, id: ConversationId) -> Result<()> {
        self.check_member(me, id).await?;
        let (leaver, now, market) = (author(me), self.now(), self.clone());
        self.to_the_end(async move {
            let user = leaver.id;
            let (sent, notice) = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        stream::lock(tx, Room::Conversation(id)).await?;
                        sql::delete_member(tx, id, leaver.id).await?;
                        let gone = leaver.id;
                        let sent =
                            append(tx, system_line(id, leaver, MessageKind::Left, now)).await?;
                        let read = (i64::MAX, now);
                        let notice = notification::conversation_read(tx, gone, id, read).await?;
                        Ok((sent, notice))
                    })
                })
                .await?;
            market.publisher().evict(user, Room::Conversation(id));
            market.announce(&sent).await;
            market.tell(notice);
            Ok(())
        })
        .await
    }

    /// Everybody the user shares a conversation with: those who may see their presence.
    pub async fn peers(&self, user: UserId) -> Result<Vec<UserId>> {
        sql::peers(self.database(), user).await
    }

    /// The members of a conversation, for those who may join it.
    pub async fn members(&self, me: &Me, id: ConversationId) -> Result<Vec<UserRef>> {
        self.check_member(me, id).await?;
        let members = sql::members(self.database(), id).await?;
        Ok(members.into_iter().map(|(_, member)| member.user).collect())
    }
}

fn system_line(
    conversation: ConversationId,
    author: UserRef,
    kind: MessageKind,
    now: protocol::Timestamp,
) -> Draft {
    let client_id = ClientId(Uuid::now_v7());
    Draft { conversation, client_id, author, kind, body: String::new(), reply_to: None, now }
}
