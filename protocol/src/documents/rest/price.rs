//! Prices that the price monitor suggests.

use super::{Group, get, post};
use crate::{
    ErrorCode,
    id::{BoardId, JobId},
    job::JobView,
    price::{
        ApplyPrice, PriceMonitorHealth, PriceMonitorStatus, PriceSuggestion, PriceSuggestions,
        StartPriceCheck,
    },
};
use schemars::JsonSchema;

/// What is told of the price monitor.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is asked for")]
enum Line {
    /// To admins.
    Health(PriceMonitorHealth),
    /// To everybody else.
    Status(PriceMonitorStatus),
}

pub(super) fn group() -> Group {
    let end = "Where the page before ended.";
    Group {
        name: "Prices",
        about: "What an outside service would ask for boards. A check of prices is a job, and watched like all jobs.",
        requests: vec![
            post(
                "/api/price-checks",
                "startPriceCheck",
                "Have prices suggested for one's boards. Repeating it with the same `requestId` gives the same job. \
                 Refused as `unavailable`, with the reason, while the price monitor is off.",
            )
            .takes::<StartPriceCheck>()
            .answers::<JobView>(202)
            .refuses(&[ErrorCode::Forbidden, ErrorCode::NotFound, ErrorCode::RateLimited]),
            get("/api/prices", "listPrices", "The newest suggestion for each of one's boards.")
                .query::<JobId>("jobId", end)
                .query::<BoardId>("boardId", end)
                .answers::<PriceSuggestions>(200),
            get("/api/jobs/{id}/prices", "listPricesOfJob", "What one job has suggested.")
                .query::<BoardId>("boardId", end)
                .answers::<PriceSuggestions>(200)
                .refuses(&[ErrorCode::NotFound]),
            post(
                "/api/prices/apply",
                "applyPrice",
                "Make a suggested price the board's. `conflict` when the board costs something else than was shown.",
            )
            .takes::<ApplyPrice>()
            .answers::<PriceSuggestion>(200)
            .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::WrongState]),
            get("/api/price-monitor", "readPriceMonitor", "Whether prices can be checked. For admins the whole of it.")
                .answers::<Line>(200),
        ],
    }
}
