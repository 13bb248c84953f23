//! What a draft may say.

use super::{rules::parse_decimal, *};
use crate::error::ErrorCode;
use proptest::prelude::*;

fn draft() -> BoardDraft {
    BoardDraft {
        title: "  Torstraße,\t north face ".into(),
        format: "bulletin".into(),
        description: "Seen from afar.\r\nLit at night. ".into(),
        city: "Berlin".into(),
        address: "Torstraße 1".into(),
        facing: "northbound traffic".into(),
        latitude: "52,529".into(),
        longitude: "13.4".into(),
        width: "14.63".into(),
        height: "4,2".into(),
        audience_per_week: "120000".into(),
        price_per_day: "350.5".into(),
        sunday: String::new(),
        saturday: "8:00 – 24:00".into(),
        blackouts: "2026-12-25, 2026-12-24\n2027-01-01 2026-12-25\n2026-12-31 – 2027-01-02".into(),
        ..BoardDraft::fresh()
    }
}

#[test]
fn only_what_was_touched_is_carried_over_to_what_somebody_else_has_saved() {
    let seen = draft();
    let stored = BoardDraft {
        price_per_day: "400".into(),
        facing: "the river".into(),
        description: "Dark at night.".into(),
        ..seen.clone()
    };
    let typed = BoardDraft {
        facing: "the bridge".into(),
        title: "Torstraße".into(),
        description: "Seen from afar.\nLit at night.".into(),
        ..seen.clone()
    };
    let carried = typed.carried_over(&seen, &stored);
    assert_eq!(carried.price_per_day, "400", "nobody touched it: it is theirs");
    assert_eq!(carried.description, "Dark at night.", "another line end is no touch");
    assert_eq!(carried.facing, "the bridge", "both changed it: what was typed stays");
    assert_eq!(carried.title, "Torstraße");
    assert!(carried.differs(&stored, "facing") && !carried.differs(&stored, "pricePerDay"));
}

#[test]
fn a_good_draft_is_normalised() {
    let profile = draft().check().unwrap();
    assert_eq!(profile.title, "Torstraße, north face");
    assert_eq!(profile.description, "Seen from afar.\nLit at night.");
    assert_eq!((profile.width_cm, profile.height_cm), (1463, 420));
    assert_eq!(profile.price_per_day_cents, 35_050);
    let place = profile.terms.place.unwrap();
    assert_eq!((place.latitude_e6, place.longitude_e6), (52_529_000, 13_400_000));
    assert_eq!(profile.terms.hours.in_words()[1..], ["Sat 08:00-24:00", "Sun dark"]);
    let days: Vec<_> = profile.terms.blackouts.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-12-24", "2026-12-25", "2026-12-31", "2027-01-01", "2027-01-02"]);
    let again = BoardDraft::of(&profile).blackouts;
    assert_eq!(again, "2026-12-24..2026-12-25\n2026-12-31..2027-01-02");
}

#[test]
fn what_is_checked_comes_back_as_it_was() {
    let profile = draft().check().unwrap();
    assert_eq!(BoardDraft::of(&profile).check().unwrap(), profile);
}

#[test]
fn a_board_is_lit_on_some_day() {
    let mut never = draft();
    for (name, _) in WEEKDAYS {
        never.set(name, " ".into());
    }
    let wrong = never.check().unwrap_err();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0].field.as_deref(), Some("monday"));
    assert!(wrong[0].message.contains("at least one day"));
}

