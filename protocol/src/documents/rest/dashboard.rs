//! What there is to see at a glance, and what admins do.

use super::{Group, Request, Who, get, post};
use crate::{
    ErrorCode,
    dashboard::{AdminDashboard, AdvertiserDashboard, OwnerDashboard, SteerOrders, Steered},
    id::{JobId, UserId},
    job::{AdminJobs, JobKind, JobState, JobView},
    order::RunState,
};

pub(super) fn group() -> Group {
    Group {
        name: "Dashboards and administration",
        about: "Counted from the database each time. To others than admins what is for admins is not there.",
        requests: vec![
            get(
                "/api/dashboard/owner",
                "readOwnerDashboard",
                "How full one's boards are, and what they earn.",
            )
            .query::<u32>("page", "Of the boards, from 1.")
            .answers::<OwnerDashboard>(200)
            .refuses(&[ErrorCode::Forbidden]),
            get(
                "/api/dashboard/advertiser",
                "readAdvertiserDashboard",
                "One's campaigns and spending.",
            )
            .answers::<AdvertiserDashboard>(200),
            get("/api/dashboard/admin", "readAdminDashboard", "All orders, and the work on them.")
                .who(Who::Admin)
                .query::<RunState>(
                    "run",
                    "Of which work the orders are listed; what was set aside without it.",
                )
                .answers::<AdminDashboard>(200)
                .refuses(&[ErrorCode::NotFound]),
            post(
                "/api/orders/steer",
                "steerOrders",
                "Tell the pipeline the same about many orders. Each has its own answer.",
            )
            .who(Who::Admin)
            .takes::<SteerOrders>()
            .answers::<Vec<Steered>>(200)
            .refuses(&[ErrorCode::NotFound]),
            all_jobs(),
            put_back(),
        ],
    }
}

fn all_jobs() -> Request {
    get("/api/admin/jobs", "listAllJobs", "All imports and exports, and the work on them.")
        .who(Who::Admin)
        .query::<JobId>("before", "Those asked for before this one.")
        .query::<JobState>("state", "In this state.")
        .query::<JobKind>("kind", "Of this kind.")
        .query::<UserId>("owner", "Of this user.")
        .answers::<AdminJobs>(200)
        .refuses(&[ErrorCode::NotFound])
}

fn put_back() -> Request {
    post(
        "/api/admin/jobs/{id}/put-back",
        "putJobBack",
        "Put a job back that was set aside because it could not be read. It goes on where it stopped.",
    )
    .who(Who::Admin)
    .answers::<JobView>(200)
    .refuses(&[ErrorCode::NotFound, ErrorCode::WrongState])
}
