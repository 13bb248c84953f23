//! Streams: the numbered log of durable events behind a room, and how a client catches up with it.
//!
//! Numbers are given inside the transaction that stores the change, start at 1 and have no holes. A
//! client applies them in order, drops what it has, and asks for the range when it sees a gap.

use crate::{
    command::Command,
    error::{ErrorBody, ErrorCode},
    event::ServerEvent,
    id::Epoch,
    limits,
    room::Room,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where a stream stands: the number of its newest event, 0 when it is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Head {
    /// The life of the log the number belongs to.
    pub epoch: Epoch,
    /// The newest event's number.
    pub seq: i64,
}

impl Head {
    /// Of a log that has no events yet, and of whoever knows none: a log that has some answers it with a reset.
    pub const EMPTY: Self = Self { epoch: Epoch(Uuid::nil()), seq: 0 };
}

/// Where in its stream a durable event stands. Flattened into the event's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// The stream, named as its room.
    pub stream: Room,
    /// See [`Head::epoch`].
    pub epoch: Epoch,
    /// This event's number in the stream.
    pub seq: i64,
}

/// Ask for everything after a cursor, for up to [`limits::SYNC_STREAMS`] streams, each named once. The answer has
/// at most [`limits::SYNC_EVENTS`] events and about [`limits::SYNC_BYTES`] for all together: ask again where `more`
/// is true.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sync {
    /// One cursor a stream.
    pub streams: Vec<Cursor>,
    /// Streams that are further behind than this many events are answered with a reset. For pages, which rather read
    /// their data anew; without it everything that was missed can be had, answer by answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reset_beyond: Option<u32>,
}

impl From<Vec<Cursor>> for Sync {
    /// Asks for all that was missed.
    fn from(streams: Vec<Cursor>) -> Self {
        Self { streams, reset_beyond: None }
    }
}

impl Command for Sync {
    const NAME: &'static str = "sync";
    type Ok = Synced;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::TooLarge];
}

impl Sync {
    /// Refuses a request for more streams than one answer may carry, and one that names a stream twice.
    pub fn check(&self) -> Result<(), ErrorBody> {
        if self.streams.len() > limits::SYNC_STREAMS {
            let text = format!("At most {} streams in one sync.", limits::SYNC_STREAMS);
            return Err(ErrorBody::too_large("streams", limits::SYNC_STREAMS, text));
        }
        let names: BTreeSet<Room> = self.streams.iter().map(|cursor| cursor.name).collect();
        if names.len() < self.streams.len() {
            return Err(ErrorBody::invalid("streams", "Name every stream once."));
        }
        Ok(())
    }
}

/// How far a client has come in one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cursor {
    /// The stream.
    pub name: Room,
    /// The epoch the client knows.
    pub epoch: Epoch,
    /// The last event it has applied.
    pub seq: i64,
}

/// The answer to [`Sync`], one entry for each stream asked for, in the same order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Synced {
    /// See [`StreamAnswer`].
    pub streams: Vec<StreamAnswer>,
}

/// What happened in one stream after the client's cursor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StreamAnswer {
    /// The stream.
    pub name: Room,
    /// The news, or why there are none.
    #[serde(flatten)]
    pub news: News,
}

/// All of it, or an honest "start over": never a part with a silent hole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum News {
    /// The events after the cursor, in order.
    Events {
        /// In one answer at most [`limits::SYNC_EVENTS`], and about [`limits::SYNC_BYTES`], for all streams
        /// together.
        events: Vec<ServerEvent>,
        /// Whether there are more: ask again from the last one. With no events at all, other streams have
        /// used the answer up.
        more: bool,
    },
    /// The cursor is of another epoch or too far behind: read the page again and go on from here.
    Reset {
        /// Where the stream stands now.
        reset: Head,
    },
    /// The stream does not exist or is not the client's to read.
    Denied {
        /// Why.
        denied: ErrorBody,
    },
}

/// What a client must do with a durable event, given its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is the next one.
    Apply,
    /// It was applied before.
    Drop,
    /// Events between are missing, or the log was rebuilt: sync first.
    Gap,
}

/// Decides what to do with the event at `position` when everything up to `applied` is known.
pub fn step(applied: Head, position: &Position) -> Step {
    if position.epoch != applied.epoch || position.seq > applied.seq + 1 {
        Step::Gap
    } else if position.seq <= applied.seq {
        Step::Drop
    } else {
        Step::Apply
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UserId;
    use proptest::prelude::*;

    fn at(epoch: u128, seq: i64) -> Position {
        let stream = Room::User(UserId(Uuid::nil()));
        Position { stream, epoch: Epoch(Uuid::from_u128(epoch)), seq }
    }

    fn head(epoch: u128, seq: i64) -> Head {
        Head { epoch: Epoch(Uuid::from_u128(epoch)), seq }
    }

    #[test]
    fn only_the_next_number_is_applied() {
        assert_eq!(step(head(1, 4), &at(1, 5)), Step::Apply);
        assert_eq!(step(head(1, 4), &at(1, 4)), Step::Drop);
        assert_eq!(step(head(1, 4), &at(1, 6)), Step::Gap);
        assert_eq!(step(head(1, 4), &at(2, 5)), Step::Gap);
    }

    proptest! {
        /// Whatever is doubled, dropped or reordered on the way, applying what `step` allows gives 1, 2, 3…
        #[test]
        fn the_applied_numbers_have_no_hole(arrivals in prop::collection::vec(1_i64..20, 0..200)) {
            let mut applied = head(1, 0);
            let mut seen = Vec::new();
            for seq in arrivals {
                if step(applied, &at(1, seq)) == Step::Apply {
                    applied.seq = seq;
                    seen.push(seq);
                }
            }
            let expected: Vec<i64> = (1..=applied.seq).collect();
            prop_assert_eq!(seen, expected);
        }
    }
}
