//! Boards and their pictures.

use super::{Content, Group, Request, Who, get, post};
use crate::{
    Day, ErrorCode,
    board::{BoardUpdated, map::BoardMap},
    id::ClientId,
    order::Availability,
};
use serde_json::json;

const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/webp"];

pub(super) fn group() -> Group {
    Group {
        name: "Boards",
        about: "What is on the market, when it is free, and what it looks like.",
        requests: vec![
            map(),
            get(
                "/api/boards/{id}/availability",
                "readAvailability",
                "The calendar of a board, with its prices.",
            )
            .who(Who::Everybody)
            .query::<Day>("first", "From this day on; today without it.")
            .answers::<Availability>(200)
            .refuses(&[ErrorCode::NotFound]),
            photos(),
            get(
                "/boards/{id}/picture.svg",
                "readBoardPicture",
                "The generated picture of a board. It never changes.",
            )
            .who(Who::Everybody)
            .gives(200, Content::File(&["image/svg+xml"]))
            .refuses(&[ErrorCode::NotFound]),
            get(
                "/files/{id}/{name}",
                "readPicture",
                "A photo or a creative. `name` is `original`, or a width as in `640.jpg`. For those who may see what it \
                 belongs to.",
            )
            .who(Who::Everybody)
            .gives(200, Content::File(PICTURES))
            .tagged()
            .refuses(&[ErrorCode::NotFound]),
        ],
    }
}

fn map() -> Request {
    get(
        "/api/boards/map",
        "readBoardMap",
        "Boards and clusters of them on a part of the map. The filter's parts have the names they have in the address of \
         the list of boards.",
    )
    .who(Who::Everybody)
    .query::<String>("bbox", "West, south, east, north in degrees: `13.1,52.3,13.7,52.7`; the world without it.")
    .query::<u8>("zoom", "From 0 on.")
    .query::<String>("q", "Words of the title or the address.")
    .query::<String>("city", "City.")
    .answers::<BoardMap>(200)
    .tagged()
}

fn photos() -> Request {
    let form = json!({
        "type": "object",
        "required": ["clientId", "file"],
        "properties": {
            "clientId": {"type": "string", "format": "uuid", "description": "Of your own making: a repeat adds nothing."},
            "alt": {"type": "string", "description": "What is to be seen, for those who do not see it."},
            "file": {"type": "string", "contentMediaType": "image/*", "description": "PNG, JPEG or WebP."},
        },
    });
    post(
        "/api/boards/{id}/photos",
        "addPhoto",
        "Add a photo to a board. For its owner. A form, or the picture alone with the fields in the address.",
    )
    .query::<ClientId>("clientId", "With the picture alone.")
    .query::<String>("alt", "With the picture alone.")
    .uploads(form, PICTURES)
    .answers::<BoardUpdated>(201)
    .refuses(&[ErrorCode::Forbidden, ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::TooLarge])
}
