//! All conversations of the viewer, the one with the newest message first.

use super::thread::{keep_markers, member_line, move_marker};
use protocol::{
    Room, Timestamp,
    conversation::{ConversationSummary, MessageKind, MessageRead, MessageView},
    id::ConversationId,
    stream::Head,
};
use std::collections::VecDeque;

/// The rows of the inbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inbox {
    rows: Vec<ConversationSummary>,
    /// Who came and went lately: a reading that is on its way may be older than that.
    lines: VecDeque<MessageView>,
}

/// So many lines are remembered. A reading is not on its way for longer.
const LINES: usize = 100;

impl Inbox {
    /// What the server read, in its order.
    pub fn new(rows: Vec<ConversationSummary>) -> Self {
        Self { rows, lines: VecDeque::new() }
    }

    /// Takes over a later reading; what came live since then stays.
    pub fn merge(&mut self, rows: Vec<ConversationSummary>) {
        let known = std::mem::replace(&mut self.rows, rows);
        for row in &mut self.rows {
            let (founders, read_up_to) = (row.founders(), seq(row));
            let later =
                |line: &&MessageView| line.conversation_id == row.id && line.seq > read_up_to;
            for line in self.lines.iter().filter(later) {
                member_line(&mut row.members, founders, line);
            }
        }
        for known in known.into_iter().rev() {
            if let Some(row) = self.row_mut(known.id) {
                keep_markers(&mut row.members, &known.members);
            }
            if let Some(message) = known.last_message {
                self.add(&message);
                self.update(&message);
            }
        }
    }

    /// Takes over one conversation as it was read for its own page.
    pub fn put(&mut self, summary: ConversationSummary) {
        let row = self.rows.iter_mut().find(|row| row.id == summary.id);
        match row {
            Some(row) if seq(row) <= seq(&summary) => *row = summary,
            Some(_) => {}
            None => self.rows.insert(0, summary),
        }
    }

    /// Shows a message as its conversation's newest, and moves that up, unless it is an old one. Mostly to the
    /// top; but what is caught up with comes stream by stream, and there the later message stays above.
    /// `false` when the conversation is not here: the inbox must be read again.
    pub fn add(&mut self, message: &MessageView) -> bool {
        let place = self.rows.iter().position(|row| row.id == message.conversation_id);
        let Some(place) = place else { return false };
        if seq(&self.rows[place]) < message.seq {
            let mut row = self.rows.remove(place);
            row.last_message = Some(message.clone());
            let earlier = |row: &ConversationSummary| sent_at(row) <= Some(message.sent_at);
            let place = self.rows.iter().position(earlier).unwrap_or(self.rows.len());
            self.rows.insert(place, row);
        }
        true
    }

    /// A message was edited or deleted: the preview follows, in its place.
    pub fn update(&mut self, changed: &MessageView) {
        if let Some(row) = self.row_mut(changed.conversation_id)
            && let Some(last) = &mut row.last_message
        {
            last.absorb(changed);
        }
    }

    /// The viewer is out of this conversation.
    pub fn remove(&mut self, id: ConversationId) {
        self.rows.retain(|row| row.id != id);
    }

    /// A line that says who came or went.
    pub fn member_line(&mut self, line: &MessageView) {
        if line.kind != MessageKind::Text {
            self.lines.push_back(line.clone());
            let surplus = self.lines.len().saturating_sub(LINES);
            self.lines.drain(..surplus);
        }
        if let Some(row) = self.row_mut(line.conversation_id) {
            let founders = row.founders();
            member_line(&mut row.members, founders, line);
        }
    }

    /// Moves a member's marker.
    pub fn read(&mut self, event: &MessageRead) {
        if let Some(row) = self.row_mut(event.conversation_id) {
            move_marker(&mut row.members, event);
        }
    }

    /// The rows, newest first.
    pub fn rows(&self) -> &[ConversationSummary] {
        &self.rows
    }

    /// One conversation.
    pub fn row(&self, id: ConversationId) -> Option<&ConversationSummary> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Where the streams stood when this was read.
    pub fn heads(&self) -> Vec<(Room, Head)> {
        self.rows.iter().map(|row| (Room::Conversation(row.id), row.head)).collect()
    }

