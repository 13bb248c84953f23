//! How the server ends a connection.

use crate::{
    app::{TestApp, User},
    raw_socket::RawSocket,
};
use protocol::{
    ErrorBody, ErrorCode, Retry, Room, ServerEvent,
    account::{Me, Role},
    command::JoinRoom,
    conversation::SendMessage,
    id::{ClientId, ConversationId},
    limits,
    stream::{Cursor, News, Sync},
};
use reqwest::{StatusCode, header};
use serde_json::json;
use uuid::Uuid;

fn message(conversation_id: ConversationId, body: &str) -> SendMessage {
    SendMessage {
        client_id: ClientId(Uuid::now_v7()),
        conversation_id,
        body: body.into(),
        reply_to: None,
    }
}

fn reason(event: ServerEvent) -> ErrorBody {
    let ServerEvent::Goodbye(reason) = event else { panic!("{event:?}") };
    reason
}

#[tokio::test]
async fn a_session_that_ends_says_so_on_its_sockets() {
    let app = TestApp::start().await;
    let (phone, laptop) = (app.sign_in("advertiser").await, app.sign_in("advertiser").await);
    let mut on_phone = app.socket(&phone).await;
    app.market.revoke_session(&laptop.me, phone.me.session_id).await.expect("revokes");
    assert_eq!(reason(on_phone.expect("goodbye").await).code, ErrorCode::SessionExpired);
    on_phone.expect_disconnect().await;
}

#[tokio::test]
async fn whose_session_has_ended_does_nothing_more_though_nothing_can_be_told() {
    let app = TestApp::start_with(&["--heartbeat-seconds", "600"]).await;
    let (ana, _, talk) = app.ana_and_marta().await;
    let phone = app.sign_in("advertiser").await;
    // The phone reads nothing, so no end can be told to it.
    let mut deaf = RawSocket::connect(&app, &phone).await;
    let body = "界".repeat(limits::MESSAGE_CHARS);
    for _ in 0..SAID {
        app.market.send_message(&ana.me, message(talk, &body)).await.expect("is stored");
    }
    app.market.revoke_session(&ana.me, phone.me.session_id).await.expect("revokes");
    let late = json!(["sendMessage", message(talk, "Too late")]);
    for n in 0..9 {
        deaf.send(&format!("42{n}{late}")).await;
    }
    deaf.hear("41").await;
    let page = app.market.thread(&ana.me, talk).await.expect("opens").page;
    assert!(page.messages.iter().all(|message| message.body != "Too late"));
}

#[tokio::test]
async fn whoever_gets_another_role_comes_back_with_it() {
    let app = TestApp::start().await;
    let (admin, ana) = (app.sign_in("admin").await, app.sign_in("advertiser").await);
    let mut socket = app.socket(&ana).await;
    let set_role = |user: &User| {
        let url = format!("{}/api/users/{}/role", app.url, ana.me.user_id);
        let request = app.http.put(url).header(header::COOKIE, &user.cookie);
        request.json(&json!({"role": "tester"})).send()
    };
    let refused = set_role(&ana).await.expect("answers");
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let done = set_role(&admin).await.expect("answers");
    assert_eq!(done.status(), StatusCode::NO_CONTENT);
    assert_eq!(reason(socket.expect("goodbye").await).retry, Retry::Reload);
    socket.expect("hello").await;
    let now: Me = app.get("/api/session", Some(&ana)).await.json().await.expect("is a Me");
    assert_eq!(now.role, Role::Tester);
}

#[tokio::test]
async fn when_the_server_stops_everybody_is_told_when_to_come_back() {
    let app = TestApp::start_with(&["--return-spread-ms", "12000"]).await;
    let (ana, marta) = (app.sign_in("advertiser").await, app.sign_in("owner").await);
    let mut sockets = Vec::new();
    for _ in 0..6 {
        sockets.push(app.socket(&ana).await);
        sockets.push(app.socket(&marta).await);
    }
    app.stop();
    let mut returns = Vec::new();
    for socket in &mut sockets {
        let reason = reason(socket.expect("goodbye").await);
        assert_eq!(reason.code, ErrorCode::ShuttingDown);
        returns.push(reason.retry_after_ms.expect("a time"));
        socket.expect_disconnect().await;
    }
    returns.sort_unstable();
    let evenly: Vec<_> = (0..12).map(|place| 1_000 + place * 1_000).collect();
    assert_eq!(returns, evenly);
}

/// Messages of 30 kB: more than two kernels, the transport and the server keep together.
const SAID: i64 = 160;

/// Marta's phone stops reading. What is said meanwhile is more than anybody keeps for it.
#[tokio::test]
async fn a_reader_that_cannot_keep_up_is_sent_away_and_others_are_not() {
    // A heartbeat that finds no room would end the line before its time.
    let flags = ["--command-burst", "1000", "--heartbeat-seconds", "600"];
    let app = TestApp::start_with(&flags).await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (writer, mut laptop) = (app.socket(&ana).await, app.socket(&marta).await);
    let mut phone = RawSocket::connect(&app, &marta).await;
    let body = "界".repeat(limits::MESSAGE_CHARS);
    for _ in 0..SAID {
        let sent = writer.ask(&message(id, &body)).await.expect("is sent");
        let is_it = |event: &ServerEvent| event.position() == Some(&sent.position);
        laptop.expect_where("newMessage", is_it).await;
    }
    let mut seen = 0;
    let reason = loop {
        let event = phone.next_event().await;
        seen += i64::from(event.name() == "newMessage");
        if let ServerEvent::Goodbye(reason) = event {
            break reason;
        }
    };
    assert_eq!(reason.code, ErrorCode::SlowConsumer);
    assert!(seen < SAID, "not everything could wait for it");
    phone.hear("41").await;
    // It comes back where it stopped, and nothing is missing.
    let back = app.socket(&marta).await;
    let joined = back.ask(&JoinRoom { room: Room::Conversation(id).to_string() }).await;
    let mut at =
        Cursor { name: Room::Conversation(id), epoch: joined.unwrap().head.epoch, seq: seen };
    loop {
        let synced = back.ask(&Sync::from(vec![at])).await.expect("syncs");
        let News::Events { events, more } = &synced.streams[0].news else { panic!("{synced:?}") };
        for event in events {
            at.seq += 1;
            assert_eq!(event.position().expect("is durable").seq, at.seq);
        }
        if !more {
            break assert_eq!(at.seq, SAID);
        }
    }
}
