//! Measures the list of boards and the map: fills a demonstration with many, and prints how long each question takes and how
//! the database goes about it.
//!
//! `cargo run --release -p marketplace --example boards -- sqlite:///tmp/boards.db 10000`
#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use marketplace::{
    Database, Device, Error, Marketplace, Viewer, clock::SystemClock, demo, publish::Nobody,
};
use protocol::{
    Day, DayRange,
    account::SignIn,
    board::{
        BoardFilter, BoardFormat, BoardSort, BoardStatus,
        map::{MAX_ZOOM, MapArea},
    },
    id::ClientId,
    order::{HoldBoards, Wish, quote},
};
use sqlx::AssertSqlSafe;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Times a question is asked; the median counts.
const ROUNDS: usize = 21;

fn questions() -> Vec<(&'static str, BoardFilter)> {
    let all = BoardFilter::default;
    let sorted = |sort| BoardFilter { sort, ..all() };
    vec![
        ("first page", all()),
        ("a page far back", BoardFilter { page: 400, ..all() }),
        ("cheapest first", sorted(BoardSort::Cheapest)),
        ("most people first", sorted(BoardSort::Audience)),
        ("newest first", sorted(BoardSort::Newest)),
        ("by title", sorted(BoardSort::Title)),
        ("a city", BoardFilter { city: Some("Berlin".into()), ..all() }),
        ("a word", BoardFilter { words: Some("bridge".into()), ..all() }),
        ("a rare pair of words", BoardFilter { words: Some("mokotow roof".into()), ..all() }),
        ("two letters", BoardFilter { words: Some("sc".into()), ..all() }),
        (
            "a word, dearest first",
            BoardFilter { words: Some("screen".into()), sort: BoardSort::Dearest, ..all() },
        ),
        (
            "everything at once",
            BoardFilter {
                words: Some("street".into()),
                format: Some(BoardFormat::Poster),
                status: Some(BoardStatus::Live),
                min_price_cents: Some(5_000),
                max_price_cents: Some(50_000),
                min_audience: Some(50_000),
                ..all()
            },
        ),
        ("nothing found", BoardFilter { words: Some("zzzz".into()), ..all() }),
        (
            "a long search",
            BoardFilter {
                words: Some("a wide roadside screen with a long approach".into()),
                ..all()
            },
        ),
        ("eight letters", BoardFilter { words: Some("a s w r l t b d".into()), ..all() }),
        ("free for a week", free(30, 7)),
        ("free for half a year", free(30, 180)),
        ("a word, free for a month", BoardFilter { words: Some("screen".into()), ..free(30, 30) }),
    ]
}

/// From so many days from now on, so many days.
fn free(from: i32, days: i32) -> BoardFilter {
    let (first, last) = (today().plus(from), today().plus(from + days - 1));
    BoardFilter { free_from: Some(first), free_to: Some(last), ..BoardFilter::default() }
}

fn maps() -> Vec<(&'static str, BoardFilter, (MapArea, u8))> {
    let all = BoardFilter::default;
    let area = |text: &str| text.parse().unwrap_or(MapArea::WORLD);
    let (europe, berlin) = (area("-12,36,26,60"), area("13.2,52.4,13.6,52.65"));
    let street = area("13.4,52.515,13.41,52.525");
    let words = BoardFilter { words: Some("screen".into()), ..all() };
    vec![
        ("map: the world", all(), (MapArea::WORLD, 2)),
        ("map: Europe", all(), (europe, 5)),
        ("map: Berlin", all(), (berlin, 12)),
        ("map: a street", all(), (street, MAX_ZOOM)),
        ("map: Europe, a word", words, (europe, 5)),
        ("map: Europe, free for a month", free(30, 30), (europe, 5)),
    ]
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut words = std::env::args().skip(1);
    let url = words.next().unwrap_or_else(|| "sqlite:///tmp/bulletin-boards.db".into());
    let count = words.next().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let database = Database::open(&url).await?;
    let market = Marketplace::new(database.clone(), Arc::new(SystemClock), Arc::new(Nobody), true);
    market.seed_demo().await?;
    let visitor = Viewer::visitor();
    let there = market.boards(&visitor, &BoardFilter::default()).await?.total;
    if usize::try_from(there).is_ok_and(|there| there < count) {
        market.fill_demo(count).await?;
    }
    book(&market, &database).await?;
    for (name, filter) in questions() {
        let ask = async || Ok(market.boards(&visitor, &filter).await?.total);
        measure(name, ask).await?;
        show(market.board_plan(&filter).await?);
    }
    for (name, filter, window) in maps() {
        let ask = async || {
            let map = market.board_map(&visitor, &filter, window).await?;
            Ok(u32::try_from(map.clusters.len() + map.boards.len()).unwrap_or(u32::MAX))
        };
        measure(name, ask).await?;
        show(market.board_map_plan(&filter, window).await?);
    }
    Ok(())
}

