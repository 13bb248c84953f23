//! Boards that are dark on some day of the week: nothing is sold then.

use crate::{
    board_free::found,
    board_profile::stored,
    job::{HEADER, import},
    order::{act, ana_marta_and_a_board, days, does, hold, wish},
    order_pipeline::{DAY, books_agree, log, ports, schedule, state, status, work},
    world::{World, refused},
};
use marketplace::Viewer;
use protocol::{
    Day, DayRange, ErrorCode, Room, ServerEvent,
    account::Me,
    board::{BoardDraft, BoardFilter},
    dashboard::Places,
    id::BoardId,
    order::{DayFree, OrderAction, OrderState, RunState},
};

/// Marta closes her board on Sundays, and on 3 and 4 December besides, a Sunday and a Monday.
async fn close_on_sundays(world: &World, marta: &Me, board: BoardId) {
    let (written, version) = stored(world, marta, board).await;
    let (sunday, blackouts) = (String::new(), "2023-12-03 2023-12-04".into());
    let written = BoardDraft { sunday, blackouts, ..written };
    world.market.edit_board(marta, (board, version), &written).await.expect("saves");
}

async fn booked(world: &World, board: BoardId) -> Vec<(String, i32)> {
    let first = "2023-12-01".parse().unwrap();
    let shown = world.market.availability(&Viewer::visitor(), board, Some(first)).await.unwrap();
    let taken = shown.days.iter().filter(|day| !day.is_closed);
    taken.map(|free| (free.day.to_string(), shown.slots - free.free)).collect()
}

/// The days of the calendar that an event tells of.
fn freed(told: &[(Vec<Room>, ServerEvent)]) -> Vec<DayFree> {
    let days = told.iter().find_map(|(_, event)| match event {
        ServerEvent::Availability(update) => Some(update.days.clone()),
        _ => None,
    });
    days.expect("is told")
}

async fn is_listed(world: &World, board: BoardId, asked: DayRange) -> bool {
    let (first, last) = (Some(asked.first()), Some(asked.last()));
    let filter = BoardFilter { free_from: first, free_to: last, ..BoardFilter::default() };
    found(world, &filter).await.contains(&board)
}

/// The figure above an owner's boards, which is the sum of their rows, and the row of one of them.
async fn places(world: &World, marta: &Me, board: BoardId) -> Places {
    let shown = world.market.owner_dashboard(marta, 1).await.unwrap();
    let (mut all, mut own) = (Places::default(), Places::default());
    for page in 1..=shown.total.div_ceil(20) {
        let page = world.market.owner_dashboard(marta, page).await.unwrap();
        for row in &page.boards {
            let one = row.places();
            all = Places { taken: all.taken + one.taken, total: all.total + one.total };
            own = if row.board_id == board { one } else { own };
        }
    }
    assert_eq!(shown.places, all);
    own
}

#[tokio::test]
async fn a_booking_leaves_dark_days_out_and_nobody_pays_for_them() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 2).await;
    close_on_sundays(&world, &marta, board).await;
    let week = hold(&world, &ana, board, days("2023-12-08", 7)).await;
    assert_eq!((week.lines[0].quote.days, week.lines[0].quote.dark_days), (6, 1));
    assert_eq!(week.total_cents, week.lines[0].quote.price_per_day_cents * 6, "6 days are no week");
    let taken: Vec<String> = booked(&world, board).await.into_iter().map(|(day, _)| day).collect();
    let expected = ["08", "09", "11", "12", "13", "14"].map(|day| format!("2023-12-{day}"));
    assert_eq!(taken, expected);
    let sunday: Day = "2023-12-10".parse().unwrap();
    let shown = world.market.availability(&Viewer::visitor(), board, None).await.unwrap();
    assert_eq!(shown.day(sunday), DayFree { day: sunday, free: 0, is_closed: true });
    does(&world, &ana, week.id, OrderAction::Submit).await;
    assert_eq!(world.market.check_books().await.unwrap(), Vec::<String>::new());

    world.told.take();
    does(&world, &marta, week.id, OrderAction::Reject).await;
    assert_eq!(booked(&world, board).await, []);
    let told = world.told.take();
    let freed: Vec<_> =
        freed(&told).into_iter().map(|free| (free.day.to_string(), free.free)).collect();
    assert_eq!(freed, expected.map(|day| (day, 2)));
    assert_eq!(world.market.check_books().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_dark_day_alone_and_a_day_off_are_refused_and_other_days_named() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    close_on_sundays(&world, &marta, board).await;
    let alone = wish(&world, &[board], days("2023-12-10", 1)).await;
    let refusal = refused(world.market.hold_boards(&ana, alone).await);
    assert_eq!(refusal.message, "This board is dark on Sundays.");
    hold(&world, &ana, board, days("2023-12-09", 1)).await;
    let full = wish(&world, &[board], days("2023-12-09", 1)).await;
    let refusal = refused(world.market.hold_boards(&ana, full).await);
    assert!(refusal.message.ends_with("Free next: 11 December 2023."), "{}", refusal.message);
    let off = wish(&world, &[board], days("2023-12-02", 3)).await;
    let refusal = refused(world.market.hold_boards(&ana, off).await);
    assert_eq!(refusal.code, ErrorCode::Conflict, "the Monday is off");
}

