//! Booking, and the orders that come of it.

use super::{Group, Request, get, post};
use crate::{
    ErrorCode,
    id::{ClientId, OrderId},
    order::{
        HoldBoards, LogPage, OrderAction, OrderDetail, OrderGroup, OrderPage, OrderStatus,
        OrderView, Steer,
    },
};
use schemars::JsonSchema;
use serde_json::json;

/// Something to do with an order.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct Act {
    /// What.
    action: OrderAction,
    /// Why; some actions need it.
    reason: Option<String>,
}

/// Something to tell the pipeline.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is asked for")]
struct Tell {
    /// What.
    steer: Steer,
}

pub(super) fn group() -> Group {
    let mut requests = vec![
        get("/api/orders", "listOrders", "The user's orders, the newest first; everybody's for admins.")
            .query::<OrderGroup>("show", "Which.")
            .query::<OrderId>("before", "Those made before this one.")
            .query::<bool>("all", "Everybody's. For admins.")
            .answers::<OrderPage>(200),
        post(
            "/api/orders",
            "holdBoards",
            "Keep boards and days for a quarter of an hour, one order for each owner. Repeating it with the same `clientId` \
             gives the same answer.",
        )
        .takes::<HoldBoards>()
        .answers::<Vec<OrderView>>(201)
        .refuses(&[ErrorCode::NotFound, ErrorCode::Conflict]),
        get("/api/orders/{id}", "readOrder", "An order with its life, creatives and money.")
            .answers::<OrderDetail>(200)
            .refuses(&[ErrorCode::NotFound]),
    ];
    requests.extend(work());
    requests.extend(acts());
    Group {
        name: "Orders",
        about: "From the hold to the proof of play. For the parties of an order, and admins.",
        requests,
    }
}

fn work() -> [Request; 2] {
    [
        get("/api/orders/{id}/status", "readOrderStatus", "How the work on an order stands.")
            .answers::<OrderStatus>(200)
            .tagged()
            .refuses(&[ErrorCode::NotFound]),
        get("/api/orders/{id}/logs", "readOrderLog", "Lines of an order's log after a number.")
            .query::<i64>("after", "The number of the last line that is known; all without it.")
            .answers::<LogPage>(200)
            .tagged()
            .refuses(&[ErrorCode::NotFound]),
    ]
}

fn acts() -> [Request; 4] {
    let gone = &[ErrorCode::NotFound, ErrorCode::Forbidden, ErrorCode::WrongState];
    [
        post("/api/orders/{id}/actions", "actOnOrder", "Do something with an order.")
            .takes::<Act>()
            .answers::<OrderView>(200)
            .refuses(gone),
        creative(),
        post(
            "/api/orders/{id}/extend",
            "extendHold",
            "Keep a hold for another quarter of an hour, once.",
        )
        .answers::<OrderView>(200)
        .refuses(gone),
        post("/api/orders/{id}/steer", "steerOrder", "Have the pipeline try again, stop or go on.")
            .takes::<Tell>()
            .answers::<OrderStatus>(200)
            .refuses(gone),
    ]
}

fn creative() -> Request {
    let form = json!({
        "type": "object",
        "required": ["clientId", "file"],
        "properties": {
            "clientId": {"type": "string", "format": "uuid", "description": "Of your own making: a repeat changes nothing."},
            "file": {
                "type": "array",
                "items": {"type": "string", "contentMediaType": "image/*"},
                "description": "One picture for every shape of screen that is booked.",
            },
        },
    });
    post(
        "/api/orders/{id}/creative",
        "sendCreative",
        "Hand pictures in for an order. For its buyer. A form, or one picture alone with the field in the address.",
    )
    .query::<ClientId>("clientId", "With the picture alone.")
    .uploads(form, &["image/png", "image/jpeg", "image/webp"])
    .answers::<OrderView>(200)
    .refuses(&[
        ErrorCode::NotFound,
        ErrorCode::Forbidden,
        ErrorCode::WrongState,
        ErrorCode::TooLarge,
        ErrorCode::RateLimited,
    ])
}
