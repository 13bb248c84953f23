//! Who is seen online, by whom.

use crate::{
    app::{TestApp, User},
    socket::TestSocket,
};
use protocol::{
    Room, ServerEvent,
    command::JoinRoom,
    conversation::SendMessage,
    id::{ClientId, UserId},
    presence::{PresenceState, SetActivity, UserPresence},
};
use uuid::Uuid;

/// Short grace times: the story waits for the event, however long it takes.
const QUICK: [&str; 4] = ["--presence-leave-ms", "50", "--presence-grace-ms", "50"];

async fn presence_of(socket: &mut TestSocket, user: UserId, state: PresenceState) {
    let is_it = |presence: &UserPresence| presence.user_id == user && presence.state == state;
    socket
        .expect_where("presence", |event| {
            matches!(event, ServerEvent::Presence(presence) if presence.users.iter().any(is_it))
        })
        .await;
}

#[tokio::test]
async fn somebody_is_offline_when_the_last_of_three_tabs_has_closed() {
    let app = TestApp::start_with(&QUICK).await;
    let (ana, marta, _) = app.ana_and_marta().await;
    let mut watcher = app.socket(&marta).await;
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Offline).await;
    let tabs = [app.socket(&ana).await, app.socket(&ana).await, app.socket(&ana).await];
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Online).await;
    let [first, mut second, last] = tabs;
    first.client.disconnect();
    second.client.cut();
    second.expect("hello").await;
    // A fourth tab opens and is told the state as it is now.
    let mut late = app.socket(&marta).await;
    presence_of(&mut late, ana.me.user_id, PresenceState::Online).await;
    second.client.disconnect();
    last.client.disconnect();
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Offline).await;
    presence_of(&mut late, ana.me.user_id, PresenceState::Offline).await;
}

#[tokio::test]
async fn somebody_is_away_when_no_device_of_theirs_is_used() {
    let app = TestApp::start_with(&QUICK).await;
    let (ana, marta, _) = app.ana_and_marta().await;
    let mut watcher = app.socket(&marta).await;
    let (phone, laptop) = (app.socket(&ana).await, app.socket(&ana).await);
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Online).await;
    for device in [&phone, &laptop] {
        device.ask(&SetActivity { is_active: false }).await.expect("is noted");
    }
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Away).await;
    phone.ask(&SetActivity { is_active: true }).await.expect("is noted");
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Online).await;
    phone.client.disconnect();
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Away).await;
    laptop.client.disconnect();
    presence_of(&mut watcher, ana.me.user_id, PresenceState::Offline).await;
}

#[tokio::test]
async fn strangers_learn_the_number_but_no_names() {
    let app = TestApp::start_with(&QUICK).await;
    let (ana, marta, _) = app.ana_and_marta().await;
    let stranger: User = app.sign_in("tester").await;
    let mut watching = app.socket(&stranger).await;
    let mut hers = app.socket(&marta).await;
    let _ana = app.socket(&ana).await;
    watching
        .expect_where(
            "onlineCount",
            |event| matches!(event, ServerEvent::OnlineCount(count) if count.users == 3),
        )
        .await;
    // One emission reaches all who are told: when Marta has heard of Ana, so would the stranger have.
    let is_ana = |event: &ServerEvent| matches!(event, ServerEvent::UserOnline(user) if user.user_id == ana.me.user_id);
    hers.expect_where("userOnline", is_ana).await;
    let heard = watching.names_so_far().await;
    assert!(!heard.contains(&"userOnline"), "{heard:?}");
}

#[tokio::test]
async fn who_starts_to_talk_is_seen_online_without_coming_or_going() {
    let app = TestApp::start().await;
    let (ana, marta) = (app.sign_in("tester").await, app.sign_in("owner").await);
    let mut hers = app.socket(&marta).await;
    let socket = app.socket(&ana).await;
    // What came before does not count.
    hers.names_so_far().await;

    let board = app.board_of(&marta.me).await;
    let id = app.market.start_conversation(&ana.me, board).await.expect("starts");
    let client_id = ClientId(Uuid::now_v7());
    let first =
        SendMessage { client_id, conversation_id: id, body: "Hello".into(), reply_to: None };
    socket.ask(&first).await.expect("is sent");
    presence_of(&mut hers, ana.me.user_id, PresenceState::Online).await;
}

#[tokio::test]
async fn who_opens_a_conversation_sees_its_members_and_is_seen_by_them() {
    let app = TestApp::start().await;
    let (ana, marta) = (app.sign_in("tester").await, app.sign_in("owner").await);
    let mut hers = app.socket(&marta).await;
    let mut socket = app.socket(&ana).await;
    let board = app.board_of(&marta.me).await;
    let id = app.market.start_conversation(&ana.me, board).await.expect("starts");
    let room = Room::Conversation(id).to_string();
    hers.ask(&JoinRoom { room: room.clone() }).await.expect("may");
    socket.ask(&JoinRoom { room }).await.expect("may");
    presence_of(&mut socket, marta.me.user_id, PresenceState::Online).await;
    presence_of(&mut hers, ana.me.user_id, PresenceState::Online).await;
}
