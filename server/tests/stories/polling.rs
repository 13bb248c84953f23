//! Talking without a WebSocket, and while the connection moves to one.

use crate::{app::TestApp, socket::TestSocket};
use protocol::{
    Room, ServerEvent,
    command::JoinRoom,
    conversation::SendMessage,
    id::{ClientId, ConversationId},
    stream::{Cursor, News, Sync},
};
use socketio_client::Transports;
use uuid::Uuid;

fn message(conversation_id: ConversationId, body: &str) -> SendMessage {
    SendMessage { body: body.into(), ..numbered(conversation_id, 0) }
}

fn numbered(conversation_id: ConversationId, number: usize) -> SendMessage {
    SendMessage {
        client_id: ClientId(Uuid::now_v7()),
        conversation_id,
        body: number.to_string(),
        reply_to: None,
    }
}

async fn next_body(socket: &mut TestSocket) -> String {
    let ServerEvent::NewMessage(event) = socket.expect("newMessage").await else {
        panic!("no message");
    };
    event.message.body
}

#[tokio::test]
async fn over_polling_one_sends_receives_and_catches_up() {
    talks_and_catches_up(Transports::PollingOnly).await;
}

#[tokio::test]
async fn the_same_holds_while_the_connection_moves() {
    talks_and_catches_up(Transports::PollingFirst).await;
}

async fn talks_and_catches_up(transports: Transports) {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let mut hers = TestSocket::connect_over(&app.url, &ana.cookie, transports).await;
    let mut martas = TestSocket::connect_over(&app.url, &marta.cookie, transports).await;
    hers.ask(&message(id, "Is it free?")).await.expect("is sent");
    assert_eq!(next_body(&mut martas).await, "Is it free?");
    martas.ask(&message(id, "It is.")).await.expect("is sent");
    assert_eq!(next_body(&mut hers).await, "Is it free?");
    assert_eq!(next_body(&mut hers).await, "It is.");

    let room = Room::Conversation(id);
    let join = JoinRoom { room: room.to_string() };
    let head = hers.ask(&join).await.expect("joins").head;
    hers.client.cut();
    hers.expect_disconnect().await;
    martas.ask(&message(id, "Until May.")).await.expect("is sent");
    hers.client.retry_now();
    hers.expect("hello").await;
    let cursor = Cursor { name: room, epoch: head.epoch, seq: head.seq };
    let synced = hers.ask(&Sync::from(vec![cursor])).await.expect("syncs");
    let News::Events { events, more: false } = &synced.streams[0].news else {
        panic!("{synced:?}");
    };
    assert_eq!(events.len(), 1, "what was missed, and nothing else");
}

#[tokio::test]
async fn a_move_to_a_websocket_loses_nothing_and_doubles_nothing() {
    let flags = ["--command-burst", "100000", "--commands-per-second", "100000"];
    let app = TestApp::start_with(&flags).await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let hers = app.socket(&ana).await;
    let polling = Transports::PollingFirst;
    let mut martas = TestSocket::connect_over(&app.url, &marta.cookie, polling).await;
    let mut number = 0;
    while !martas.is_on_websocket || number < 50 {
        hers.ask(&numbered(id, number)).await.expect("is sent");
        assert_eq!(next_body(&mut martas).await, number.to_string());
        number += 1;
    }
}
