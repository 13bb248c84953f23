//! The wire, literally. A failing line here means: an older client or a program will break.

#[path = "contract/job.rs"]
mod job;
#[path = "contract/order.rs"]
mod order;

use protocol::{
    ErrorBody, ErrorCode, ServerEvent, Timestamp,
    account::{Role, UserRef},
    announcement::{
        AnnouncementDismissed, AnnouncementRevoked, AnnouncementShown, AnnouncementView, Severity,
    },
    board::{BoardStatus, BoardStatusUpdate, BoardUpdated},
    conversation::{
        Marker, Membership, MessageKind, MessageRead, MessageUpdated, MessageView, NewMessage,
        Quote, Typing, Unread, Withheld,
    },
    event::{Heads, Hello, StreamHead},
    id::{
        AnnouncementId, BoardId, ClientId, ConversationId, Epoch, MessageId, NotificationId, UserId,
    },
    notification::{NotificationAdded, NotificationBody, NotificationView, NotificationsRead},
    presence::{OnlineCount, Presence, PresenceState, UserPresence},
    privacy::Privacy,
    room::Room,
    stream::{Head, News, Position, StreamAnswer},
};
use serde_json::{Value, json};
use uuid::Uuid;

const A: Uuid = Uuid::from_u128(0xa);
const A_TEXT: &str = "00000000-0000-0000-0000-00000000000a";

fn room() -> Room {
    Room::Conversation(ConversationId(A))
}

fn presence() -> UserPresence {
    UserPresence { user_id: UserId(A), state: PresenceState::Online, since: Some(Timestamp(5)) }
}

fn message() -> MessageView {
    MessageView {
        id: MessageId(A),
        conversation_id: ConversationId(A),
        seq: 3,
        client_id: ClientId(A),
        author: ana(),
        kind: MessageKind::Text,
        subject: None,
        order_id: None,
        body: "hi".into(),
        sent_at: Timestamp(9),
        version: 0,
        edited_at: None,
        deleted_at: None,
        reply_to: None,
    }
}

fn ana() -> UserRef {
    UserRef { id: UserId(A), name: "Ana".into(), role: Role::Owner }
}

fn new_message() -> ServerEvent {
    let position = Position { stream: room(), epoch: Epoch(A), seq: 3 };
    ServerEvent::NewMessage(NewMessage { position, message: message() })
}

/// An edited answer.
fn message_updated() -> ServerEvent {
    let reply_to = Quote {
        message_id: MessageId(A),
        seq: 1,
        author: ana(),
        excerpt: "is it".into(),
        version: 0,
        is_deleted: false,
    };
    let edited_at = Some(Timestamp(11));
    let message = MessageView { version: 1, edited_at, reply_to: Some(reply_to), ..message() };
    let position = Position { stream: room(), epoch: Epoch(A), seq: 4 };
    ServerEvent::MessageUpdated(MessageUpdated { position, message })
}

fn user_room() -> Position {
    Position { stream: Room::User(UserId(A)), epoch: Epoch(A), seq: 4 }
}

fn notified() -> (ServerEvent, Value) {
    let author = UserRef { id: UserId(A), name: "Ana".into(), role: Role::Owner };
    let conversation_id = ConversationId(A);
    let body = NotificationBody::Message { conversation_id, author, message_seq: 3 };
    let (id, at) = (NotificationId(A), Timestamp(9));
    let notification = NotificationView { id, seq: 4, body, count: 2, at, is_read: false };
    let author = json!({"id": A_TEXT, "name": "Ana", "role": "owner"});
    let body = json!({"kind": "message", "conversationId": A_TEXT, "author": author,
        "messageSeq": 3});
    let view = json!({"id": A_TEXT, "seq": 4, "body": body, "count": 2, "at": 9, "isRead": false});
    (
        ServerEvent::Notification(NotificationAdded {
            position: user_room(),
            notification,
            unread: 1,
        }),
        json!({"stream": format!("user:{A_TEXT}"), "epoch": A_TEXT, "seq": 4,
            "notification": view, "unread": 1}),
    )
}

