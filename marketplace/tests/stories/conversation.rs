//! Talking about a board.

use crate::world::{World, message, refused};
use protocol::{
    ErrorCode, Room, ServerEvent,
    conversation::{DeleteMessage, MarkDelivered, MarkRead, Marker},
    id::ConversationId,
    limits,
};
use uuid::Uuid;

#[tokio::test]
async fn asking_twice_opens_the_same_conversation() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let board = world.board_of(&marta, 1).await;
    assert_eq!(world.market.start_conversation(&ana, board).await.expect("finds"), id);
    let error = refused(world.market.start_conversation(&marta, board).await);
    assert_eq!(error.code, ErrorCode::Conflict, "nobody writes to themselves");
}

#[tokio::test]
async fn twenty_tabs_that_race_open_one_conversation() {
    let world = World::demo().await;
    let marta = world.demo_user("owner").await;
    let dmitri = world.demo_user("advertiser2").await;
    let board = world.board_of(&marta, 3).await;
    let tries = (0..20).map(|_| world.market.start_conversation(&dmitri, board));
    let ids = futures::future::try_join_all(tries).await.expect("all succeed");
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn a_message_reaches_both_inboxes_and_is_told_to_both() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let sent = world.say(&ana, id, "  Is it free?  ").await;
    assert_eq!((sent.message.seq, sent.message.body.as_str()), (1, "Is it free?"));

    let told = world.told.take();
    let names: Vec<_> = told.iter().map(|(_, event)| event.name()).collect();
    assert_eq!(names, ["newMessage", "unread"]);
    let mut rooms = told[0].0.clone();
    rooms.sort();
    let mut expected = [Room::User(ana.user_id), Room::User(marta.user_id)];
    expected.sort();
    assert_eq!(rooms, expected);
    assert_eq!(told[1].0, [Room::User(marta.user_id)]);

    let inbox = world.market.inbox(&marta).await.expect("lists");
    let row = inbox.iter().find(|row| row.id == id).expect("is in the inbox");
    assert_eq!(row.last_message.as_ref(), Some(&sent.message));
    assert_eq!((row.unread.count, row.members.len()), (1, 2));
    assert!(row.board.is_some());
}

#[tokio::test]
async fn a_hundred_parallel_repeats_store_one_message_and_agree() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    let input = message(id, "Once, please.");
    let tries = (0..100).map(|_| world.market.send_message(&ana, input.clone()));
    let answers = futures::future::try_join_all(tries).await.expect("all succeed");
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let thread = world.market.thread(&ana, id).await.expect("opens");
    assert_eq!((thread.page.messages.len(), thread.summary.head.seq), (1, 1));
    assert_eq!(world.told.names(), ["newMessage", "unread"], "told once");
}

#[tokio::test]
async fn parallel_messages_are_numbered_without_a_hole() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let sends = (0..60).map(|n| {
        let author = if n % 2 == 0 { &ana } else { &marta };
        world.market.send_message(author, message(id, &format!("{n}")))
    });
    let mut numbers: Vec<_> = futures::future::try_join_all(sends)
        .await
        .expect("all succeed")
        .iter()
        .map(|sent| sent.position.seq)
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_later_count_of_unread_has_a_higher_version() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let counted = async || {
        let counts = world.market.unread_counts(&marta).await.expect("counts");
        counts.into_iter().find(|(there, _)| *there == id).expect("is hers").1
    };
    let mut seen = vec![counted().await];
    world.say(&ana, id, "Is it free?").await;
    let gone = world.say(&ana, id, "Hello?").await.message;
    seen.push(counted().await);
    let delete = DeleteMessage { conversation_id: id, message_id: gone.id };
    world.market.delete_message(&ana, &delete).await.expect("deletes");
    seen.push(counted().await);
    world.told.take();
    let read = MarkRead { conversation_id: id, up_to_seq: 3 };
    world.market.mark_read(&marta, &read).await.expect("moves");
    seen.push(counted().await);
    assert_eq!(seen.iter().map(|count| count.count).collect::<Vec<_>>(), [0, 2, 1, 0]);
    assert!(seen.is_sorted_by(|a, b| a.version < b.version), "{seen:?}");

    let told = world.told.take().into_iter().map(|(_, event)| event);
    let mut events = told.filter_map(|event| match event {
        ServerEvent::Unread(event) => Some(event.count()),
        _ => None,
    });
    assert_eq!(events.next_back(), seen.pop(), "the event says the same as the reading");
}

