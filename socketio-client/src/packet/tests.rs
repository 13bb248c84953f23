use proptest::prelude::*;
use serde_json::{Value, json};

use super::engine;
use super::socket::{self, Kind, Packet};
use super::{DecodeError, MAX_ATTACHMENTS, MAX_FRAME_BYTES};
use crate::{EmitError, Message};

fn packet(namespace: &str, kind: Kind) -> Packet<'_> {
    Packet { namespace, kind }
}

fn event(id: Option<u64>, name: &str, args: impl Into<Vec<Value>>) -> Kind {
    Kind::Event { id, name: name.to_owned(), args: args.into(), attachments: 0 }
}

/// The examples of the protocol's own description.
fn described_frames() -> Vec<(&'static str, Packet<'static>)> {
    let sid = json!({ "sid": "oSO0OpakMV_3jnilAAAA" });
    let not_authorized = Kind::ConnectError { message: "Not authorized".to_owned(), data: None };
    vec![
        ("0", packet("/", Kind::Connect(None))),
        (r#"0{"token":"123"}"#, packet("/", Kind::Connect(Some(json!({ "token": "123" }))))),
        (r#"0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}"#, packet("/admin", Kind::Connect(Some(sid)))),
        ("1/admin,", packet("/admin", Kind::Disconnect)),
        (r#"2["hello",1]"#, packet("/", event(None, "hello", [json!(1)]))),
        (
            r#"2/admin,456["project:delete",123]"#,
            packet("/admin", event(Some(456), "project:delete", [json!(123)])),
        ),
        ("3/admin,456[]", packet("/admin", Kind::Ack { id: 456, args: vec![], attachments: 0 })),
        (r#"4/admin,{"message":"Not authorized"}"#, packet("/admin", not_authorized)),
    ]
}

#[test]
fn described_frames_are_read_and_written_to_the_letter() {
    for (frame, expected) in described_frames() {
        assert_eq!(Packet::decode(frame).as_ref(), Ok(&expected), "{frame}");
        assert_eq!(expected.encode(), frame);
    }
}

#[test]
fn binary_packets_say_how_many_attachments_follow() {
    let placeholder = json!({ "_placeholder": true, "num": 0 });
    let hello = |id| Kind::Event {
        id,
        name: "hello".to_owned(),
        args: vec![placeholder.clone()],
        attachments: 1,
    };
    let answer = Kind::Ack { id: 456, args: vec![placeholder.clone()], attachments: 1 };
    let cases = [
        (r#"51-["hello",{"_placeholder":true,"num":0}]"#, packet("/", hello(None))),
        (
            r#"51-/admin,456["hello",{"_placeholder":true,"num":0}]"#,
            packet("/admin", hello(Some(456))),
        ),
        (r#"61-/admin,456[{"_placeholder":true,"num":0}]"#, packet("/admin", answer)),
    ];
    for (frame, expected) in cases {
        assert_eq!(Packet::decode(frame).as_ref(), Ok(&expected), "{frame}");
        assert_eq!(expected.encode(), frame);
    }
}

#[test]
fn other_clients_spellings_are_understood() {
    assert_eq!(Packet::decode("1/admin"), Ok(packet("/admin", Kind::Disconnect)));
    let message = Kind::ConnectError { message: "no".to_owned(), data: None };
    assert_eq!(Packet::decode(r#"4"no""#), Ok(packet("/", message)));
}

#[test]
fn malformed_socket_packets_are_named() {
    let unfit =
        ["0[]", "2{}", "2[]", "2[1]", r#"2["a""#, "31{}", "4[]", "4{}", r#"4{"message":1}"#];
    for frame in unfit {
        assert!(matches!(Packet::decode(frame), Err(DecodeError::BadPayload(..))), "{frame}");
    }
    let cases = [
        ("", DecodeError::Empty),
        ("7", DecodeError::UnknownType('7')),
        ("é", DecodeError::UnknownType('é')),
        ("1x", DecodeError::Trailing("DISCONNECT")),
        ("2", DecodeError::MissingPayload("EVENT")),
        ("212", DecodeError::MissingPayload("EVENT")),
        ("3[]", DecodeError::MissingId("ACK")),
        ("399999999999999999999[]", DecodeError::BadId),
        ("5[]", DecodeError::BadAttachments),
        ("5-[]", DecodeError::BadAttachments),
        ("5+1-[]", DecodeError::BadAttachments),
        ("511-[]", DecodeError::BadAttachments),
        ("5999-[]", DecodeError::BadAttachments),
    ];
    for (frame, error) in cases {
        assert_eq!(Packet::decode(frame), Err(error), "{frame}");
    }
}

#[test]
fn deep_nesting_is_an_error_and_not_an_overflow() {
    let frame = format!("2{}", "[".repeat(100_000));
    assert!(matches!(Packet::decode(&frame), Err(DecodeError::BadPayload("EVENT", _))));
}

#[test]
fn engine_packets_are_read_and_written_to_the_letter() {
    use engine::Packet as Engine;
    let open = r#"0{"sid":"lv_VI97HAXpY6yYWAAAB","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#;
    let Ok(Engine::Open(handshake)) = Engine::decode(open) else {
        panic!("an open packet");
    };
    assert_eq!(handshake.silence(), std::time::Duration::from_secs(45));
    assert_eq!(handshake.max_payload, Some(1_000_000));
    assert_eq!(Engine::Open(handshake).encode(), open);
    let frames = [
        ("1", Engine::Close),
        ("2", Engine::Ping("")),
        ("3probe", Engine::Pong("probe")),
        ("4hello", Engine::Message("hello")),
        ("4€", Engine::Message("€")),
        ("5", Engine::Upgrade),
        ("6", Engine::Noop),
    ];
    for (frame, packet) in frames {
        assert_eq!(Engine::decode(frame).as_ref(), Ok(&packet));
        assert_eq!(packet.encode(), frame);
    }
}

#[test]
fn malformed_engine_packets_are_named() {
    let decode = |frame| engine::Packet::decode(frame).unwrap_err();
    assert_eq!(decode(""), DecodeError::Empty);
    assert_eq!(decode("7"), DecodeError::UnknownType('7'));
    assert_eq!(decode("€"), DecodeError::UnknownType('€'));
    assert_eq!(decode("1x"), DecodeError::Trailing("close"));
    for open in ["0", "0{}", "0[]", r#"0{"sid":"x","pingInterval":-1,"pingTimeout":1}"#] {
        assert!(matches!(decode(open), DecodeError::BadPayload("open", _)), "{open}");
    }
    let long = "4".repeat(MAX_FRAME_BYTES + 1);
    assert_eq!(decode(&long), DecodeError::TooLong(MAX_FRAME_BYTES + 1));
}

#[test]
fn an_absurd_heartbeat_does_not_overflow() {
    let frame = format!(r#"0{{"sid":"x","pingInterval":{0},"pingTimeout":{0}}}"#, u64::MAX);
    let Ok(engine::Packet::Open(handshake)) = engine::Packet::decode(&frame) else {
        panic!("an open packet");
    };
    assert_eq!(handshake.silence(), std::time::Duration::from_millis(u64::MAX));
}

#[test]
fn an_event_is_its_name_and_its_arguments() {
    let body = Message::new("joinRoom").arg(&json!({ "room": "a" })).into_event().unwrap().json;
    assert_eq!(socket::event("/", None, &body, 0), r#"2["joinRoom",{"room":"a"}]"#);
    assert_eq!(socket::event("/m", Some(7), &body, 0), r#"2/m,7["joinRoom",{"room":"a"}]"#);
    assert_eq!(Message::new("x").arg(&()).into_event().unwrap().json, r#"["x",null]"#);
    let picture = Message::new("picture").arg(&1).bytes(vec![7]).into_event().unwrap();
    assert_eq!(picture.json, r#"["picture",1,{"_placeholder":true,"num":0}]"#);
    let many = (0..11).fold(Message::new("x"), |message, _| message.bytes(vec![]));
    assert!(matches!(many.into_event(), Err(EmitError::Serialize(_))));
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,6}", inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn kinds() -> impl Strategy<Value = Kind> {
    let args = || prop::collection::vec(values(), 0..4);
    let objects = values().prop_map(|value| json!({ "value": value }));
    prop_oneof![
        prop::option::of(objects).prop_map(Kind::Connect),
        Just(Kind::Disconnect),
        (any::<Option<u64>>(), ".{0,12}", args(), 0..=MAX_ATTACHMENTS)
            .prop_map(|(id, name, args, attachments)| Kind::Event { id, name, args, attachments }),
        (any::<u64>(), args(), 0..=MAX_ATTACHMENTS).prop_map(|(id, args, attachments)| Kind::Ack {
            id,
            args,
            attachments
        }),
        (".{0,12}", prop::option::of(values()))
            .prop_map(|(message, data)| Kind::ConnectError { message, data }),
    ]
}

proptest! {
    #![proptest_config(crate::tests::cases(500))]

    #[test]
    fn what_is_written_is_read_back(namespace in "(/|/[^,]{1,12})", kind in kinds()) {
        let packet = Packet { namespace: &namespace, kind };
        let frame = packet.encode();
        prop_assert_eq!(Packet::decode(&frame), Ok(packet.clone()));
        let message = engine::Packet::Message(&frame).encode();
        prop_assert_eq!(engine::Packet::decode(&message), Ok(engine::Packet::Message(&frame)));
    }

    #[test]
    fn any_text_is_a_packet_or_an_error(text in "(?s)[0-7]{0,2}.{0,40}") {
        // Both decoders take any text: returning at all is the property.
        let engine = engine::Packet::decode(&text).is_ok();
        let socket = Packet::decode(&text).is_ok();
        prop_assert!(!(text.is_empty() && (engine || socket)));
    }

    #[test]
    fn broken_packets_never_panic(kind in kinds(), cut in any::<prop::sample::Index>(), noise in ".{0,3}") {
        let frame = Packet { namespace: "/n", kind }.encode();
        let at = (0..=cut.index(frame.len() + 1)).rev().find(|at| frame.is_char_boundary(*at));
        let at = at.unwrap_or(0);
        let broken = format!("{}{noise}{}", &frame[..at], &frame[at..]);
        prop_assert!(Packet::decode(&broken).is_ok() || Packet::decode(&broken).is_err());
        prop_assert!(Packet::decode(&frame[..at]).is_ok() || Packet::decode(&frame[..at]).is_err());
    }
}
