//! Messages that are written but not yet acknowledged: first in, first out, per conversation.

mod outgoing;

pub use outgoing::{Outgoing, SendState};

use protocol::{
    ErrorBody, Retry, Timestamp,
    conversation::SendMessage,
    id::{ClientId, ConversationId},
};
use std::{collections::HashSet, ops::RangeInclusive, time::Duration};

/// The pauses before other tries, when the server names none: each twice as long as the one before it.
const PAUSES: RangeInclusive<Duration> = Duration::from_secs(2)..=Duration::from_secs(30);

/// All of them, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    messages: Vec<Outgoing>,
}

impl Outbox {
    /// A new message takes its place at the end.
    pub fn push(&mut self, message: SendMessage, now: Timestamp) {
        self.messages.push(Outgoing {
            client_id: message.client_id,
            conversation_id: message.conversation_id,
            body: message.body,
            reply_to: message.reply_to,
            written_at: now,
            state: SendState::Waiting,
            tries: 0,
            not_before: now,
        });
    }

    /// Takes what may be sent now: of each conversation the first that has not failed, if none is on its way.
    pub fn take_due(&mut self, now: Timestamp) -> Vec<SendMessage> {
        let mut seen = HashSet::new();
        let mut due = Vec::new();
        for message in &mut self.messages {
            let is_first = !matches!(message.state, SendState::Failed(_))
                && seen.insert(message.conversation_id);
            if is_first && message.state == SendState::Waiting && message.not_before <= now {
                message.state = SendState::Sending;
                due.push(SendMessage {
                    client_id: message.client_id,
                    conversation_id: message.conversation_id,
                    body: message.body.clone(),
                    reply_to: message.reply_to,
                });
            }
        }
        due
    }

    /// Whether [`Outbox::take_due`] would take anything.
    pub fn has_due(&self, now: Timestamp) -> bool {
        !self.clone().take_due(now).is_empty()
    }

    /// Whether nothing is on its way out.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// When to look again for messages that pause between two tries.
    pub fn next_try(&self) -> Option<Timestamp> {
        let waiting = self.messages.iter().filter(|message| message.state == SendState::Waiting);
        waiting.map(|message| message.not_before).min()
    }

    /// Acknowledged, or seen in the conversation: whichever comes first.
    pub fn stored(&mut self, client_id: ClientId) {
        self.messages.retain(|message| message.client_id != client_id);
    }

    /// The server refused. What may pass is tried again for as long as the message lives; only what the server has
    /// said makes the pauses longer.
    pub fn refused(&mut self, client_id: ClientId, error: ErrorBody, now: Timestamp) {
        // What failed meanwhile has its reason.
        let sending = self.find(client_id).filter(|message| message.state == SendState::Sending);
        let Some(message) = sending else { return };
        if error.retry == Retry::After && now.since(message.written_at) <= outgoing::LIFETIME {
            let pause =
                error.retry_after_ms.map_or_else(|| pause(message.tries), Duration::from_millis);
            message.tries = message.tries.saturating_add(1);
            message.not_before = now.plus(pause);
            message.state = SendState::Waiting;
        } else {
            message.state = SendState::Failed(error);
        }
    }

    /// Nothing can be sent to this conversation: its messages are left to their author.
    pub fn fail_all(&mut self, id: ConversationId, error: &ErrorBody) {
        for message in self.messages.iter_mut().filter(|message| message.conversation_id == id) {
            message.state = SendState::Failed(error.clone());
        }
    }

    /// The line broke: it is unknown whether the server has it, and no try is counted.
    pub fn interrupted(&mut self, client_id: ClientId) {
        if let Some(message) = self.find(client_id).filter(|m| m.state == SendState::Sending) {
            message.state = SendState::Waiting;
        }
    }

    /// Takes in, before everything else, what was left by a page that is gone.
    pub fn adopt(&mut self, left: Vec<Outgoing>, now: Timestamp) {
        let newer = std::mem::take(&mut self.messages);
        let left = left.into_iter().map(|message| message.at_rest().revived(now));
        self.messages = left.chain(newer).collect();
    }

    /// All, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Outgoing> {
        self.messages.iter()
    }

    /// Its author wants it tried again.
    pub fn retry(&mut self, client_id: ClientId, now: Timestamp) {
        if let Some(message) = self.find(client_id) {
            message.state = SendState::Waiting;
            message.tries = 0;
            message.not_before = now;
        }
    }

    /// Its author has thought better of it.
    pub fn discard(&mut self, client_id: ClientId) {
        self.stored(client_id);
    }

    /// Of one conversation, oldest first.
    pub fn of(&self, id: ConversationId) -> impl Iterator<Item = &Outgoing> {
        self.messages.iter().filter(move |message| message.conversation_id == id)
    }

    /// How many wait for the line.
    pub fn waiting(&self) -> usize {
        let is_waiting = |message: &&Outgoing| !matches!(message.state, SendState::Failed(_));
        self.messages.iter().filter(is_waiting).count()
    }

    fn find(&mut self, client_id: ClientId) -> Option<&mut Outgoing> {
        self.messages.iter_mut().find(|message| message.client_id == client_id)
    }
}

