//! Chaos: eight devices of six people write, edit, delete and read for as long as they are told, while lines are
//! cut, fall silent, lose and double what they carry, and the server is killed, drained and replaced. In the end
//! nothing that was acknowledged is lost, nothing is there twice, every device shows what the server has, and whoever
//! was in a conversation now and then has seen nothing of it from other times.
//!
//! The devices are made of the page's own parts ([`app::connection::catch_up`], [`app::stores`]) and our Socket.IO
//! client; what joins them there with signals and the browser is repeated in [`device`]. The server is the real
//! program. `cargo xtask chaos --seed 7 --sends 20000` runs it long; the seed fixes what is done and which faults
//! come, not how the machine orders them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a run that cannot go on has failed, and one that goes on says how far"
)]

#[path = "chaos/check.rs"]
mod check;
#[allow(dead_code, reason = "the stories' database can do more than the chaos needs")]
#[path = "../../marketplace/tests/stories/database.rs"]
mod database;
#[path = "chaos/device.rs"]
mod device;
#[path = "chaos/director.rs"]
mod director;
#[path = "chaos/guest.rs"]
mod guest;
#[path = "chaos/habits.rs"]
mod habits;
#[path = "chaos/hosting.rs"]
mod hosting;
#[path = "chaos/ledger.rs"]
mod ledger;
#[path = "chaos/line.rs"]
mod line;
#[path = "chaos/matters.rs"]
mod matters;
#[path = "chaos/membership.rs"]
mod membership;
#[path = "chaos/page.rs"]
mod page;
#[path = "chaos/people.rs"]
mod people;
#[path = "chaos/presence.rs"]
mod presence;
#[path = "chaos/program.rs"]
mod program;
#[path = "chaos/proxy.rs"]
mod proxy;
#[path = "chaos/reader.rs"]
mod reader;
#[path = "chaos/sending.rs"]
mod sending;
#[path = "chaos/websocket.rs"]
mod websocket;

use director::Director;
use std::time::Instant;

/// Messages that are sent when nobody says how many.
const SENDS: usize = 600;
/// The seed when nobody names one.
const SEED: u64 = 3;

#[tokio::test]
async fn whatever_happens_on_the_way_the_live_layer_does_not_lie() {
    let (seed, sends) =
        (setting("BULLETIN_CHAOS_SEED", SEED), setting("BULLETIN_CHAOS_SENDS", SENDS));
    println!("chaos: again with `cargo xtask chaos --seed {seed} --sends {sends}`");
    let began = Instant::now();
    let mut director = Director::new(seed, sends).await;
    director.make_trouble().await;
    println!("chaos: {} after {:.0?}", director.troubles, began.elapsed());
    director.check().await;
    println!("chaos: all is well after {:.0?}", began.elapsed());
}

fn setting<T: std::str::FromStr>(name: &str, default: T) -> T {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().ok().expect("a whole number"))
}
