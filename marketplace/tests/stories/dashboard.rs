//! Dashboards: what they show is what the calendars and the ledger hold.

use crate::{
    order::{ana_marta_and_a_board, days, does, hold},
    order_pipeline::{ports, scheduled, work},
    world::{World, refused},
};
use protocol::{
    ErrorCode,
    account::Me,
    dashboard::{Chosen, MoneyByWeek, Occupancy, OwnerDashboard, Places, SteerOrders, WeekMoney},
    id::{BoardId, OrderId},
    order::{OrderAction, OrderState, RunState, Steer},
};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

async fn owners(world: &World, me: &Me) -> OwnerDashboard {
    world.market.owner_dashboard(me, 1).await.expect("is shown")
}

/// The page of the dashboard that has a board.
async fn page_with(world: &World, me: &Me, board: BoardId) -> OwnerDashboard {
    for page in 1.. {
        let shown = world.market.owner_dashboard(me, page).await.expect("is shown");
        assert!(!shown.boards.is_empty(), "it is on no page");
        if shown.boards.iter().any(|one| one.board_id == board) {
            return shown;
        }
    }
    unreachable!()
}

/// Places taken on the shown days of a board, those that have none left out.
fn taken(shown: &OwnerDashboard, board: BoardId) -> Vec<(String, i32)> {
    let found = shown.boards.iter().find(|one| one.board_id == board).expect("is on the page");
    let days = shown.days.days().zip(&found.days).filter(|(_, day)| day.taken > 0);
    days.map(|(day, one)| (day.to_string(), one.taken)).collect()
}

fn sum(money: &[MoneyByWeek], cents: impl Fn(&WeekMoney) -> i64) -> i64 {
    money.iter().map(|one| one.sum(&cents)).sum()
}

#[tokio::test]
async fn an_owner_sees_how_full_the_boards_are() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    hold(&world, &ana, board, days("2023-11-30", 3)).await;
    hold(&world, &ana, board, days("2023-12-01", 1)).await;
    // Beyond the four weeks that are shown.
    hold(&world, &ana, board, days("2024-02-01", 5)).await;
    let blackout = format!(
        "INSERT INTO board_blackouts (board_id, day) SELECT id, '2023-12-05' FROM boards WHERE owner_id IN (SELECT id FROM users WHERE email = '{}')",
        marta.email
    );
    world.execute(blackout).await;
    let shown = page_with(&world, &marta, board).await;
    assert_eq!(shown.days.first().to_string(), "2023-11-14", "today, in Berlin");
    assert_eq!(shown.days.len(), 28);
    assert_eq!(
        taken(&shown, board),
        [("2023-11-30".into(), 1), ("2023-12-01".into(), 2), ("2023-12-02".into(), 1)]
    );
    let one = shown.boards.iter().find(|one| one.board_id == board).unwrap();
    assert_eq!(one.days.iter().filter(|day| day.is_closed).count(), 1);
    assert_eq!(one.places().percent(), Some(7), "4 of 54 places on 27 open days");
    assert!(shown.boards.len() <= 20);
    assert_eq!((shown.page, shown.boards[0].board_id), (1, board), "what is booked comes first");
    assert!(shown.boards[1..].is_sorted_by_key(|one| one.title.clone()), "and then by title");

    // The figure above the map is about all boards, whichever page is looked at.
    let (mut all, mut boards) = (Places::default(), 0);
    for page in 1..=shown.total.div_ceil(20) {
        let page = world.market.owner_dashboard(&marta, page).await.unwrap();
        assert_eq!(page.places, shown.places);
        boards += page.boards.len();
        let places = page.boards.iter().map(Occupancy::places);
        all = places.fold(all, |all, one| Places {
            taken: all.taken + one.taken,
            total: all.total + one.total,
        });
    }
    assert_eq!((all, boards), (shown.places, shown.total as usize));
    assert_eq!(all.taken, 4);
    assert!(world.market.owner_dashboard(&marta, 9).await.unwrap().boards.is_empty());
}