fn notifications_read() -> (ServerEvent, Value) {
    let read = NotificationsRead {
        position: user_room(),
        up_to: Some(4),
        ids: vec![NotificationId(A)],
        unread: 0,
    };
    (
        ServerEvent::NotificationRead(read),
        json!({"stream": format!("user:{A_TEXT}"), "epoch": A_TEXT, "seq": 4, "upTo": 4,
            "ids": [A_TEXT], "unread": 0}),
    )
}

fn announced() -> [(ServerEvent, Value); 3] {
    let (id, position) =
        (AnnouncementId(A), Position { stream: Room::Announcements, epoch: Epoch(A), seq: 4 });
    let announcement = AnnouncementView {
        id,
        revision: 2,
        severity: Severity::Warning,
        title: "Works".into(),
        text: String::new(),
        is_dismissible: true,
    };
    let view = json!({"id": A_TEXT, "revision": 2, "severity": "warning", "title": "Works",
        "text": "", "isDismissible": true});
    let announcement = Some(announcement);
    [
        (
            ServerEvent::Announcement(AnnouncementShown { position, id, announcement }),
            json!({"stream": "announcements", "epoch": A_TEXT, "seq": 4, "id": A_TEXT,
                "announcement": view}),
        ),
        (
            ServerEvent::AnnouncementRevoked(AnnouncementRevoked { position, id }),
            json!({"stream": "announcements", "epoch": A_TEXT, "seq": 4, "id": A_TEXT}),
        ),
        (
            ServerEvent::AnnouncementDismissed(AnnouncementDismissed { id, revision: 2 }),
            json!({"id": A_TEXT, "revision": 2}),
        ),
    ]
}

fn marker() -> Marker {
    Marker { delivered_seq: 3, read_seq: 2, read_at: Some(Timestamp(9)) }
}

/// The message of [`message_updated`] as it travels.
fn edited() -> Value {
    let author = json!({"id": A_TEXT, "name": "Ana", "role": "owner"});
    let quote = json!({"messageId": A_TEXT, "seq": 1, "author": author, "excerpt": "is it",
        "version": 0, "isDeleted": false});
    json!({"id": A_TEXT, "conversationId": A_TEXT, "seq": 3, "clientId": A_TEXT, "author": author,
        "kind": "text", "body": "hi", "sentAt": 9, "version": 1, "editedAt": 11, "replyTo": quote})
}

