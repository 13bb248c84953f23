//! Measures the order pipeline under watch: many orders from hold to completion, and many sockets that watch them.
//!
//! `cargo run --release -p server --example orders -- 1000 200 8` (orders, watchers, workers), on SQLite or on what
//! `BULLETIN_TEST_DATABASE_URL` names. The figures in `docs/FIGURES.md` come from here.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a run that cannot go on has failed, and its figures are what it is for"
)]
#![allow(dead_code, reason = "the stories' helpers can do more than this needs")]

#[path = "../tests/stories/app.rs"]
mod app;
#[path = "../../marketplace/tests/stories/database.rs"]
mod database;
#[path = "../../marketplace/tests/stories/picture.rs"]
mod picture;
#[path = "../tests/stories/socket.rs"]
mod socket;
#[path = "../tests/stories/watching.rs"]
mod watching;

use watching::Size;

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1).map(|word| word.parse().expect("a whole number"));
    let mut next = |default| words.next().unwrap_or(default);
    let size = Size { orders: next(1_000), watchers: next(200), workers: next(8) };
    println!("{} orders, {} watchers, {} workers", size.orders, size.watchers, size.workers);
    println!("{}", watching::run(size).await);
}
