//! Talking over sockets.

use crate::app::TestApp;
use protocol::{
    ErrorCode, Room, ServerEvent,
    command::{Authenticate, JoinRoom, LeaveRoom},
    conversation::{DeleteMessage, EditMessage, MarkRead, SendMessage, SetTyping},
    id::{ClientId, ConversationId, MessageId},
    stream::{Cursor, News, Sync},
};
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

fn join(id: ConversationId) -> JoinRoom {
    JoinRoom { room: Room::Conversation(id).to_string() }
}

#[tokio::test]
async fn a_message_arrives_on_the_other_side_and_on_ones_other_device() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (phone, mut laptop) = (app.socket(&ana).await, app.socket(&ana).await);
    let mut other = app.socket(&marta).await;
    let sent = phone.ask(&message(id, "Is it free?")).await.expect("is sent");
    for socket in [&mut laptop, &mut other] {
        let ServerEvent::NewMessage(event) = socket.expect("newMessage").await else {
            panic!("no message");
        };
        assert_eq!((event.position, &event.message), (sent.position, &sent.message));
    }
    let ServerEvent::Unread(unread) = other.expect("unread").await else { panic!("no count") };
    assert_eq!((unread.conversation_id, unread.unread), (id, 1));
}

#[tokio::test]
async fn an_event_sent_with_the_first_packet_after_connecting_is_answered() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    for _ in 0..50 {
        let socket = crate::socket::TestSocket::open(&app.url, Some(&ana.cookie), None);
        let user_id = ana.me.user_id;
        loop {
            // Before the connection stands, the client itself says so.
            match socket.client.request("authenticate", &json!({"userId": user_id})).await {
                Ok(answer) => break assert_eq!(answer, json!({"ok": {}})),
                Err(socketio_client::RequestError::NotConnected) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
        socket.client.disconnect();
    }
}

#[tokio::test]
async fn a_hundred_commands_in_a_row_are_done_in_order() {
    let app = TestApp::start_with(&["--command-burst", "1000"]).await;
    let (ana, _, id) = app.ana_and_marta().await;
    let socket = app.socket(&ana).await;
    let bodies: Vec<_> = (0..100).map(|n| n.to_string()).collect();
    let sends = bodies.iter().map(|body| socket.client.request("sendMessage", &message(id, body)));
    let sends: Vec<_> = sends.collect();
    for answer in futures::future::join_all(sends).await {
        assert!(answer.expect("is acknowledged").get("ok").is_some());
    }
    let page = app.market.thread(&ana.me, id).await.expect("opens").page;
    let older = app.market.older_messages(&ana.me, id, page.messages[0].seq).await.expect("pages");
    let stored: Vec<_> =
        older.messages.into_iter().chain(page.messages).map(|message| message.body).collect();
    assert_eq!(stored, bodies);
}

#[tokio::test]
async fn typing_reaches_those_who_look_and_ends_with_the_message_or_the_line() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (typist, mut reader) = (app.socket(&ana).await, app.socket(&marta).await);
    let start = SetTyping { conversation_id: id, is_typing: true };
    let error = typist.ask(&start).await.expect_err("has not joined");
    assert_eq!(error.code, ErrorCode::Forbidden);
    typist.ask(&join(id)).await.expect("joins");
    reader.ask(&join(id)).await.expect("joins");

    let typists = |event: ServerEvent| {
        let ServerEvent::Typing(typing) = event else { panic!("{event:?}") };
        typing.typists.into_iter().map(|user| user.id).collect::<Vec<_>>()
    };
    typist.ask(&start).await.expect("types");
    assert_eq!(typists(reader.expect("typing").await), [ana.me.user_id]);
    typist.ask(&message(id, "done")).await.expect("is sent");
    assert_eq!(typists(reader.expect("typing").await), []);
    typist.ask(&start).await.expect("types");
    assert_eq!(typists(reader.expect("typing").await), [ana.me.user_id]);
    typist.client.cut();
    assert_eq!(typists(reader.expect("typing").await), []);
}

#[tokio::test]
async fn a_read_marker_is_told_to_the_writer() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (mut writer, reader) = (app.socket(&ana).await, app.socket(&marta).await);
    let sent = writer.ask(&message(id, "hi")).await.expect("is sent");
    reader
        .ask(&MarkRead { conversation_id: id, up_to_seq: sent.position.seq })
        .await
        .expect("reads");
    let ServerEvent::MessageRead(read) = writer.expect("messageRead").await else { panic!() };
    assert_eq!((read.user_id, read.marker.read_seq), (marta.me.user_id, 1));
    assert!(read.marker.read_at.is_some());
}

