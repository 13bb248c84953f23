//! Jobs: imports, exports and checks of prices, from the first word to the last.

mod admin;
mod progress;
mod source;
mod state;
mod view;
mod watch;

pub use admin::{AdminJob, AdminJobs, AsideJob, JobCare, JobCount, JobQuery};
pub use progress::{JobPhase, JobProgress, JobUnit, RowCounts};
pub use source::{Freshness, JobSource};
pub use state::{JobAction, JobKind, JobParty, JobState, TRANSITIONS, Transition, next};
pub use view::{
    Download, JobErrors, JobPage, JobResult, JobUpdate, JobView, StartExport, StartImport,
};
pub use watch::{JoinImportJob, LeaveImportJob, WatchMessage};