#[tokio::test]
async fn a_day_of_the_week_that_is_sold_does_not_go_dark() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let order = hold(&world, &ana, board, days("2023-12-08", 1)).await;
    let (written, version) = stored(&world, &marta, board).await;
    let no_fridays = BoardDraft { friday: String::new(), ..written.clone() };
    let refusal = refused(world.market.edit_board(&marta, (board, version), &no_fridays).await);
    assert_eq!((refusal.code, refusal.field.as_deref()), (ErrorCode::Conflict, Some("friday")));
    let no_mondays = BoardDraft { monday: String::new(), ..written };
    world.market.edit_board(&marta, (board, version), &no_mondays).await.expect("none is sold");
    let cancel = act(order.id, OrderAction::Cancel);
    world.market.act_on_order(&ana, &cancel).await.expect("is cancelled");
    let neither = BoardDraft { friday: String::new(), ..no_mondays };
    world.market.edit_board(&marta, (board, version + 1), &neither).await.expect("is free again");
}

#[tokio::test]
async fn lists_and_dashboards_know_dark_days() {
    let world = World::demo().await;
    let (_, marta, board) = ana_marta_and_a_board(&world, 1).await;
    close_on_sundays(&world, &marta, board).await;
    for (first, count, is_free) in
        [("2023-12-10", 1, false), ("2023-12-09", 2, true), ("2023-12-10", 2, true)]
    {
        let asked = days(first, count);
        assert_eq!(is_listed(&world, board, asked).await, is_free, "{asked}");
    }
    let own = places(&world, &marta, board).await;
    assert_eq!(own.total, 23, "4 Sundays and a Monday of 28 days are closed; a Sunday not twice");
}

/// Before boards could be dark their Sundays were sold.
#[tokio::test]
async fn what_was_sold_on_a_day_that_is_dark_now_is_in_nobodys_way() {
    let world = World::demo().await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    let sunday = hold(&world, &ana, board, days("2023-12-03", 1)).await;
    world.execute("UPDATE boards SET dark_weekdays = 64".to_owned()).await;
    assert!(is_listed(&world, board, days("2023-12-01", 7)).await);
    let own = places(&world, &marta, board).await;
    assert_eq!((own.taken, own.total), (0, 24));
    world.told.take();
    let cancel = act(sunday.id, OrderAction::Cancel);
    world.market.act_on_order(&ana, &cancel).await.expect("is cancelled");
    let day = "2023-12-03".parse().unwrap();
    assert_eq!(freed(&world.told.take()), [DayFree { day, free: 0, is_closed: true }]);
}

#[tokio::test]
async fn a_dark_day_is_not_worked_on_and_no_order_begins_with_one() {
    let world = World::demo().await;
    let ports = ports(&world).await;
    let (ana, marta, board) = ana_marta_and_a_board(&world, 1).await;
    close_on_sundays(&world, &marta, board).await;
    let order = hold(&world, &ana, board, days("2023-12-10", 3)).await.id;
    schedule(&world, &ports, (&ana, &marta), order).await;
    let told = log(&world, &ana, order).await.join("\n");
    assert!(told.contains("2 days are this order's"), "{told}");
    // It is the evening of 14 November in Berlin.
    world.clock.advance(DAY * 26);
    work(&world, &ports).await;
    assert_eq!(state(&world, &ana, order).await, OrderState::Scheduled, "the Sunday is dark");
    world.clock.advance(DAY);
    work(&world, &ports).await;
    assert_eq!(state(&world, &ana, order).await, OrderState::Running);
    world.clock.advance(DAY * 2);
    work(&world, &ports).await;
    assert_eq!(state(&world, &ana, order).await, OrderState::Completed);
    assert_eq!(status(&world, &ana, order).await.run, RunState::Done);
    books_agree(&world).await;
}

/// One board, with these hours from Monday to Sunday.
fn file(hours: &str) -> String {
    let header = HEADER.trim_end();
    format!("{header},hours\nB-1,Board 1,Berlin,Street 1,14.4,4.8,North,9000,350,,\"{hours}\"\n")
}

#[tokio::test]
async fn an_imported_board_is_dark_as_its_file_says_and_not_on_a_day_that_is_sold() {
    let world = World::demo().await;
    let (ana, marta) = (world.demo_user("advertiser").await, world.sign_up("Mia", "owner").await);
    let all_but = |dark: &[usize]| {
        let span = |day| if dark.contains(&day) { "" } else { "06:00-22:00" };
        (0..7).map(span).collect::<Vec<_>>().join(",")
    };
    let first = import(&world, &marta, &file(&all_but(&[6])), false).await;
    assert_eq!(first.update.progress.counts.created, 1, "{first:?}");
    let board = world.market.own_boards(&marta, (None, 1)).await.unwrap().boards[0].id;
    world.execute("UPDATE boards SET status = 'live' WHERE status = 'draft'".to_owned()).await;
    let week = hold(&world, &ana, board, days("2023-12-08", 7)).await;
    assert_eq!((week.lines[0].quote.days, week.lines[0].quote.dark_days), (6, 1));

    let sold = import(&world, &marta, &file(&all_but(&[4, 6])), false).await;
    assert_eq!(sold.update.progress.counts.failed, 1, "a Friday is sold: {sold:?}");
    does(&world, &ana, week.id, OrderAction::Cancel).await;
    let free = import(&world, &marta, &file(&all_but(&[4, 6])), false).await;
    assert_eq!(free.update.progress.counts.updated, 1, "{free:?}");
    let friday = wish(&world, &[board], days("2023-12-08", 1)).await;
    let refusal = refused(world.market.hold_boards(&ana, friday).await);
    assert_eq!(refusal.message, "This board is dark on Fridays.");
}
