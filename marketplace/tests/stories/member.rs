//! Adding to a conversation, leaving it, being removed from it.

use crate::world::{World, message, refused};
use marketplace::Viewer;
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent,
    account::{Me, Role},
    conversation::{
        AddMember, DeleteMessage, EditMessage, History, LeaveConversation, MarkRead, Membership,
        MessageKind, RemoveMember, SendMessage,
    },
    id::{ConversationId, Epoch, MessageId, UserId},
    limits,
    stream::{Cursor, News, Sync},
};
use std::time::Duration;

fn adding(id: ConversationId, email: &str, history: History) -> AddMember {
    AddMember { conversation_id: id, email: email.into(), history }
}

fn leaving(id: ConversationId) -> LeaveConversation {
    LeaveConversation { conversation_id: id }
}

async fn add(world: &World, by: &Me, id: ConversationId, (email, history): (&str, History)) {
    world.market.add_member(by, adding(id, email, history)).await.expect("is added");
}

async fn remove(world: &World, by: &Me, id: ConversationId, user: UserId) -> Option<ErrorCode> {
    let input = RemoveMember { conversation_id: id, user_id: user };
    world.market.remove_member(by, &input).await.err().map(|error| error.into_body().code)
}

async fn epoch(world: &World, me: &Me, id: ConversationId) -> Epoch {
    world.market.thread(me, id).await.expect("opens").summary.head.epoch
}

async fn news(world: &World, me: &Me, id: ConversationId, seq: i64) -> News {
    let epoch = epoch(world, me, id).await;
    let cursor = Cursor { name: Room::Conversation(id), epoch, seq };
    let synced = world.market.sync(me, &Sync::from(vec![cursor])).await.expect("syncs");
    synced.streams.into_iter().next().expect("an answer").news
}

/// What one person was told, of what was told since the last look.
fn told_to(told: &[(Vec<Room>, ServerEvent)], user: UserId) -> Vec<&ServerEvent> {
    let is_for = |rooms: &[Room]| rooms.contains(&Room::User(user));
    told.iter().filter(|(rooms, _)| is_for(rooms)).map(|(_, event)| event).collect()
}

#[tokio::test]
async fn a_third_person_joins_reads_all_and_leaves_for_good() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    world.say(&ana, id, "before").await;
    let jonas = world.demo_user("owner2").await;
    world.told.take();
    world.told.notices();
    add(&world, &marta, id, ("OWNER2@example.com", History::Whole)).await;
    let told = world.told.take();
    let mine: Vec<_> = told_to(&told, jonas.user_id).iter().map(|event| event.name()).collect();
    assert_eq!(mine, ["membership", "newMessage", "unread"]);
    assert_eq!(world.told.notices()[0].0, [Room::User(jonas.user_id)]);

    let thread = world.market.thread(&jonas, id).await.expect("opens");
    let kinds: Vec<_> = thread.page.messages.iter().map(|message| message.kind).collect();
    assert_eq!(kinds, [MessageKind::Text, MessageKind::Added]);
    let line = &thread.page.messages[1];
    assert_eq!(line.author.id, marta.user_id);
    assert_eq!(line.subject.as_ref().map(|user| user.id), Some(jonas.user_id));
    assert_eq!(thread.summary.unread.count, 0, "what was said before is not news");
    let own = thread.summary.members.iter().find(|member| member.user.id == jonas.user_id);
    let own = own.expect("is a member");
    assert_eq!((own.joined_seq, own.added_by.as_ref().map(|by| by.id)), (1, Some(marta.user_id)));

    world.market.leave_conversation(&jonas, &leaving(id)).await.expect("leaves");
    assert_eq!(world.told.evicted(), [(jonas.user_id, Room::Conversation(id))]);
    let told = world.told.take();
    let mine: Vec<_> = told_to(&told, jonas.user_id).iter().map(|event| event.name()).collect();
    assert_eq!(mine, ["membership", "unread"], "the leaver hears nothing more");
    assert_eq!(refused(world.market.thread(&jonas, id).await).code, ErrorCode::NotFound);
    let error = refused(world.market.send_message(&jonas, message(id, "still here?")).await);
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(world.market.inbox(&jonas).await.expect("lists").iter().all(|row| row.id != id));
}

