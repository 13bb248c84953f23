//! Reading what was said, page by page.

use super::{Sight, sql};
use crate::{Marketplace, Result};
use protocol::{
    account::Me,
    conversation::{ConversationSummary, MessagePage, MessageView, Thread},
    id::{ConversationId, UserId},
    limits,
};

/// A thread opens this many numbers before its first unread message.
const CONTEXT: i64 = 10;
const PAGE: usize = limits::HISTORY_PAGE as usize;

impl Marketplace {
    /// A conversation opened at its first unread message, or at its end. For members.
    pub async fn thread(&self, me: &Me, id: ConversationId) -> Result<Thread> {
        let sight = self.sight(me, id).await?;
        // The head comes first: an event between the two reads is then seen twice, never missed.
        let summary = self.summary(me, id).await?;
        let from = first_unread(&summary, me.user_id) - CONTEXT;
        let wanted =
            sql::count_from(self.database(), sight, from, limits::SYNC_EVENTS.into()).await?;
        let wanted = usize::try_from(wanted).unwrap_or(PAGE).max(PAGE);
        let page = self.page_before(sight, i64::MAX, wanted).await?;
        self.check_sight(me, sight).await?;
        Ok(Thread { summary, page })
    }

    /// The page of messages before `before_seq`. For members.
    pub async fn older_messages(
        &self,
        me: &Me,
        id: ConversationId,
        before_seq: i64,
    ) -> Result<MessagePage> {
        let sight = self.sight(me, id).await?;
        let page = self.page_before(sight, before_seq, PAGE).await?;
        self.check_sight(me, sight).await?;
        // Who asks from the end gets the end; who asks from a message has that one.
        Ok(MessagePage { has_newer: before_seq < i64::MAX, ..page })
    }

    /// The page of messages after `after_seq`. For members.
    pub async fn newer_messages(
        &self,
        me: &Me,
        id: ConversationId,
        after_seq: i64,
    ) -> Result<MessagePage> {
        let sight = self.sight(me, id).await?;
        let (messages, has_newer) = self.after(sight, after_seq, PAGE).await?;
        self.check_sight(me, sight).await?;
        Ok(MessagePage { messages, has_older: after_seq > sight.after, has_newer })
    }

    /// The page with message `seq` in its middle. For members.
    pub async fn messages_around(
        &self,
        me: &Me,
        id: ConversationId,
        seq: i64,
    ) -> Result<MessagePage> {
        let sight = self.sight(me, id).await?;
        let mut page = self.page_before(sight, seq.saturating_add(1), PAGE / 2).await?;
        let (after, has_newer) = self.after(sight, seq, PAGE / 2).await?;
        self.check_sight(me, sight).await?;
        page.messages.extend(after);
        Ok(MessagePage { has_newer, ..page })
    }

    async fn page_before(&self, sight: Sight, seq: i64, size: usize) -> Result<MessagePage> {
        let found = sql::messages_before(self.database(), sight, seq, one_more(size)).await?;
        let (mut messages, has_older) = cut(found, size);
        messages.reverse();
        Ok(MessagePage { messages, has_older, has_newer: false })
    }

    async fn after(&self, sight: Sight, seq: i64, size: usize) -> Result<(Vec<MessageView>, bool)> {
        let found = sql::messages_after(self.database(), sight, seq, one_more(size)).await?;
        Ok(cut(found, size))
    }
}

/// One's own messages are beyond one's marker, but never unread.
fn first_unread(summary: &ConversationSummary, me: UserId) -> i64 {
    let own = summary.members.iter().find(|member| member.user.id == me);
    match own {
        Some(own) if summary.unread.count > 0 => own.marker.read_seq + 1,
        _ => summary.head.seq + 1,
    }
}

/// The surplus one shows that there are more.
fn one_more(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1)
}

fn cut(mut messages: Vec<MessageView>, size: usize) -> (Vec<MessageView>, bool) {
    let has_more = messages.len() > size;
    messages.truncate(size);
    (messages, has_more)
}
