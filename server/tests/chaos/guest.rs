//! Somebody who comes and goes: added to one conversation *from now on* and removed from it by turns, while the others
//! write there. What their device has seen of it, by any way, and what it must never see.

use protocol::{
    ServerEvent,
    conversation::{ConversationSummary, MessageKind, MessageView, Thread},
    id::{ClientId, ConversationId, MessageId, UserId},
    stream::{News, Synced},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// The conversation, as the one who lets the guest in and out knows it, and the texts the guest's device has seen.
#[derive(Clone)]
pub struct Door {
    talk: ConversationId,
    guest: UserId,
    /// How often the guest was let out. Nothing from when an addition is sent until a removal is acknowledged: then
    /// nobody knows for certain.
    out: Option<usize>,
    /// How often somebody has been let in and out.
    pub turns: usize,
    /// What was begun while the guest was out, and after how many removals.
    begun: BTreeMap<Text, usize>,
    /// What was begun and acknowledged while the guest was out.
    outside: BTreeSet<Text>,
    seen: BTreeMap<(MessageId, i64), Sight>,
}

/// A text that came into the conversation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Text {
    Written(ClientId),
    Changed(&'static str, MessageId),
    /// Of a message this version.
    Version(MessageId, i64),
}

/// Where the guest's device has first seen a text.
#[derive(Clone)]
struct Sight {
    seq: i64,
    way: &'static str,
}

impl Door {
    pub fn new(talk: ConversationId, guest: UserId) -> Self {
        let (begun, outside, seen) = Default::default();
        Self { talk, guest, out: Some(0), turns: 0, begun, outside, seen }
    }

    /// An addition is on its way.
    pub fn opens(&mut self) {
        self.out = None;
    }

    /// An addition is acknowledged, or a removal.
    pub fn turned(&mut self, is_in: bool) {
        self.turns += 1;
        self.out = (!is_in).then_some(self.turns);
    }

    pub fn wrote(&mut self, talk: ConversationId, id: ClientId) {
        self.begin(talk, Text::Written(id));
    }

    pub fn stored(&mut self, id: ClientId) {
        self.end(&Text::Written(id), Text::Written(id));
    }

    /// One of a person's devices begins to change a message.
    pub fn changes(&mut self, device: &'static str, message: &MessageView) {
        self.begin(message.conversation_id, Text::Changed(device, message.id));
    }

    pub fn changed(&mut self, device: &'static str, message: &MessageView) {
        self.end(&Text::Changed(device, message.id), Text::Version(message.id, message.version));
    }

    fn begin(&mut self, talk: ConversationId, text: Text) {
        self.begun.remove(&text);
        if let Some(out) = self.out.filter(|_| talk == self.talk) {
            self.begun.insert(text, out);
        }
    }

    fn end(&mut self, begun: &Text, ended: Text) {
        let since = self.begun.remove(begun);
        if since.is_some() && since == self.out {
            self.outside.insert(ended);
        }
    }

    /// The guest's device was told an event.
    pub fn heard(&mut self, event: &ServerEvent, way: &'static str) {
        match event {
            ServerEvent::NewMessage(event) => self.saw(&event.message, way),
            ServerEvent::MessageUpdated(event) => self.saw(&event.message, way),
            _ => {}
        }
    }

    pub fn caught_up(&mut self, synced: &Synced) {
        for entry in &synced.streams {
            if let News::Events { events, .. } = &entry.news {
                for event in events {
                    self.heard(event, "sync");
                }
            }
        }
    }

    pub fn read_inbox(&mut self, rows: &[ConversationSummary]) {
        for message in rows.iter().filter_map(|row| row.last_message.as_ref()) {
            self.saw(message, "the inbox");
        }
    }

    pub fn read_thread(&mut self, thread: &Thread) {
        self.read_inbox(std::slice::from_ref(&thread.summary));
        for message in &thread.page.messages {
            self.saw(message, "a thread");
        }
    }

    /// The text of a message and the beginning of the one it answers.
    pub fn saw(&mut self, message: &MessageView, way: &'static str) {
        if message.conversation_id != self.talk {
            return;
        }
        if !message.body.is_empty() {
            let sight = Sight { seq: message.seq, way };
            self.seen.entry((message.id, message.version)).or_insert(sight);
        }
        if let Some(quote) = message.reply_to.as_ref().filter(|quote| !quote.excerpt.is_empty()) {
            let sight = Sight { seq: quote.seq, way: "a quote" };
            self.seen.entry((quote.message_id, quote.version)).or_insert(sight);
        }
    }

    /// Nothing was seen from outside the guest's times, neither by the lines that say when they came and went nor by
    /// what those who wrote know for certain. Gives what is theirs at last, if anything is.
    pub fn check(&self, history: &[MessageView]) -> Result<Option<Range<i64>>, String> {
        let times = self.times(history)?;
        let written = |one: &&MessageView| self.outside.contains(&Text::Written(one.client_id));
        let outside: BTreeSet<_> = history.iter().filter(written).map(|one| one.id).collect();
        for ((id, version), Sight { seq, way }) in &self.seen {
            let is_within = times.iter().any(|time| time.contains(seq));
            let is_outside =
                outside.contains(id) || self.outside.contains(&Text::Version(*id, *version));
            if !is_within || is_outside {
                return Err(format!("{seq}, version {version}, by way of {way}; in for {times:?}"));
            }
        }
        println!(
            "chaos: a guest was in {} times and saw {} texts; {} were certainly not for them",
            times.len(),
            self.seen.len(),
            self.outside.len()
        );
        Ok(times.last().filter(|time| time.end == i64::MAX).cloned())
    }

    /// When the guest was in, as numbers of the conversation.
    fn times(&self, history: &[MessageView]) -> Result<Vec<Range<i64>>, String> {
        let mut times = Vec::<Range<i64>>::new();
        let is_about =
            |line: &&MessageView| line.subject.as_ref().is_some_and(|who| who.id == self.guest);
        for line in history.iter().filter(is_about) {
            match (line.kind, times.last_mut()) {
                (MessageKind::Added, _) => times.push(line.seq..i64::MAX),
                (MessageKind::Removed, Some(time)) => time.end = line.seq,
                _ => return Err(format!("nobody removes who is not in: {line:?}")),
            }
        }
        // Every addition that was asked for, however often, is one line.
        let is_one_each = times.len() == self.turns.div_ceil(2);
        is_one_each
            .then_some(times)
            .ok_or_else(|| format!("{} turns: not one line each", self.turns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use uuid::Uuid;

    const TALK: ConversationId = ConversationId(Uuid::from_u128(1));
    const JONAS: UserId = UserId(Uuid::from_u128(2));

    fn id(seq: i64) -> Uuid {
        Uuid::from_u64_pair(3, seq.unsigned_abs())
    }

    fn message(seq: i64, more: &Value) -> MessageView {
        let ana = json!({"id": Uuid::nil(), "name": "Ana", "role": "advertiser"});
        let mut message = json!({
            "id": id(seq), "conversationId": TALK, "seq": seq, "clientId": id(seq), "author": ana,
            "kind": "text", "body": "Hello", "sentAt": 0,
        });
        let fields = more.as_object().expect("are fields").clone();
        message.as_object_mut().expect("is an object").extend(fields);
        serde_json::from_value(message).expect("is a message")
    }

    fn line(seq: i64, kind: &str) -> MessageView {
        let jonas = json!({"id": JONAS, "name": "Jonas", "role": "owner"});
        message(seq, &json!({"kind": kind, "body": "", "subject": jonas}))
    }

    fn said(seq: i64) -> MessageView {
        message(seq, &json!({}))
    }

    /// Jonas was in from 2 to 4, and is in again from 6 on.
    fn story() -> (Door, Vec<MessageView>) {
        let mut door = Door::new(TALK, JONAS);
        for is_in in [true, false, true] {
            door.opens();
            door.turned(is_in);
        }
        let lines = [line(2, "added"), line(4, "removed"), line(6, "added")];
        (door, [said(1), said(3), said(5), said(7)].into_iter().chain(lines).collect())
    }

    #[test]
    fn whatever_comes_from_outside_is_found_by_whichever_way() {
        for (seq, is_theirs) in [(1, false), (3, true), (5, false), (7, true)] {
            let (mut door, history) = story();
            door.saw(&said(seq), "the line");
            assert_eq!(door.check(&history).is_ok(), is_theirs, "{seq}");
            let ana = json!({"id": Uuid::nil(), "name": "Ana", "role": "advertiser"});
            let quote = json!({
                "messageId": id(seq), "seq": seq, "author": ana, "excerpt": "He", "version": 0,
                "isDeleted": false,
            });
            let (mut door, history) = story();
            door.saw(&message(7, &json!({"replyTo": quote})), "the line");
            assert_eq!(door.check(&history).is_ok(), is_theirs, "a quote of {seq}");
        }
    }

    #[test]
    fn what_is_written_and_changed_between_two_acknowledgements_is_not_theirs() {
        let (mut door, history) = story();
        door.turned(false);
        door.wrote(TALK, ClientId(id(7)));
        door.stored(ClientId(id(7)));
        door.changes("Ana's phone", &said(3));
        door.changed("Ana's phone", &message(3, &json!({"version": 1})));
        assert_eq!(door.check(&history), Ok(Some(6..i64::MAX)));
        let mut told = door.clone();
        told.saw(&said(7), "the line");
        assert!(told.check(&history).is_err(), "whatever the lines say");
        door.saw(&said(3), "the line");
        assert!(door.check(&history).is_ok());
        door.saw(&message(3, &json!({"version": 1})), "sync");
        assert!(door.check(&history).is_err(), "the text of later");
    }
}
