//! Conversations as lists show them.

use super::{Sight, sql};
use crate::{Marketplace, Result};
use protocol::{
    ErrorBody, Timestamp,
    account::Me,
    conversation::{ConversationSummary, MemberView, MessageView, UnreadCount, sort_members},
    id::ConversationId,
};
use std::collections::HashMap;

impl Marketplace {
    /// The user's conversations, the one with the newest message first. One in which nothing was said yet is
    /// new, and comes before all.
    pub async fn inbox(&self, me: &Me) -> Result<Vec<ConversationSummary>> {
        let mut summaries = self.summaries(me, None).await?;
        summaries.sort_by_key(|summary| {
            let sent_at = summary.last_message.as_ref().map(|message| message.sent_at);
            std::cmp::Reverse(sent_at.unwrap_or(Timestamp(i64::MAX)))
        });
        Ok(summaries)
    }

    /// How much the user has not read, in each conversation.
    pub async fn unread_counts(&self, me: &Me) -> Result<Vec<(ConversationId, UnreadCount)>> {
        sql::unread(self.database(), me.user_id).await
    }

    /// One conversation of the user's.
    pub(super) async fn summary(&self, me: &Me, id: ConversationId) -> Result<ConversationSummary> {
        let mut found = self.summaries(me, Some(id)).await?;
        found.pop().ok_or_else(|| ErrorBody::not_found("conversation").into())
    }

    /// Four queries, however many conversations there are.
    async fn summaries(
        &self,
        me: &Me,
        only: Option<ConversationId>,
    ) -> Result<Vec<ConversationSummary>> {
        let database = self.database();
        let heads = sql::conversations(database, me.user_id, only).await?;
        let mut last = by_id(sql::last_messages(database, me.user_id, only).await?);
        let unread: HashMap<_, _> = sql::unread(database, me.user_id).await?.into_iter().collect();
        let mut members: HashMap<ConversationId, Vec<MemberView>> = HashMap::new();
        for (id, member) in sql::members_of_all(database, me.user_id, only).await? {
            members.entry(id).or_default().push(member);
        }
        for members in members.values_mut() {
            sort_members(members);
        }
        let summary = |(Sight { talk: id, after }, started_by, board, head)| ConversationSummary {
            id,
            board,
            started_by,
            members: members.remove(&id).unwrap_or_default(),
            last_message: last.remove(&id).and_then(|message| message.seen_after(after)),
            unread: unread.get(&id).copied().unwrap_or_default(),
            head,
        };
        Ok(heads.into_iter().map(summary).collect())
    }
}

fn by_id(messages: Vec<MessageView>) -> HashMap<ConversationId, MessageView> {
    messages.into_iter().map(|message| (message.conversation_id, message)).collect()
}