#[tokio::test]
async fn strangers_get_the_same_answer_as_for_nothing() {
    let world = World::demo().await;
    let (_, _, id) = world.ana_and_marta().await;
    let stranger = world.demo_user("advertiser2").await;
    let nothing = ConversationId(Uuid::nil());
    for (foreign, missing) in [
        (
            refused(world.market.thread(&stranger, id).await),
            refused(world.market.thread(&stranger, nothing).await),
        ),
        (
            refused(world.market.send_message(&stranger, message(id, "hi")).await),
            refused(world.market.send_message(&stranger, message(nothing, "hi")).await),
        ),
        (
            refused(world.market.older_messages(&stranger, id, 9).await),
            refused(world.market.older_messages(&stranger, nothing, 9).await),
        ),
    ] {
        assert_eq!(foreign, missing);
        assert_eq!(foreign.code, ErrorCode::NotFound);
    }
    assert!(world.told.take().is_empty());
}

#[tokio::test]
async fn a_broken_text_is_refused_and_stores_nothing() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    for body in ["", "  \n ", "a\0b", &"x".repeat(10_001)] {
        let error = refused(world.market.send_message(&ana, message(id, body)).await);
        assert_eq!(error.field.as_deref(), Some("body"));
    }
    assert_eq!(world.market.thread(&ana, id).await.expect("opens").summary.head.seq, 0);
}

#[tokio::test]
async fn reading_moves_one_marker_forward_and_clears_the_count() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    for n in 0..50 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    world.told.take();
    let read = |up_to_seq| MarkRead { conversation_id: id, up_to_seq };
    world.market.mark_read(&marta, &read(50)).await.expect("moves");
    let told = world.told.take();
    let names: Vec<_> = told.iter().map(|(_, event)| event.name()).collect();
    assert_eq!(names, ["messageRead", "unread"], "fifty messages, one marker");
    let ServerEvent::Unread(unread) = &told[1].1 else { panic!("{told:?}") };
    assert_eq!(unread.unread, 0);

    world.market.mark_read(&marta, &read(20)).await.expect("is ignored");
    assert!(world.told.take().is_empty(), "never back");
    let thread = world.market.thread(&ana, id).await.expect("opens");
    let member = thread.summary.members.iter().find(|m| m.user.id == marta.user_id).expect("Marta");
    let read_at = Some(world.now());
    assert_eq!(member.marker, Marker { delivered_seq: 50, read_seq: 50, read_at });

    let error = refused(world.market.mark_read(&marta, &read(51)).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("upToSeq")));
}

#[tokio::test]
async fn delivered_comes_before_read() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    world.say(&ana, id, "hi").await;
    let input = MarkDelivered { conversation_id: id, up_to_seq: 1 };
    world.market.mark_delivered(&marta, &input).await.expect("moves");
    let row = world.market.thread(&ana, id).await.expect("opens").summary;
    let marta = row.members.iter().find(|m| m.user.id == marta.user_id).expect("Marta");
    assert_eq!((marta.marker.delivered_seq, marta.marker.read_seq), (1, 0));
}

#[tokio::test]
async fn a_writer_without_an_answer_reads_one_page_of_what_they_wrote() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    for n in 0..80 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let page = world.market.thread(&ana, id).await.expect("opens").page;
    assert_eq!(page.messages.len(), limits::HISTORY_PAGE as usize);
    assert!(page.has_older);
}

#[tokio::test]
async fn a_long_thread_opens_at_the_first_unread_and_pages_back_to_its_beginning() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    for n in 1..=160 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let read = MarkRead { conversation_id: id, up_to_seq: 80 };
    world.market.mark_read(&marta, &read).await.expect("moves");
    let page = world.market.thread(&marta, id).await.expect("opens").page;
    assert_eq!((page.messages[0].seq, page.has_older), (71, true), "ten before the first unread");
    assert_eq!(page.messages.last().map(|message| message.seq), Some(160));

    let mut oldest = page.messages[0].seq;
    let mut seen = Vec::new();
    loop {
        let page = world.market.older_messages(&marta, id, oldest).await.expect("pages");
        assert!(page.messages.len() <= limits::HISTORY_PAGE as usize);
        oldest = page.messages[0].seq;
        seen.splice(0..0, page.messages.iter().map(|message| message.seq));
        if !page.has_older {
            break;
        }
    }
    assert_eq!(seen, (1..=70).collect::<Vec<_>>());
}
