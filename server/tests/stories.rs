//! The server from outside, told as stories: real HTTP, real sockets, a real database. They run on SQLite,
//! and on Postgres when `BULLETIN_TEST_DATABASE_URL` names a server (`cargo xtask test postgres`).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that cannot go on has failed"
)]

#[path = "stories/announcement.rs"]
mod announcement;
#[path = "stories/api.rs"]
mod api;
#[path = "stories/app.rs"]
mod app;
#[path = "stories/board_map.rs"]
mod board_map;
#[path = "stories/board_status.rs"]
mod board_status;
#[path = "stories/crash.rs"]
mod crash;
#[path = "stories/creative.rs"]
mod creative;
#[path = "../../marketplace/tests/stories/database.rs"]
mod database;
#[path = "stories/files.rs"]
mod files;
#[path = "stories/form.rs"]
mod form;
#[path = "stories/goodbye.rs"]
mod goodbye;
#[path = "stories/guard.rs"]
mod guard;
#[path = "stories/job.rs"]
mod job;
#[path = "stories/job_admin.rs"]
mod job_admin;
#[path = "stories/job_crash.rs"]
mod job_crash;
#[path = "stories/last_seen.rs"]
mod last_seen;
#[path = "stories/live.rs"]
mod live;
#[path = "stories/membership.rs"]
mod membership;
#[path = "stories/notification.rs"]
mod notification;
#[path = "stories/openapi.rs"]
mod openapi;
#[path = "stories/order.rs"]
mod order;
#[path = "stories/order_crash.rs"]
mod order_crash;
#[path = "stories/page.rs"]
mod page;
#[path = "stories/photo.rs"]
mod photo;
#[path = "../../marketplace/tests/stories/picture.rs"]
mod picture;
#[path = "stories/polling.rs"]
mod polling;
#[path = "stories/presence.rs"]
mod presence;
#[path = "stories/price_monitor.rs"]
mod price_monitor;
#[path = "stories/privacy.rs"]
mod privacy;
#[path = "stories/raw_socket.rs"]
mod raw_socket;
#[path = "stories/sandbox.rs"]
mod sandbox;
#[path = "stories/scenario.rs"]
mod scenario;
#[path = "stories/session.rs"]
mod session;
#[path = "stories/socket.rs"]
mod socket;
#[path = "stories/store.rs"]
mod store;
#[path = "stories/test_websocket.rs"]
mod test_websocket;
#[path = "stories/upload.rs"]
mod upload;
#[path = "stories/watching.rs"]
mod watching;
