//! Jobs on the wire.

use super::{A, A_TEXT};
use protocol::{
    ServerEvent, Timestamp,
    id::JobId,
    job::{
        Download, JobPhase, JobProgress, JobResult, JobState, JobUpdate, RowCounts, WatchMessage,
    },
};
use serde_json::{Value, json};
use std::time::Duration;

fn sample() -> (JobUpdate, Value) {
    let counts = RowCounts { created: 40, updated: 7, unchanged: 2, skipped: 0, failed: 1 };
    let pace = (50, Duration::from_secs(5));
    let download =
        Download { name: "boards.csv".into(), rows: 3, bytes: 99, expires_at: Timestamp(11) };
    let summary = "3 boards.".to_owned();
    let update = JobUpdate {
        job_id: JobId(A),
        version: 4,
        status: JobState::Processing,
        progress: JobProgress::new(JobPhase::Store, (50, 200), counts, pace),
        error: None,
        result: Some(JobResult {
            summary,
            is_empty: false,
            download: Some(download),
            imported_as: None,
        }),
        source: None,
        updated_at: Timestamp(9),
    };
    let progress = json!({"phase": "store", "done": 50, "total": 200, "unit": "rows", "percent": 25,
        "ratePerSecond": 10, "remainingMs": 15_000,
        "created": 40, "updated": 7, "unchanged": 2, "skipped": 0, "failed": 1});
    let result = json!({"summary": "3 boards.", "isEmpty": false,
        "download": {"name": "boards.csv", "rows": 3, "bytes": 99, "expiresAt": 11}});
    let payload = json!({"jobId": A_TEXT, "version": 4, "status": "PROCESSING",
        "progress": progress, "error": null, "result": result, "updatedAt": 9});
    (update, payload)
}

pub fn update() -> (ServerEvent, Value) {
    let (update, payload) = sample();
    (ServerEvent::JobUpdate(update), payload)
}

/// What a plain `EventSource` is told.
#[test]
fn messages_of_a_watch_travel_as_agreed() {
    let (update, mut payload) = sample();
    payload["type"] = "status_update".into();
    let error = "Sign in again.".to_owned();
    let messages = [
        (
            WatchMessage::Connected { job_id: JobId(A) },
            json!({"type": "connected", "jobId": A_TEXT}),
        ),
        (WatchMessage::StatusUpdate(update.into()), payload),
        (
            WatchMessage::Error { job_id: JobId(A), error },
            json!({"type": "error", "jobId": A_TEXT, "error": "Sign in again."}),
        ),
    ];
    for (message, wire) in messages {
        assert_eq!(serde_json::to_value(&message).unwrap(), wire);
        assert_eq!(serde_json::from_value::<WatchMessage>(wire).unwrap(), message);
    }
}
