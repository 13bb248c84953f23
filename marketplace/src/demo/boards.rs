//! Two hundred plausible boards, and a few more that are not on the market, the same in every demonstration.

mod city;

use crate::{Result, board, database::Tx};
use city::{CITIES, City};
use protocol::{
    Timestamp,
    board::{BoardFormat, BoardProfile, BoardStatus, BoardTerms, GeoPoint, OpeningHours},
    day::Day,
    id::{BoardId, UserId},
};
use std::time::Duration;
use uuid::Uuid;

/// On the market.
const COUNT: usize = 200;
/// Not yet, or no longer: what owners and admins have to do with.
const OFF_MARKET: [BoardStatus; 6] = [
    BoardStatus::Draft,
    BoardStatus::InReview,
    BoardStatus::InReview,
    BoardStatus::Draft,
    BoardStatus::InReview,
    BoardStatus::Retired,
];

const PLACES: [&str; 8] =
    ["north face", "south face", "arrivals", "corner", "bridge", "roof", "underpass", "forecourt"];
const RULES: [&str; 4] = [
    "",
    "No alcohol, no gambling: a school is near.",
    "No flashing pictures after dark.",
    "Political advertising only with an imprint.",
];
const FACINGS: [&str; 4] =
    ["northbound traffic", "southbound traffic", "the square", "the platform"];

pub(super) async fn insert(tx: &mut Tx, owners: [UserId; 2], now: Timestamp) -> Result<()> {
    insert_some(tx, owners, (0..COUNT + OFF_MARKET.len(), now)).await
}

/// More of the same, until so many are on the market.
pub(super) async fn insert_more(
    tx: &mut Tx,
    owners: [UserId; 2],
    (count, now): (usize, Timestamp),
) -> Result<()> {
    let from = COUNT + OFF_MARKET.len();
    insert_some(tx, owners, (from..count + OFF_MARKET.len(), now)).await
}

async fn insert_some(
    tx: &mut Tx,
    owners: [UserId; 2],
    (indices, now): (std::ops::Range<usize>, Timestamp),
) -> Result<()> {
    for index in indices {
        let owner = owners[usize::from(index % 3 == 2)];
        // The one with the lowest number waits longest.
        let since = now.minus(Duration::from_hours(1)).plus(Duration::from_secs(index as u64));
        let new = (id(index), owner, status(index));
        board::profile::create(tx, new, &profile(index, now), since).await?;
    }
    Ok(())
}

/// Two boards of the first owner's, for conversations about them.
pub(super) fn of_first_owner() -> [BoardId; 2] {
    [id(0), id(1)]
}

fn id(index: usize) -> BoardId {
    BoardId(Uuid::from_u128(0x0b0a_4d00_0000_4000_8000_0000_0000_0000 + index as u128))
}

/// The board at `index`: everything follows from the number.
fn profile(index: usize, now: Timestamp) -> BoardProfile {
    let city = &CITIES[index % CITIES.len()];
    let round = index / CITIES.len();
    let street = city.streets[round % city.streets.len()];
    let place = PLACES[(index * 5 + round) % PLACES.len()];
    let format = BoardFormat::ALL[(index * 7 + round) % BoardFormat::ALL.len()];
    let (width_cm, height_cm) = size(format, round);
    let audience_per_week = 18_000 + i64::from(spread(index, 0)) * 950;
    BoardProfile {
        title: format!("{street}, {place}"),
        city: city.name.into(),
        address: format!("{street} {}, {}", 1 + spread(index, 1) % 180, city.name),
        format,
        width_cm,
        height_cm,
        facing: FACINGS[(index + round) % FACINGS.len()].into(),
        audience_per_week,
        price_per_day_cents: price(format, audience_per_week),
        currency: city.currency.into(),
        description: description(format, street, round),
        terms: terms(index, (city, format), now),
    }
}

fn terms(index: usize, (city, format): (&City, BoardFormat), now: Timestamp) -> BoardTerms {
    let round = index / CITIES.len();
    let (width_px, height_px) = match format {
        BoardFormat::Bulletin => (1920, 560),
        BoardFormat::Poster => (1280, 960),
        BoardFormat::Panel => (1080, 1920),
        BoardFormat::Spectacular => (2160, 2160),
    };
    BoardTerms {
        width_px,
        height_px,
        place: Some(near(city.place, index)),
        time_zone: city.time_zone.into(),
        hours: if index % 100 == 97 { dark_on_sundays() } else { hours(round) },
        slots_per_loop: [6, 8, 10][round % 3],
        lead_days: [1, 2, 3, 5][index % 4],
        content_rules: RULES[index % RULES.len()].into(),
        blackouts: if index % 9 == 4 { new_year(now) } else { Vec::new() },
    }
}

