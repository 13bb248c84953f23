//! Joining and catching up.

use crate::world::{World, refused};
use marketplace::Viewer;
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::Me,
    id::{ConversationId, Epoch},
    limits,
    room::JoinRule,
    stream::{Cursor, Head, News, Sync},
};
use uuid::Uuid;

async fn news(world: &World, me: &Me, name: Room, head: Head) -> News {
    let cursor = Cursor { name, epoch: head.epoch, seq: head.seq };
    let request = Sync::from(vec![cursor]);
    let mut answer = world.market.sync(me, &request).await.expect("answers");
    assert_eq!(answer.streams[0].name, name);
    answer.streams.remove(0).news
}

fn numbers(news: &News) -> (Vec<i64>, bool) {
    let News::Events { events, more } = news else { panic!("{news:?}") };
    let seqs = events.iter().filter_map(ServerEvent::position).map(|position| position.seq);
    (seqs.collect(), *more)
}

#[tokio::test]
async fn a_member_may_join_and_learns_the_head() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    world.say(&ana, id, "hi").await;
    let grant = world.market.join(&Viewer::user(ana.clone()), Room::Conversation(id)).await;
    let grant = grant.expect("may join");
    assert_eq!((grant.rule, grant.head.seq), (JoinRule::Member, 1));
    let own = world.market.join(&Viewer::user(ana.clone()), Room::User(ana.user_id)).await;
    assert_eq!(own.expect("may join").rule, JoinRule::Own);
}

#[tokio::test]
async fn strangers_and_visitors_may_not_join() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    let stranger = Viewer::user(world.demo_user("advertiser2").await);
    let foreign = refused(world.market.join(&stranger, Room::Conversation(id)).await);
    let missing = Room::Conversation(ConversationId(Uuid::nil()));
    assert_eq!(foreign, refused(world.market.join(&stranger, missing).await));
    assert_eq!(foreign.code, ErrorCode::NotFound);
    let other = refused(world.market.join(&stranger, Room::User(ana.user_id)).await);
    assert_eq!(other.code, ErrorCode::NotFound);
    let visitor = refused(world.market.join(&Viewer::visitor(), Room::Conversation(id)).await);
    assert_eq!(visitor.code, ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn sync_gives_everything_after_the_cursor_in_steps() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let total = i64::from(limits::SYNC_EVENTS) + 20;
    for n in 0..total {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let room = Room::Conversation(id);
    let head = world.market.thread(&marta, id).await.expect("opens").summary.head;
    let at = |seq| Head { seq, ..head };
    let (first, more) = numbers(&news(&world, &marta, room, at(0)).await);
    assert_eq!((first, more), ((1..=300).collect(), true));
    let (rest, more) = numbers(&news(&world, &marta, room, at(300)).await);
    assert_eq!((rest, more), ((301..=320).collect(), false));
    let (none, more) = numbers(&news(&world, &marta, room, at(320)).await);
    assert_eq!((none, more), (vec![], false));
}

#[tokio::test]
async fn whoever_asks_for_it_is_reset_when_too_far_behind() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    for n in 0..11 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let name = Room::Conversation(id);
    let Head { epoch, .. } = world.market.thread(&marta, id).await.expect("opens").summary.head;
    for (seq, is_reset) in [(0, true), (1, false)] {
        let request =
            Sync { reset_beyond: Some(10), ..Sync::from(vec![Cursor { name, epoch, seq }]) };
        let synced = world.market.sync(&marta, &request).await.expect("syncs");
        let is_it = matches!(synced.streams[0].news, News::Reset { .. });
        assert_eq!(is_it, is_reset, "from {seq}");
    }
}

#[tokio::test]
async fn one_answer_has_a_size_however_many_streams_are_asked_for() {
    let world = World::demo().await;
    let (ana, marta, first) = world.ana_and_marta().await;
    let board = world.board_of(&marta, 2).await;
    let second = world.market.start_conversation(&ana, board).await.expect("starts");
    let long = "x".repeat(limits::MESSAGE_CHARS);
    for n in 0..40 {
        let id = if n % 2 == 0 { first } else { second };
        world.say(&ana, id, &long).await;
    }
    let mut cursors = Vec::new();
    for id in [first, second] {
        let Head { epoch, .. } = world.market.thread(&ana, id).await.expect("opens").summary.head;
        cursors.push(Cursor { name: Room::Conversation(id), epoch, seq: 0 });
    }
    let synced = world.market.sync(&ana, &Sync::from(cursors.clone())).await.expect("syncs");
    let size = serde_json::to_string(&synced).unwrap().len();
    assert!(size < limits::SYNC_BYTES + 8 * 1024, "{size} bytes");
    let told: Vec<_> = synced.streams.iter().map(|stream| numbers(&stream.news)).collect();
    assert_eq!(told[0], ((1..=20).collect(), false));
    assert_eq!((told[1].0.first(), told[1].1), (Some(&1), true), "the second begins and has more");

    let twice = Sync::from(vec![cursors[0], cursors[0]]);
    let error = refused(world.market.sync(&ana, &twice).await);
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("streams")));
}

#[tokio::test]
async fn a_cursor_of_another_life_is_told_to_start_over() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    world.say(&ana, id, "hi").await;
    let room = Room::Conversation(id);
    let head = world.market.thread(&ana, id).await.expect("opens").summary.head;
    for cursor in [
        Head { epoch: Epoch(Uuid::nil()), seq: 1 },
        Head { seq: 2, ..head },
        Head { seq: -1, ..head },
    ] {
        assert_eq!(news(&world, &ana, room, cursor).await, News::Reset { reset: head });
    }
}

#[tokio::test]
async fn a_foreign_stream_is_denied_beside_the_answers_for_the_others() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    let stranger = world.demo_user("advertiser2").await;
    let head = world.market.thread(&ana, id).await.expect("opens").summary.head;
    let answer = news(&world, &stranger, Room::Conversation(id), head).await;
    assert!(matches!(answer, News::Denied { denied } if denied.code == ErrorCode::NotFound));
}

#[tokio::test]
async fn a_sync_of_too_many_streams_is_refused() {
    let world = World::demo().await;
    let ana = world.demo_user("advertiser").await;
    let cursor = Cursor { name: Room::User(ana.user_id), epoch: Epoch(Uuid::nil()), seq: 0 };
    let request = Sync::from(vec![cursor; limits::SYNC_STREAMS + 1]);
    let error = refused(world.market.sync(&ana, &request).await);
    assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(128)));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_opening_the_database_again() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    let sent = world.say(&ana, id, "keep me").await;
    let database = marketplace::Database::open(&world.database.url).await.expect("opens again");
    let market =
        marketplace::Marketplace::new(database, world.clock.clone(), world.told.clone(), false);
    let thread = market.thread(&ana, id).await.expect("opens");
    assert_eq!(thread.page.messages, [sent.message]);
    market.seed_demo().await.expect("a second start adds nothing");
}