/// The first of the booked days, from today on.
const BOOKED_FROM: i32 = 25;

/// Fills the calendars: of two months, two thirds of all places, those of some boards and days altogether.
async fn book(market: &Marketplace, database: &Database) -> Result<(), Error> {
    let input = SignIn { email: "advertiser@example.com".into(), password: demo::PASSWORD.into() };
    let device = Device { address: "127.0.0.1".into(), user_agent: "bench".into() };
    let me = market.sign_in(&input, device).await?.me;
    let live = BoardFilter { status: Some(BoardStatus::Live), ..BoardFilter::default() };
    let board_id = market.boards(&Viewer::visitor(), &live).await?.boards[0].id;
    let shown = market.availability(&Viewer::visitor(), board_id, None).await?;
    let day = today().plus(BOOKED_FROM - 1);
    let days = DayRange::new(day, day)?;
    let wishes = vec![Wish { board_id, days }];
    let total_cents = quote(days, &shown.rate).total_cents;
    let client_id = ClientId(uuid::Uuid::now_v7());
    market.hold_boards(&me, HoldBoards { client_id, wishes, total_cents }).await?;
    for place in 0..60 * 10 {
        let (day, slot) = (today().plus(BOOKED_FROM + place / 10), place % 10);
        let sql = format!(
            "INSERT INTO booked_days (board_id, day, slot, order_id)
            SELECT b.id, '{day}', {slot}, (SELECT o.id FROM orders o ORDER BY o.id LIMIT 1) FROM boards b
            WHERE b.slots_per_loop > {slot} AND (b.audience_per_week / 950 * 7 + {place}) % 20 < 13
            ON CONFLICT DO NOTHING"
        );
        execute(database, sql).await?;
    }
    let full = "INSERT INTO full_days (board_id, day)
        SELECT d.board_id, d.day FROM booked_days d JOIN boards b ON b.id = d.board_id
        GROUP BY d.board_id, d.day, b.slots_per_loop HAVING COUNT(*) >= b.slots_per_loop
        ON CONFLICT DO NOTHING";
    execute(database, full.to_owned()).await
}

async fn execute(database: &Database, sql: String) -> Result<(), Error> {
    match database {
        Database::Sqlite { writer, .. } => {
            sqlx::query(AssertSqlSafe(sql)).execute(writer).await?;
        }
        Database::Postgres(pool) => {
            sqlx::query(AssertSqlSafe(sql)).execute(pool).await?;
        }
    }
    Ok(())
}

fn today() -> Day {
    Day::from(jiff::Zoned::now().date())
}

async fn measure(name: &str, ask: impl AsyncFn() -> Result<u32, Error>) -> Result<(), Error> {
    let mut times = Vec::with_capacity(ROUNDS);
    let mut found = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        found = ask().await?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let (median, worst) = (ms(times[ROUNDS / 2]), ms(times[ROUNDS - 1]));
    println!("{name}: {median:.1} ms (worst {worst:.1} ms), {found} found");
    Ok(())
}

fn show(plan: Vec<String>) {
    for line in plan {
        println!("    {line}");
    }
}
