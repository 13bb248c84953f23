//! When a message counts as read: after [`READ_AFTER`] in view, in a tab that is visible and focused.

use protocol::{Timestamp, limits::READ_AFTER};
use std::time::Duration;

/// Markers are sent at most this often.
const SEND_EVERY: Duration = Duration::from_secs(1);

/// Watches what is in view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The newest message in view at each look, with the time it came into view; both grow.
    in_view: Vec<(i64, Timestamp)>,
    read_seq: i64,
    sent_at: Option<Timestamp>,
    looked_at: Option<Timestamp>,
}

impl Reading {
    /// Everything up to `read_seq` was read before.
    pub fn new(read_seq: i64) -> Self {
        Self { read_seq, ..Self::default() }
    }

    /// Notes the newest message in view, `None` while nobody looks. Answers with the number to mark as
    /// read, when there is a new one.
    pub fn look(&mut self, newest_in_view: Option<i64>, now: Timestamp) -> Option<i64> {
        let Some(newest) = newest_in_view else {
            return self.leave();
        };
        self.looked_at = Some(now);
        self.in_view.retain(|(seq, _)| *seq <= newest);
        if self.in_view.last().is_none_or(|(seq, _)| *seq < newest) {
            self.in_view.push((newest, now));
        }
        let may_send = self.sent_at.is_none_or(|sent_at| now.since(sent_at) >= SEND_EVERY);
        if may_send { self.due(now) } else { None }
    }

    /// The reader turns away: what was in view long enough is said at once, and the second starts anew.
    pub fn leave(&mut self) -> Option<i64> {
        // Nobody knows how long ago it was that they turned away, only that they had not at the last look.
        let due = self.looked_at.take().and_then(|looked_at| self.due(looked_at));
        self.in_view.clear();
        due
    }

    fn due(&mut self, now: Timestamp) -> Option<i64> {
        let is_long_enough = |entry: &&(i64, Timestamp)| now.since(entry.1) >= READ_AFTER;
        let (seq, _) = *self.in_view.iter().rev().find(is_long_enough)?;
        if seq <= self.read_seq {
            return None;
        }
        self.read_seq = seq;
        self.sent_at = Some(now);
        self.in_view.retain(|(shown, _)| *shown >= seq);
        Some(seq)
    }

    /// The marker did not reach the server: it is sent again at the next look.
    pub fn not_sent(&mut self, read_seq: i64) {
        self.read_seq = read_seq;
    }

    /// Up to where the viewer has read.
    pub fn read_seq(&self) -> i64 {
        self.read_seq
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_is_read_after_a_second_in_view() {
        let mut reading = Reading::new(3);
        assert_eq!(reading.look(Some(4), Timestamp(0)), None);
        assert_eq!(reading.look(Some(4), Timestamp(999)), None);
        assert_eq!(reading.look(Some(4), Timestamp(1_000)), Some(4));
        assert_eq!(reading.look(Some(4), Timestamp(5_000)), None);
    }

    #[test]
    fn looking_away_starts_the_second_anew() {
        let mut reading = Reading::new(0);
        reading.look(Some(1), Timestamp(0));
        reading.look(None, Timestamp(900));
        assert_eq!(reading.look(Some(1), Timestamp(1_000)), None);
        assert_eq!(reading.look(Some(1), Timestamp(2_000)), Some(1));
    }

    #[test]
    fn on_leaving_the_last_is_said_without_waiting_for_its_turn() {
        let mut reading = Reading::new(0);
        reading.look(Some(1), Timestamp(0));
        reading.look(Some(2), Timestamp(500));
        reading.look(Some(3), Timestamp(800));
        assert_eq!(reading.look(Some(3), Timestamp(1_000)), Some(1));
        assert_eq!(reading.look(Some(3), Timestamp(1_600)), None, "its turn is at 2 s");
        assert_eq!(reading.look(None, Timestamp(9_000)), Some(2), "3 was not in view for a second");
        assert_eq!(reading.leave(), None);
    }

    #[test]
    fn a_stream_of_new_messages_does_not_hold_back_the_old_ones() {
        let mut reading = Reading::new(0);
        let sent: Vec<_> =
            (0..30).filter_map(|n| reading.look(Some(n + 1), Timestamp(n * 250))).collect();
        assert_eq!(sent, [1, 5, 9, 13, 17, 21, 25]);
    }

    #[test]
    fn a_marker_that_was_lost_is_sent_again() {
        let mut reading = Reading::new(0);
        reading.look(Some(1), Timestamp(0));
        assert_eq!(reading.look(Some(1), Timestamp(1_000)), Some(1));
        reading.not_sent(0);
        assert_eq!(reading.look(Some(1), Timestamp(2_000)), Some(1));
    }

    proptest! {
        /// However somebody scrolls, markers only grow, and while one looks they come at most once a second.
        #[test]
        fn markers_grow_slowly(looks in prop::collection::vec(((1_i64..30).prop_map(Some), 0_i64..700), 0..100)) {
            let mut reading = Reading::new(0);
            let (mut now, mut last) = (0, (0, -1_000));
            for (newest, pause) in looks {
                now += pause;
                if let Some(seq) = reading.look(newest, Timestamp(now)) {
                    prop_assert!(seq > last.0 && now - last.1 >= 1_000);
                    last = (seq, now);
                }
            }
        }
    }
}
