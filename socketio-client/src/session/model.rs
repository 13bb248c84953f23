//! Random lives of a session on virtual time, against a model that knows only the rules.

mod action;
mod world;

use std::time::Duration;

use proptest::prelude::*;

use action::{Action, actions};
use world::{Link, World};

proptest! {
    #![proptest_config(crate::tests::cases(300))]

    /// The rules themselves are checked by the world at every output.
    #[test]
    fn no_life_breaks_a_rule(
        jitter in prop::collection::vec(0.0..=1.0_f64, 1..8),
        life in actions(120),
    ) {
        let mut world = World::new(jitter);
        for action in &life {
            world.act(action);
        }
        world.leave();
        prop_assert_eq!(world.open_requests(), 0, "every request has ended");
    }

    /// Whatever happened before: after a silence longer than the heartbeat allows, a healthy server is found
    /// again, unless the client was told to stay away.
    #[test]
    fn every_life_finds_back_to_a_healthy_server(
        jitter in prop::collection::vec(0.0..=1.0_f64, 1..8),
        life in actions(60),
    ) {
        let mut world = World::new(jitter);
        world.act(&Action::Connect);
        for action in &life {
            world.act(action);
        }
        world.act(&Action::Online(true));
        if world.stays_away() {
            world.act(&Action::Connect);
        }
        let dead = world.joined();
        world.advance(Duration::from_secs(46));
        prop_assert!(!(dead && world.joined()), "the silent line was dropped");
        for _ in 0..8 {
            if world.link == Link::None {
                world.wait_for_deadline();
            }
            if !world.joined() {
                world.act(&Action::Progress);
            }
        }
        prop_assert!(world.joined(), "joined again");
        world.act(&Action::Request(1));
        world.act(&Action::Answer(0));
        prop_assert_eq!(world.open_requests(), 0, "and requests are answered");
    }
}
