//! All imports and exports, for admins: how many stand how, what is under way, what failed, what was set aside.

mod all_jobs_page;
mod aside;
mod care;
mod counts;
mod filter;
mod monitor;
mod row;

pub use all_jobs_page::AllJobsPage;
