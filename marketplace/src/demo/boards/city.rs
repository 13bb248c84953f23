//! Where the boards of the demonstration stand.

use protocol::board::GeoPoint;

pub(super) struct City {
    pub(super) name: &'static str,
    pub(super) currency: &'static str,
    /// Its centre.
    pub(super) place: GeoPoint,
    pub(super) time_zone: &'static str,
    pub(super) streets: [&'static str; 6],
}

pub(super) const CITIES: [City; 12] = [
    city(
        ("Amsterdam", "EUR"),
        (52_370_200, 4_895_200, "Europe/Amsterdam"),
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
        ("Berlin", "EUR"),
        (52_520_000, 13_405_000, "Europe/Berlin"),
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
        ("Copenhagen", "DKK"),
        (55_676_100, 12_568_300, "Europe/Copenhagen"),
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
        ("Hamburg", "EUR"),
        (53_551_100, 9_993_700, "Europe/Berlin"),
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
        ("Lisbon", "EUR"),
        (38_722_300, -9_139_300, "Europe/Lisbon"),
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
        ("London", "GBP"),
        (51_507_400, -127_800, "Europe/London"),
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
        ("Madrid", "EUR"),
        (40_416_800, -3_703_800, "Europe/Madrid"),
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
        ("Milan", "EUR"),
        (45_464_200, 9_190_000, "Europe/Rome"),
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
        ("Paris", "EUR"),
        (48_856_600, 2_352_200, "Europe/Paris"),
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
        ("Vienna", "EUR"),
        (48_208_200, 16_373_800, "Europe/Vienna"),
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
        ("Warsaw", "PLN"),
        (52_229_700, 21_012_200, "Europe/Warsaw"),
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
        ("Zurich", "CHF"),
        (47_376_900, 8_541_700, "Europe/Zurich"),
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

const fn city(
    (name, currency): (&'static str, &'static str),
    (latitude_e6, longitude_e6, time_zone): (i32, i32, &'static str),
    streets: [&'static str; 6],
) -> City {
    City { name, currency, place: GeoPoint { latitude_e6, longitude_e6 }, time_zone, streets }
}
