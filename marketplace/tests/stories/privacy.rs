//! What somebody lets others see.

use crate::world::World;
use protocol::{
    Room, ServerEvent,
    account::Me,
    conversation::{MarkDelivered, MarkRead, Marker},
    id::{ConversationId, UserId},
    privacy::{Privacy, SetPrivacy},
};

async fn appear_offline(world: &World, me: &Me, is_invisible: bool) -> Privacy {
    let input = SetPrivacy { is_invisible: Some(is_invisible), ..SetPrivacy::default() };
    world.market.set_privacy(me, input).await.expect("is kept")
}

/// How far `whose` has come, as somebody sees it.
async fn marker(world: &World, as_seen_by: &Me, id: ConversationId, whose: UserId) -> Marker {
    let thread = world.market.thread(as_seen_by, id).await.expect("opens");
    let member = thread.summary.members.into_iter().find(|member| member.user.id == whose);
    member.expect("is a member").marker
}

#[tokio::test]
async fn a_choice_is_kept_and_told_to_the_persons_own_devices_once() {
    let world = World::demo().await;
    let ana = world.demo_user("advertiser").await;
    world.told.take();
    let unchosen = world.market.privacy(ana.user_id).await.expect("reads");
    assert_eq!(unchosen, Privacy::default());
    let quiet = SetPrivacy { shows_typing: Some(false), ..SetPrivacy::default() };
    let first = world.market.set_privacy(&ana, quiet).await.expect("is kept");
    world.market.set_privacy(&ana, quiet).await.expect("a repeat");
    let second = appear_offline(&world, &ana, true).await;
    assert_eq!(second, Privacy { shows_typing: false, is_invisible: true, version: 2 });
    assert_eq!(world.market.privacy(ana.user_id).await.expect("reads"), second);
    assert_eq!(world.told.private(), [(ana.user_id, first), (ana.user_id, second)]);
    let told = world.told.take();
    assert!(told.iter().all(|(rooms, _)| *rooms == [Room::User(ana.user_id)]));
    let events: Vec<_> = told.into_iter().map(|(_, event)| event).collect();
    assert_eq!(events, [ServerEvent::Privacy(first), ServerEvent::Privacy(second)]);
}

#[tokio::test]
async fn what_an_invisible_person_receives_and_reads_counts_for_them_and_is_shown_to_nobody() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    for n in 1..=4 {
        world.say(&ana, id, &format!("{n}")).await;
    }
    let read = |up_to_seq| MarkRead { conversation_id: id, up_to_seq };
    let delivered = |up_to_seq| MarkDelivered { conversation_id: id, up_to_seq };
    world.market.mark_read(&marta, &read(1)).await.expect("moves");
    let shown = marker(&world, &ana, id, marta.user_id).await;
    assert_eq!(shown.read_seq, 1);

    appear_offline(&world, &marta, true).await;
    world.told.take();
    world.market.mark_delivered(&marta, &delivered(4)).await.expect("moves");
    world.market.mark_read(&marta, &read(3)).await.expect("moves");
    for (rooms, event) in world.told.take() {
        assert_eq!(rooms, [Room::User(marta.user_id)], "{event:?}");
    }
    assert_eq!(marker(&world, &marta, id, marta.user_id).await.read_seq, 3, "to herself");
    assert_eq!(marker(&world, &ana, id, marta.user_id).await, shown);
    let thread = world.market.thread(&marta, id).await.expect("opens");
    assert_eq!(thread.summary.unread.count, 1, "her own counts go on");

    // In sight again: nothing of that is told, until she reads something newer.
    appear_offline(&world, &marta, false).await;
    assert_eq!(marker(&world, &ana, id, marta.user_id).await, shown);
    world.say(&ana, id, "5").await;
    world.told.take();
    world.market.mark_delivered(&marta, &delivered(5)).await.expect("moves");
    let after = marker(&world, &ana, id, marta.user_id).await;
    assert_eq!((after.delivered_seq, after.read_seq), (5, 1), "what has arrived says not who read");
    for (rooms, event) in world.told.take() {
        let ServerEvent::MessageRead(told) = event else { panic!("{event:?}") };
        let is_own = rooms == [Room::User(marta.user_id)];
        assert_eq!(told.marker.read_seq, if is_own { 3 } else { 1 });
    }
    world.market.mark_read(&marta, &read(5)).await.expect("moves");
    assert_eq!(marker(&world, &ana, id, marta.user_id).await.read_seq, 5);
}
