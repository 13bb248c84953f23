//! Answering a message, and finding the way back to it.

use crate::world::{World, message, refused};
use protocol::{
    ErrorCode,
    conversation::{MessageView, SendMessage, Sent},
    id::{ConversationId, MessageId},
    limits,
};
use uuid::Uuid;

fn reply(to: ConversationId, body: &str, original: MessageId) -> SendMessage {
    SendMessage { reply_to: Some(original), ..message(to, body) }
}

fn numbers(messages: &[MessageView]) -> Vec<i64> {
    messages.iter().map(|message| message.seq).collect()
}

#[tokio::test]
async fn an_answer_carries_the_beginning_of_what_it_answers() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let question = format!("Is **it** free?\n{}", "x".repeat(9_000));
    let Sent { message: question, .. } = world.say(&ana, id, &question).await;
    let input = reply(id, "Yes.", question.id);
    let answer = world.market.send_message(&marta, input.clone()).await.expect("is sent");
    let quote = answer.message.reply_to.clone().expect("a quote");
    assert_eq!((quote.message_id, quote.seq, quote.version), (question.id, 1, 0));
    assert_eq!(quote.author.id, ana.user_id);
    assert!(quote.excerpt.starts_with("Is it free? xxx") && quote.excerpt.ends_with('…'));
    assert_eq!(quote.excerpt.chars().count(), limits::QUOTE_CHARS);
    let repeat = world.market.send_message(&marta, input).await.expect("is a repeat");
    assert_eq!(repeat, answer);

    let thread = world.market.thread(&ana, id).await.expect("opens");
    assert_eq!(thread.page.messages.last(), Some(&answer.message));
    assert_eq!(thread.summary.last_message, Some(answer.message));
}

#[tokio::test]
async fn only_what_was_written_in_the_same_conversation_is_answered() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let board = world.board_of(&marta, 5).await;
    let other = world.market.start_conversation(&ana, board).await.expect("starts");
    let foreign = world.say(&ana, other, "Elsewhere").await.message.id;
    world.add(&ana, id, "owner2").await;
    let line = world.market.thread(&ana, id).await.expect("opens").page.messages[0].id;
    world.told.take();
    for original in [foreign, MessageId(Uuid::nil()), line] {
        let error = refused(world.market.send_message(&ana, reply(id, "?", original)).await);
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some("replyTo")));
    }
    assert!(world.told.take().is_empty());
}

#[tokio::test]
async fn history_is_read_in_both_directions_from_anywhere() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    for n in 1..=160 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let around = world.market.messages_around(&ana, id, 60).await.expect("reads");
    assert_eq!(numbers(&around.messages), (36..=85).collect::<Vec<_>>());
    assert_eq!((around.has_older, around.has_newer), (true, true));
    let newer = world.market.newer_messages(&ana, id, 85).await.expect("reads");
    assert_eq!(numbers(&newer.messages), (86..=135).collect::<Vec<_>>());
    assert_eq!((newer.has_older, newer.has_newer), (true, true));
    let last = world.market.newer_messages(&ana, id, 135).await.expect("reads");
    assert_eq!((last.messages.len(), last.has_newer), (25, false));
    let end = world.market.older_messages(&ana, id, i64::MAX).await.expect("reads");
    assert_eq!(numbers(&end.messages), (111..=160).collect::<Vec<_>>());
    assert_eq!((end.has_older, end.has_newer), (true, false));
    let start = world.market.messages_around(&ana, id, 1).await.expect("reads");
    assert_eq!((start.messages[0].seq, start.has_older, start.has_newer), (1, false, true));
}
