use super::*;
use crate::stores::{
    conversation::outbox::Outbox,
    fixture::{TALK, ana, ben, message, thread},
};
use protocol::conversation::SendMessage;
use uuid::Uuid;

const DAY: i64 = 86_400;

/// Writes rows as words: `day`, `unread`, `ana:hi` for the first of a run, `+hi` for its followers.
fn told(talk: &ThreadState, outbox: &Outbox, read_seq: i64) -> Vec<String> {
    opened(talk, outbox, read_seq, talk.last_seq().unwrap_or_default())
}

fn written(client_id: ClientId, body: String) -> SendMessage {
    SendMessage { client_id, conversation_id: TALK, body, reply_to: None }
}

/// The same for a thread that had `opened_at` messages when it was opened.
fn opened(talk: &ThreadState, outbox: &Outbox, read_seq: i64, opened_at: i64) -> Vec<String> {
    let me = ana();
    let reader = Reader { me: &me, read_seq, opened_at, day_of: &Timestamp::utc_day };
    let word = |row| match row {
        Row::Day(..) => "day".to_owned(),
        Row::Unread => "unread".to_owned(),
        Row::Message(m) if m.continues_run => format!("+{}", m.body),
        Row::Message(m) => format!("{}:{}", m.author.name.to_lowercase(), m.body),
    };
    rows(talk, outbox.of(TALK), &reader).into_iter().map(word).collect()
}

#[test]
fn runs_of_one_author_are_grouped_and_days_separated() {
    let talk = ThreadState::new(thread(
        vec![
            message(1, &ana(), "a"),
            message(2, &ana(), "b"),
            message(3, &ben(), "c"),
            message(3 + 700, &ben(), "later"),
            message(DAY + 1, &ben(), "next day"),
        ],
        false,
    ));
    let told = told(&talk, &Outbox::default(), i64::MAX);
    assert_eq!(told, ["day", "ana:a", "+b", "ben:c", "ben:later", "day", "ben:next day"]);
}

#[test]
fn the_unread_line_stands_before_the_first_unread_message_of_somebody_else() {
    let talk = ThreadState::new(thread(
        vec![
            message(1, &ben(), "old"),
            message(2, &ana(), "mine"),
            message(3, &ben(), "new"),
            message(4, &ben(), "newer"),
        ],
        false,
    ));
    let told = told(&talk, &Outbox::default(), 1);
    assert_eq!(told, ["day", "ben:old", "ana:mine", "unread", "ben:new", "+newer"]);
}

#[test]
fn a_message_that_comes_into_an_open_thread_has_no_unread_line() {
    let messages = vec![message(1, &ben(), "old"), message(2, &ben(), "live")];
    let talk = ThreadState::new(thread(messages, false));
    let told = opened(&talk, &Outbox::default(), 1, 1);
    assert_eq!(told, ["day", "ben:old", "+live"]);
}

#[test]
fn an_own_message_is_last_until_it_is_stored_and_never_twice() {
    let mut talk = ThreadState::new(thread(vec![message(1, &ben(), "hi")], false));
    let mut outbox = Outbox::default();
    let stored = message(2, &ana(), "hello");
    let (client_id, body) = (stored.client_id, stored.body.clone());
    outbox.push(written(client_id, body), Timestamp(1_500));
    assert_eq!(told(&talk, &outbox, 9), ["day", "ben:hi", "ana:hello"]);
    talk.add(stored, Some(ana().id));
    assert_eq!(told(&talk, &outbox, 9), ["day", "ben:hi", "ana:hello"]);
}

#[test]
fn a_wrong_clock_does_not_make_days_go_back() {
    let talk = ThreadState::new(thread(vec![message(2 * DAY, &ben(), "hi")], false));
    let mut outbox = Outbox::default();
    let client_id = ClientId(Uuid::from_u128(5));
    let body = "from yesterday".to_owned();
    outbox.push(written(client_id, body), Timestamp(5));
    assert_eq!(told(&talk, &outbox, i64::MAX), ["day", "ben:hi", "ana:from yesterday"]);
}
