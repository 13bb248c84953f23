//! Jobs as people read them.

use crate::{
    components::{Symbol, Tone},
    format::{count, counted},
};
use protocol::{
    inventory::FileFormat,
    job::{JobKind, JobPhase, JobProgress, JobState, JobUnit, JobUpdate, RowCounts},
};

/// What a job does.
pub(super) fn kind_name(kind: JobKind, is_dry_run: bool) -> &'static str {
    match (kind, is_dry_run) {
        (JobKind::ImportBoards, false) => "Import of boards",
        (JobKind::ImportBoards, true) => "Dry run of an import",
        (JobKind::ExportBoards, _) => "Export of boards",
        (JobKind::ExportOrders, _) => "Export of orders",
        (JobKind::CheckPrices, _) => "Check of prices",
    }
}

/// A state, as people call it.
pub(super) fn state_name(state: JobState) -> &'static str {
    match state {
        JobState::Pending => "Waiting",
        JobState::Processing => "Under way",
        JobState::Completed => "Completed",
        JobState::Failed => "Failed",
        JobState::Cancelled => "Cancelled",
    }
}

/// How it stands: word, colour and picture. What is done and came to nothing is not called completed.
pub(super) fn state_words(update: &JobUpdate) -> (&'static str, Tone, Symbol) {
    let is_empty = update.result.as_ref().is_some_and(|result| result.is_empty);
    match update.status {
        JobState::Pending => ("Waiting", Tone::Waiting, Symbol::Clock),
        JobState::Processing => ("Under way", Tone::News, Symbol::Live),
        JobState::Completed if is_empty => ("Nothing done", Tone::Waiting, Symbol::Alert),
        JobState::Completed if update.progress.counts.failed > 0 => {
            ("Completed, some rows wrong", Tone::Waiting, Symbol::Alert)
        }
        JobState::Completed => ("Completed", Tone::Live, Symbol::Checks),
        JobState::Failed => ("Failed", Tone::Trouble, Symbol::Alert),
        JobState::Cancelled => ("Cancelled", Tone::Neutral, Symbol::Close),
    }
}

/// What it is at.
pub(super) fn phase_name(phase: JobPhase) -> &'static str {
    match phase {
        JobPhase::Queue => "Waits for its turn",
        JobPhase::Check => "Checking",
        JobPhase::Store => "Storing",
        JobPhase::Write => "Writing",
        JobPhase::Compare => "Comparing prices",
        JobPhase::End => "Done",
    }
}

/// What its pieces are: one, and several.
fn pieces(unit: JobUnit) -> (&'static str, &'static str) {
    match unit {
        JobUnit::Rows => ("row", "rows"),
        JobUnit::Boards => ("board", "boards"),
    }
}

/// How many of its pieces are done.
pub(super) fn done_of(progress: &JobProgress) -> String {
    let (one, many) = pieces(progress.unit);
    format!("{} of {}", count(progress.done), counted(progress.total, one, many))
}

/// What its bar shows.
pub(super) fn done_label(unit: JobUnit) -> &'static str {
    match unit {
        JobUnit::Rows => "Rows done",
        JobUnit::Boards => "Boards done",
    }
}

/// What it is at, or where it was stopped.
pub(super) fn head(status: JobState, progress: &JobProgress) -> String {
    match status {
        JobState::Failed | JobState::Cancelled => format!("Stopped at {}", done_of(progress)),
        JobState::Completed => phase_name(JobPhase::End).to_owned(),
        _ => phase_name(progress.phase).to_owned(),
    }
}

/// What is left of a job that did not come to its end, and what one does next.
pub(super) fn what_stays(kind: JobKind, is_dry_run: bool, status: JobState) -> &'static str {
    match (kind, is_dry_run, status == JobState::Failed) {
        (JobKind::ImportBoards, true, true) => {
            "Nothing was changed. “Try again” goes on where it stopped."
        }
        (JobKind::ImportBoards, true, false) => {
            "Nothing was changed. Choose the file again to look at all of it."
        }
        (JobKind::ImportBoards, false, true) => {
            "What was imported stays. “Try again” goes on where it stopped; or import the file again: rows that are there are left unchanged."
        }
        (JobKind::ImportBoards, false, false) => {
            "What was imported stays. To go on, import the file again: rows that are there are left unchanged."
        }
        (JobKind::CheckPrices, _, true) => "No price was changed. “Try again” asks anew.",
        (JobKind::CheckPrices, _, false) => "No price was changed.",
        (JobKind::ExportBoards | JobKind::ExportOrders, _, true) => {
            "There is no file. “Try again” goes on where it stopped."
        }
        (JobKind::ExportBoards | JobKind::ExportOrders, _, false) => {
            "Nothing is kept of it. Ask for the file again when you want it."
        }
    }
}

