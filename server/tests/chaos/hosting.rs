//! Letting the guest in and out, over a device's own bad line: every turn is asked for until it is acknowledged.

use crate::{
    device::Device,
    matters::{Answer, Done, Moment},
};
use protocol::{
    ErrorCode, Retry,
    conversation::{AddMember, History, RemoveMember},
    id::{ConversationId, UserId},
};
use std::time::Duration;

/// At least so many messages are written, wherever, between two turns.
const EVERY: usize = 40;
/// So many turns a run has at most. Half of them add somebody, which one may try only so often:
/// [`protocol::limits::ADD_MEMBER_TRIES`].
const TURNS: usize = 60;

/// Whom a device lets in and out, and how that stands.
pub struct Hosting {
    pub talk: ConversationId,
    pub guest: UserId,
    pub email: String,
    is_in: bool,
    every: usize,
    pub(crate) is_under_way: bool,
    /// The next turn comes when so many messages are left to write.
    next: usize,
}

impl Hosting {
    pub fn new(talk: ConversationId, (guest, email): (UserId, String), sends: usize) -> Self {
        let every = EVERY.max(sends / TURNS);
        let next = sends.saturating_sub(every);
        Self { talk, guest, email, is_in: false, every, is_under_way: false, next }
    }
}

impl Device {
    /// It may be time for the next turn.
    pub(crate) fn host(&mut self) {
        let left = self.ledger.to_write();
        let Some(hosting) = &mut self.hosting else { return };
        if hosting.is_under_way || left == 0 || left > hosting.next {
            return;
        }
        hosting.next = left.saturating_sub(hosting.every);
        hosting.is_under_way = true;
        if !hosting.is_in {
            self.ledger.door(crate::guest::Door::opens);
        }
        self.ask_turn();
    }

    /// Asks for the turn that is under way, if one is.
    pub(crate) fn ask_turn(&mut self) {
        let Some(hosting) = self.hosting.as_ref().filter(|hosting| hosting.is_under_way) else {
            return;
        };
        let conversation_id = hosting.talk;
        if hosting.is_in {
            let removal = RemoveMember { conversation_id, user_id: hosting.guest };
            let answer = self.ask(&removal);
            self.spawn(async move { Done::Turned(answer.await.map(|said| said.map(drop))) });
        } else {
            let (email, history) = (hosting.email.clone(), History::FromNow);
            let answer = self.ask(&AddMember { conversation_id, email, history });
            self.spawn(async move { Done::Turned(answer.await.map(|said| said.map(drop))) });
        }
    }

    pub(crate) fn on_turned(&mut self, answer: Answer<()>) {
        let Some(hosting) = &mut self.hosting else { return };
        // An earlier try may have come through.
        let is_in_already = |code| code == ErrorCode::Conflict && !hosting.is_in;
        match answer {
            Ok(Err(error)) if error.retry == Retry::Never && !is_in_already(error.code) => {
                panic!("{}: may not let {} in or out: {error}", self.name, hosting.email)
            }
            Ok(Err(error)) if error.retry != Retry::Never => {
                self.later(Duration::from_millis(300), Moment::Turn);
            }
            Err(_) => self.later(Duration::from_millis(300), Moment::Turn),
            Ok(_) => {
                hosting.is_in = !hosting.is_in;
                hosting.is_under_way = false;
                let is_in = hosting.is_in;
                self.ledger.door(|door| door.turned(is_in));
            }
        }
    }
}