#[tokio::test]
async fn bad_input_is_answered_plainly_and_changes_nothing() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let long = format!("{}@example.com", "x".repeat(200));
    for (email, code) in [
        ("nobody@example.com", ErrorCode::NotFound),
        ("no address", ErrorCode::Invalid),
        ("", ErrorCode::Invalid),
        (&long, ErrorCode::NotFound),
        (&format!("{}@example.com", "x".repeat(300)), ErrorCode::Invalid),
        ("owner@example.com", ErrorCode::Conflict),
        ("advertiser@example.com", ErrorCode::Conflict),
    ] {
        let error = refused(world.market.add_member(&ana, adding(id, email, History::Whole)).await);
        assert_eq!((error.code, error.field.as_deref()), (code, Some("email")), "{email}");
    }
    let stranger = world.demo_user("advertiser2").await;
    let input = adding(id, "owner2@example.com", History::Whole);
    let error = refused(world.market.add_member(&stranger, input).await);
    assert_eq!(error, ErrorBody::not_found("conversation"));
    let error = refused(world.market.leave_conversation(&stranger, &leaving(id)).await);
    assert_eq!(error, ErrorBody::not_found("conversation"));
    assert_eq!(remove(&world, &stranger, id, ana.user_id).await, Some(ErrorCode::NotFound));
    assert!(world.told.take().is_empty());
    assert_eq!(world.market.thread(&marta, id).await.expect("opens").summary.head.seq, 0);
}

#[tokio::test]
async fn the_last_one_cannot_leave_to_nobody() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    world.market.leave_conversation(&marta, &leaving(id)).await.expect("leaves");
    let error = refused(world.market.leave_conversation(&ana, &leaving(id)).await);
    assert_eq!(error.code, ErrorCode::Conflict);
    assert_eq!(world.market.members(&ana, id).await.expect("lists").len(), 1);
}

#[tokio::test]
async fn two_who_leave_at_once_leave_one_behind() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let input = leaving(id);
    let (one, other) = tokio::join!(
        world.market.leave_conversation(&ana, &input),
        world.market.leave_conversation(&marta, &input)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

#[tokio::test]
async fn only_who_was_added_can_be_removed_and_not_by_everybody() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let (jonas, dmitri) = (world.demo_user("owner2").await, world.demo_user("advertiser2").await);
    add(&world, &ana, id, ("owner2@example.com", History::Whole)).await;
    add(&world, &jonas, id, ("advertiser2@example.com", History::Whole)).await;
    assert_eq!(remove(&world, &marta, id, ana.user_id).await, Some(ErrorCode::Forbidden));
    assert_eq!(remove(&world, &ana, id, dmitri.user_id).await, Some(ErrorCode::Forbidden));
    assert_eq!(remove(&world, &jonas, id, jonas.user_id).await, Some(ErrorCode::Forbidden));
    world.told.take();
    assert_eq!(remove(&world, &marta, id, jonas.user_id).await, None, "her board");
    let told = world.told.take();
    let mine = told_to(&told, jonas.user_id);
    let by = Some(marta.user_id);
    assert!(
        matches!(mine[0], ServerEvent::Membership(Membership { is_member: false, by: told, .. })
            if told.as_ref().map(|user| user.id) == by),
        "{mine:?}"
    );
    assert_eq!(mine.len(), 2, "and the count of unread");
    assert_eq!(remove(&world, &marta, id, jonas.user_id).await, None, "a repeat");
    assert!(world.told.take().is_empty());
    let thread = world.market.thread(&ana, id).await.expect("opens");
    let last = thread.page.messages.last().expect("a line");
    assert_eq!((last.kind, last.author.id), (MessageKind::Removed, marta.user_id));
    assert_eq!(last.subject.as_ref().map(|user| user.id), Some(jonas.user_id));
}

