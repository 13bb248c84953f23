//! Notifications: what is stored, what becomes one, what clears them.

use crate::world::{World, message, refused};
use protocol::{
    ErrorCode, Room, ServerEvent,
    account::{Me, SignIn},
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    conversation::{LeaveConversation, MarkRead},
    id::{ConversationId, NotificationId},
    notification::{MarkNotificationsRead, NotificationBody, NotificationKind, NotificationView},
    stream::{Cursor, News, Sync},
};
use std::time::Duration;
use uuid::Uuid;

async fn bell(world: &World, me: &Me) -> (i64, Vec<NotificationView>) {
    let bell = world.market.bell(me).await.expect("reads");
    (bell.unread, bell.latest)
}

/// What was told to this person: the names, with the counts.
fn told(world: &World, me: &Me) -> Vec<(&'static str, i64)> {
    let for_me = |rooms: &[Room]| rooms == [Room::User(me.user_id)];
    let mut heard = Vec::new();
    for (rooms, event) in world.told.notices() {
        match event {
            ServerEvent::Notification(event) if for_me(&rooms) => {
                heard.push(("notification", event.unread));
            }
            ServerEvent::NotificationRead(event) if for_me(&rooms) => {
                heard.push(("notificationRead", event.unread));
            }
            _ => {}
        }
    }
    heard
}

async fn read(world: &World, me: &Me, conversation_id: ConversationId, up_to_seq: i64) {
    let input = MarkRead { conversation_id, up_to_seq };
    world.market.mark_read(me, &input).await.expect("reads");
}

#[tokio::test]
async fn messages_of_a_conversation_are_one_notification_until_it_is_read() {
    let world = World::demo().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    let (before, _) = bell(&world, &marta).await;
    let unread_of_ana = bell(&world, &ana).await.0;
    for text in ["Hello", "Is it free?", "In May?"] {
        world.say(&ana, talk, text).await;
    }
    let count = before + 1;
    let thrice = vec![("notification", count); 3];
    assert_eq!(told(&world, &marta), thrice);
    let (unread, latest) = bell(&world, &marta).await;
    assert_eq!((unread, latest[0].count), (count, 3));
    let NotificationBody::Message { conversation_id, author, message_seq } = &latest[0].body else {
        panic!("{latest:?}");
    };
    assert_eq!((*conversation_id, author.name.as_str(), *message_seq), (talk, "Ana Ruiz", 3));
    assert_eq!(bell(&world, &ana).await.0, unread_of_ana, "nobody is notified of what they did");

    read(&world, &marta, talk, 2).await;
    assert_eq!(told(&world, &marta), [], "the last message is not read yet");
    read(&world, &marta, talk, 3).await;
    assert_eq!(told(&world, &marta), [("notificationRead", before)]);
    world.say(&ana, talk, "Thank you").await;
    let (unread, latest) = bell(&world, &marta).await;
    assert_eq!((unread, latest[0].count), (count, 1), "a new one, not the one that was read");
}

#[tokio::test]
async fn a_repeated_send_notifies_once() {
    let world = World::demo().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    let hello = message(talk, "Hello");
    for _ in 0..3 {
        world.market.send_message(&ana, hello.clone()).await.expect("is sent");
    }
    assert_eq!(bell(&world, &marta).await.1[0].count, 1);
}

#[tokio::test]
async fn forty_changes_in_a_minute_are_one_notification_and_later_ones_another() {
    let world = World::demo().await;
    let (marta, ana) = (world.demo_user("owner").await, world.demo_user("advertiser").await);
    let (before, _) = bell(&world, &ana).await;
    let mut boards = Vec::new();
    for skip in 0..10 {
        let board_id = world.board_of(&marta, skip).await;
        for who in [&ana, &marta] {
            let follow = FollowBoard { board_id, is_followed: true };
            world.market.follow_board(who, follow).await.expect("follows");
        }
        boards.push(board_id);
    }
    for round in 0..4 {
        for board_id in &boards {
            let status = [BoardStatus::Maintenance, BoardStatus::Paused][round % 2];
            let change = SetBoardStatus::new(*board_id, status);
            // The first round may find a board that is being repaired already.
            world.market.set_board_status(&marta, &change).await.expect("changes");
            world.clock.advance(Duration::from_secs(1));
        }
    }
    let heard = told(&world, &ana);
    let changes = i64::try_from(heard.len()).unwrap();
    assert!(changes >= 30, "{changes}");
    assert!(heard.iter().all(|(_, unread)| *unread == before + 1));
    let (unread, latest) = bell(&world, &ana).await;
    assert_eq!((unread, latest[0].count), (before + 1, changes));
    let NotificationBody::BoardStatus { boards: listed } = &latest[0].body else { panic!() };
    assert_eq!((listed.len(), listed[0].board_id), (5, boards[9]));
    assert_eq!(bell(&world, &marta).await.1.iter().filter(|n| is_status(n)).count(), 0);

    world.clock.advance(Duration::from_mins(2));
    let change = SetBoardStatus::new(boards[0], BoardStatus::Live);
    world.market.set_board_status(&marta, &change).await.expect("changes");
    let (unread, latest) = bell(&world, &ana).await;
    assert_eq!((unread, latest[0].count), (before + 2, 1));
}

fn is_status(notification: &NotificationView) -> bool {
    notification.body.kind() == NotificationKind::BoardStatus
}

