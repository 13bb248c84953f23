//! The demonstration, on the days it is looked at.

use crate::{order_pipeline::DAY, world::World};
use protocol::order::OrderQuery;

/// Days after 14 November on which a demonstration begins: before and after Christmas, and at the end of February.
const BEGINNINGS: [u32; 3] = [39, 42, 106];

/// Some boards are closed at New Year.
#[tokio::test]
async fn a_demonstration_has_all_of_its_orders_on_whichever_day_it_begins() {
    for days in BEGINNINGS {
        let world = World::empty().await;
        world.clock.advance(DAY * days);
        world.market.seed_demo().await.expect("is filled");
        world.market.seed_demo_orders().await.expect("is filled");
        let admin = world.demo_user("admin").await;
        let asked = OrderQuery { all: true, ..OrderQuery::default() };
        let orders = world.market.orders(&admin, asked).await.unwrap().orders;
        assert_eq!(orders.len(), 14, "{days} days after");
    }
}
