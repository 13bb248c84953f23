//! What others learn of somebody who does not let them.

use crate::{
    app::{TestApp, User},
    socket::TestSocket,
};
use protocol::{
    Room, ServerEvent,
    command::JoinRoom,
    conversation::{MarkDelivered, MarkRead, SendMessage, SetTyping},
    id::{ClientId, ConversationId, UserId},
    presence::{PresenceState, SetActivity},
    privacy::SetPrivacy,
    stream::{Cursor, Sync},
};
use uuid::Uuid;

/// Short grace times: the story waits for the event, however long it takes.
const QUICK: [&str; 4] = ["--presence-leave-ms", "50", "--presence-grace-ms", "50"];
const HIDE: SetPrivacy = SetPrivacy { is_invisible: Some(true), shows_typing: None };
const SHOW: SetPrivacy = SetPrivacy { is_invisible: Some(false), shows_typing: None };

fn saying(id: ConversationId, body: &str) -> SendMessage {
    let client_id = ClientId(Uuid::now_v7());
    SendMessage { client_id, conversation_id: id, body: body.into(), reply_to: None }
}

fn is_state(event: &ServerEvent, user: UserId, state: PresenceState) -> bool {
    matches!(event, ServerEvent::Presence(now)
        if now.users.iter().any(|one| one.user_id == user && one.state == state))
}

async fn hears(socket: &mut TestSocket, user: &User, state: PresenceState) {
    socket.expect_where("presence", |event| is_state(event, user.me.user_id, state)).await;
}

async fn open(app: &TestApp, user: &User, id: ConversationId) -> TestSocket {
    let socket = app.socket(user).await;
    socket.ask(&JoinRoom { room: id.to_string() }).await.expect("may");
    socket
}

/// Everything that one can do without being asked for words.
async fn live_in_secret(app: &TestApp, ana: &User, id: ConversationId) {
    let (phone, laptop) = (open(app, ana, id).await, open(app, ana, id).await);
    for device in [&phone, &laptop] {
        device.ask(&SetActivity { is_active: false }).await.expect("is noted");
    }
    phone.ask(&SetActivity { is_active: true }).await.expect("is noted");
    phone.ask(&SetTyping { conversation_id: id, is_typing: true }).await.expect("is answered");
    let name = Room::Conversation(id);
    let head = phone.ask(&JoinRoom { room: id.to_string() }).await.expect("may").head;
    let cursor = Cursor { name, epoch: head.epoch, seq: 0 };
    phone.ask(&Sync::from(vec![cursor])).await.expect("is answered");
    let delivered = MarkDelivered { conversation_id: id, up_to_seq: 2 };
    laptop.ask(&delivered).await.expect("moves");
    phone.ask(&MarkRead { conversation_id: id, up_to_seq: 2 }).await.expect("moves");
    phone.ask(&SetTyping { conversation_id: id, is_typing: false }).await.expect("is answered");
    laptop.client.cut();
    phone.client.disconnect();
    laptop.client.disconnect();
}

#[tokio::test]
async fn somebody_invisible_leaves_no_trace_but_what_they_write() {
    let app = TestApp::start_with(&QUICK).await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let dmitri = app.sign_in("advertiser2").await;
    let board = app.board_of(&marta.me).await;
    app.market.start_conversation(&dmitri.me, board).await.expect("starts");
    app.market.set_privacy(&ana.me, HIDE).await.expect("is kept");
    let mut hers = open(&app, &marta, id).await;
    for body in ["one", "two"] {
        hers.ask(&saying(id, body)).await.expect("is sent");
    }
    hears(&mut hers, &ana, PresenceState::Offline).await;
    hers.events_so_far().await;

    live_in_secret(&app, &ana, id).await;
    let pen = open(&app, &ana, id).await;
    pen.ask(&saying(id, "I write")).await.expect("is sent");
    pen.client.disconnect();
    // Dmitri comes and goes after her: by then all of hers would have been told.
    let his = app.socket(&dmitri).await;
    let mut told = Vec::new();
    for (socket, state) in [(None, PresenceState::Online), (Some(his), PresenceState::Offline)] {
        if let Some(socket) = socket {
            socket.client.disconnect();
        }
        hears(&mut hers, &dmitri, state).await;
        told.extend(hers.events_so_far().await);
    }
    let of_ana: Vec<_> = told
        .iter()
        .filter(|event| event.payload().to_string().contains(&ana.me.user_id.to_string()))
        .map(ServerEvent::name)
        .collect();
    assert_eq!(of_ana, ["newMessage", "notification"], "{told:?}");
    // A marker that is told a moment later may be Marta's own, so those are looked for by Ana's id alone.
    assert!(told.iter().all(|event| event.name() != "typing"), "{told:?}");
    let most = told.iter().filter_map(|event| match event {
        ServerEvent::OnlineCount(count) => Some(count.users),
        _ => None,
    });
    assert!(most.max().is_none_or(|users| users <= 2), "Marta and Dmitri: {told:?}");
    let thread = app.market.thread(&marta.me, id).await.expect("opens");
    let seen = thread.summary.members.iter().find(|member| member.user.id == ana.me.user_id);
    let seen = seen.expect("is a member").marker;
    assert_eq!((seen.delivered_seq, seen.read_seq, seen.read_at), (0, 0, None));
}

#[tokio::test]
async fn going_out_of_sight_looks_as_leaving_does_and_is_told_to_all_own_devices() {
    let app = TestApp::start_with(&QUICK).await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (mut hers, mut phone) = (open(&app, &marta, id).await, open(&app, &ana, id).await);
    let mut laptop = app.socket(&ana).await;
    hears(&mut hers, &ana, PresenceState::Online).await;
    let types =
        |event: &ServerEvent| matches!(event, ServerEvent::Typing(set) if !set.typists.is_empty());
    phone.ask(&SetTyping { conversation_id: id, is_typing: true }).await.expect("types");
    hers.expect_where("typing", types).await;
    phone.expect("privacy").await;
    laptop.expect("privacy").await;

    phone.ask(&HIDE).await.expect("is kept");
    hers.expect_where("typing", |event| !types(event)).await;
    hears(&mut hers, &ana, PresenceState::Offline).await;
    let is_she = |event: &ServerEvent| matches!(event, ServerEvent::UserOffline(user) if user.user_id == ana.me.user_id);
    hers.expect_where("userOffline", is_she).await;
    let hidden =
        |event: &ServerEvent| matches!(event, ServerEvent::Privacy(now) if now.is_invisible);
    for device in [&mut phone, &mut laptop] {
        device.expect_where("privacy", hidden).await;
    }
    let online = app.market.online_users(&marketplace::Viewer::user(marta.me.clone())).await;
    let online: Vec<_> = online.expect("lists").into_iter().map(|user| user.id).collect();
    assert!(!online.contains(&ana.me.user_id), "not even to those who may see all");

    laptop.ask(&SHOW).await.expect("is kept");
    hears(&mut hers, &ana, PresenceState::Online).await;
}

#[tokio::test]
async fn typing_that_is_not_shown_is_not_told() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (mut hers, phone) = (open(&app, &marta, id).await, open(&app, &ana, id).await);
    let quiet = SetPrivacy { shows_typing: Some(false), is_invisible: None };
    phone.ask(&quiet).await.expect("is kept");
    phone.ask(&SetTyping { conversation_id: id, is_typing: true }).await.expect("is answered");
    phone.ask(&saying(id, "done")).await.expect("is sent");
    hers.expect("newMessage").await;
    let heard = hers.names_so_far().await;
    assert!(!heard.contains(&"typing"), "{heard:?}");
}