#[tokio::test]
async fn reading_is_told_once_and_what_came_after_stays() {
    let world = World::demo().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    world.say(&ana, talk, "Hello").await;
    let seen = world.market.bell(&marta).await.expect("reads");
    let other = world.market.start_conversation(&ana, world.board_of(&marta, 3).await).await;
    world.say(&ana, other.expect("starts"), "And this one?").await;
    told(&world, &marta);
    let up_to = MarkNotificationsRead { up_to: Some(seen.head.seq), ids: Vec::new() };
    for _ in 0..2 {
        world.market.mark_notifications_read(&marta, up_to.clone()).await.expect("reads");
    }
    assert_eq!(told(&world, &marta), [("notificationRead", 1)]);
    let (unread, latest) = bell(&world, &marta).await;
    assert_eq!((unread, latest[0].is_read), (1, false));

    let one = MarkNotificationsRead { up_to: None, ids: vec![latest[0].id] };
    world.market.mark_notifications_read(&ana, one.clone()).await.expect("passes over");
    assert_eq!(bell(&world, &marta).await.0, 1, "it is not Ana's to read");
    world.market.mark_notifications_read(&marta, one).await.expect("reads");
    assert_eq!(bell(&world, &marta).await.0, 0);
    let ids = vec![NotificationId(Uuid::nil()); 31];
    let many = MarkNotificationsRead { up_to: None, ids };
    let error = refused(world.market.mark_notifications_read(&marta, many).await);
    assert_eq!(error.code, ErrorCode::TooLarge);
}

#[tokio::test]
async fn what_was_missed_is_found_by_sync() {
    let world = World::demo().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    let head = world.market.bell(&marta).await.expect("reads").head;
    world.say(&ana, talk, "Hello").await;
    read(&world, &marta, talk, 1).await;
    let room = Room::User(marta.user_id);
    let cursor = Cursor { name: room, epoch: head.epoch, seq: head.seq };
    let request = Sync::from(vec![cursor]);
    let answer = world.market.sync(&marta, &request).await.expect("answers").streams.remove(0);
    let News::Events { events, more: false } = answer.news else { panic!("{answer:?}") };
    let names: Vec<_> = events.iter().map(ServerEvent::name).collect();
    assert_eq!(names, ["notification", "notificationRead"]);
}

#[tokio::test]
async fn what_is_not_wanted_is_not_stored() {
    let world = World::demo().await;
    let (ana, marta, talk) = world.ana_and_marta().await;
    let before = world.market.bell(&marta).await.expect("reads");
    let wanted = vec![NotificationKind::BoardStatus];
    world.market.set_notification_settings(&marta, wanted).await.expect("is kept");
    world.say(&ana, talk, "Hello").await;
    assert_eq!(world.market.bell(&marta).await.expect("reads"), before);
    let settings = world.market.notification_settings(&marta).await.expect("reads");
    let on: Vec<_> = settings.iter().filter(|s| s.is_wanted).map(|s| s.kind).collect();
    assert_eq!(on, [NotificationKind::BoardStatus]);
    let all = NotificationKind::ALL.to_vec();
    world.market.set_notification_settings(&marta, all).await.expect("is kept");
    world.say(&ana, talk, "Still there?").await;
    assert_eq!(bell(&world, &marta).await.0, before.unread + 1);
}

#[tokio::test]
async fn the_pages_hold_every_notification_once() {
    let world = World::demo().await;
    let (marta, ana) = (world.demo_user("owner").await, world.sign_up("Ana", "advertiser").await);
    for skip in 0..35 {
        let board = world.board_of(&marta, skip % 12).await;
        let talk = world.market.start_conversation(&ana, board).await.expect("starts");
        let seq = world.say(&marta, talk, "Hello").await.position.seq;
        read(&world, &ana, talk, seq).await;
    }
    let first = world.market.notifications(&ana, None).await.expect("reads");
    assert_eq!(first.notifications.len(), 30);
    let second = world.market.notifications(&ana, first.older_before).await.expect("reads");
    assert_eq!((second.notifications.len(), second.older_before), (5, None));
    let mut seqs: Vec<_> =
        first.notifications.iter().chain(&second.notifications).map(|n| n.seq).collect();
    assert!(seqs.is_sorted_by(|a, b| a > b));
    seqs.dedup();
    assert_eq!(seqs.len(), 35);
}

#[tokio::test]
async fn whoever_is_added_is_told_and_leaving_clears_it() {
    let world = World::demo().await;
    let (ana, _, talk) = world.ana_and_marta().await;
    let jonas = world.demo_user("owner2").await;
    let (before, _) = bell(&world, &jonas).await;
    world.add(&ana, talk, "owner2").await;
    let (unread, latest) = bell(&world, &jonas).await;
    assert_eq!(unread, before + 1);
    assert_eq!(latest[0].body.kind(), NotificationKind::MemberAdded);
    world.say(&ana, talk, "Welcome").await;
    assert_eq!(bell(&world, &jonas).await.0, before + 2);
    world
        .market
        .leave_conversation(&jonas, &LeaveConversation { conversation_id: talk })
        .await
        .expect("leaves");
    assert_eq!(bell(&world, &jonas).await.0, before);
}

#[tokio::test]
async fn a_strange_device_is_told_and_a_known_one_is_not() {
    let world = World::demo().await;
    let ana = world.sign_up("Ana", "advertiser").await;
    let sign_in = async |user_agent: &str| {
        let device =
            marketplace::Device { address: "10.0.0.9".into(), user_agent: user_agent.into() };
        let (email, password) = ("ana@example.com".into(), crate::world::PASSWORD.into());
        world.market.sign_in(&SignIn { email, password }, device).await.expect("signs in").me
    };
    sign_in("story").await;
    assert_eq!(bell(&world, &ana).await.0, 0);
    let phone = sign_in("phone").await;
    sign_in("phone").await;
    let (unread, latest) = bell(&world, &ana).await;
    assert_eq!(unread, 1);
    let NotificationBody::NewSession { session_id, user_agent } = &latest[0].body else { panic!() };
    assert_eq!((*session_id, user_agent.as_str()), (phone.session_id, "phone"));
}
