//! What the use cases promise, told as stories. The same stories run on SQLite, and on Postgres when
//! `BULLETIN_TEST_DATABASE_URL` names a server (`cargo xtask test postgres`).
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that cannot go on has failed"
)]

#[path = "stories/account.rs"]
mod account;
#[path = "stories/announcement.rs"]
mod announcement;
#[path = "stories/board.rs"]
mod board;
#[path = "stories/board_free.rs"]
mod board_free;
#[path = "stories/board_life.rs"]
mod board_life;
#[path = "stories/board_map.rs"]
mod board_map;
#[path = "stories/board_photo.rs"]
mod board_photo;
#[path = "stories/board_profile.rs"]
mod board_profile;
#[path = "stories/board_status.rs"]
mod board_status;
#[path = "stories/conversation.rs"]
mod conversation;
#[path = "stories/conversation_change.rs"]
mod conversation_change;
#[path = "stories/conversation_reply.rs"]
mod conversation_reply;
#[path = "stories/creative.rs"]
mod creative;
#[path = "stories/dashboard.rs"]
mod dashboard;
#[path = "stories/database.rs"]
mod database;
#[path = "stories/demo.rs"]
mod demo;
#[path = "stories/job.rs"]
mod job;
#[path = "stories/job_admin.rs"]
mod job_admin;
#[path = "stories/job_crash.rs"]
mod job_crash;
#[path = "stories/job_export.rs"]
mod job_export;
#[path = "stories/member.rs"]
mod member;
#[path = "stories/notification.rs"]
mod notification;
#[path = "stories/order.rs"]
mod order;
#[path = "stories/order_broken.rs"]
mod order_broken;
#[path = "stories/order_dark_days.rs"]
mod order_dark_days;
#[path = "stories/order_money.rs"]
mod order_money;
#[path = "stories/order_pipeline.rs"]
mod order_pipeline;
#[path = "stories/order_plan.rs"]
mod order_plan;
#[path = "stories/order_trouble.rs"]
mod order_trouble;
#[path = "stories/picture.rs"]
mod picture;
#[path = "stories/presence.rs"]
mod presence;
#[path = "stories/price.rs"]
mod price;
#[path = "stories/price_check.rs"]
mod price_check;
#[path = "stories/privacy.rs"]
mod privacy;
#[path = "stories/sandbox.rs"]
mod sandbox;
#[path = "stories/schema.rs"]
mod schema;
#[path = "stories/stream.rs"]
mod stream;
#[path = "stories/world.rs"]
mod world;
