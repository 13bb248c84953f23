//! Telling senders that their messages have arrived on a device of the viewer's.

use super::ConversationStore;
use crate::connection::Connection;
use leptos::{prelude::*, task::spawn_local};
use protocol::{conversation::MarkDelivered, id::ConversationId};
use std::{collections::BTreeMap, time::Duration};

/// A burst of messages is acknowledged once.
const GATHER: Duration = Duration::from_millis(300);

/// How far messages have arrived that were not yet reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Receipts {
    unreported: BTreeMap<ConversationId, i64>,
    is_scheduled: bool,
}

impl Receipts {
    /// A message arrived.
    pub(super) fn note(&mut self, id: ConversationId, seq: i64) {
        let highest = self.unreported.entry(id).or_insert(seq);
        *highest = seq.max(*highest);
    }

    /// `true` when somebody must come and [`Receipts::take`] them.
    fn schedule(&mut self) -> bool {
        let must = !self.is_scheduled && !self.unreported.is_empty();
        self.is_scheduled |= must;
        must
    }

    fn take(&mut self) -> BTreeMap<ConversationId, i64> {
        self.is_scheduled = false;
        std::mem::take(&mut self.unreported)
    }
}

impl ConversationStore {
    /// Reports what has arrived, in a moment.
    pub fn acknowledge_soon(self, connection: Connection) {
        let must_schedule = self.receipts.try_update_value(Receipts::schedule);
        if must_schedule == Some(true) {
            set_timeout(move || self.acknowledge(connection), GATHER);
        }
    }

    fn acknowledge(self, connection: Connection) {
        for (id, seq) in self.receipts.try_update_value(Receipts::take).unwrap_or_default() {
            let report = MarkDelivered { conversation_id: id, up_to_seq: seq };
            let answer = connection.send(&report);
            spawn_local(async move {
                // What did not get through is reported when the line is back.
                if answer.await.is_err() {
                    self.receipts.try_update_value(|receipts| receipts.note(id, seq));
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::TALK;

    #[test]
    fn a_burst_is_one_report_of_the_highest_number() {
        let mut receipts = Receipts::default();
        for seq in [3, 5, 4] {
            receipts.note(TALK, seq);
        }
        assert!(receipts.schedule() && !receipts.schedule());
        assert_eq!(receipts.take().into_iter().collect::<Vec<_>>(), [(TALK, 5)]);
        assert!(!receipts.schedule(), "nothing is left to report");
    }
}
