//! Rights that end while a socket is open.

use crate::app::TestApp;
use protocol::{
    ErrorCode, Room, ServerEvent,
    command::JoinRoom,
    conversation::{MessageKind, SendMessage, SetTyping},
    id::ClientId,
};
use uuid::Uuid;

#[tokio::test]
async fn whoever_leaves_hears_nothing_more() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let jonas = app.sign_in("owner2").await;
    app.market.add_member(&marta.me, id, "owner2@example.com").await.expect("joins");
    let (writer, mut stays, mut leaves) =
        (app.socket(&ana).await, app.socket(&marta).await, app.socket(&jonas).await);
    for socket in [&writer, &stays, &leaves] {
        socket.ask(&JoinRoom { room: id.to_string() }).await.expect("joins");
    }
    app.market.leave_conversation(&jonas.me, id).await.expect("leaves");
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
