//! Measures the list of boards: fills a demonstration with many, and prints how long each question takes and how
//! the database goes about it.
//!
//! `cargo run --release -p marketplace --example boards -- sqlite:///tmp/boards.db 10000`
#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use marketplace::{Database, Error, Marketplace, Viewer, clock::SystemClock, publish::Nobody};
use protocol::board::{BoardFilter, BoardFormat, BoardSort, BoardStatus};
use std::{sync::Arc, time::Instant};

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
    ]
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut words = std::env::args().skip(1);
    let url = words.next().unwrap_or_else(|| "sqlite:///tmp/bulletin-boards.db".into());
    let count = words.next().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let database = Database::open(&url).await?;
    let market = Marketplace::new(database, Arc::new(SystemClock), Arc::new(Nobody), true);
    market.seed_demo().await?;
    let visitor = Viewer::visitor();
    let there = market.boards(&visitor, &BoardFilter::default()).await?.total;
    if usize::try_from(there).is_ok_and(|there| there < count) {
        market.fill_demo(count).await?;
    }
    for (name, filter) in questions() {
        let mut times = Vec::with_capacity(ROUNDS);
        let mut total = 0;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            total = market.boards(&visitor, &filter).await?.total;
            times.push(start.elapsed());
        }
        times.sort_unstable();
        let ms = |place: usize| times[place].as_secs_f64() * 1_000.0;
        println!(
            "{name}: {:.1} ms (worst {:.1} ms), {total} found",
            ms(ROUNDS / 2),
            ms(ROUNDS - 1)
        );
        for line in market.board_plan(&filter).await? {
            println!("    {line}");
        }
    }
    Ok(())
}
