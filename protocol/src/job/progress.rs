//! How far a job has come.

use super::JobKind;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a job is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobPhase {
    /// Waits for its turn.
    Queue,
    /// Looks at rows and changes nothing: a dry run.
    Check,
    /// Stores rows.
    Store,
    /// Writes a file.
    Write,
    /// The price monitor compares prices.
    Compare,
    /// Nothing is left to do.
    End,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobUnit {
    /// Rows of a file.
    Rows,
    /// Boards whose prices are compared.
    Boards,
}

impl JobUnit {
    /// What a job of this kind is counted in.
    pub fn of(kind: JobKind) -> Self {
        if kind == JobKind::CheckPrices { Self::Boards } else { Self::Rows }
    }
}

/// What became of the rows so far; of a dry run, what would.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowCounts {
    /// New boards.
    pub created: i64,
    /// Boards that say something else now.
    pub updated: i64,
    /// Boards that said it already.
    pub unchanged: i64,
    /// Rows with the id of an earlier row, which counts.
    pub skipped: i64,
    /// Rows that break a rule.
    pub failed: i64,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobProgress {
    /// What it is at.
    pub phase: JobPhase,
    /// Pieces that are done. Never falls within an attempt.
    pub done: i64,
    /// Pieces in all.
    pub total: i64,
    /// What the pieces are.
    pub unit: JobUnit,
    /// Of all pieces, rounded down: 100 means that it is over. Never falls within an attempt.
    pub percent: u8,
    /// Pieces a second, of this attempt; absent until that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_per_second: Option<i64>,
    /// Milliseconds left at that rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<i64>,
    /// What became of the rows.
    #[serde(flatten)]
    pub counts: RowCounts,
}

impl RowCounts {
    /// Rows that are boards now, or would be.
    pub fn taken(&self) -> i64 {
        self.created + self.updated + self.unchanged
    }

    /// All rows that were looked at.
    pub fn all(&self) -> i64 {
        self.taken() + self.skipped + self.failed
    }
}

impl JobProgress {
    /// `pace` is how many pieces this attempt has done, in what time.
    pub fn new(
        phase: JobPhase,
        (done, total): (i64, i64),
        counts: RowCounts,
        pace: (i64, Duration),
    ) -> Self {
        let rate = rate(pace).filter(|_| phase != JobPhase::Queue);
        let left = |rate: i64| total.saturating_sub(done).saturating_mul(1000) / rate.max(1);
        Self {
            phase,
            done,
            total,
            unit: JobUnit::Rows,
            percent: percent((done, total), phase == JobPhase::End),
            rate_per_second: rate,
            remaining_ms: rate.filter(|_| phase != JobPhase::End).map(left),
            counts,
        }
    }
}

fn rate((pieces, time): (i64, Duration)) -> Option<i64> {
    let ms = i64::try_from(time.as_millis()).ok().filter(|ms| *ms > 0)?;
    (pieces > 0).then(|| (pieces.saturating_mul(1000) / ms).max(1))
}

fn percent((done, total): (i64, i64), is_over: bool) -> u8 {
    if total <= 0 {
        return if is_over { 100 } else { 0 };
    }
    let percent = u8::try_from((done.clamp(0, total) * 100) / total).unwrap_or(100);
    percent.min(if is_over { 100 } else { 99 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_percent_means_that_it_is_over() {
        let of = |phase, done| {
            JobProgress::new(phase, (done, 3), RowCounts::default(), (done, Duration::from_secs(2)))
        };
        let at = |done| of(JobPhase::Store, done);
        assert_eq!([0, 1, 2, 3].map(|done| at(done).percent), [0, 33, 66, 99]);
        assert_eq!(of(JobPhase::End, 3).percent, 100);
        assert_eq!(at(2).rate_per_second, Some(1));
        assert_eq!(at(2).remaining_ms, Some(1000));
        assert_eq!(at(0).remaining_ms, None);
    }
}
