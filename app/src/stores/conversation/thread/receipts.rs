//! How far the viewer's messages have come, from the markers of the others.

use super::ThreadState;
use protocol::{conversation::MemberView, id::UserId};

/// How far a message of the viewer's has come. With several readers, the one who is furthest behind counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receipt {
    /// Stored by the server.
    Sent,
    /// On a device of everybody else's.
    Delivered,
    /// Seen by everybody else.
    Read,
}

impl ThreadState {
    /// The others who were there when `seq` was written.
    fn awaited(&self, seq: i64, me: UserId) -> impl Iterator<Item = &MemberView> {
        let others = self.members.iter().filter(move |member| member.user.id != me);
        others.filter(move |member| member.joined_seq < seq)
    }

    /// How far the viewer's message `seq` has come.
    pub fn receipt(&self, seq: i64, me: UserId) -> Receipt {
        let reached = self.awaited(seq, me).map(|member| reached(member, seq));
        reached.min().unwrap_or(Receipt::Sent)
    }

    /// How far the viewer's message `seq` has come with each of the others: who has read it first.
    pub fn receipts(&self, seq: i64, me: UserId) -> Vec<(MemberView, Receipt)> {
        let mut receipts: Vec<_> =
            self.awaited(seq, me).map(|member| (member.clone(), reached(member, seq))).collect();
        receipts.sort_by_key(|(_, receipt)| std::cmp::Reverse(*receipt));
        receipts
    }
}

fn reached(member: &MemberView, seq: i64) -> Receipt {
    match &member.marker {
        marker if marker.read_seq >= seq => Receipt::Read,
        marker if marker.delivered_seq >= seq => Receipt::Delivered,
        _ => Receipt::Sent,
    }
}