/// Within four kilometres or so of the centre.
fn near(centre: GeoPoint, index: usize) -> GeoPoint {
    let offset = |purpose| i32::try_from(spread(index, purpose)).unwrap_or(0) - 200;
    GeoPoint {
        latitude_e6: centre.latitude_e6 + offset(2) * 180,
        longitude_e6: centre.longitude_e6 + offset(3) * 280,
    }
}

fn hours(round: usize) -> OpeningHours {
    let week = [
        "00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00",
        "06:00-23:00,06:00-23:00,06:00-23:00,06:00-23:00,06:00-24:00,07:00-24:00,08:00-22:00",
        "05:30-24:00,05:30-24:00,05:30-24:00,05:30-24:00,05:30-24:00,06:00-24:00,06:00-24:00",
    ];
    week[round % week.len()].parse().unwrap_or_default()
}

/// In a shopping centre that is closed then.
fn dark_on_sundays() -> OpeningHours {
    let mut week = hours(1);
    week.0[6] = None;
    week
}

/// The first days of the next year: somebody checks the screen then.
fn new_year(now: Timestamp) -> Vec<Day> {
    let days_since_1970 = i32::try_from(now.utc_day()).unwrap_or(0);
    let today = Day::new(1970, 1, 1).map(|day| day.plus(days_since_1970));
    let Some(first) = today.and_then(|day| Day::new(day.year() + 1, 1, 1)) else {
        return Vec::new();
    };
    vec![first, first.plus(1)]
}

/// A number from 0 to 399, different for each board and purpose, without any randomness.
fn spread(index: usize, purpose: usize) -> u32 {
    let mixed = (index as u64 + 1).wrapping_mul(2_654_435_761).wrapping_add(purpose as u64 * 97);
    u32::try_from((mixed >> 7) % 400).unwrap_or(0)
}

fn size(format: BoardFormat, round: usize) -> (i32, i32) {
    let pick = |sizes: [(i32, i32); 3]| sizes[round % 3];
    match format {
        BoardFormat::Bulletin => pick([(1463, 427), (1200, 400), (1800, 500)]),
        BoardFormat::Poster => pick([(356, 252), (400, 300), (670, 320)]),
        BoardFormat::Panel => pick([(119, 175), (108, 192), (140, 210)]),
        BoardFormat::Spectacular => pick([(900, 800), (1000, 1000), (1250, 960)]),
    }
}

/// Priced by audience, the larger formats dearer; rounded to five units of the currency.
fn price(format: BoardFormat, audience_per_week: i64) -> i64 {
    let cents_per_thousand = match format {
        BoardFormat::Bulletin => 620,
        BoardFormat::Poster => 410,
        BoardFormat::Panel => 290,
        BoardFormat::Spectacular => 880,
    };
    let cents = audience_per_week / 7 * cents_per_thousand / 1000;
    (cents / 500 + 1) * 500
}

fn status(index: usize) -> BoardStatus {
    if let Some(status) = index.checked_sub(COUNT).and_then(|index| OFF_MARKET.get(index)) {
        return *status;
    }
    match index % 17 {
        5 | 11 => BoardStatus::Paused,
        14 => BoardStatus::Maintenance,
        _ => BoardStatus::Live,
    }
}

fn description(format: BoardFormat, street: &str, round: usize) -> String {
    let character = match format {
        BoardFormat::Bulletin => "A wide roadside screen with a long approach",
        BoardFormat::Poster => "A classic roadside poster at eye level of drivers",
        BoardFormat::Panel => "An upright panel where people walk, wait and look up",
        BoardFormat::Spectacular => "A landmark screen that is photographed as often as it is read",
    };
    let seconds = [8, 10, 12][round % 3];
    let slots = [6, 8, 10][round % 3];
    format!(
        "{character}, at {street}. The loop has {slots} slots of {seconds} seconds; still images and \
         silent motion are welcome. Creatives are checked within one working day."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::board::BoardDraft;
    use std::collections::HashSet;

    #[test]
    fn every_board_is_different_and_priced() {
        let now = Timestamp(1_700_000_000_000);
        let boards: Vec<_> = (0..COUNT).map(|index| profile(index, now)).collect();
        let ids: HashSet<_> = (0..COUNT).map(id).collect();
        let titles: HashSet<_> = boards.iter().map(|b| (&b.city, &b.title, b.format)).collect();
        assert_eq!((ids.len(), titles.len()), (COUNT, COUNT));
        assert!(boards.iter().all(|board| board.price_per_day_cents >= 500));
        for board in boards {
            assert_eq!(
                BoardDraft::of(&board).check(),
                Ok(board),
                "as an owner could have written it"
            );
        }
    }
}