/// What a newcomer who was added with number 3 gets by any question, as text.
async fn everything_asked_for(
    world: &World,
    me: &Me,
    id: ConversationId,
    before: MessageId,
) -> String {
    let mut pages = vec![world.market.thread(me, id).await.expect("opens").page];
    for number in [0, 1, 2, 3, 4, i64::MAX] {
        let older = world.market.older_messages(me, id, number).await.expect("pages");
        let around = world.market.messages_around(me, id, number).await.expect("pages");
        assert!(!older.has_older && !around.has_older, "at {number}");
        pages.extend([older, around]);
        pages.push(world.market.newer_messages(me, id, number).await.expect("pages"));
    }
    for seq in 0..=1 {
        assert!(matches!(news(world, me, id, seq).await, News::Reset { .. }));
    }
    let rest = news(world, me, id, 2).await;
    let News::Events { ref events, .. } = rest else { panic!("{rest:?}") };
    let seqs: Vec<_> = events.iter().filter_map(ServerEvent::position).map(|at| at.seq).collect();
    assert_eq!(seqs, [3, 4, 5, 6], "without a hole");
    let names: Vec<_> = events.iter().map(ServerEvent::name).collect();
    assert_eq!(names, ["newMessage", "newMessage", "withheld", "withheld"]);
    let revisions = world.market.message_revisions(me, id, before).await.expect("asks");
    let inbox = world.market.inbox(me).await.expect("lists");
    format!("{pages:?} {rest:?} {revisions:?} {inbox:?}")
}

/// Whatever a newcomer asks for, and whatever they are told.
#[tokio::test]
async fn history_from_now_on_leaks_nothing_of_what_was_before() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let secret = world.say(&ana, id, "SECRET one").await.message;
    let answered = world.say(&marta, id, "SECRET two").await.message;
    let jonas = world.demo_user("owner2").await;
    add(&world, &ana, id, ("owner2@example.com", History::FromNow)).await;
    world.told.take();

    let reply_to = Some(answered.id);
    let quoting = SendMessage { reply_to, ..message(id, "yes, that") };
    let sent = world.market.send_message(&ana, quoting).await.expect("is sent").message;
    assert!(sent.reply_to.is_some(), "those who may see it have the quote");
    let edit = EditMessage {
        conversation_id: id,
        message_id: secret.id,
        version: 0,
        body: "SECRET three".into(),
    };
    world.market.edit_message(&ana, edit).await.expect("is edited");
    let delete = DeleteMessage { conversation_id: id, message_id: answered.id };
    world.market.delete_message(&marta, &delete).await.expect("is deleted");

    let told = world.told.take();
    let mine = told_to(&told, jonas.user_id);
    let heard = format!("{mine:?} {:?}", world.told.notices());
    let names: Vec<_> = mine.iter().map(|event| event.name()).collect();
    assert_eq!(names, ["newMessage", "unread", "withheld", "withheld", "unread"]);
    assert!(!heard.contains("SECRET"), "{heard}");

    let thread = world.market.thread(&jonas, id).await.expect("opens");
    assert_eq!(thread.page.messages[0].seq, 3, "the line that they were added");
    assert!(!thread.page.has_older);
    assert_eq!(thread.summary.unread.count, 1);
    let read = everything_asked_for(&world, &jonas, id, secret.id).await;
    assert!(!read.contains("SECRET"), "{read}");
    assert!(!read.contains(&answered.id.to_string()), "nor what is answered: {read}");

    let answering = SendMessage { reply_to: Some(secret.id), ..message(id, "what was that?") };
    let error = refused(world.market.send_message(&jonas, answering).await);
    assert_eq!(error.field.as_deref(), Some("replyTo"));
    // Those who were there before see all of it.
    let page = world.market.older_messages(&marta, id, i64::MAX).await.expect("pages");
    assert!(page.messages.iter().any(|message| message.body == "SECRET three"));
}

#[tokio::test]
async fn a_newcomer_cannot_pass_on_more_than_they_may_read() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    world.say(&ana, id, "SECRET").await;
    let jonas = world.demo_user("owner2").await;
    add(&world, &ana, id, ("owner2@example.com", History::FromNow)).await;
    add(&world, &jonas, id, ("advertiser2@example.com", History::Whole)).await;
    let dmitri = world.demo_user("advertiser2").await;
    let thread = world.market.thread(&dmitri, id).await.expect("opens");
    let seqs: Vec<_> = thread.page.messages.iter().map(|message| message.seq).collect();
    assert_eq!(seqs, [2, 3], "as far as Jonas sees");
}

