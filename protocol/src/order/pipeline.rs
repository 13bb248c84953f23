//! The pipeline that works orders off: its phases, and what it tells of them while it does.

use super::{OrderState, Party, Phase, named};
use crate::{
    command::Command,
    error::{ErrorBody, ErrorCode},
    id::OrderId,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How the work on an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// A worker takes it next.
    Queued,
    /// A worker is at it.
    Working,
    /// Somebody, or the calendar, has to do something first.
    Waiting,
    /// An admin has stopped it for now.
    Paused,
    /// It failed as often as it may; somebody has to look at it.
    SetAside,
    /// Nothing is left to do.
    Done,
}

/// What a worker may find at the end of a phase, or somebody may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Steer {
    /// Try again what was set aside. For the buyer and admins.
    Retry,
    /// Take no further step. For admins.
    Pause,
    /// Go on. For admins.
    Resume,
}

/// How an order's work stands (`status`): sent when it changes and to whoever joins `order:{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderStatus {
    /// Which order.
    pub order_id: OrderId,
    /// Rises with every change: of two the higher one holds. Shared with [`OrderProgress::version`].
    pub version: i64,
    /// The order's own state.
    pub state: OrderState,
    /// The part of the work it has come to.
    pub phase: Phase,
    /// How that stands.
    pub run: RunState,
    /// Pieces of this phase that are done.
    pub done: i64,
    /// Pieces this phase has.
    pub total: i64,
    /// Tries of the next piece that have failed.
    pub failures: i32,
    /// Why it waits for a retry, or was set aside.
    pub reason: Option<String>,
    /// When the work began.
    pub started_at: Timestamp,
    /// When this phase did.
    pub phase_started_at: Timestamp,
    /// When anything changed last.
    pub updated_at: Timestamp,
    /// The number of its newest log line: whoever has fewer asks for the rest.
    pub last_line: i64,
}

/// How far a phase has come (`progress`), while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderProgress {
    /// Which order.
    pub order_id: OrderId,
    /// See [`OrderStatus::version`].
    pub version: i64,
    /// Of which phase.
    pub phase: Phase,
    /// Pieces done.
    pub done: i64,
    /// Pieces in all.
    pub total: i64,
    /// When that was.
    pub updated_at: Timestamp,
}

/// Ask how an order's work stands. For its parties and admins. The same as `GET /api/orders/{id}/status`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GetStatus {
    /// Which order.
    pub order_id: OrderId,
}

impl Command for GetStatus {
    const NAME: &'static str = "getStatus";
    type Ok = OrderStatus;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::NotFound];
}

/// Have the pipeline try again, stop or go on with an order.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SteerOrder {
    /// Which order.
    pub order_id: OrderId,
    /// What to do.
    pub steer: Steer,
}

impl Command for SteerOrder {
    const NAME: &'static str = "steerOrder";
    type Ok = OrderStatus;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::WrongState,
    ];
}

impl OrderStatus {
    /// Whether the order ended while all that was done for it was looking at it: nothing was paid, sent or shown.
    pub fn never_began(&self) -> bool {
        self.run == RunState::Done && self.phase <= Phase::Charge && self.done < self.total
    }

    /// Takes in progress that is newer.
    pub fn progressed(&mut self, progress: &OrderProgress) {
        if progress.version > self.version {
            self.version = progress.version;
            self.phase = progress.phase;
            self.done = progress.done;
            self.total = progress.total;
            self.updated_at = progress.updated_at;
        }
    }
}

impl RunState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Working, Self::Waiting, Self::Paused, Self::SetAside, Self::Done];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Working => "working",
            Self::Waiting => "waiting",
            Self::Paused => "paused",
            Self::SetAside => "set_aside",
            Self::Done => "done",
        }
    }

    /// Whether something changes without anybody doing anything: then one looks more often.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Queued | Self::Working)
    }

    /// What a party's wish makes of it.
    pub fn steered(self, steer: Steer, party: Party) -> Result<Self, ErrorBody> {
        let may = match steer {
            Steer::Retry => matches!(party, Party::Buyer | Party::Admin),
            Steer::Pause | Steer::Resume => party == Party::Admin,
        };
        if !may {
            return Err(ErrorBody::new(
                ErrorCode::Forbidden,
                "This is for those who run the pipeline.",
            ));
        }
        match (steer, self) {
            (Steer::Retry, Self::SetAside) | (Steer::Resume, Self::Paused) => Ok(Self::Queued),
            (Steer::Pause, Self::Queued | Self::Working | Self::Waiting) => Ok(Self::Paused),
            _ => {
                let text = format!("Work that is {self} cannot be told to {}.", steer.as_str());
                Err(ErrorBody::new(ErrorCode::WrongState, text))
            }
        }
    }
}

impl Steer {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Retry, Self::Pause, Self::Resume];

    /// The name in addresses and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Pause => "pause",
            Self::Resume => "resume",
        }
    }
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str().replace('_', " "))
    }
}

impl FromStr for RunState {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        named(&Self::ALL, Self::as_str, text)
    }
}

impl FromStr for Steer {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        named(&Self::ALL, Self::as_str, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_ended_before_the_payment_never_began() {
        let text = r#"{"orderId":"00000000-0000-0000-0000-000000000001","version":3,"state":"rejected","phase":"charge",
            "run":"done","done":0,"total":1,"failures":0,"reason":null,"startedAt":0,"phaseStartedAt":0,"updatedAt":0,
            "lastLine":2}"#;
        let rejected: OrderStatus = serde_json::from_str(text).unwrap();
        assert!(rejected.never_began());
        assert!(!OrderStatus { run: RunState::Waiting, ..rejected.clone() }.never_began());
        assert!(!OrderStatus { phase: Phase::Refund, done: 1, ..rejected.clone() }.never_began());
        assert!(!OrderStatus { phase: Phase::Verify, ..rejected }.never_began(), "it was paid");
    }

    #[test]
    fn only_what_was_set_aside_is_tried_again_and_not_by_everybody() {
        for run in RunState::ALL {
            let retried = run.steered(Steer::Retry, Party::Buyer);
            assert_eq!(retried.is_ok(), run == RunState::SetAside, "{run}");
            let resumed = run.steered(Steer::Resume, Party::Admin);
            assert_eq!(resumed.is_ok(), run == RunState::Paused, "{run}");
            for party in [Party::Buyer, Party::Owner, Party::System] {
                assert_eq!(
                    run.steered(Steer::Pause, party).unwrap_err().code,
                    ErrorCode::Forbidden
                );
            }
        }
        let refused = RunState::Done.steered(Steer::Pause, Party::Admin).unwrap_err();
        assert_eq!(refused.code, ErrorCode::WrongState);
    }
}
