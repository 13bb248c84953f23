//! How far a job of the other service is.

use super::ExternalId;
use crate::secret::Secret;
use protocol::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What a job is doing, in the words our own jobs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExternalState {
    /// It has not begun.
    Pending,
    /// It is at work.
    Processing,
    /// It has done what it was asked to.
    Completed,
    /// It gave up.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

impl ExternalState {
    /// Whether nothing follows.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Processing)
    }
}

/// The one shape of whatever the service says about a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalProgress {
    /// Which job.
    pub external_id: ExternalId,
    /// What it is doing.
    pub state: ExternalState,
    /// Percent, 0 to 100. Of one job it never falls.
    pub progress: Option<u8>,
    /// Why it failed, in the service's words; text of somebody else's.
    pub error: Option<String>,
    /// What it brought, as the service gave it, once it has ended; see [`suggested_prices`](super::suggested_prices). At
    /// most 512 KB of JSON and 20,000 values, all of them one copy: it is passed on for every report.
    pub result: Option<Arc<Value>>,
    /// When the service says it was so, or else when we heard it. Never later than when we heard it.
    pub updated_at: Timestamp,
    /// Fields we have no use for.
    pub raw: Map<String, Value>,
}

impl ExternalProgress {
    /// Takes in a further report of the same job; says whether anything has changed. Reports come twice, too late
    /// and in any order: an end is final, a state never goes back, percent never falls. Only a result that was
    /// missing at the end is taken after it.
    pub fn absorb(&mut self, report: Self) -> bool {
        if self.state.is_final() {
            return self.complete(report);
        }
        let is_late = report.updated_at < self.updated_at && !report.state.is_final();
        if is_late || report.state < self.state {
            return false;
        }
        let next = Self {
            progress: self.progress.max(report.progress),
            error: report.error.or_else(|| self.error.clone()),
            result: report.result.or_else(|| self.result.clone()),
            updated_at: self.updated_at.max(report.updated_at),
            ..report
        }
        .rounded_up();
        let has_changed = next != *self;
        *self = next;
        has_changed
    }

    /// Whether the key stands in anything of it that is shown, stored or handed on.
    pub(super) fn holds(&self, key: &Secret) -> bool {
        key.is_in_text(self.external_id.as_str())
            || self.error.as_ref().is_some_and(|text| key.is_in_text(text))
            || self.result.as_ref().is_some_and(|value| key.is_in(value))
            || key.is_in_fields(&self.raw)
    }

    /// As it is shown: what is completed is so by 100 percent, what is not has no error yet.
    pub(super) fn rounded_up(mut self) -> Self {
        if self.state == ExternalState::Completed {
            self.progress = Some(100);
        }
        self
    }

    fn complete(&mut self, report: Self) -> bool {
        let is_missing = self.result.is_none() && report.result.is_some();
        let is_taken = is_missing && report.state == self.state;
        if is_taken {
            self.result = report.result;
        }
        is_taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn state() -> impl Strategy<Value = ExternalState> {
        use ExternalState::{Cancelled, Completed, Failed, Pending, Processing};
        prop_oneof![
            4 => Just(Pending), 12 => Just(Processing), 1 => Just(Completed), 1 => Just(Failed), 1 => Just(Cancelled)
        ]
    }

    prop_compose! {
        fn report()(
            state in state(),
            progress in prop::option::of(0..=100_u8),
            result in prop::option::of(0..3),
            at in 0..50_i64,
        ) -> ExternalProgress {
            let result = result.map(|it| Arc::new(json!(it)));
            ExternalProgress { state, progress, result, updated_at: Timestamp(at), ..at_the_start() }.rounded_up()
        }
    }

    fn at_the_start() -> ExternalProgress {
        ExternalProgress {
            external_id: ExternalId::parse("job-1").expect("is a name"),
            state: ExternalState::Pending,
            progress: None,
            error: None,
            result: None,
            updated_at: Timestamp(0),
            raw: Map::new(),
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_in_whatever_order_a_job_only_moves_on(reports in prop::collection::vec(report(), 1..40)) {
            let mut job = at_the_start();
            for report in reports {
                let before = job.clone();
                let has_changed = job.absorb(report.clone());
                prop_assert_eq!(has_changed, job != before);
                prop_assert!(job.state >= before.state, "a state never goes back");
                prop_assert!(job.progress >= before.progress, "percent never falls");
                prop_assert!(job.updated_at >= before.updated_at);
                if before.state.is_final() {
                    prop_assert_eq!(job.state, before.state, "an end is final");
                    prop_assert!(before.result.is_none() || job.result == before.result);
                } else {
                    prop_assert!(!report.state.is_final() || job.state == report.state, "no end is missed");
                }
            }
        }
    }

    #[test]
    fn a_report_that_comes_twice_changes_nothing() {
        let report = ExternalProgress {
            state: ExternalState::Processing,
            progress: Some(40),
            updated_at: Timestamp(7),
            ..at_the_start()
        };
        let mut job = at_the_start();
        assert!(job.absorb(report.clone()));
        assert!(!job.absorb(report));
    }

    #[test]
    fn a_result_that_was_missing_at_the_end_is_still_taken_once() {
        let end = ExternalProgress { state: ExternalState::Completed, ..at_the_start() };
        let mut job = at_the_start();
        assert!(job.absorb(end.clone()));
        assert_eq!((job.progress, &job.result), (Some(100), &None));
        assert!(job.absorb(ExternalProgress { result: Some(json!([1]).into()), ..end.clone() }));
        assert!(!job.absorb(ExternalProgress { result: Some(json!([2]).into()), ..end }));
        assert_eq!(job.result.as_deref(), Some(&json!([1])));
    }
}