#[tokio::test]
async fn whoever_comes_back_keeps_to_the_same_rules() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let board = world.market.thread(&ana, id).await.expect("opens").summary.board.expect("about");
    let own = world.say(&ana, id, "my own, before").await.message;
    world.market.leave_conversation(&ana, &leaving(id)).await.expect("leaves");
    world.say(&marta, id, "SECRET while away").await;

    let again = world.market.start_conversation(&ana, board.id).await.expect("comes back");
    assert_eq!(again, id, "the same conversation");
    assert_eq!(world.market.start_conversation(&ana, board.id).await.expect("finds"), id);
    let thread = world.market.thread(&ana, id).await.expect("opens");
    let seen: Vec<_> = thread.page.messages.iter().map(|m| (m.seq, m.kind)).collect();
    assert_eq!(seen, [(4, MessageKind::Joined)], "once, and from now on");
    assert_eq!(thread.summary.unread.count, 0);
    // Not even one's own words of before can be changed: that would show them again.
    let delete = DeleteMessage { conversation_id: id, message_id: own.id };
    assert_eq!(refused(world.market.delete_message(&ana, &delete).await).code, ErrorCode::NotFound);

    // Added by somebody else, a founder is still no guest who could be removed.
    world.market.leave_conversation(&ana, &leaving(id)).await.expect("leaves");
    add(&world, &marta, id, ("advertiser@example.com", History::Whole)).await;
    let thread = world.market.thread(&ana, id).await.expect("opens");
    assert_eq!(thread.page.messages.len(), 6, "everything, as Marta chose");
    assert_eq!(remove(&world, &marta, id, ana.user_id).await, Some(ErrorCode::Forbidden));
}

#[tokio::test]
async fn an_admin_in_the_conversation_may_remove_guests() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let admin = world.demo_user("admin").await;
    assert_eq!(admin.role, Role::Admin);
    add(&world, &ana, id, ("owner2@example.com", History::FromNow)).await;
    let jonas = world.demo_user("owner2").await;
    assert_eq!(remove(&world, &admin, id, jonas.user_id).await, Some(ErrorCode::NotFound));
    add(&world, &marta, id, ("admin@example.com", History::FromNow)).await;
    assert_eq!(remove(&world, &admin, id, jonas.user_id).await, None);
    let record = world.market.audit(&admin, None).await.expect("is for admins").entries;
    let newest = (record[0].actor.as_str(), record[0].action.as_str(), record[0].subject.as_str());
    assert_eq!(newest, (admin.name.as_str(), "member removed", jonas.name.as_str()));
    let read = MarkRead { conversation_id: id, up_to_seq: 1 };
    assert_eq!(refused(world.market.mark_read(&jonas, &read).await).code, ErrorCode::NotFound);
}

#[tokio::test]
async fn an_owner_who_left_is_there_again_when_somebody_writes_to_them() {
    let world = World::demo().await;
    let (ana, marta, id) = world.ana_and_marta().await;
    let board = world.market.thread(&ana, id).await.expect("opens").summary.board.expect("about");
    world.say(&ana, id, "before").await;
    world.market.leave_conversation(&marta, &leaving(id)).await.expect("leaves");
    let detail = world.market.board(&Viewer::user(ana.clone()), board.id).await.expect("opens");
    assert_eq!(detail.conversation_id, None, "the page leads to no conversation with oneself");

    assert_eq!(world.market.start_conversation(&ana, board.id).await.expect("finds"), id);
    let thread = world.market.thread(&marta, id).await.expect("opens");
    let seen: Vec<_> = thread.page.messages.iter().map(|m| (m.seq, m.kind)).collect();
    assert_eq!(seen, [(3, MessageKind::Joined)], "from now on");
    world.say(&ana, id, "are you there?").await;
    let inbox = world.market.inbox(&marta).await.expect("reads");
    assert_eq!(inbox.iter().find(|row| row.id == id).map(|row| row.unread.count), Some(1));
}

#[tokio::test]
async fn nobody_tries_one_address_after_the_other() {
    let world = World::demo().await;
    let (ana, _, id) = world.ana_and_marta().await;
    for number in 0..limits::ADD_MEMBER_TRIES {
        let input = adding(id, &format!("guess{number}@example.com"), History::FromNow);
        assert_eq!(refused(world.market.add_member(&ana, input).await).code, ErrorCode::NotFound);
    }
    let jonas = || adding(id, "owner2@example.com", History::FromNow);
    let error = refused(world.market.add_member(&ana, jonas()).await);
    assert_eq!(error.code, ErrorCode::RateLimited);
    assert!(error.retry_after_ms.is_some_and(|millis| millis > 0));
    world.clock.advance(limits::TRIES_WINDOW + Duration::from_millis(1));
    world.market.add_member(&ana, jonas()).await.expect("the time is over");
}