#[tokio::test]
async fn what_moved_by_week_is_what_the_ledger_has() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, marta, order) = scheduled(&world, &ports).await;
    let paid = world.market.order(&ana, order).await.unwrap().order.total_cents;
    let charged = |week: &WeekMoney| week.charged_cents;
    let shown = owners(&world, &marta).await;
    assert_eq!(shown.money[0].weeks.len(), 12);
    assert_eq!(shown.money[0].weeks[11].monday.to_string(), "2023-11-13");
    assert_eq!(shown.money[0].weeks[11].charged_cents, paid, "this week");

    // Another one is paid and called off, three weeks later.
    world.clock.advance(DAY * 21);
    work(&world, &ports).await;
    let board = world.market.order(&ana, order).await.unwrap().order.lines[0].board_id;
    let other = hold(&world, &ana, board, days("2024-01-05", 2)).await;
    does(&world, &ana, other.id, OrderAction::Submit).await;
    does(&world, &marta, other.id, OrderAction::Accept).await;
    work(&world, &ports).await;
    does(&world, &ana, other.id, OrderAction::Cancel).await;
    work(&world, &ports).await;

    let (owner, buyer) =
        (owners(&world, &marta).await, world.market.advertiser_dashboard(&ana).await.unwrap());
    assert_eq!(owner.money, buyer.money, "both look at the same ledger");
    assert_eq!(owner.money[0].weeks[8].charged_cents, paid);
    assert_eq!(sum(&owner.money, charged), paid + other.total_cents);
    assert_eq!(sum(&owner.money, |week| week.refunded_cents), other.total_cents);
    assert_eq!(owner.money[0].net_cents(), paid, "what went back is no revenue, and not spent");
    assert_eq!(sum(&owner.money, |week| week.paid_out_cents), paid, "the first one is over");
    assert_eq!(world.count("ledger WHERE amount_cents > 0").await, 4);
    assert!(world.market.check_books().await.unwrap().is_empty());

    // What is older than twelve weeks is not shown.
    world.clock.advance(DAY * 90);
    assert!(owners(&world, &marta).await.money.is_empty());
}

#[tokio::test]
async fn a_buyer_sees_campaigns_and_what_waits_for_them() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, marta, order) = scheduled(&world, &ports).await;
    let board = world.market.order(&ana, order).await.unwrap().order.lines[0].board_id;
    let waiting = hold(&world, &ana, board, days("2023-12-20", 1)).await;
    let shown = world.market.advertiser_dashboard(&ana).await.unwrap();
    let campaign = &shown.campaigns[0];
    assert_eq!((campaign.order.id, campaign.done, campaign.total), (order, 0, 3));
    assert_eq!(shown.awaiting.iter().map(|it| it.order.id).collect::<Vec<_>>(), [waiting.id]);
    assert_eq!(owners(&world, &marta).await.awaiting, [], "a hold is the buyer's alone");
    does(&world, &ana, waiting.id, OrderAction::Submit).await;
    assert_eq!(owners(&world, &marta).await.awaiting[0].order.id, waiting.id);
    assert_eq!(world.market.advertiser_dashboard(&ana).await.unwrap().awaiting, []);

    world.clock.advance(DAY * 18);
    work(&world, &ports).await;
    let shown = world.market.advertiser_dashboard(&ana).await.unwrap();
    let campaign = &shown.campaigns[0];
    assert_eq!((campaign.order.state, campaign.done), (OrderState::Running, 1), "it is 2 December");
}

#[tokio::test]
async fn what_waits_is_counted_beyond_what_is_listed() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    for at in 0..23 {
        let first = format!("2023-12-{:02}", at + 1);
        let order = hold(&world, &ana, board, days(&first, 1)).await.id;
        does(&world, &ana, order, OrderAction::Submit).await;
        world.clock.advance(Duration::from_mins(1));
    }
    let shown = owners(&world, &marta).await;
    assert_eq!((shown.awaiting.len(), shown.awaiting_count), (20, 23));
    let shown = world.market.advertiser_dashboard(&ana).await.unwrap();
    assert_eq!((shown.awaiting.len(), shown.awaiting_count), (0, 0));

    world.execute("UPDATE orders SET state = 'accepted'".to_owned()).await;
    let shown = world.market.advertiser_dashboard(&ana).await.unwrap();
    assert_eq!((shown.awaiting.len(), shown.awaiting_count), (20, 23), "the pictures are missing");
    let booked =
        "UPDATE orders SET state = CASE WHEN until IS NULL THEN 'running' ELSE 'scheduled' END";
    world.execute(booked.to_owned()).await;
    let shown = world.market.advertiser_dashboard(&ana).await.unwrap();
    assert_eq!(shown.campaigns.len(), 20);
    assert_eq!(shown.running_count + shown.coming_count, 23);
}

#[tokio::test]
async fn strangers_see_nothing_of_it() {
    let world = World::demo().await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 2).await;
    hold(&world, &ana, board, days("2023-12-01", 1)).await;
    let refusal = refused(world.market.owner_dashboard(&ana, 1).await);
    assert_eq!(refusal.code, ErrorCode::Forbidden);
    let (jonas, clara) = (world.demo_user("owner2").await, world.demo_user("advertiser2").await);
    let shown = owners(&world, &jonas).await;
    assert!(shown.boards.iter().all(|one| one.board_id != board));
    assert!(shown.boards.iter().all(|one| one.days.iter().all(|day| day.taken == 0)));
    let shown = world.market.advertiser_dashboard(&clara).await.unwrap();
    assert_eq!((shown.money, shown.campaigns, shown.awaiting), (vec![], vec![], vec![]));
}

