//! When to say that the viewer types: at the first key, again while typing goes on, and when it stops.

use protocol::{
    Timestamp,
    limits::{TYPING_IDLE, TYPING_REPEAT},
};

/// What was said last, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notifier {
    typing: Option<Since>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Since {
    said_at: Timestamp,
    last_key_at: Timestamp,
}

impl Notifier {
    /// A key changed the text. `true` when that must be said now.
    pub fn key(&mut self, now: Timestamp) -> bool {
        let is_due = self.typing.is_none_or(|typing| now.since(typing.said_at) >= TYPING_REPEAT);
        let said_at = match self.typing {
            Some(typing) if !is_due => typing.said_at,
            _ => now,
        };
        self.typing = Some(Since { said_at, last_key_at: now });
        is_due
    }

    /// Time has passed. `true` when typing has stopped and that must be said now.
    pub fn pause(&mut self, now: Timestamp) -> bool {
        let is_idle = |typing: Since| now.since(typing.last_key_at) >= TYPING_IDLE;
        self.typing.is_some_and(is_idle) && self.stop()
    }

    /// Sent, left, or emptied. `true` when that must be said now.
    pub fn stop(&mut self) -> bool {
        self.typing.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_is_told_at_once_and_then_every_five_seconds() {
        let mut notifier = Notifier::default();
        let told: Vec<_> =
            (0..13).map(|n| n * 1_000).filter(|ms| notifier.key(Timestamp(*ms))).collect();
        assert_eq!(told, [0, 5_000, 10_000]);
    }

    #[test]
    fn five_idle_seconds_end_it_once() {
        let mut notifier = Notifier::default();
        notifier.key(Timestamp(0));
        assert!(!notifier.pause(Timestamp(4_999)));
        assert!(notifier.pause(Timestamp(5_000)));
        assert!(!notifier.pause(Timestamp(9_000)));
    }

    #[test]
    fn a_stop_is_only_told_to_those_who_heard_of_the_start() {
        let mut notifier = Notifier::default();
        assert!(!notifier.stop());
        notifier.key(Timestamp(0));
        assert!(notifier.stop());
        assert!(notifier.key(Timestamp(1)), "the next key starts again");
    }
}
