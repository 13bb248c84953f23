//! Imports, exports, and watching them.

use super::{Content, Group, Request, get, of, post};
use crate::{
    ErrorCode,
    id::JobId,
    inventory::Mapping,
    job::{JobErrors, JobPage, JobView, StartExport, WatchMessage},
};
use serde_json::json;

const NONE: &[ErrorCode] = &[ErrorCode::NotFound];
const TABLES: &[&str] = &["text/csv", "application/jsonl"];

pub(super) fn group() -> Group {
    let mut requests = vec![
        get("/api/jobs", "listJobs", "The user's imports and exports, the newest first.")
            .query::<JobId>("before", "Those asked for before this one.")
            .answers::<JobPage>(200),
        import(),
        post("/api/jobs/exports", "startExport", "Have a file written of one's boards or orders.")
            .takes::<StartExport>()
            .answers::<JobView>(202)
            .refuses(&[ErrorCode::RateLimited]),
    ];
    requests.extend(watching());
    requests.extend(outcome());
    Group {
        name: "Jobs",
        about: "Imports and exports: started, watched over events, the socket or by asking, and what came of them. For \
                whoever started one, and admins.",
        requests,
    }
}

fn import() -> Request {
    let form = json!({
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "contentMediaType": "text/csv", "description": "CSV or JSON Lines."},
            "name": {"type": "string", "description": "The file's name, for people."},
            "dryRun": {"type": "boolean", "description": "Look at every row, and change nothing."},
            "mapping": {
                "type": "string",
                "contentMediaType": "application/json",
                "description": "What the columns are: headers to names of columns. Guessed where it is absent.",
            },
        },
    });
    post(
        "/api/jobs/imports",
        "startImport",
        "Take boards in from a file. For owners. A form, or the file alone with the fields in the address. A file that is \
         no inventory is refused with its place, and nothing of it is kept. At most 200 MB.",
    )
    .query::<String>("name", "With the file alone.")
    .query::<bool>("dryRun", "With the file alone.")
    .query::<Mapping>("mapping", "With the file alone; JSON.")
    .uploads(form, TABLES)
    .answers::<JobView>(202)
    .refuses(&[ErrorCode::Forbidden, ErrorCode::TooLarge, ErrorCode::RateLimited])
    .example("Shell", include_str!("../../../../docs/examples/import.sh"))
}

fn watching() -> [Request; 3] {
    let about = "Watch a job over server-sent events. `connected`, then how it stands and every change, at most four a \
                 second; the stream ends after the job's last state. The events have no name, their id is the job's \
                 version.";
    let known =
        "The version that is known: it is not said again, and whoever knows the last gets `204`.";
    let watch = |request: Request| {
        request
            .header::<i64>("Last-Event-ID", known)
            .gives(200, Content::Events(of::<WatchMessage>))
            .gives(204, Content::Nothing)
            .refuses(NONE)
    };
    [
        get("/api/jobs/{id}", "readJob", "How a job stands.")
            .answers::<JobView>(200)
            .tagged()
            .refuses(NONE)
            .example("Shell", include_str!("../../../../docs/examples/poll.sh")),
        watch(get("/api/jobs/{id}/progress", "watchJob", about))
            .example("JavaScript", include_str!("../../../../docs/examples/events.js"))
            .example("Shell", include_str!("../../../../docs/examples/events.sh")),
        watch(
            get(
                "/api/import-export/jobs/ws",
                "watchJobByQuery",
                "The same stream at its older address.",
            )
            .query::<JobId>("jobId", "Which job.")
            .required(),
        ),
    ]
}

fn outcome() -> [Request; 6] {
    let gone = &[ErrorCode::NotFound, ErrorCode::WrongState];
    [
        get(
            "/api/jobs/{id}/errors",
            "listJobErrors",
            "Problems of an import's rows, in the order of the file.",
        )
        .query::<i64>("after", "The number of the last problem that is known.")
        .answers::<JobErrors>(200)
        .refuses(NONE),
        get(
            "/api/jobs/{id}/errors.csv",
            "readFailedRows",
            "The rows that are wrong, to mend and to send again.",
        )
        .gives(200, Content::File(&["text/csv"]))
        .refuses(NONE),
        get(
            "/api/jobs/{id}/result",
            "readJobResult",
            "The file of an export. For whoever asked for it and nobody else, for 24 hours.",
        )
        .gives(200, Content::File(TABLES))
        .refuses(NONE),
        post("/api/jobs/{id}/cancel", "cancelJob", "Stop a job for good. What it has done stays.")
            .answers::<JobView>(200)
            .refuses(gone),
        post(
            "/api/jobs/{id}/commit",
            "commitDryRun",
            "Import the file that a dry run has looked at. Asked again, the same import answers.",
        )
        .answers::<JobView>(202)
        .refuses(&[ErrorCode::NotFound, ErrorCode::WrongState, ErrorCode::RateLimited]),
        post("/api/jobs/{id}/retry", "retryJob", "Have a job that failed go on where it stopped.")
            .answers::<JobView>(200)
            .refuses(gone),
    ]
}