/// How fast it goes, and what time is left; nothing that is not known.
pub(super) fn pace(progress: &JobProgress) -> Vec<String> {
    let (one, many) = pieces(progress.unit);
    let rate =
        progress.rate_per_second.map(|rate| format!("{} a second", counted(rate, one, many)));
    let left = progress.remaining_ms.filter(|_| progress.done < progress.total).map(left);
    rate.into_iter().chain(left).collect()
}

fn left(ms: i64) -> String {
    let seconds = ms.max(0).saturating_add(999) / 1_000;
    match seconds {
        ..91 => format!("about {seconds} s left"),
        91..5_400 => format!("about {} min left", (seconds + 30) / 60),
        _ => format!("about {} h left", (seconds + 1_800) / 3_600),
    }
}

/// What became of the rows: each with its name on the wire, and in words.
pub(super) fn row_counts(counts: &RowCounts) -> [(&'static str, &'static str, i64); 5] {
    [
        ("created", "New", counts.created),
        ("updated", "Changed", counts.updated),
        ("unchanged", "Unchanged", counts.unchanged),
        ("skipped", "Passed over", counts.skipped),
        ("failed", "Wrong", counts.failed),
    ]
}

/// The same in a line, without what there is none of.
pub(super) fn row_summary(counts: &RowCounts) -> String {
    let there = row_counts(counts).into_iter().filter(|(_, _, number)| *number > 0);
    let texts: Vec<_> = there
        .map(|(_, name, number)| format!("{} {}", count(number), name.to_lowercase()))
        .collect();
    texts.join(", ")
}

/// What a file is written in.
pub(super) fn format_name(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Csv => "CSV",
        FileFormat::JsonLines => "JSON Lines",
    }
}

/// The size of a file.
pub(super) fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => counted(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{}.{} MB", count(tenths / 10), tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::job::fixture::update;
    use protocol::job::JobResult;

    #[test]
    fn a_job_that_has_done_nothing_is_not_called_completed() {
        let result = |is_empty| {
            Some(JobResult { summary: String::new(), is_empty, download: None, imported_as: None })
        };
        let completed = |is_empty| JobUpdate {
            status: JobState::Completed,
            result: result(is_empty),
            ..update(7, 9)
        };
        assert_eq!(state_words(&completed(false)).0, "Completed");
        assert_eq!(state_words(&completed(true)).0, "Nothing done");
        let mut partly = completed(false);
        partly.progress.counts.failed = 3;
        assert_eq!(state_words(&partly).0, "Completed, some rows wrong");
    }

    #[test]
    fn rate_and_time_left_are_told_while_both_are_known() {
        let mut progress = update(7, 40).progress;
        assert_eq!(pace(&progress), ["40 rows a second", "about 2 s left"]);
        progress.remaining_ms = Some(200_000);
        assert_eq!(pace(&progress)[1], "about 3 min left");
        progress.rate_per_second = None;
        progress.remaining_ms = None;
        assert!(pace(&progress).is_empty());
    }

    #[test]
    fn what_was_stopped_is_not_called_done_and_says_what_stays() {
        let progress = update(7, 40).progress;
        for status in [JobState::Cancelled, JobState::Failed] {
            assert_eq!(head(status, &progress), "Stopped at 40 of 100 rows");
        }
        assert_eq!(head(JobState::Completed, &progress), "Done");
        assert_eq!(head(JobState::Processing, &progress), "Storing");
        let stays = |kind, dry| what_stays(kind, dry, JobState::Cancelled);
        assert!(stays(JobKind::ImportBoards, false).starts_with("What was imported stays."));
        assert!(stays(JobKind::ImportBoards, true).starts_with("Nothing was changed."));
        assert!(stays(JobKind::ExportOrders, false).starts_with("Nothing is kept of it."));
    }

    #[test]
    fn rows_are_summed_up_without_what_there_is_none_of() {
        let counts = RowCounts { created: 1_200, failed: 2, ..RowCounts::default() };
        assert_eq!(row_summary(&counts), "1,200 new, 2 wrong");
        assert_eq!(row_summary(&RowCounts::default()), "");
    }

    #[test]
    fn sizes_are_rounded() {
        assert_eq!(
            [1, 900, 1_600, 12_340_000].map(size),
            ["1 byte", "900 bytes", "2 KB", "12.3 MB"]
        );
    }
}
