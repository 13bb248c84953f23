use super::*;
use crate::{
    Weekdays,
    account::UserRef,
    id::{OrderId, UserId},
    order::{OrderLine, OrderState, Rate, quote},
};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn line(board: u128, first: &str, last: &str) -> OrderLine {
    let days = DayRange::new(day(first), day(last)).unwrap();
    let (currency, dark_weekdays) = ("EUR".into(), Weekdays::default());
    let rate = Rate { price_per_day_cents: 100, currency, lead_days: 0, dark_weekdays };
    let board_id = BoardId(Uuid::from_u128(board));
    let (title, city) = ("Station".into(), "Berlin".into());
    OrderLine { board_id, title, city, days, dark_weekdays, quote: quote(days, &rate) }
}

fn order(lines: Vec<OrderLine>) -> OrderView {
    let somebody = |name: &str, role| UserRef { id: UserId(Uuid::nil()), name: name.into(), role };
    OrderView {
        id: OrderId(Uuid::nil()),
        state: OrderState::Running,
        version: 1,
        buyer: somebody("Ana", Role::Advertiser),
        owner: somebody("Ben", Role::Owner),
        lines,
        total_cents: 0,
        balance_cents: 0,
        currency: "EUR".into(),
        until: None,
        is_extended: false,
        reason: None,
        conversation_id: None,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
    }
}

#[test]
fn a_campaign_counts_the_days_that_are_over_where_each_board_stands() {
    let lines = || vec![line(1, "2026-12-01", "2026-12-10"), line(2, "2026-12-05", "2026-12-06")];
    let done = |east: &str, west: &str| {
        let today = |board: BoardId| day(if board.0.as_u128() == 1 { east } else { west });
        let campaign = Campaign::of(order(lines()), today).unwrap();
        assert_eq!((campaign.total, campaign.days.len()), (12, 10));
        campaign.done
    };
    assert_eq!(done("2026-11-30", "2026-11-29"), 0, "it has not begun");
    assert_eq!(done("2026-12-01", "2026-12-01"), 0, "its first day is not over");
    assert_eq!(done("2026-12-07", "2026-12-06"), 7);
    assert_eq!(done("2027-01-01", "2027-01-01"), 12);
    assert_eq!(Campaign::of(order(Vec::new()), |_| day("2026-12-01")), None);
}

#[test]
fn a_campaign_is_the_days_that_are_booked() {
    // From a Sunday to the next; Sundays are dark.
    let mut line = line(1, "2026-12-06", "2026-12-13");
    line.dark_weekdays = Weekdays::default().with(6);
    line.quote.days = 6;
    let campaign = Campaign::of(order(vec![line]), |_| day("2026-12-09")).unwrap();
    assert_eq!((campaign.done, campaign.total), (2, 6));
    let lit = DayRange::new(day("2026-12-07"), day("2026-12-12")).unwrap();
    assert_eq!(campaign.days, lit);
}

#[test]
fn closed_days_are_no_empty_ones() {
    let days = |days: &[(i32, bool)]| Occupancy {
        board_id: BoardId(Uuid::nil()),
        title: "Station".into(),
        city: "Berlin".into(),
        slots: 4,
        days: days
            .iter()
            .map(|(taken, is_closed)| DayTaken { taken: *taken, is_closed: *is_closed })
            .collect(),
    };
    assert_eq!(days(&[(4, false), (0, false)]).places().percent(), Some(50));
    assert_eq!(days(&[(4, false), (0, true)]).places().percent(), Some(100));
    assert_eq!(days(&[(0, true)]).places().percent(), None);
}

#[test]
fn a_little_is_more_than_nothing_and_not_quite_all_is_less_than_all() {
    let percent = |taken, total| Places { taken, total }.percent();
    assert_eq!(percent(0, 29_568), Some(0));
    assert_eq!(percent(73, 29_568), Some(1));
    assert_eq!(percent(999, 1_000), Some(99));
    assert_eq!(percent(1_000, 1_000), Some(100));
    assert_eq!(percent(0, 0), None);
}

#[test]
fn twelve_weeks_end_with_this_one() {
    for today in ["2026-11-16", "2026-11-18", "2026-11-22"] {
        assert_eq!(first_monday(day(today)), day("2026-08-31"), "{today}");
    }
}

proptest! {
    /// Whatever the ledger has comes to the same sum in weeks.
    #[test]
    fn nothing_is_lost_between_weeks(rows in prop::collection::vec((0..3_usize, 0..12_i64, 0..1_000_000_i64), 0..60)) {
        let moved = |(currency, week, cents): &(usize, i64, i64)| Moved {
            currency: ["EUR", "GBP", "USD"][*currency].into(),
            week: *week,
            charged_cents: *cents,
            refunded_cents: 1,
            paid_out_cents: 0,
        };
        let all = MoneyByWeek::collect(day("2026-08-31"), rows.iter().map(moved).collect());
        let sum: i64 = all.iter().map(|one| one.sum(|week| week.charged_cents)).sum();
        prop_assert_eq!(sum, rows.iter().map(|row| row.2).sum::<i64>());
        let count: i64 = all.iter().map(|one| one.sum(|week| week.refunded_cents)).sum();
        prop_assert_eq!(count, i64::try_from(rows.len()).unwrap());
        let net: i64 = all.iter().map(MoneyByWeek::net_cents).sum();
        prop_assert_eq!(net, sum - count);
        prop_assert!(all.iter().all(|one| one.weeks.len() == 12));
        prop_assert!(all.is_sorted_by_key(|one| one.currency.clone()));
    }
}
