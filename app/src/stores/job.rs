//! How imports and exports stand, as far as this tab was told.

use protocol::{id::JobId, job::JobUpdate};
use std::collections::BTreeMap;

/// The newest word on each job.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jobs {
    known: BTreeMap<JobId, JobUpdate>,
}

impl Jobs {
    /// Takes in how a job stands, however that was heard, unless something newer is known.
    pub fn update(&mut self, update: JobUpdate) {
        match self.known.get(&update.job_id) {
            Some(known) if !update.is_after(known) => {}
            _ => {
                self.known.insert(update.job_id, update);
            }
        }
    }

    /// One job.
    pub fn get(&self, id: JobId) -> Option<&JobUpdate> {
        self.known.get(&id)
    }

    /// What was read of a job, or the newer that is known.
    pub fn newest(&self, read: &JobUpdate) -> JobUpdate {
        let known = self.known.get(&read.job_id).filter(|known| known.is_after(read));
        known.unwrap_or(read).clone()
    }

    /// The newest job that was told of.
    pub fn latest(&self) -> Option<JobId> {
        self.known.last_key_value().map(|(id, _)| *id)
    }
}

#[cfg(test)]
pub(crate) mod fixture {
    use protocol::{
        Timestamp,
        id::JobId,
        job::{JobPhase, JobProgress, JobState, JobUpdate, RowCounts},
    };
    use std::time::Duration;
    use uuid::Uuid;

    /// A job of 100 rows that is under way.
    pub(crate) fn update(id: u128, version: i64) -> JobUpdate {
        let pace = (version, Duration::from_secs(1));
        let counts = RowCounts { created: version, ..RowCounts::default() };
        JobUpdate {
            job_id: JobId(Uuid::from_u128(id)),
            version,
            status: JobState::Processing,
            progress: JobProgress::new(JobPhase::Store, (version, 100), counts, pace),
            error: None,
            result: None,
            source: None,
            updated_at: Timestamp(version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fixture::update, *};

    #[test]
    fn an_older_word_never_undoes_a_newer_one() {
        let mut jobs = Jobs::default();
        for version in [4, 9, 2] {
            jobs.update(update(7, version));
        }
        assert_eq!(jobs.get(update(7, 1).job_id).map(|it| it.version), Some(9));
        assert_eq!(jobs.newest(&update(7, 5)).version, 9);
        assert_eq!(jobs.newest(&update(7, 12)).version, 12);
        assert_eq!(jobs.newest(&update(8, 3)).version, 3, "of what is not known, what was read");
    }

    #[test]
    fn the_latest_is_the_one_that_was_asked_for_last() {
        let mut jobs = Jobs::default();
        assert_eq!(jobs.latest(), None);
        for id in [5, 8, 6] {
            jobs.update(update(id, 1));
        }
        assert_eq!(jobs.latest(), Some(update(8, 1).job_id));
    }
}