    fn row_mut(&mut self, id: ConversationId) -> Option<&mut ConversationSummary> {
        self.rows.iter_mut().find(|row| row.id == id)
    }
}

fn sent_at(row: &ConversationSummary) -> Option<Timestamp> {
    row.last_message.as_ref().map(|message| message.sent_at)
}

fn seq(row: &ConversationSummary) -> i64 {
    row.last_message.as_ref().map_or(0, |message| message.seq)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::{TALK, ben, message, person, summary};
    use protocol::account::Role;
    use uuid::Uuid;

    const OTHER: ConversationId = ConversationId(Uuid::from_u128(2));

    fn two() -> Inbox {
        let other = ConversationSummary { id: OTHER, ..summary(None) };
        Inbox::new(vec![other, summary(Some(message(4, &ben(), "four")))])
    }

    fn order(inbox: &Inbox) -> Vec<ConversationId> {
        inbox.rows().iter().map(|row| row.id).collect()
    }

    #[test]
    fn a_new_message_lifts_its_conversation_and_an_old_one_does_not() {
        let mut inbox = two();
        assert!(inbox.add(&message(4, &ben(), "four")));
        assert_eq!(order(&inbox), [OTHER, TALK]);
        assert!(inbox.add(&message(5, &ben(), "five")));
        assert_eq!(order(&inbox), [TALK, OTHER]);
        assert_eq!(inbox.row(TALK).unwrap().last_message.as_ref().unwrap().body, "five");
    }

    #[test]
    fn what_is_caught_up_with_stream_by_stream_is_in_the_order_of_the_messages() {
        let mut inbox = two();
        let at = |id, seq, sent_at| MessageView {
            conversation_id: id,
            sent_at: Timestamp(sent_at),
            ..message(seq, &ben(), "late")
        };
        inbox.add(&at(OTHER, 5, 90_000));
        inbox.add(&at(TALK, 6, 80_000));
        assert_eq!(order(&inbox), [OTHER, TALK]);
        inbox.add(&at(TALK, 7, 95_000));
        assert_eq!(order(&inbox), [TALK, OTHER]);
    }

    #[test]
    fn a_message_of_an_unknown_conversation_asks_for_a_new_reading() {
        let mut inbox = Inbox::default();
        assert!(!inbox.add(&message(1, &ben(), "hello")));
    }

    #[test]
    fn a_reading_from_before_somebody_came_does_not_undo_that() {
        let mut inbox = two();
        let anton = person(3, "Anton", Role::Owner);
        let (kind, subject) = (MessageKind::Added, Some(anton.clone()));
        let line = MessageView { kind, subject, ..message(5, &ben(), "") };
        inbox.member_line(&line);
        inbox.add(&line);
        inbox.merge(two().rows);
        let members = &inbox.row(TALK).unwrap().members;
        assert!(members.iter().any(|member| member.user == anton));
    }

    #[test]
    fn a_reading_that_is_older_than_the_live_events_does_not_undo_them() {
        let mut inbox = two();
        inbox.add(&message(6, &ben(), "six"));
        inbox.merge(two().rows);
        assert_eq!(order(&inbox), [TALK, OTHER]);
        assert_eq!(inbox.row(TALK).unwrap().last_message.as_ref().unwrap().seq, 6);
    }

    #[test]
    fn a_preview_follows_its_message_without_moving_and_an_older_reading_does_not_undo_it() {
        let mut inbox = two();
        let changed = MessageView { version: 1, ..message(4, &ben(), "fourth") };
        inbox.update(&changed);
        inbox.update(&MessageView { version: 5, ..message(3, &ben(), "third") });
        inbox.merge(two().rows);
        assert_eq!(order(&inbox), [OTHER, TALK]);
        assert_eq!(inbox.row(TALK).unwrap().last_message, Some(changed));
    }

    #[test]
    fn a_conversation_opened_for_the_first_time_appears_on_top() {
        let mut inbox = Inbox::default();
        inbox.put(summary(None));
        assert_eq!(order(&inbox), [TALK]);
    }
}
