//! Imports and exports: asking for one, watching it, and what came of it.
//!
//! For browser tests:
//!
//! | Id | What | Attributes |
//! |---|---|---|
//! | `jobs`, `job-row` | the list | `data-id`, `data-state` |
//! | `export` | a form that has a file written; its button has the kind | `data-kind` |
//! | `import-form`, `import-pick`, `import-dry-run`, `import-start` | the form of an import | |
//! | `preview`, `preview-rows`, `preview-fault`, `preview-done` | what was found in the file | `data-rows`, `data-wrong` |
//! | `column`, `column-choice`, `ignored` | what the columns are | `data-header` |
//! | `problems`, `problem`, `problem-reason` | what is wrong in rows | `data-line` |
//! | `job`, `job-state`, `job-way`, `job-bar`, `job-done` | a job's page | `data-id`, `data-state`, `data-way`, `data-done` |
//! | `job-count` | what became of the rows | `data-count`, `data-number` |
//! | `job-cancel`, `job-retry`, `job-import`, `job-download`, `failed-rows` | what can be done with it | |
//! | `job-summary`, `job-error`, `job-stopped` | what came of it | |
//! | `job-pace` | how fast it goes, and when it changed | |
//! | `import-refused` | why a file was not taken | |
//! | `columns-wanted`, `template` | which columns a file has, and one to fill | |
//! | `under-way`, `failed`, `listed`, `set-aside` | parts of the page of all jobs | |
//! | `all-job`, `all-job-rows`, `all-job-failures` | a job there | `data-id`, `data-state` |
//! | `all-job-cancel`, `all-job-cancel-now`, `all-job-retry`, `put-back` | what can be done with it | |
//! | `job-cell`, `waiting-since`, `aside-job` | how many there are, and which cannot be read | `data-kind`, `data-state`, `data-count`; `data-id` |

mod all;
mod api;
mod columns_wanted;
mod examination;
mod export_form;
mod file;
mod import_form;
mod import_page;
mod job_page;
mod job_row;
mod jobs_page;
mod mapping_table;
mod outcome;
mod preview;
mod problem_table;
mod problems;
mod progress;
mod refusal;
mod steer;
mod words;

pub use all::AllJobsPage;
pub use import_page::ImportPage;
pub use job_page::JobPage;
pub use jobs_page::JobsPage;
