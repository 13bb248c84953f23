//! Two hundred plausible boards, and a few more that are not on the market, the same in every demonstration.

use crate::{Result, board, database::Tx};
use protocol::{
    account::{Role, UserRef},
    board::{BoardFormat, BoardStatus, BoardView},
    id::{BoardId, UserId},
};
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

struct City {
    name: &'static str,
    currency: &'static str,
    streets: [&'static str; 6],
}

const CITIES: [City; 12] = [
    city(
        "Amsterdam",
        "EUR",
        [
            "Stationsplein",
            "Wibautstraat",
            "Zuidas Boulevard",
            "Overtoom",
            "IJburglaan",
            "Stadhouderskade",
        ],
    ),
    city(
        "Berlin",
        "EUR",
        [
            "Alexanderplatz",
            "Kurfürstendamm",
            "Ostbahnhof",
            "Potsdamer Platz",
            "Tempelhofer Damm",
            "Warschauer Straße",
        ],
    ),
    city(
        "Copenhagen",
        "DKK",
        [
            "Rådhuspladsen",
            "Nørrebrogade",
            "Vesterbro Passage",
            "Amagerbrogade",
            "Nordhavn",
            "Kalvebod Brygge",
        ],
    ),
    city(
        "Hamburg",
        "EUR",
        [
            "Jungfernstieg",
            "Reeperbahn",
            "Elbbrücken",
            "Mönckebergstraße",
            "Altona Bahnhof",
            "HafenCity",
        ],
    ),
    city(
        "Lisbon",
        "EUR",
        [
            "Praça do Comércio",
            "Avenida da Liberdade",
            "Cais do Sodré",
            "Parque das Nações",
            "Marquês de Pombal",
            "Saldanha",
        ],
    ),
    city(
        "London",
        "GBP",
        [
            "Old Street",
            "Vauxhall Cross",
            "Westfield Avenue",
            "Cromwell Road",
            "Euston Underpass",
            "Canada Square",
        ],
    ),
    city(
        "Madrid",
        "EUR",
        [
            "Gran Vía",
            "Plaza de Callao",
            "Paseo de la Castellana",
            "Atocha",
            "Calle de Alcalá",
            "M-30 Ventas",
        ],
    ),
    city(
        "Milan",
        "EUR",
        [
            "Piazza Duomo",
            "Corso Como",
            "Porta Garibaldi",
            "Viale Certosa",
            "Navigli",
            "Stazione Centrale",
        ],
    ),
    city(
        "Paris",
        "EUR",
        [
            "La Défense",
            "Porte Maillot",
            "Gare du Nord",
            "Boulevard Périphérique",
            "Bercy",
            "Place de Clichy",
        ],
    ),
    city(
        "Vienna",
        "EUR",
        [
            "Praterstern",
            "Westbahnhof",
            "Mariahilfer Straße",
            "Gürtel",
            "Schwedenplatz",
            "Donau Zentrum",
        ],
    ),
    city(
        "Warsaw",
        "PLN",
        [
            "Rondo Daszyńskiego",
            "Marszałkowska",
            "Aleje Jerozolimskie",
            "Wisłostrada",
            "Plac Unii",
            "Mokotów",
        ],
    ),
    city(
        "Zurich",
        "CHF",
        [
            "Hauptbahnhof",
            "Bahnhofstrasse",
            "Hardbrücke",
            "Escher-Wyss-Platz",
            "Bellevue",
            "Oerlikon",
        ],
    ),
];

const fn city(name: &'static str, currency: &'static str, streets: [&'static str; 6]) -> City {
    City { name, currency, streets }
}

const PLACES: [&str; 8] =
    ["north face", "south face", "arrivals", "corner", "bridge", "roof", "underpass", "forecourt"];
const FACINGS: [&str; 4] =
    ["northbound traffic", "southbound traffic", "the square", "the platform"];

pub(super) async fn insert(tx: &mut Tx, owners: [UserId; 2]) -> Result<()> {
    for index in 0..COUNT + OFF_MARKET.len() {
        let owner = owners[usize::from(index % 3 == 2)];
        board::sql::insert(tx, &board(index, owner), owner).await?;
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
fn board(index: usize, owner: UserId) -> BoardView {
    let city = &CITIES[index % CITIES.len()];
    let round = index / CITIES.len();
    let street = city.streets[round % city.streets.len()];
    let place = PLACES[(index * 5 + round) % PLACES.len()];
    let format = BoardFormat::ALL[(index * 7 + round) % BoardFormat::ALL.len()];
    let (width_cm, height_cm) = size(format, round);
    let audience_per_week = 18_000 + i64::from(spread(index, 0)) * 950;
    BoardView {
        id: id(index),
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
        status: status(index),
        status_version: 1,
        description: description(format, street, round),
        owner: UserRef { id: owner, name: String::new(), role: Role::Owner },
    }
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
    use std::collections::HashSet;

    #[test]
    fn every_board_is_different_and_priced() {
        let boards: Vec<_> = (0..COUNT).map(|i| board(i, UserId(Uuid::nil()))).collect();
        let ids: HashSet<_> = boards.iter().map(|board| board.id).collect();
        let titles: HashSet<_> = boards.iter().map(|b| (&b.city, &b.title, b.format)).collect();
        assert_eq!((ids.len(), titles.len()), (COUNT, COUNT));
        assert!(boards.iter().all(|board| board.price_per_day_cents >= 500));
    }
}