#[tokio::test]
async fn an_admin_sees_every_order_counted_and_what_was_set_aside() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 5).await;
    let adrian = world.demo_user("admin").await;
    assert_eq!(
        refused(world.market.admin_dashboard(&marta, RunState::SetAside).await).code,
        ErrorCode::NotFound
    );
    let mut orders = Vec::new();
    for _ in 0..3 {
        let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
        does(&world, &ana, order, OrderAction::Submit).await;
        orders.push(order);
    }
    hold(&world, &ana, board, days("2023-12-01", 1)).await;
    does(&world, &marta, orders[2], OrderAction::Reject).await;
    world.clock.advance(Duration::from_mins(3));
    world.execute("UPDATE boards SET status = 'maintenance'".to_owned()).await;
    work(&world, &ports).await;

    let shown = world.market.admin_dashboard(&adrian, RunState::SetAside).await.unwrap();
    assert_eq!(
        shown.states,
        [(OrderState::Held, 1), (OrderState::Submitted, 2), (OrderState::Rejected, 1)]
    );
    let counts: Vec<_> = shown.work.iter().map(|one| (one.run, one.count)).collect();
    assert_eq!(counts, [(RunState::SetAside, 2), (RunState::Done, 1)]);
    let listed: Vec<_> = shown.listed.iter().map(|one| one.order.id).collect();
    assert_eq!(listed, orders[..2]);
    assert!(shown.listed[0].status.reason.as_ref().is_some_and(|why| why.contains("not live")));
    assert_eq!((shown.per_minute.len(), shown.per_hour.len()), (60, 24));
    assert_eq!((shown.per_minute[56], shown.per_hour[23]), (1, 1), "it ended three minutes ago");
    world.clock.advance(Duration::from_hours(2));
    let later = world.market.admin_dashboard(&adrian, RunState::Paused).await.unwrap();
    assert_eq!((later.per_minute.iter().sum::<i64>(), later.per_hour[21]), (0, 1));
    assert_eq!(later.listed, []);
}

#[tokio::test]
async fn what_is_done_is_listed_newest_first_and_what_stands_still_oldest_first() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 5).await;
    let adrian = world.demo_user("admin").await;
    let mut orders = Vec::new();
    for _ in 0..3 {
        let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
        does(&world, &ana, order, OrderAction::Submit).await;
        world.clock.advance(Duration::from_mins(1));
        orders.push(order);
    }
    let listed = async |run| {
        let shown = world.market.admin_dashboard(&adrian, run).await.unwrap();
        shown.listed.into_iter().map(|one| one.order.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(RunState::Queued).await, orders);
    for order in &orders {
        does(&world, &marta, *order, OrderAction::Reject).await;
        world.clock.advance(Duration::from_mins(1));
    }
    orders.reverse();
    assert_eq!(listed(RunState::Done).await, orders);
}

#[tokio::test]
async fn many_orders_are_told_the_same_and_each_answers_for_itself() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, _, board) = ana_marta_and_a_board(&world, 5).await;
    let adrian = world.demo_user("admin").await;
    let mut orders = Vec::new();
    for _ in 0..3 {
        let order = hold(&world, &ana, board, days("2023-12-01", 1)).await.id;
        does(&world, &ana, order, OrderAction::Submit).await;
        orders.push(order);
    }
    let pause = |orders: &[OrderId]| SteerOrders {
        steer: Steer::Pause,
        orders: Chosen::These(orders.to_vec()),
    };
    assert_eq!(
        refused(world.market.steer_orders(&ana, &pause(&orders)).await).code,
        ErrorCode::NotFound,
        "not for a buyer, whose orders they are"
    );
    let on_record = world.count("audit").await;
    let paused = world.market.steer_orders(&adrian, &pause(&orders[..2])).await.unwrap();
    assert!(
        paused.iter().all(|one| one.status.as_ref().is_some_and(|it| it.run == RunState::Paused))
    );
    assert_eq!(world.count("audit").await, on_record + 2);
    let again = world.market.steer_orders(&adrian, &pause(&orders)).await.unwrap();
    let codes: Vec<_> = again.iter().map(|one| one.error.as_ref().map(|it| it.code)).collect();
    assert_eq!(codes, [Some(ErrorCode::WrongState), Some(ErrorCode::WrongState), None]);
    let all = SteerOrders { steer: Steer::Resume, orders: Chosen::All };
    assert_eq!(world.market.steer_orders(&adrian, &all).await.unwrap().len(), 3);
    assert_eq!(world.market.steer_orders(&adrian, &all).await.unwrap(), [], "none is left");

    world.execute("UPDATE boards SET status = 'maintenance'".to_owned()).await;
    work(&world, &ports).await;
    world.execute("UPDATE boards SET status = 'live'".to_owned()).await;
    let all = SteerOrders { steer: Steer::Retry, orders: Chosen::All };
    assert_eq!(world.market.steer_orders(&adrian, &all).await.unwrap().len(), 3);
    work(&world, &ports).await;
    let shown = world.market.admin_dashboard(&adrian, RunState::Waiting).await.unwrap();
    assert_eq!(shown.listed.len(), 3, "they wait for the owner");
}