/// After so many tries.
fn pause(tries: u32) -> Duration {
    PAUSES.start().saturating_mul(2_u32.saturating_pow(tries)).min(*PAUSES.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::TALK;
    use protocol::ErrorCode;
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp(1_000);
    const OTHER: ConversationId = ConversationId(Uuid::from_u128(9));

    fn id(n: u128) -> ClientId {
        ClientId(Uuid::from_u128(n))
    }

    fn write(outbox: &mut Outbox, n: u128, conversation_id: ConversationId) {
        let body = format!("message {n}");
        let message = SendMessage { client_id: id(n), conversation_id, body, reply_to: None };
        outbox.push(message, NOW);
    }

    fn due(outbox: &mut Outbox, now: Timestamp) -> Vec<ClientId> {
        outbox.take_due(now).into_iter().map(|message| message.client_id).collect()
    }

    #[test]
    fn each_conversation_sends_one_after_the_other() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        write(&mut outbox, 2, TALK);
        write(&mut outbox, 3, OTHER);
        assert_eq!(due(&mut outbox, NOW), [id(1), id(3)]);
        assert_eq!(due(&mut outbox, NOW), []);
        outbox.stored(id(1));
        assert_eq!(due(&mut outbox, NOW), [id(2)]);
    }

    #[test]
    fn an_interrupted_message_goes_again_before_its_successors() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        write(&mut outbox, 2, TALK);
        due(&mut outbox, NOW);
        outbox.interrupted(id(1));
        assert_eq!(due(&mut outbox, NOW), [id(1)]);
    }

    #[test]
    fn a_server_that_cannot_is_tried_again_with_growing_pauses() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        let mut now = NOW;
        for seconds in [2, 4, 8, 16, 30, 30] {
            assert_eq!(due(&mut outbox, now), [id(1)]);
            outbox.refused(id(1), ErrorBody::new(ErrorCode::Unavailable, "Not now."), now);
            let next = now.plus(Duration::from_secs(seconds));
            assert_eq!(outbox.next_try(), Some(next));
            assert_eq!(due(&mut outbox, Timestamp(next.0 - 1)), [], "the pause is kept");
            now = next;
        }
        now = NOW.plus(outgoing::LIFETIME + Duration::from_secs(1));
        due(&mut outbox, now);
        outbox.refused(id(1), ErrorBody::new(ErrorCode::Unavailable, "Not now."), now);
        assert!(matches!(outbox.messages[0].state, SendState::Failed(_)), "after a week");
        outbox.retry(id(1), now);
        assert_eq!(due(&mut outbox, now), [id(1)]);
    }

    #[test]
    fn a_final_refusal_fails_at_once_and_lets_the_next_one_pass() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        write(&mut outbox, 2, TALK);
        due(&mut outbox, NOW);
        outbox.refused(id(1), ErrorBody::new(ErrorCode::TooLarge, "Too long."), NOW);
        assert_eq!(due(&mut outbox, NOW), [id(2)]);
        outbox.discard(id(1));
        assert_eq!(outbox.of(TALK).count(), 1);
    }

    #[test]
    fn what_waits_for_a_closed_conversation_fails_and_the_rest_goes() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        write(&mut outbox, 2, OTHER);
        write(&mut outbox, 3, TALK);
        outbox.fail_all(TALK, &ErrorBody::new(ErrorCode::NotFound, "Not there any more."));
        assert_eq!(due(&mut outbox, NOW), [id(2)]);
        assert_eq!((outbox.of(TALK).count(), outbox.waiting()), (2, 1), "nothing is lost");
    }

    #[test]
    fn the_servers_own_pause_is_kept() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        due(&mut outbox, NOW);
        let error = ErrorBody::new(ErrorCode::RateLimited, "Slow down.");
        outbox.refused(id(1), ErrorBody { retry_after_ms: Some(700), ..error }, NOW);
        assert_eq!(outbox.next_try(), Some(Timestamp(1_700)));
    }

    #[test]
    fn a_reload_keeps_what_was_on_its_way_before_what_is_new() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        due(&mut outbox, NOW);
        let text = serde_json::to_string(outbox.all().next().unwrap()).unwrap();
        let mut reloaded = Outbox::default();
        write(&mut reloaded, 2, TALK);
        reloaded.adopt(vec![serde_json::from_str(&text).unwrap()], NOW);
        assert_eq!(due(&mut reloaded, NOW), [id(1)]);
        assert_eq!(
            reloaded.all().map(|message| message.client_id).collect::<Vec<_>>(),
            [id(1), id(2)]
        );
    }

    #[test]
    fn after_a_week_the_author_is_asked() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, TALK);
        let left: Vec<_> = outbox.all().cloned().collect();
        let (mut in_time, mut too_late) = (Outbox::default(), Outbox::default());
        in_time.adopt(left.clone(), NOW.plus(outgoing::LIFETIME));
        assert_eq!(due(&mut in_time, NOW.plus(outgoing::LIFETIME)), [id(1)]);
        let late = NOW.plus(outgoing::LIFETIME + Duration::from_secs(1));
        too_late.adopt(left, late);
        assert_eq!(due(&mut too_late, late), []);
        too_late.retry(id(1), late);
        assert_eq!(due(&mut too_late, late), [id(1)]);
    }
}