#[test]
fn every_broken_rule_names_its_field() {
    let cases = [
        ("title", " "),
        ("title", &"x".repeat(81)),
        ("format", "kite"),
        ("description", &"x".repeat(2_001)),
        ("description", "a\u{7}b"),
        ("city", ""),
        ("latitude", "91"),
        ("latitude", ""),
        ("longitude", "13.4000001"),
        ("timeZone", "Mars/Olympus"),
        ("width", "0"),
        ("height", "tall"),
        ("widthPx", "1e3"),
        ("heightPx", "-1"),
        ("audiencePerWeek", "many"),
        ("pricePerDay", "0.99"),
        ("pricePerDay", "9999999999999999"),
        ("currency", "XXX"),
        ("slotsPerLoop", "13"),
        ("slotsPerLoop", "0"),
        ("leadDays", "91"),
        ("tuesday", "22:00-06:00"),
        ("blackouts", "24.12.2026"),
        ("blackouts", "2026-12-26..2026-12-24"),
        ("blackouts", "0001-01-01..9999-12-31"),
        ("contentRules", &"x".repeat(1_001)),
    ];
    for (field, value) in cases {
        let mut input = draft();
        input.set(field, value.to_owned());
        let errors = input.check().expect_err(field);
        assert_eq!(errors.len(), 1, "{field}: {errors:?}");
        assert_eq!(errors[0].field.as_deref(), Some(field), "{value}");
        assert!(matches!(errors[0].code, ErrorCode::Invalid | ErrorCode::TooLarge));
    }
}

#[test]
fn decimals_that_cannot_be_kept_are_what_is_said_to_be_wrong() {
    let said = |field: &str, value: &str| {
        let mut input = draft();
        input.set(field, value.to_owned());
        input.check().expect_err(value)[0].message.clone()
    };
    assert_eq!(said("pricePerDay", "350.505"), "At most two decimals can be read, as in 350.50.");
    assert_eq!(said("width", "0,0001"), "At most two decimals can be read, as in 350.50.");
    assert_eq!(said("audiencePerWeek", "12.5"), "A whole number, without decimals.");
    assert_eq!(said("latitude", "52.1234567"), "At most 6 decimals can be read.");
    let range = "A number from 1 to ";
    for value in ["0.50", "1.234,56", "dear", "1.2e5"] {
        assert!(said("pricePerDay", value).starts_with(range), "{value}");
    }
}

#[test]
fn no_board_has_more_pixels_than_a_picture_may() {
    let sized = |width: &str, height: &str| BoardDraft {
        width_px: width.into(),
        height_px: height.into(),
        ..draft()
    };
    assert!(sized("8000", "5000").check().is_ok());
    assert!(sized("20000", "2000").check().is_ok());
    let errors = sized("8000", "5001").check().expect_err("nobody could hand anything in");
    assert_eq!(errors.len(), 1);
    assert_eq!(
        (errors[0].code, errors[0].field.as_deref()),
        (ErrorCode::TooLarge, Some("heightPx"))
    );
    assert!(errors[0].message.contains("40 million"), "{}", errors[0].message);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let errors = BoardDraft::default().check().expect_err("nothing is written");
    let fields: Vec<_> = errors.iter().filter_map(|error| error.field.as_deref()).collect();
    for field in ["title", "city", "width", "pricePerDay", "timeZone", "slotsPerLoop"] {
        assert!(fields.contains(&field), "{field}: {fields:?}");
    }
}

#[test]
fn fields_are_reached_by_their_names_in_the_form() {
    for name in BoardDraft::NAMES {
        let mut draft = BoardDraft::default();
        draft.set(name, "x".into());
        assert_eq!(draft.get(name), "x");
        let wire = serde_json::to_value(&draft).unwrap();
        assert_eq!(wire[name], "x", "{name}");
    }
}

proptest! {
    #[test]
    fn every_decimal_survives_a_round_trip(number in -200_000_000_i64..200_000_000, places in 0_u32..7) {
        prop_assert_eq!(parse_decimal(&decimal_text(number, places), places), Some(number));
    }

    #[test]
    fn no_text_breaks_the_rules_in_another_way_than_by_being_refused(text in "\\PC{0,40}", field in 0..BoardDraft::NAMES.len()) {
        let mut input = draft();
        input.set(BoardDraft::NAMES[field], text);
        if let Ok(profile) = input.check() {
            prop_assert_eq!(BoardDraft::of(&profile).check(), Ok(profile));
        }
    }
}