/// One sample of every event with its exact payload.
#[expect(clippy::too_many_lines, reason = "a table: one entry an event")]
fn samples() -> Vec<(ServerEvent, Value)> {
    let hello = Hello {
        user_id: Some(UserId(A)),
        build: "0.1.0".into(),
        server_time: Timestamp(1),
        max_packet: 65_536,
        max_message: 10_000,
    };
    let author = json!({"id": A_TEXT, "name": "Ana", "role": "owner"});
    let here = json!({"userId": A_TEXT, "state": "online", "since": 5});
    let message = json!({"id": A_TEXT, "conversationId": A_TEXT, "seq": 3, "clientId": A_TEXT,
        "author": author, "kind": "text", "body": "hi", "sentAt": 9, "version": 0});
    let stream = format!("conversation:{A_TEXT}");
    let conversation_id = ConversationId(A);
    let read = MessageRead { conversation_id, user_id: UserId(A), marker: marker() };
    let typists = vec![ana()];
    let status =
        BoardStatusUpdate { board_id: BoardId(A), status: BoardStatus::Paused, version: 2 };
    let head = StreamHead { name: room(), head: Head { epoch: Epoch(A), seq: 3 } };
    let [shown, revoked, dismissed] = announced();
    vec![
        (
            ServerEvent::Hello(hello),
            json!({"userId": A_TEXT, "build": "0.1.0", "serverTime": 1, "maxPacket": 65_536,
                "maxMessage": 10_000}),
        ),
        (new_message(), json!({"stream": stream, "epoch": A_TEXT, "seq": 3, "message": message})),
        (
            message_updated(),
            json!({"stream": stream, "epoch": A_TEXT, "seq": 4, "message": edited()}),
        ),
        (
            ServerEvent::Membership(Membership {
                conversation_id,
                is_member: false,
                by: Some(ana()),
            }),
            json!({"conversationId": A_TEXT, "isMember": false, "by": author}),
        ),
        (
            ServerEvent::Withheld(Withheld {
                position: Position { stream: room(), epoch: Epoch(A), seq: 5 },
            }),
            json!({"stream": stream, "epoch": A_TEXT, "seq": 5}),
        ),
        (
            ServerEvent::MessageRead(read),
            json!({"conversationId": A_TEXT, "userId": A_TEXT, "deliveredSeq": 3, "readSeq": 2,
                "readAt": 9}),
        ),
        (
            ServerEvent::Typing(Typing { conversation_id, typists }),
            json!({"conversationId": A_TEXT, "typists": [author]}),
        ),
        (ServerEvent::UserOnline(presence()), here.clone()),
        (ServerEvent::UserOffline(presence()), here.clone()),
        (ServerEvent::Presence(Presence { users: vec![presence()] }), json!({"users": [here]})),
        (
            ServerEvent::Privacy(Privacy { shows_typing: true, is_invisible: false, version: 1 }),
            json!({"showsTyping": true, "isInvisible": false, "version": 1}),
        ),
        (ServerEvent::OnlineCount(OnlineCount { users: 2 }), json!({"users": 2})),
        (
            ServerEvent::Unread(Unread { conversation_id, unread: 1, version: 7, total: 4 }),
            json!({"conversationId": A_TEXT, "unread": 1, "version": 7, "total": 4}),
        ),
        notified(),
        notifications_read(),
        shown,
        revoked,
        dismissed,
        (
            ServerEvent::BillboardStatusUpdate(status),
            json!({"boardId": A_TEXT, "status": "paused", "version": 2}),
        ),
        order::availability(),
        order::updated(),
        order::status(),
        order::progress(),
        order::log(),
        job::update(),
        (
            ServerEvent::BoardUpdated(BoardUpdated {
                board_id: BoardId(A),
                version: 3,
                profile_version: 2,
            }),
            json!({"boardId": A_TEXT, "version": 3, "profileVersion": 2}),
        ),
        (
            ServerEvent::Heads(Heads { streams: vec![head] }),
            json!({"streams": [{"name": stream, "epoch": A_TEXT, "seq": 3}]}),
        ),
        (
            ServerEvent::Goodbye(ErrorBody {
                retry_after_ms: Some(1_500),
                ..ErrorBody::new(ErrorCode::ShuttingDown, "Back soon.")
            }),
            json!({"code": "shutting_down", "message": "Back soon.", "retry": "after",
                "retryAfterMs": 1_500}),
        ),
    ]
}

#[test]
fn every_event_travels_as_agreed() {
    for (event, payload) in samples() {
        assert_eq!(event.payload(), payload, "{}", event.name());
        assert_eq!(ServerEvent::decode(event.name(), payload).unwrap(), event);
    }
}

#[test]
fn every_event_has_a_sample() {
    let names: Vec<_> = samples().iter().map(|(event, _)| event.name()).collect();
    assert_eq!(names, ServerEvent::NAMES);
}

#[test]
fn a_sync_answer_is_events_a_reset_or_a_denial() {
    let events = News::Events { events: vec![new_message()], more: false };
    let reset = News::Reset { reset: Head { epoch: Epoch(A), seq: 9 } };
    let denied = News::Denied { denied: protocol::ErrorBody::not_found("stream") };
    for (news, key) in [(events, "events"), (reset, "reset"), (denied, "denied")] {
        let answer = StreamAnswer { name: room(), news };
        let wire = serde_json::to_value(&answer).unwrap();
        assert!(wire.get(key).is_some(), "{wire}");
        assert_eq!(serde_json::from_value::<StreamAnswer>(wire).unwrap(), answer);
    }
}
