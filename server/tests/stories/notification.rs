//! Notifications over sockets, pages and forms.

use crate::app::TestApp;
use protocol::{
    ServerEvent,
    conversation::{MarkRead, SendMessage},
    id::{ClientId, ConversationId},
    notification::{MarkNotificationsRead, NotificationAdded},
};
use uuid::Uuid;

fn message(conversation_id: ConversationId) -> SendMessage {
    let client_id = ClientId(Uuid::now_v7());
    SendMessage { client_id, conversation_id, body: "Is it free?".into(), reply_to: None }
}

fn notification(event: ServerEvent) -> NotificationAdded {
    match event {
        ServerEvent::Notification(event) => event,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_read_on_one_device_is_read_on_the_other() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    let hers = app.socket(&ana).await;
    let (mut phone, mut laptop) = (app.socket(&marta).await, app.socket(&marta).await);
    let before = app.market.bell(&marta.me).await.expect("reads").unread;
    let seq = hers.ask(&message(id)).await.expect("is sent").position.seq;
    let first = notification(phone.expect("notification").await);
    assert_eq!(first.unread, before + 1);
    assert_eq!(notification(laptop.expect("notification").await), first);

    let read = MarkRead { conversation_id: id, up_to_seq: seq };
    phone.ask(&read).await.expect("reads");
    let ServerEvent::NotificationRead(event) = laptop.expect("notificationRead").await else {
        panic!("was not told");
    };
    assert_eq!((event.ids, event.unread), (vec![first.notification.id], before));
    assert_eq!(event.position.seq, first.position.seq + 1);
}

#[tokio::test]
async fn the_bell_stands_in_the_page_and_works_with_forms_alone() {
    let app = TestApp::start().await;
    let (ana, marta, id) = app.ana_and_marta().await;
    app.market.send_message(&ana.me, message(id)).await.expect("is sent");
    let page = app.get("/", Some(&marta)).await.text().await.unwrap();
    assert!(page.contains("Ana Ruiz wrote to you"), "at first paint, without scripts");
    assert!(page.contains("(1) "), "the title counts");
    let all = app.get("/notifications", Some(&marta)).await.text().await.unwrap();
    assert!(all.contains("Ana Ruiz wrote to you") && all.contains("What to tell you"));

    let newest = app.market.bell(&marta.me).await.expect("reads").head.seq;
    let form = format!("upTo={newest}");
    let answer = app.post_form("/notifications/read", Some(&marta), &form).await;
    assert_eq!(answer.headers()["location"], "/notifications");
    assert_eq!(app.market.bell(&marta.me).await.expect("reads").unread, 0);

    let form = "kind=board_status&kind=announcement";
    let answer = app.post_form("/notifications/settings", Some(&marta), form).await;
    assert_eq!(answer.headers()["location"], "/notifications?saved=settings");
    app.market.send_message(&ana.me, message(id)).await.expect("is sent");
    assert_eq!(app.market.bell(&marta.me).await.expect("reads").unread, 0);
    for (path, form) in [("settings", "kind=gossip"), ("read", "upTo=all")] {
        let path = format!("/notifications/{path}");
        let answer = app.post_form(&path, Some(&marta), form).await;
        let place = answer.headers()["location"].to_str().unwrap().to_owned();
        assert!(place.starts_with("/notifications?error=invalid"), "{place}");
        let answer = app.post_form(&path, None, form).await;
        assert!(answer.headers()["location"].to_str().unwrap().starts_with("/sign-in"));
    }
}

#[tokio::test]
async fn a_visitor_has_no_notifications() {
    let app = TestApp::start().await;
    let socket = app.visitor_socket().await;
    let all = MarkNotificationsRead { up_to: Some(1), ids: Vec::new() };
    let error = socket.ask(&all).await.expect_err("is refused");
    assert_eq!(error.code, protocol::ErrorCode::Unauthenticated);
    let page = app.get("/notifications", None).await.text().await.unwrap();
    assert!(page.contains("Sign in"));
}
