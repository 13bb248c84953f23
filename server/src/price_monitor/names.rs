//! What the other service calls its events. Every installation may say it differently.

use super::ExternalState;
use std::str::FromStr;

/// Names of events, ours to it and its to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventNames {
    /// Joins a job's room, with `{jobId}`.
    pub join: String,
    /// Leaves it, with `{jobId}`.
    pub leave: String,
    told: Vec<(String, Meaning)>,
}

/// What an event means for a job whose state it does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning(pub(super) ExternalState);

/// What an installation may rename.
const KINDS: [(&str, ExternalState, &[&str]); 4] = [
    (
        "progress",
        ExternalState::Processing,
        &[
            "import-job-progress",
            "import-job-update",
            "import-progress",
            "job-progress",
            "jobUpdate",
            "progress",
            "status_update",
        ],
    ),
    (
        "completed",
        ExternalState::Completed,
        &["import-job-completed", "import-completed", "job-completed", "jobCompleted"],
    ),
    (
        "failed",
        ExternalState::Failed,
        &["import-job-failed", "import-failed", "job-failed", "jobFailed"],
    ),
    (
        "cancelled",
        ExternalState::Cancelled,
        &["import-job-cancelled", "import-cancelled", "job-cancelled", "jobCancelled"],
    ),
];

impl Default for EventNames {
    fn default() -> Self {
        let told = KINDS.iter().flat_map(|(_, state, names)| {
            names.iter().map(|name| ((*name).to_owned(), Meaning(*state)))
        });
        Self {
            join: "join-import-job".to_owned(),
            leave: "leave-import-job".to_owned(),
            told: told.collect(),
        }
    }
}

impl EventNames {
    /// What an event means, if it is one of ours to hear.
    pub(super) fn meaning(&self, event: &str) -> Option<Meaning> {
        self.told.iter().find(|(name, _)| name == event).map(|(_, meaning)| *meaning)
    }

    fn rename(&mut self, kind: &str, names: Vec<String>) -> Result<(), String> {
        match (kind, &names[..]) {
            ("join", [name]) => self.join.clone_from(name),
            ("leave", [name]) => self.leave.clone_from(name),
            ("join" | "leave", _) => return Err(format!("{kind} is one name")),
            _ => {
                let known = KINDS.iter().find(|(known, ..)| *known == kind);
                let (_, state, _) = known.ok_or_else(|| {
                    format!(
                        "{kind:?} is none of join, leave, progress, completed, failed, cancelled"
                    )
                })?;
                self.told.retain(|(_, meaning)| meaning.0 != *state);
                self.told.extend(names.into_iter().map(|name| (name, Meaning(*state))));
            }
        }
        Ok(())
    }
}

/// `progress=tick|beat,completed=done,join=watch`: what is not named keeps the names it has.
impl FromStr for EventNames {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut names = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (kind, list) =
                part.split_once('=').ok_or_else(|| format!("{part:?} is not kind=name|name"))?;
            let list: Vec<_> = list.split('|').map(|name| name.trim().to_owned()).collect();
            if list.iter().any(String::is_empty) {
                return Err(format!("{part:?} has an empty name"));
            }
            names.rename(kind.trim(), list)?;
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_renames_what_it_calls_differently() {
        let names: EventNames = "progress = tick|beat, join=watch".parse().expect("is understood");
        assert_eq!((&*names.join, &*names.leave), ("watch", "leave-import-job"));
        assert_eq!(names.meaning("beat"), Some(Meaning(ExternalState::Processing)));
        assert_eq!(names.meaning("job-progress"), None, "its own names are gone");
        assert_eq!(names.meaning("job-failed"), Some(Meaning(ExternalState::Failed)));
        assert_eq!("".parse(), Ok(EventNames::default()));
        for bad in ["progress", "progress=", "progress=a||b", "join=a|b", "dance=a"] {
            bad.parse::<EventNames>().expect_err(bad);
        }
    }
}
