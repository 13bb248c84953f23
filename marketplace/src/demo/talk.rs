//! Conversations that are under way when the demonstration starts.

use crate::{Marketplace, Result};
use protocol::{
    account::Me,
    conversation::{MarkRead, SendMessage},
    id::{BoardId, ClientId, ConversationId, SessionId, UserId},
};
use uuid::Uuid;

/// Who speaks: the advertiser or the owner.
enum By {
    Advertiser,
    Owner,
}
use By::{Advertiser, Owner};

const CAMPAIGN: [(By, &str); 6] = [
    (
        Advertiser,
        "Hello! Is this board free in the second half of December? We launch a bakery nearby.",
    ),
    (
        Owner,
        "Hello Ana, from the 14th on I have three of eight slots left. What length do you need?",
    ),
    (Advertiser, "Ten seconds would be perfect. Our creative is 1920 × 560, is that all right?"),
    (
        Owner,
        "It is. The rules are at https://example.com/creative-rules, the short version: no sound, no strobe.",
    ),
    (Advertiser, "Wonderful. I will send it this week."),
    (Owner, "Take your time. I can hold the dates until Friday."),
];

/// Messages of [`long_history`].
const HISTORY: i64 = 130;

/// Stores what an interrupted start has left out.
pub(super) async fn finish(market: &Marketplace, users: &[UserId]) -> Result<()> {
    let last = me(users[3], &super::ACCOUNTS[3]);
    let boards = super::boards::of_first_owner();
    let id = market.start_conversation(&last, boards[1]).await?;
    match market.thread(&last, id).await {
        Ok(thread) if thread.summary.head.seq < HISTORY => seed(market, users).await,
        // Complete, or somebody has left the conversation since, as they may.
        _ => Ok(()),
    }
}

/// Every message has the same client id each time, so that a second run adds only what is missing.
pub(super) async fn seed(market: &Marketplace, users: &[UserId]) -> Result<()> {
    let people: Vec<Me> = users.iter().zip(super::ACCOUNTS).map(|(id, a)| me(*id, &a)).collect();
    let boards = super::boards::of_first_owner();
    let short = market.start_conversation(&people[2], boards[0]).await?;
    for (number, (by, text)) in (1..).zip(CAMPAIGN) {
        let author = match by {
            Advertiser => &people[2],
            Owner => &people[0],
        };
        say(market, author, short, number, text).await?;
    }
    mark_read(market, &people[0], short, 6).await?;
    mark_read(market, &people[2], short, 4).await?;
    long_history(market, &people, boards[1]).await
}

/// A history longer than one page, so that scrolling back can be seen.
async fn long_history(market: &Marketplace, people: &[Me], board: BoardId) -> Result<()> {
    let id = market.start_conversation(&people[3], board).await?;
    for day in 1..=65 {
        let report = format!("Day {day}: {} plays confirmed.", 940 + day * 3 % 70);
        say(market, &people[0], id, day, &report).await?;
        say(market, &people[3], id, day, "Noted, thank you.").await?;
    }
    mark_read(market, &people[0], id, HISTORY).await?;
    mark_read(market, &people[3], id, HISTORY).await
}

async fn say(
    market: &Marketplace,
    author: &Me,
    to: ConversationId,
    number: u64,
    text: &str,
) -> Result<()> {
    let client_id = ClientId(Uuid::from_u64_pair(0x0b0a_4d00_0000_7000, number));
    let input = SendMessage { client_id, conversation_id: to, body: text.into(), reply_to: None };
    market.send_message(author, input).await.map(|_| ())
}

async fn mark_read(
    market: &Marketplace,
    reader: &Me,
    conversation_id: ConversationId,
    up_to_seq: i64,
) -> Result<()> {
    market.mark_read(reader, &MarkRead { conversation_id, up_to_seq }).await.map(|_| ())
}

pub(super) fn me(user_id: UserId, account: &super::Account) -> Me {
    Me {
        user_id,
        session_id: SessionId(Uuid::nil()),
        name: account.name.into(),
        email: account.email.into(),
        role: account.role,
    }
}