#[tokio::test]
async fn what_was_missed_while_the_line_was_cut_is_found_by_sync() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let mut reader = app.socket(&marta).await;
    let head = reader.ask(&join(id)).await.expect("joins").head;
    reader.client.cut();
    reader.expect_disconnect().await;
    let writer = app.socket(&ana).await;
    for body in ["one", "two", "three"] {
        writer.ask(&message(id, body)).await.expect("is sent");
    }
    reader.client.retry_now();
    reader.expect("hello").await;
    let cursor = Cursor { name: Room::Conversation(id), epoch: head.epoch, seq: head.seq };
    let answer = reader.ask(&Sync::from(vec![cursor])).await.expect("answers");
    let News::Events { events, more } = &answer.streams[0].news else { panic!("{answer:?}") };
    let bodies: Vec<_> = events
        .iter()
        .map(|event| match event {
            ServerEvent::NewMessage(event) => event.message.body.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((bodies, *more), (vec!["one", "two", "three"], false));
}

#[tokio::test]
async fn nobody_becomes_somebody_else_by_saying_so() {
    let app = TestApp::start().await;
    let ana = app.sign_in("advertiser").await;
    let marta = app.sign_in("owner").await;
    let socket = app.socket(&ana).await;
    socket.ask(&Authenticate { user_id: ana.me.user_id }).await.expect("it is her");
    let error =
        socket.ask(&Authenticate { user_id: marta.me.user_id }).await.expect_err("is refused");
    assert_eq!(error.code, ErrorCode::Forbidden);
}

#[tokio::test]
async fn broken_commands_get_typed_errors_and_the_socket_lives() {
    let app = TestApp::start().await;
    let (ana, _, id) = app.ana_and_marta().await;
    let socket = app.socket(&ana).await;
    let long = "x".repeat(10_001);
    for (event, payload, code) in [
        ("sendMessage", json!({"conversationId": id, "body": "no client id"}), "invalid"),
        ("sendMessage", json!("text"), "invalid"),
        ("sendMessage", json!(null), "invalid"),
        ("sendMessage", json!({"conversationId": id, "clientId": id, "body": ""}), "invalid"),
        ("sendMessage", json!({"conversationId": id, "clientId": id, "body": long}), "too_large"),
        ("joinRoom", json!({"room": "planet:9"}), "invalid"),
        ("joinRoom", json!({"room": Uuid::nil()}), "not_found"),
        ("markRead", json!({"conversationId": id, "upToSeq": 99}), "invalid"),
        ("typing", json!({"conversationId": id, "isTyping": "yes"}), "invalid"),
        ("sync", json!({"streams": "all"}), "invalid"),
        ("launchRocket", json!({}), "invalid"),
    ] {
        let answer = socket.raw(event, &payload).await;
        assert_eq!(answer["err"]["code"], code, "{event} {payload}: {answer}");
        assert!(answer["err"]["message"].as_str().is_some_and(|text| !text.is_empty()));
    }
    socket.ask(&join(id)).await.expect("still works");
    socket.ask(&LeaveRoom { room: id.to_string() }).await.expect("still works");
}

#[tokio::test]
async fn a_flood_is_slowed_down_and_loses_nothing_that_was_acknowledged() {
    let app = TestApp::start_with(&["--command-burst", "5", "--commands-per-second", "1"]).await;
    let (ana, _, id) = app.ana_and_marta().await;
    let socket = app.socket(&ana).await;
    let sends: Vec<_> = (0..20)
        .map(|n| socket.client.request("sendMessage", &message(id, &n.to_string())))
        .collect();
    let answers = futures::future::join_all(sends).await;
    let (mut stored, mut refused) = (0, 0);
    for answer in answers {
        match answer.expect("is acknowledged") {
            answer if answer.get("ok").is_some() => stored += 1,
            answer => {
                assert_eq!(answer["err"]["code"], "rate_limited");
                assert!(answer["err"]["retryAfterMs"].is_u64());
                refused += 1;
            }
        }
    }
    assert!(stored >= 5 && refused > 0, "{stored} stored, {refused} refused");
    let head = app.market.thread(&ana.me, id).await.expect("opens").summary.head;
    assert_eq!(head.seq, stored);
}

#[tokio::test]
async fn a_burst_of_markers_is_told_four_times_a_second_and_the_last_one_always() {
    let app = TestApp::start_with(&["--command-burst", "1000"]).await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (mut writer, reader) = (app.socket(&ana).await, app.socket(&marta).await);
    for n in 0..60 {
        writer.ask(&message(id, &format!("{n}"))).await.expect("is sent");
    }
    let started = std::time::Instant::now();
    for up_to_seq in 1..=60 {
        reader.ask(&MarkRead { conversation_id: id, up_to_seq }).await.expect("moves");
    }
    let mut told = 0_u32;
    loop {
        told += 1;
        let ServerEvent::MessageRead(event) = writer.expect("messageRead").await else { continue };
        if event.marker.read_seq == 60 {
            break;
        }
    }
    // However slow the machine: between two of them lies the pause.
    assert!(started.elapsed() >= protocol::limits::RECEIPT_EVERY * (told - 1), "{told} markers");
}

#[tokio::test]
async fn a_change_reaches_everybody_live_and_refusals_are_typed() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let (writer, mut phone, mut other) =
        (app.socket(&ana).await, app.socket(&ana).await, app.socket(&marta).await);
    let sent = writer.ask(&message(id, "Is it fre?")).await.expect("is sent").message;
    let input = EditMessage {
        conversation_id: id,
        message_id: sent.id,
        version: 0,
        body: "Is it free?".into(),
    };
    let foreign = other.ask(&input).await.expect_err("is refused");
    assert_eq!(foreign.code, ErrorCode::Forbidden);
    let changed = writer.ask(&input).await.expect("is edited").message;
    let gone = DeleteMessage { conversation_id: id, message_id: sent.id };
    let deleted = writer.ask(&gone).await.expect("is deleted").message;
    assert_eq!(writer.ask(&gone).await.expect("is a repeat").message, deleted);
    for socket in [&mut phone, &mut other] {
        for (seq, message) in [(2, &changed), (3, &deleted)] {
            let ServerEvent::MessageUpdated(event) = socket.expect("messageUpdated").await else {
                panic!("no change");
            };
            assert_eq!((event.position.seq, &event.message), (seq, message));
        }
    }
    let answer = writer
        .ask(&SendMessage { reply_to: Some(MessageId(Uuid::nil())), ..message(id, "?") })
        .await;
    assert_eq!(answer.expect_err("is refused").field.as_deref(), Some("replyTo"));
}
