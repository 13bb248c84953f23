//! Rights that end while a socket is open.

use crate::{
    app::{TestApp, User},
    socket::TestSocket,
};
use protocol::{
    ErrorCode, Room, ServerEvent,
    command::JoinRoom,
    conversation::{
        AddMember, EditMessage, History, LeaveConversation, MessageKind, RemoveMember, SendMessage,
        SetTyping,
    },
    id::{ClientId, ConversationId},
    presence::PresenceState,
    stream::{Cursor, News, Sync},
};
use uuid::Uuid;

/// Adds Jonas.
async fn add(socket: &TestSocket, id: ConversationId, history: History) {
    let email = "owner2@example.com".into();
    let added = socket.ask(&AddMember { conversation_id: id, email, history }).await;
    assert_eq!(added.expect("is added").name, "Jonas Achterberg");
}

fn saying(id: ConversationId, body: &str) -> SendMessage {
    let client_id = ClientId(Uuid::now_v7());
    SendMessage { client_id, conversation_id: id, body: body.into(), reply_to: None }
}

async fn membership(socket: &mut TestSocket, expected: bool) {
    let is_it = |event: &ServerEvent| matches!(event, ServerEvent::Membership(now) if now.is_member == expected);
    socket.expect_where("membership", is_it).await;
}

async fn hears_words(socket: &mut TestSocket, body: &str) {
    let is_it = |event: &ServerEvent| matches!(event, ServerEvent::NewMessage(new) if new.message.body == body);
    socket.expect_where("newMessage", is_it).await;
}

#[tokio::test]
async fn whoever_is_added_is_in_on_all_devices_and_whoever_is_removed_out_of_it_on_all() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let jonas = app.sign_in("owner2").await;
    let (mut hers, mut phone, mut laptop) =
        (app.socket(&marta).await, app.socket(&jonas).await, app.socket(&jonas).await);
    let _ana = app.socket(&ana).await;
    add(&hers, id, History::Whole).await;
    let is_online = |event: &ServerEvent, user: &User| {
        let state = Some(PresenceState::Online);
        matches!(event, ServerEvent::Presence(now)
            if now.users.iter().find(|one| one.user_id == user.me.user_id).map(|one| one.state) == state)
    };
    for device in [&mut phone, &mut laptop] {
        membership(device, true).await;
        let is_line = |event: &ServerEvent| matches!(event, ServerEvent::NewMessage(new) if new.message.kind == MessageKind::Added);
        device.expect_where("newMessage", is_line).await;
        device.expect("notification").await;
        device.expect_where("presence", |event| is_online(event, &ana)).await;
        device.ask(&JoinRoom { room: id.to_string() }).await.expect("may");
    }
    hers.expect_where("presence", |event| is_online(event, &jonas)).await;
    hers.ask(&JoinRoom { room: id.to_string() }).await.expect("may");
    phone.ask(&SetTyping { conversation_id: id, is_typing: true }).await.expect("types");
    let types =
        |event: &ServerEvent| matches!(event, ServerEvent::Typing(set) if !set.typists.is_empty());
    hers.expect_where("typing", types).await;

    let remove = RemoveMember { conversation_id: id, user_id: jonas.me.user_id };
    hers.ask(&remove).await.expect("is removed");
    hers.expect_where("typing", |event| !types(event)).await;
    for device in [&mut phone, &mut laptop] {
        membership(device, false).await;
        device.names_so_far().await;
    }
    hers.ask(&saying(id, "secret")).await.expect("is sent");
    hers.ask(&SetTyping { conversation_id: id, is_typing: true }).await.expect("types");
    hears_words(&mut hers, "secret").await;
    for device in [&mut phone, &mut laptop] {
        let mut names = device.names_so_far().await;
        // How many people are online is told whenever it is counted.
        names.retain(|name| *name != "onlineCount");
        assert_eq!(names, Vec::<&str>::new());
        let error = device.ask(&saying(id, "still here?")).await.expect_err("is refused");
        assert_eq!(error.code, ErrorCode::NotFound);
    }
}

#[tokio::test]
async fn a_newcomer_hears_numbers_but_not_what_was_said_before() {
    let app = TestApp::start().await;
    let (ana, _, id) = app.ana_and_marta().await;
    let jonas = app.sign_in("owner2").await;
    let (hers, mut his) = (app.socket(&ana).await, app.socket(&jonas).await);
    let secret = hers.ask(&saying(id, "SECRET")).await.expect("is sent");
    add(&hers, id, History::FromNow).await;
    let quoting = SendMessage { reply_to: Some(secret.message.id), ..saying(id, "see above") };
    hers.ask(&quoting).await.expect("is sent");
    let edit = EditMessage {
        conversation_id: id,
        message_id: secret.message.id,
        version: 0,
        body: "SECRET still".into(),
    };
    hers.ask(&edit).await.expect("is changed");
    let is_answer = |event: &ServerEvent| matches!(event, ServerEvent::NewMessage(new) if new.message.body == "see above");
    let answer = his.expect_where("newMessage", is_answer).await;
    let ServerEvent::NewMessage(answer) = answer else { panic!("{answer:?}") };
    assert_eq!(answer.message.reply_to, None);
    let withheld = his.expect("withheld").await;
    assert_eq!(withheld.position().map(|at| at.seq), Some(4));

    let cursor = |seq| Cursor { name: Room::Conversation(id), epoch: secret.position.epoch, seq };
    let ask = async |seq| {
        let synced = his.ask(&Sync::from(vec![cursor(seq)])).await.expect("answers");
        synced.streams.into_iter().next().expect("one").news
    };
    assert!(matches!(ask(0).await, News::Reset { .. }));
    let events = ask(1).await;
    assert!(!format!("{events:?}").contains("SECRET"), "{events:?}");
}

#[tokio::test]
async fn whoever_leaves_hears_nothing_more() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let jonas = app.sign_in("owner2").await;
    add(&app.socket(&marta).await, id, History::Whole).await;
    let (writer, mut stays, mut leaves) =
        (app.socket(&ana).await, app.socket(&marta).await, app.socket(&jonas).await);
    for socket in [&writer, &stays, &leaves] {
        socket.ask(&JoinRoom { room: id.to_string() }).await.expect("joins");
    }
    app.market
        .leave_conversation(&jonas.me, &LeaveConversation { conversation_id: id })
        .await
        .expect("leaves");
    stays
        .expect_where("newMessage", |event| {
            matches!(event, ServerEvent::NewMessage(new) if new.message.kind == MessageKind::Left)
        })
        .await;
    leaves.names_so_far().await;

    let typing = SetTyping { conversation_id: id, is_typing: true };
    writer.ask(&typing).await.expect("types");
    let client_id = ClientId(Uuid::now_v7());
    let input =
        SendMessage { client_id, conversation_id: id, body: "secret".into(), reply_to: None };
    writer.ask(&input).await.expect("is sent");
    stays
        .expect_where(
            "newMessage",
            |event| matches!(event, ServerEvent::NewMessage(new) if new.message.body == "secret"),
        )
        .await;
    let heard = leaves.names_so_far().await;
    assert!(
        !heard.iter().any(|name| ["newMessage", "typing", "unread"].contains(name)),
        "{heard:?}"
    );
    let room = Room::Conversation(id).to_string();
    let error = leaves.ask(&JoinRoom { room }).await.expect_err("is refused");
    assert_eq!(error.code, ErrorCode::NotFound);
    let error = leaves.ask(&typing).await.expect_err("is refused");
    assert_eq!(error.code, ErrorCode::Forbidden);
}
