//! Editing and deleting one's own messages.

use crate::world::{World, message, refused};
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    conversation::{DeleteMessage, EditMessage, MessageView, SendMessage},
    id::ConversationId,
    stream::{Cursor, News, Sync},
};
use std::time::Duration;

fn edit(message: &MessageView, body: &str) -> EditMessage {
    EditMessage {
        conversation_id: message.conversation_id,
        message_id: message.id,
        version: message.version,
        body: body.into(),
    }
}

fn delete(message: &MessageView) -> DeleteMessage {
    DeleteMessage { conversation_id: message.conversation_id, message_id: message.id }
}

/// The whole stream, as a device reads it that was away from the beginning.
async fn replay(world: &World, me: &Me, id: ConversationId) -> Vec<ServerEvent> {
    let name = Room::Conversation(id);
    let epoch = world.market.thread(me, id).await.expect("opens").summary.head.epoch;
    let request = Sync::from(vec![Cursor { name, epoch, seq: 0 }]);
    let mut answer = world.market.sync(me, &request).await.expect("syncs");
    match answer.streams.remove(0).news {
        News::Events { events, more: false } => events,
        news => panic!("{news:?}"),
    }
}

fn the_message(event: &ServerEvent) -> &MessageView {
    match event {
        ServerEvent::NewMessage(event) => &event.message,
        ServerEvent::MessageUpdated(event) => &event.message,
        event => panic!("{event:?}"),
    }
}

#[tokio::test]
async fn an_edit_is_an_event_of_its_own_and_the_inbox_follows() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let first = world.say(&ana, id, "Is it fre?").await.message;
    world.told.take();
    world.clock.advance(Duration::from_mins(14));
    let input = edit(&first, "Is it free?");
    let changed = world.market.edit_message(&ana, input.clone()).await.expect("is edited").message;
    assert_eq!((changed.seq, changed.version, changed.body.as_str()), (1, 1, "Is it free?"));
    assert_eq!(changed.edited_at, Some(world.now()));
    let told = world.told.take();
    let [(rooms, ServerEvent::MessageUpdated(event))] = &told[..] else { panic!("{told:?}") };
    assert!(rooms.contains(&Room::User(marta.user_id)) && rooms.contains(&Room::User(ana.user_id)));
    assert_eq!((event.position.seq, &event.message), (2, &changed));

    let repeat = world.market.edit_message(&ana, input).await.expect("is a repeat").message;
    assert_eq!(repeat, changed);
    assert!(world.told.take().is_empty(), "told once");
    let inbox = world.market.inbox(&marta).await.expect("lists");
    let row = inbox.into_iter().find(|row| row.id == id).expect("is in the inbox");
    assert_eq!(row.last_message, Some(changed.clone()));
    assert_eq!(row.unread.count, 1, "an edit is not a new message");
    let revisions = world.market.message_revisions(&marta, id, first.id).await.expect("reads");
    assert_eq!((revisions.len(), revisions[0].body.as_str()), (1, "Is it fre?"));
    assert_eq!(revisions[0].written_at, first.sent_at);
    let events = replay(&world, &marta, id).await;
    let versions: Vec<_> = events.iter().map(|event| the_message(event).version).collect();
    assert_eq!(versions, [0, 1]);
}

#[tokio::test]
async fn two_devices_do_not_overwrite_each_other() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    let first = world.say(&ana, id, "one").await.message;
    let edits =
        ["two", "three", "four"].map(|body| world.market.edit_message(&ana, edit(&first, body)));
    let results = futures::future::join_all(edits).await;
    let (done, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 2));
    for error in refused {
        assert_eq!(error.expect_err("is refused").into_body().code, ErrorCode::Conflict);
    }
}

#[tokio::test]
async fn what_comes_too_late_or_from_others_is_refused_and_changes_nothing() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let first = world.say(&ana, id, "one").await.message;
    world.told.take();
    let market = &world.market;
    let foreign = refused(market.edit_message(&marta, edit(&first, "two")).await);
    assert_eq!(foreign.code, ErrorCode::Forbidden);
    assert_eq!(refused(market.delete_message(&marta, &delete(&first)).await).code, foreign.code);
    let stranger = world.demo_user("advertiser2").await;
    let strange = refused(market.edit_message(&stranger, edit(&first, "two")).await);
    assert_eq!(strange.code, ErrorCode::NotFound);
    let empty = refused(market.edit_message(&ana, edit(&first, "  ")).await);
    assert_eq!(empty.field.as_deref(), Some("body"));
    world.clock.advance(Duration::from_mins(10));
    let late = refused(market.delete_message(&ana, &delete(&first)).await);
    assert_eq!(late.message, "A message can be deleted for 10 minutes. That time is over.");
    world.clock.advance(Duration::from_mins(5));
    let late = refused(market.edit_message(&ana, edit(&first, "two")).await);
    assert_eq!(late.message, "A message can be edited for 15 minutes. That time is over.");
    assert!(world.told.take().is_empty());
    let thread = market.thread(&ana, id).await.expect("opens");
    assert_eq!(thread.page.messages, [first]);
}

#[tokio::test]
async fn a_deleted_text_is_nowhere_to_be_read_any_more() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let secret = world.say(&ana, id, "my secret price").await.message;
    let input = SendMessage { reply_to: Some(secret.id), ..message(id, "Noted.") };
    world.market.send_message(&marta, input).await.expect("is sent");
    let changed = world.market.edit_message(&ana, edit(&secret, "a secret price")).await;
    let changed = changed.expect("is edited").message;
    world.told.take();
    world.clock.advance(Duration::from_mins(9));

    let gone = world.market.delete_message(&ana, &delete(&changed)).await.expect("goes").message;
    assert_eq!((gone.body.as_str(), gone.version, gone.deleted_at), ("", 2, Some(world.now())));
    assert_eq!(world.told.names(), ["messageUpdated", "unread"]);
    let again = world.market.delete_message(&ana, &delete(&changed)).await.expect("is a repeat");
    assert_eq!(again.message, gone);
    assert!(world.told.take().is_empty());

    let events = replay(&world, &marta, id).await;
    assert_eq!(events.len(), 4, "no number is missing");
    let wire = serde_json::to_string(&events).expect("is JSON");
    assert!(!wire.contains("secret"), "{wire}");
    let thread = world.market.thread(&marta, id).await.expect("opens");
    assert_eq!(thread.summary.unread.count, 0, "what is gone is not unread");
    let quote = thread.page.messages[1].reply_to.clone().expect("a quote");
    assert!(quote.is_deleted && quote.excerpt.is_empty());
    let revisions = world.market.message_revisions(&marta, id, secret.id).await.expect("reads");
    assert!(revisions.is_empty());
}

#[tokio::test]
async fn a_thread_of_many_edits_still_opens_with_a_page_of_messages() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    for n in 1..=60 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let mut last = world.say(&ana, id, "last").await.message;
    for n in 0..70 {
        let input = edit(&last, &format!("last {n}"));
        last = world.market.edit_message(&ana, input).await.expect("is edited").message;
    }
    let page = world.market.thread(&ana, id).await.expect("opens").page;
    assert_eq!((page.messages.len(), page.has_older), (50, true));
    assert_eq!(page.messages.last(), Some(&last));
}
