//! Jobs: imports and exports, from the upload to the last row.

mod progress;
mod state;
mod view;
mod watch;

pub use progress::{JobPhase, JobProgress, JobUnit, RowCounts};
pub use state::{JobAction, JobKind, JobParty, JobState, TRANSITIONS, Transition, next};
pub use view::{
    Download, JobErrors, JobPage, JobResult, JobUpdate, JobView, StartExport, StartImport,
};
pub use watch::{JoinImportJob, LeaveImportJob, WatchMessage};
